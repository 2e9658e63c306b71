/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/nn/backbone.h"
#include "engine/store/codes.h"
#include "engine/store/models.h"
#include "engine/learn/places.h"
#include "engine/store/scenes.h"
#include "tests/engine/learn/training-test.h"

/* The log is stored with the model. */
static void
test_log (TrainingTest *test, gconstpointer data)
{
  g_autoptr (SemTrainingLog) log = NULL;
  g_autoptr (GError) error = NULL;
  SemTrainSummary summary;
  SemStoreModel row = { 0 };
  SemStore *store;

  training_test_add (test, 30);
  training_test_train (test, 1, SEM_TRAIN_REPLACE, &summary);
  sem_train_summary_clear (&summary);
  training_test_train (test, 2, SEM_TRAIN_OFFER, &summary);
  store = training_test_open (test);
  g_assert_true (sem_store_get_model (store, summary.model, &row, NULL));
  sem_store_close (store);
  log = sem_training_log_new_from_bytes (row.log, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sem_training_log_get_n_epochs (log), ==,
                    sem_training_log_get_n_epochs (summary.log));
  g_assert_cmpfloat (sem_training_log_get_comparison (log)->after.reach, ==,
                     sem_training_log_get_comparison (summary.log)->after.reach);
  sem_store_model_clear (&row);
  sem_train_summary_clear (&summary);
}

/* Training again takes the options of the active model. */
static void
test_options (TrainingTest *test, gconstpointer data)
{
  SemTrainRequest request = training_test_request (test, 1, SEM_TRAIN_REPLACE);
  g_autoptr (GError) error = NULL;
  SemTrainSummary summary = { 0 };
  SemStoreModel row = { 0 };
  SemHashOptions again;
  SemStore *store;

  training_test_add (test, 30);
  request.options.method = SEM_HASH_DDH;
  request.options.n_bits = 16;
  request.options.lambda = 4.5;
  request.options.k1 = 3;
  request.options.epochs = 2;
  request.options.start = SEM_HASH_START_RANDOM;
  sem_train_library (&request, NULL, &summary, &error);
  g_assert_no_error (error);
  store = training_test_open (test);
  g_assert_true (sem_store_get_model (store, summary.model, &row, NULL));
  sem_store_close (store);
  sem_train_choose_options (&row, &again);
  g_assert_cmpint (again.method, ==, SEM_HASH_DDH);
  g_assert_cmpuint (again.n_bits, ==, 16);
  g_assert_cmpfloat (again.lambda, ==, 4.5);
  g_assert_cmpuint (again.k1, ==, 3);
  g_assert_cmpuint (again.k2, ==, 0);
  g_assert_cmpuint (again.epochs, ==, 2);
  g_assert_cmpint (again.start, ==, SEM_HASH_START_RANDOM);
  sem_store_model_clear (&row);
  sem_train_summary_clear (&summary);
}

typedef struct
{
  GCancellable *cancellable;
  guint left;
  double last;
} Stop;

static void
stop_cb (double fraction, gpointer user_data)
{
  Stop *stop = user_data;

  g_assert_cmpfloat (fraction, >=, stop->last);
  g_assert_cmpfloat (fraction, <=, 1);
  stop->last = fraction;
  if (stop->left == 0)
    g_cancellable_cancel (stop->cancellable);
  else
    stop->left--;
}

/* Cancelled at any step, training leaves the active model as it was; the same call then finishes.
 */
