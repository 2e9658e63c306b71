/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Photos here are rows and features alone: no file is read and no network runs.
 */

#include "engine/base/random.h"
#include "engine/kernels/f16.h"
#include "engine/learn/models.h"
#include "engine/learn/trainer.h"
#include "engine/nn/backbone.h"
#include "engine/store/codes.h"
#include "engine/store/companions.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"
#include "engine/store/scenes.h"
#include "tests/support/folder.h"

#define BACKBONE "made-up"

typedef struct
{
  char *folder;
  char *library;
  guint n_photos;
  guint n_asked; /* of the judge */
  gboolean worse;
} Fixture;

static Fixture *judging;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = test_folder_new ();
  fixture->library = g_build_filename (fixture->folder, "library.db", NULL);
  judging = fixture;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_folder_remove (fixture->folder);
  g_free (fixture->library);
}

static SemStore *
open_store (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  SemStore *store = sem_store_open (fixture->library, SEM_STORE_WRITE, &error);

  g_assert_no_error (error);
  return store;
}

static void
add_photo (SemStore *store, guint number)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strdup_printf ("/made/%u.jpg", number);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);
  float feature[SEM_BACKBONE_DIM];
  guint16 half[SEM_BACKBONE_DIM];
  guint8 hash[SEM_STORE_HASH_SIZE];
  SemStoreFile file = {
    .path = path, .folder = 1, .state = SEM_FILE_INDEXED, .identity = { .inode = number }
  };
  SemRandom random;

  for (guint i = 0; i < sizeof hash; i++)
    hash[i] = (guint8) (g_ascii_xdigit_value (digest[2 * i]) * 16
                        + g_ascii_xdigit_value (digest[2 * i + 1]));
  sem_random_init (&random, number, SEM_RANDOM_PROJECTION);
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    feature[i] = (float) (sem_random_uniform (&random) + ((number % 9 + i) % 7 == 0));
  sem_k_f32_to_f16 (feature, SEM_BACKBONE_DIM, half);
  file.photo = sem_store_put_photo (store, hash, 8, 8, BACKBONE, &error);
  g_assert_no_error (error);
  sem_store_put_feature (store, hash, BACKBONE, half, SEM_BACKBONE_DIM, &error);
  g_assert_no_error (error);
  sem_store_put_file (store, &file, &error);
  g_assert_no_error (error);
}

