/* Training, and the codes that it offers.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/model/model-test.h"
#include "engine/learn/models.h"
#include "engine/model/library-private.h"
#include "engine/store/photos.h"
#include "engine/store/scenes.h"
#include "engine/store/store.h"

#include <string.h>

/* Who trains is told even where nothing comes of it. */
static void
test_train (ModelTest *fixture, gconstpointer data)
{
  library_test_photos (&fixture->base, 5, 3);
  model_test_add_and_index (fixture);
  for (guint i = 0; i < 3; i++)
    {
      g_string_truncate (fixture->messages, 0);
      sem_library_train (fixture->library, i ? "lsh" : NULL, 16, 3);
      wait_for_state (fixture, SEM_LIBRARY_IDLE);
      if (i != 1)
        g_assert_nonnull (
          strstr (fixture->messages->str, i ? "had this model already" : "may give better codes"));
      else
        g_assert_nonnull (sem_library_get_offer (fixture->library));
    }
}

/* A requested training ends with an offer, which can be used or declined; both can be undone. */
static void
test_offer (ModelTest *fixture, gconstpointer data)
{
  SemLibrary *library = fixture->library;
  SemCodes *offer;
  gint64 old, new;

  library_test_photos (&fixture->base, 8, 4);
  model_test_add_and_index (fixture);
  library = fixture->library;
  old = sem_codes_get_id (sem_library_get_codes (library));
  g_assert_null (sem_library_get_offer (library));
  sem_library_train (library, "ddh", 32, 5);
  g_assert_cmpint (sem_library_get_state (library), ==, SEM_LIBRARY_TRAINING);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);

  offer = sem_library_get_offer (library);
  g_assert_nonnull (offer);
  new = sem_codes_get_id (offer);
  g_assert_cmpstr (sem_codes_get_method (offer), ==, "ddh");
  g_assert_cmpuint (sem_codes_get_n_bits (offer), ==, 32);
  g_assert_cmpuint (sem_codes_get_seed (offer), ==, 5);
  g_assert_nonnull (sem_codes_get_comparison (offer));
  g_assert_cmpuint (g_list_model_get_n_items (sem_codes_get_epochs (offer)), >, 0);
  g_assert_cmpuint (g_list_model_get_n_items (sem_library_get_epochs (library)), ==,
                    g_list_model_get_n_items (sem_codes_get_epochs (offer)));
  g_assert_cmpint (sem_codes_get_id (sem_library_get_codes (library)), ==, old);

  sem_library_decline_codes (library, new);
  wait_until (!sem_library_get_offer (library));
  sem_library_offer_codes (library, new);
  wait_until (sem_library_get_offer (library) != NULL);
  sem_library_use_codes (library, new);
  wait_until (sem_codes_get_id (sem_library_get_codes (library)) == new);
  g_assert_null (sem_library_get_offer (library));
  sem_library_use_codes (library, old);
  wait_until (sem_codes_get_id (sem_library_get_codes (library)) == old);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
}

/* One scene of the first @n photos; each shares points with the next. */
static void
put_scene (const char *path, guint n)
{
  SemStoreSceneGroup group = { .key = (char *) "place", .outcome = SEM_SCENES_FOUND };
  g_autoptr (GArray) photos = g_array_new (FALSE, FALSE, sizeof (SemStoreScenePhoto));
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (SemStoreScenePair));
  g_autoptr (GError) error = NULL;
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_WRITE, &error);
  g_autoptr (GArray) ids = store ? sem_store_list_photos (store, 0, &error) : NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      SemStoreScenePhoto photo = { id, 100 };
      SemStoreScenePair pair = { id, i + 1 < n ? g_array_index (ids, gint64, i + 1) : 0, 60, 1.1f };

      g_array_append_val (photos, photo);
      if (i + 1 < n)
        g_array_append_val (pairs, pair);
    }
  g_assert_true (sem_store_begin (store, NULL));
  sem_store_put_scene_group (store, &group, (gint64 *) ids->data, n, &error);
  g_assert_no_error (error);
  sem_store_put_scene (store, group.id, photos, pairs, &error);
  g_assert_no_error (error);
  g_assert_true (sem_store_commit (store, NULL));
}

/* The method BCDH is available where there are scenes to train on. */
static void
test_scenes (ModelTest *fixture, gconstpointer data)
{
  g_auto (GStrv) before = NULL;
  g_auto (GStrv) after = NULL;
  guint jobs;

  library_test_photos (&fixture->base, 8, 4);
  model_test_add_and_index (fixture);
  before = sem_library_list_methods (fixture->library);
  g_assert_false (g_strv_contains ((const char *const *) before, "bcdh"));

  put_scene (fixture->base.library, 12);
  jobs = fixture->n_jobs;
  sem_library_index (fixture->library);
  wait_until (fixture->n_jobs > jobs);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  after = sem_library_list_methods (fixture->library);
  g_assert_true (g_strv_contains ((const char *const *) after, "bcdh"));
  sem_library_train (fixture->library, "bcdh", 32, 1);
  wait_until (sem_library_get_offer (fixture->library) != NULL);
  g_assert_cmpstr (sem_codes_get_method (sem_library_get_offer (fixture->library)), ==, "bcdh");
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
}