static void
test_cancel (TrainingTest *test, gconstpointer data)
{
  SemTrainSummary summary;
  guint step = 0;
  gboolean done = FALSE;

  training_test_add (test, 30);
  training_test_train (test, 1, SEM_TRAIN_REPLACE, &summary);
  sem_train_summary_clear (&summary);
  for (step = 0; !done; step++)
    {
      g_autoptr (GError) error = NULL;
      SemTrainRequest request = training_test_request (test, 2, SEM_TRAIN_USE);
      Stop stop = { g_cancellable_new (), step, 0 };

      request.progress = stop_cb;
      request.progress_data = &stop;
      summary = (SemTrainSummary){ 0 };
      done = sem_train_library (&request, stop.cancellable, &summary, &error);
      if (!done)
        {
          g_autoptr (SemStore) store = training_test_open (test);

          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          g_assert_cmpint (sem_store_get_active_model (store, NULL), ==, 1);
        }
      sem_train_summary_clear (&summary);
      g_object_unref (stop.cancellable);
    }
  g_assert_cmpuint (step, >, 4);
  {
    g_autoptr (SemStore) store = training_test_open (test);

    g_assert_cmpint (sem_store_get_active_model (store, NULL), >, 1);
  }
}

static void
stop_encoding_cb (double fraction, gpointer user_data)
{
  Stop *stop = user_data;

  /* After loading and training, and after the first batch of codes. */
  if (fraction > 0.75)
    g_cancellable_cancel (stop->cancellable);
}

/* Encoding goes on where it was cancelled, with the same result. */
static void
test_resume (TrainingTest *test, gconstpointer data)
{
  SemTrainRequest request = training_test_request (test, 7, SEM_TRAIN_OFFER);
  Stop stop = { g_cancellable_new (), 0, 0 };
  g_autoptr (GError) error = NULL;
  SemTrainSummary summary = { 0 };

  training_test_add (test, 5000);
  training_test_train (test, 1, SEM_TRAIN_REPLACE, &summary);
  sem_train_summary_clear (&summary);

  request.progress = stop_encoding_cb;
  request.progress_data = &stop;
  summary = (SemTrainSummary){ 0 };
  g_assert_false (sem_train_library (&request, stop.cancellable, &summary, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_object_unref (stop.cancellable);
  sem_train_summary_clear (&summary);
  {
    g_autoptr (SemStore) store = training_test_open (test);

    g_assert_cmpint (sem_store_last_code (store, 2, NULL), >, 0);
    g_assert_cmpint (sem_store_last_code (store, 2, NULL), <, 5000);
  }
  training_test_assert_models (test, "1 ready*, 2 unfinished");

  /* The same training goes on, another one starts from the beginning. */
  training_test_train (test, 7, SEM_TRAIN_OFFER, &summary);
  g_assert_true (summary.resumed);
  g_assert_cmpint (summary.model, ==, 2);
  sem_train_summary_clear (&summary);
  training_test_assert_models (test, "1 ready*, 2 offered");
  training_test_train (test, 8, SEM_TRAIN_OFFER, &summary);
  g_assert_false (summary.resumed);
  sem_train_summary_clear (&summary);
  training_test_assert_models (test, "1 ready*, 2 ready, 3 offered");
}

/* Adds a scene in which each photo shares points with the next three. */
static void
add_scene (TrainingTest *test, guint n)
{
  g_autoptr (SemStore) store = training_test_open (test);
  g_autoptr (GArray) photos = g_array_new (FALSE, FALSE, sizeof (SemStoreScenePhoto));
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (SemStoreScenePair));
  SemStoreSceneGroup group = { .key = (char *) "wall", .outcome = SEM_SCENES_FOUND };
  g_autofree gint64 *ids = g_new (gint64, n);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      SemStoreScenePhoto photo = { .photo = i + 1, .points = 40 };

      ids[i] = i + 1;
      g_array_append_val (photos, photo);
      for (guint j = i + 1; j < MIN (i + 4, n); j++)
        {
          SemStoreScenePair pair = {
            .a = i + 1, .b = j + 1, .shared = 40 - 10 * (j - i), .scale = 1.1f
          };

          g_array_append_val (pairs, pair);
        }
    }
  g_assert_true (sem_store_begin (store, &error));
  g_assert_true (sem_store_put_scene_group (store, &group, ids, n, &error));
  g_assert_true (sem_store_put_scene (store, group.id, photos, pairs, &error));
  g_assert_true (sem_store_commit (store, &error));
  g_assert_no_error (error);
}