static void
add_photos (Fixture *fixture, guint n)
{
  g_autoptr (SemStore) store = open_store (fixture);
  g_autoptr (GError) error = NULL;

  sem_store_begin (store, &error);
  g_assert_no_error (error);
  sem_store_add_folder (store, "/made", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    add_photo (store, fixture->n_photos++);
  sem_store_update_hidden (store, &error);
  g_assert_no_error (error);
  sem_store_commit (store, &error);
  g_assert_no_error (error);
}

static gboolean
judge (const SemCodedSet *before,
       const SemCodedSet *after,
       guint64 seed,
       const SemProgress *progress,
       SemCodeComparison *comparison,
       GError **error)
{
  g_assert_true (before->features == after->features);
  g_assert_cmpuint (before->n, ==, MIN (judging->n_photos, SEM_TRAIN_JUDGED));
  g_assert_nonnull (before->model);
  g_assert_nonnull (after->model);
  judging->n_asked++;
  *comparison = (SemCodeComparison){
    .before = { .reach = 0.9, .lift = 0.9 },
    .after = { .reach = judging->worse ? 0.8 : 0.95, .lift = 0.9 },
    .overlap = 0.5,
    .n_photos = before->n,
  };
  sem_progress_report (progress, 1);
  return !g_cancellable_set_error_if_cancelled (progress->cancellable, error);
}

/* By random directions, which takes no time. */
static SemTrainRequest
make_request (Fixture *fixture, guint64 seed, SemTrainEnd end)
{
  SemTrainRequest request = {
    .path = fixture->library, .backbone = BACKBONE, .end = end, .judge = judge
  };

  sem_hash_options_init (&request.options);
  request.options.method = SEM_HASH_LSH;
  request.options.n_bits = 64;
  request.options.seed = seed;
  return request;
}

static void
train (Fixture *fixture, guint64 seed, SemTrainEnd end, SemTrainSummary *summary)
{
  g_autoptr (GError) error = NULL;
  SemTrainRequest request = make_request (fixture, seed, end);

  *summary = (SemTrainSummary){ 0 };
  sem_train_library (&request, NULL, summary, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (summary->photos, ==, fixture->n_photos);
}

static gboolean
count_ids (const gint64 *ids, const guint64 *codes, gsize n, gpointer user_data, GError **error)
{
  *(guint *) user_data += n;
  return TRUE;
}

/* "1 ready*, 2 offered": the active one has the star, and each has a code a photo. */
static void
assert_models (Fixture *fixture, const char *expected)
{
  static const char *const stages[] = { "unfinished", "ready", "offered" };
  g_autoptr (SemStore) store = open_store (fixture);
  g_autoptr (GPtrArray) models = sem_store_list_models (store, NULL);
  g_autoptr (GString) actual = g_string_new (NULL);

  for (guint i = 0; i < models->len; i++)
    {
      const SemStoreModel *row = g_ptr_array_index (models, i);
      gboolean active = row->id == sem_store_get_active_model (store, NULL);
      guint n = 0;

      g_string_append_printf (actual, "%s%" G_GINT64_FORMAT " %s%s", i ? ", " : "", row->id,
                              stages[row->stage], active ? "*" : "");
      g_assert_true (sem_store_read_codes (store, row->id, 1, 0, count_ids, &n, NULL));
      if (active || (row->stage != SEM_MODEL_UNFINISHED && row->photos == fixture->n_photos))
        g_assert_cmpuint (n, ==, fixture->n_photos);
    }
  g_assert_cmpstr (actual->str, ==, expected);
}

/* Tests ---------------------------------------------------------------------------------------- */

static void
test_offer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SemTrainSummary summary;

  /* There is nothing to compare the first one with: it answers, whatever was asked for. */
  add_photos (fixture, 30);
  train (fixture, 1, SEM_TRAIN_OFFER, &summary);
  g_assert_true (summary.active);
  g_assert_cmpuint (fixture->n_asked, ==, 0);
  g_assert_null (sem_train_summary_describe_sample (&summary));
  sem_train_summary_clear (&summary);
  assert_models (fixture, "1 ready*");

  train (fixture, 2, SEM_TRAIN_OFFER, &summary);
  g_assert_false (summary.active);
  g_assert_cmpuint (fixture->n_asked, ==, 1);
  g_assert_cmpint (summary.model, ==, 2);
  sem_train_summary_clear (&summary);
  assert_models (fixture, "1 ready*, 2 offered");

  /* The next offer takes the place of the last one. */
  train (fixture, 3, SEM_TRAIN_OFFER, &summary);
  sem_train_summary_clear (&summary);
  assert_models (fixture, "1 ready*, 3 offered");

  /* Photos that came since get their codes with the switch, and the way back is open. */
  add_photos (fixture, 5);
  g_assert_false (sem_models_use (fixture->library, BACKBONE, 2, NULL, NULL, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL);
  g_clear_error (&error);
  g_assert_false (sem_models_use (fixture->library, "another", 3, NULL, NULL, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL);
  g_clear_error (&error);
  g_assert_true (sem_models_use (fixture->library, BACKBONE, 3, NULL, NULL, NULL, &error));
  assert_models (fixture, "1 ready, 3 ready*");
  g_assert_true (sem_models_use (fixture->library, BACKBONE, 1, NULL, NULL, NULL, &error));
  assert_models (fixture, "1 ready*, 3 ready");

  g_assert_false (sem_models_drop (fixture->library, 1, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL);
  g_clear_error (&error);
  g_assert_true (sem_models_drop (fixture->library, 3, &error));
  assert_models (fixture, "1 ready*");
  g_assert_false (sem_models_drop (fixture->library, 3, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL);
}

static void
test_unless_worse (Fixture *fixture, gconstpointer data)
{
  SemTrainSummary summary;

  add_photos (fixture, 30);
  train (fixture, 1, SEM_TRAIN_REPLACE, &summary);
  sem_train_summary_clear (&summary);
  train (fixture, 2, SEM_TRAIN_USE_UNLESS_WORSE, &summary);
  g_assert_true (summary.active);
  sem_train_summary_clear (&summary);
  assert_models (fixture, "1 ready, 2 ready*");

  fixture->worse = TRUE;
  train (fixture, 3, SEM_TRAIN_USE_UNLESS_WORSE, &summary);
  g_assert_false (summary.active);
  g_assert_cmpfloat (sem_training_log_get_comparison (summary.log)->after.reach, ==, 0.8);
  sem_train_summary_clear (&summary);
  assert_models (fixture, "2 ready*, 3 offered");

  train (fixture, 4, SEM_TRAIN_USE, &summary);
  g_assert_true (summary.active);
  sem_train_summary_clear (&summary);
  assert_models (fixture, "2 ready, 4 ready*");

  /* What trains by itself asks nobody, and leaves nothing behind. */
  train (fixture, 5, SEM_TRAIN_REPLACE, &summary);
  sem_train_summary_clear (&summary);
  assert_models (fixture, "5 ready*");
  g_assert_cmpuint (fixture->n_asked, ==, 3);
}

/* The same photos and options give the same codes: there is nothing to choose. */
static void
test_unchanged (Fixture *fixture, gconstpointer data)
{
  SemTrainSummary summary;

  add_photos (fixture, 30);
  train (fixture, 1, SEM_TRAIN_REPLACE, &summary);
  sem_train_summary_clear (&summary);
  train (fixture, 1, SEM_TRAIN_OFFER, &summary);
  g_assert_true (summary.active);
  g_assert_true (summary.unchanged);
  sem_train_summary_clear (&summary);
  assert_models (fixture, "1 ready*");
}

/* The log comes back as it was told. */
static void
test_log (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemTrainingLog) log = NULL;
  g_autoptr (GError) error = NULL;
  SemTrainSummary summary;
  SemStoreModel row = { 0 };
  SemStore *store;

  add_photos (fixture, 30);
  train (fixture, 1, SEM_TRAIN_REPLACE, &summary);
  sem_train_summary_clear (&summary);
  train (fixture, 2, SEM_TRAIN_OFFER, &summary);
  store = open_store (fixture);
  g_assert_true (sem_store_get_model (store, summary.model, &row, NULL));
  sem_store_close (store);
  log = sem_training_log_new_from_bytes (row.log, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sem_training_log_get_n_epochs (log), ==,
                    sem_training_log_get_n_epochs (summary.log));
  g_assert_cmpfloat (sem_training_log_get_comparison (log)->after.reach, ==, 0.95);
  sem_store_model_clear (&row);
  sem_train_summary_clear (&summary);
}

/* What was asked for once stays so when the library is trained again. */
static void
test_options (Fixture *fixture, gconstpointer data)
{
  SemTrainRequest request = make_request (fixture, 1, SEM_TRAIN_REPLACE);
  g_autoptr (GError) error = NULL;
  SemTrainSummary summary = { 0 };
  SemStoreModel row = { 0 };
  SemHashOptions again;
  SemStore *store;

  add_photos (fixture, 30);
  request.options.method = SEM_HASH_DDH;
  request.options.n_bits = 16;
  request.options.lambda = 4.5;
  request.options.k1 = 3;
  request.options.epochs = 2;
  request.options.start = SEM_HASH_START_RANDOM;
  sem_train_library (&request, NULL, &summary, &error);
  g_assert_no_error (error);
  store = open_store (fixture);
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

/* Stopped at any step, training leaves what answers alone; at last it comes to its end. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  SemTrainSummary summary;
  guint step = 0;
  gboolean done = FALSE;

  add_photos (fixture, 30);
  train (fixture, 1, SEM_TRAIN_REPLACE, &summary);
  sem_train_summary_clear (&summary);
  for (step = 0; !done; step++)
    {
      g_autoptr (GError) error = NULL;
      SemTrainRequest request = make_request (fixture, 2, SEM_TRAIN_USE);
      Stop stop = { g_cancellable_new (), step, 0 };

      request.progress = stop_cb;
      request.progress_data = &stop;
      summary = (SemTrainSummary){ 0 };
      done = sem_train_library (&request, stop.cancellable, &summary, &error);
      if (!done)
        {
          g_autoptr (SemStore) store = open_store (fixture);

          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          g_assert_cmpint (sem_store_get_active_model (store, NULL), ==, 1);
        }
      sem_train_summary_clear (&summary);
      g_object_unref (stop.cancellable);
    }
  g_assert_cmpuint (step, >, 4);
  {
    g_autoptr (SemStore) store = open_store (fixture);

    g_assert_cmpint (sem_store_get_active_model (store, NULL), >, 1);
  }
}

static void
stop_encoding_cb (double fraction, gpointer user_data)
{
  Stop *stop = user_data;

  /* Loading and learning come before; the first batch that is committed, after. */
  if (fraction > 0.75)
    g_cancellable_cancel (stop->cancellable);
}

/* Encoding goes on where it was stopped, and ends as if it had not been. */
static void
test_resume (Fixture *fixture, gconstpointer data)
{
  SemTrainRequest request = make_request (fixture, 7, SEM_TRAIN_OFFER);
  Stop stop = { g_cancellable_new (), 0, 0 };
  g_autoptr (GError) error = NULL;
  SemTrainSummary summary = { 0 };

  add_photos (fixture, 5000);
  train (fixture, 1, SEM_TRAIN_REPLACE, &summary);
  sem_train_summary_clear (&summary);

  request.progress = stop_encoding_cb;
  request.progress_data = &stop;
  summary = (SemTrainSummary){ 0 };
  g_assert_false (sem_train_library (&request, stop.cancellable, &summary, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_object_unref (stop.cancellable);
  sem_train_summary_clear (&summary);
  {
    g_autoptr (SemStore) store = open_store (fixture);

    g_assert_cmpint (sem_store_last_code (store, 2, NULL), >, 0);
    g_assert_cmpint (sem_store_last_code (store, 2, NULL), <, 5000);
  }
  assert_models (fixture, "1 ready*, 2 unfinished");

  /* Another training begins anew; the same one goes on. */
  train (fixture, 7, SEM_TRAIN_OFFER, &summary);
  g_assert_true (summary.resumed);
  g_assert_cmpint (summary.model, ==, 2);
  sem_train_summary_clear (&summary);
  assert_models (fixture, "1 ready*, 2 offered");
  train (fixture, 8, SEM_TRAIN_OFFER, &summary);
  g_assert_false (summary.resumed);
  sem_train_summary_clear (&summary);
  assert_models (fixture, "1 ready*, 3 offered");
}

/* A walk along a wall: each photo shares points with the next three. */
static void
add_scene (Fixture *fixture, guint n)
{
  g_autoptr (SemStore) store = open_store (fixture);
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

/* BCDH takes the library's scenes, and says so where there are none. */
static void
test_scenes (Fixture *fixture, gconstpointer data)
{
  SemTrainRequest request = make_request (fixture, 1, SEM_TRAIN_USE);
  SemTrainSummary summary = { 0 };
  g_autoptr (GError) error = NULL;

  add_photos (fixture, 40);
  request.options.method = SEM_HASH_BCDH;
  request.options.n_bits = 16;
  request.options.epochs = 3;
  g_assert_false (sem_train_library (&request, NULL, &summary, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW);
  g_clear_error (&error);
  sem_train_summary_clear (&summary);

  add_scene (fixture, 14);
  summary = (SemTrainSummary){ 0 };
  sem_train_library (&request, NULL, &summary, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (summary.trained_on, ==, 40);
  sem_train_summary_clear (&summary);
  assert_models (fixture, "1 ready*");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "offer", test_offer },         { "unless-worse", test_unless_worse },
    { "unchanged", test_unchanged }, { "log", test_log },
    { "options", test_options },     { "cancel", test_cancel },
    { "resume", test_resume },       { "scenes", test_scenes },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/trainer/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