/* A training can be paused, and stopped while it is paused. */
static void
test_pause_training (ModelTest *fixture, gconstpointer data)
{
  gint64 old;
  double progress;

  library_test_photos (&fixture->base, 8, 4);
  model_test_add_and_index (fixture);
  old = sem_codes_get_id (sem_library_get_codes (fixture->library));
  sem_library_train (fixture->library, "ddh", 64, 6);
  wait_until (sem_library_get_progress (fixture->library) > 0);
  sem_library_pause (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_PAUSED);
  progress = sem_library_get_progress (fixture->library);
  g_assert_cmpfloat (progress, <, 1);
  sem_library_resume (fixture->library);
  wait_until (sem_library_get_progress (fixture->library) > progress);
  sem_library_pause (fixture->library);
  sem_library_cancel (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpint (sem_codes_get_id (sem_library_get_codes (fixture->library)), ==, old);
}

static const SemCodesRow *
get_model (SemLibrary *library, guint position)
{
  g_autoptr (SemCodes) codes = g_list_model_get_item (sem_library_get_models (library), position);

  return codes ? sem_codes_get_row (codes) : NULL;
}

/* What another program changes is shown, and nothing is read where nothing was changed. */
static void
look_again (ModelTest *fixture, gint64 id)
{
  SemLibrary *library = fixture->library;
  const char *path = fixture->base.library;
  guint before = fixture->n_jobs;

  sem_library_look_again (library);
  g_assert_true (library->looking);
  wait_until (!library->looking);
  g_assert_cmpuint (fixture->n_jobs, ==, before);

  g_assert_true (sem_models_set_words (path, id, "Elsewhere", NULL, NULL));
  g_assert_cmpstr (get_model (library, 1)->name, ==, "Small");
  sem_library_look_again (library);
  wait_until (!library->looking);
  g_assert_cmpstr (get_model (library, 1)->name, ==, "Elsewhere");
  g_assert_true (sem_models_drop (path, id, NULL));
  sem_library_look_again (library);
  wait_until (!library->looking);
  g_assert_cmpuint (g_list_model_get_n_items (sem_library_get_models (library)), ==, 1);

  before = fixture->n_jobs;
  sem_library_look_again (library);
  wait_until (!library->looking);
  g_assert_cmpuint (fixture->n_jobs, ==, before);
}

/* Models are listed, the active one first; they can be named, exported, deleted and imported. */
static void
test_models (ModelTest *fixture, gconstpointer data)
{
  const SemTraining training = { .method = "lsh", .n_bits = 16, .seed = 3, .most = 10 };
  g_autofree char *path = g_build_filename (fixture->base.folder, "model.safetensors", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  SemLibrary *library;
  GListModel *models;
  gint64 offer;

  library_test_photos (&fixture->base, 8, 4);
  model_test_add_and_index (fixture);
  library = fixture->library;
  models = sem_library_get_models (library);
  g_assert_cmpuint (g_list_model_get_n_items (models), ==, 1);
  g_assert_cmpuint (get_model (library, 0)->n_photos, ==, 32);
  g_assert_cmpint (get_model (library, 0)->bytes, >, 1000000);
  g_assert_cmpfloat (sem_library_estimate_training (library, &training), >=, 1);
  sem_library_train_with (library, &training);
  wait_until (sem_library_get_offer (library) != NULL);
  g_assert_cmpuint (g_list_model_get_n_items (models), ==, 2);
  offer = get_model (library, 1)->id;
  g_assert_cmpuint (get_model (library, 1)->n_trained, ==, 10);
  g_assert_true (get_model (library, 1)->compared);
  g_assert_false (get_model (library, 1)->better);

  sem_library_name_codes (library, offer, "Small", NULL);
  wait_until (g_strcmp0 (get_model (library, 1)->name, "Small") == 0);
  sem_library_export_codes (library, offer, file);
  wait_until (g_file_query_exists (file, NULL));
  sem_library_delete_codes (library, offer);
  wait_until (g_list_model_get_n_items (models) == 1);
  g_assert_null (sem_library_get_offer (library));
  sem_library_import_codes (library, file);
  wait_until (g_list_model_get_n_items (models) == 2);
  g_assert_cmpstr (get_model (library, 1)->name, ==, "Small");
  g_assert_true (get_model (library, 1)->imported);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  look_again (fixture, get_model (library, 1)->id);
}

int
main (int argc, char **argv)
{
  static const ModelTestCase cases[] = {
    { "/model/codes/train", test_train },   { "/model/codes/offer", test_offer },
    { "/model/codes/scenes", test_scenes }, { "/model/codes/pause-training", test_pause_training },
    { "/model/codes/models", test_models },
  };

  return model_test_run (argc, argv, cases, G_N_ELEMENTS (cases));
}