/* BCDH trains on the library's scenes, and fails where there are none. */
static void
test_scenes (TrainingTest *test, gconstpointer data)
{
  SemTrainRequest request = training_test_request (test, 1, SEM_TRAIN_USE);
  SemTrainSummary summary = { 0 };
  g_autoptr (GError) error = NULL;

  training_test_add (test, 40);
  request.options.method = SEM_HASH_BCDH;
  request.options.n_bits = 16;
  request.options.epochs = 3;
  g_assert_false (sem_train_library (&request, NULL, &summary, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW);
  g_clear_error (&error);
  sem_train_summary_clear (&summary);

  add_scene (test, 14);
  summary = (SemTrainSummary){ 0 };
  sem_train_library (&request, NULL, &summary, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (summary.trained_on, ==, 40);
  sem_train_summary_clear (&summary);
  training_test_assert_models (test, "1 ready*");
}

/* Of many photos in scenes some are held out, and models that learn from scenes are judged on
 * them. */
static void
test_places (TrainingTest *test, gconstpointer data)
{
  SemTrainRequest request = training_test_request (test, 1, SEM_TRAIN_USE);
  SemTrainSummary summary = { 0 };
  const SemCodeComparison *comparison;
  g_autoptr (GError) error = NULL;

  training_test_add (test, 80);
  add_scene (test, 60);
  sem_train_library (&request, NULL, &summary, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (summary.trained_on, ==, 80);
  sem_train_summary_clear (&summary);
  request.options.method = SEM_HASH_BCDH;
  request.options.n_bits = 16;
  request.options.epochs = 3;
  summary = (SemTrainSummary){ 0 };
  sem_train_library (&request, NULL, &summary, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (summary.trained_on, ==, 74);
  comparison = sem_training_log_get_comparison (summary.log);
  g_assert_nonnull (comparison);
  g_assert_cmpuint (comparison->n_places, ==, 6);
  g_assert_true (comparison->learned_places);
  g_assert_cmpfloat (comparison->places_before.map, >, 0.0);
  g_assert_cmpfloat (comparison->places_after.map, >, 0.0);
  g_assert_cmpuint (comparison->bits_after, ==, 16);
  sem_train_summary_clear (&summary);
}

/* The same photos for all models: each tenth of each scene, unless there are few. */
static void
test_held_out (TrainingTest *test, gconstpointer data)
{
  g_autoptr (SemScenes) scenes = sem_scenes_new (120);
  g_autofree guint8 *left_out = g_new (guint8, 120), *again = g_new (guint8, 120);
  g_autofree guint32 *rows = NULL;
  guint counts[2] = { 0, 0 };
  gsize n;

  scenes->n_scenes = 2;
  for (guint i = 0; i < 60; i++)
    scenes->scene[i] = i < 40 ? 0 : 1;
  sem_places_hold_out (scenes, left_out);
  sem_places_hold_out (scenes, again);
  g_assert_cmpmem (left_out, 120, again, 120);
  for (guint i = 0; i < 120; i++)
    {
      g_assert_true (scenes->scene[i] >= 0 || !left_out[i]);
      if (left_out[i])
        counts[scenes->scene[i]]++;
    }
  g_assert_cmpuint (counts[0], ==, 4);
  g_assert_cmpuint (counts[1], ==, 2);
  rows = sem_places_choose (scenes, 100, &n);
  g_assert_cmpuint (n, ==, 100);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_false (left_out[rows[i]]);
      g_assert_true (i == 0 || rows[i] > rows[i - 1]);
    }
  for (guint i = 49; i < 60; i++)
    scenes->scene[i] = -1;
  sem_places_hold_out (scenes, left_out);
  for (guint i = 0; i < 120; i++)
    g_assert_cmpuint (left_out[i], ==, 0);
}

int
main (int argc, char **argv)
{
  static const TrainingTestCase cases[] = {
    { "log", test_log },           { "options", test_options }, { "cancel", test_cancel },
    { "resume", test_resume },     { "scenes", test_scenes },   { "places", test_places },
    { "held-out", test_held_out },
  };

  g_test_init (&argc, &argv, NULL);
  training_test_register ("/trainer", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
