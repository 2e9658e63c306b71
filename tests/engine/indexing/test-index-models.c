/* Which model the photos of a library are encoded with, and when indexing trains a new one.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sched.h>

#include "engine/learn/trainer.h"
#include "engine/store/codes.h"
#include "engine/store/companions.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"
#include "tests/support/library-test.h"

static void
use_cpus (guint n)
{
  cpu_set_t set;
  guint kept = 0;

  g_assert_cmpint (sched_getaffinity (0, sizeof set, &set), ==, 0);
  for (guint i = 0; i < CPU_SETSIZE; i++)
    if (CPU_ISSET (i, &set) && kept++ >= n)
      CPU_CLR (i, &set);
  g_assert_cmpint (sched_setaffinity (0, sizeof set, &set), ==, 0);
}

/* Codes depend neither on the order of the files nor on the number of workers. */
static void
test_same_codes (LibraryTest *test, gconstpointer data)
{
  g_autofree char *digest = NULL, *other = NULL;
  LibraryTest second;
  cpu_set_t all;

  library_test_photos (test, 12, 3);
  library_test_add_folder (test, NULL);
  library_test_index (test, "36 0 0 0 0 0");
  digest = library_test_digest (test);

  library_test_set_up (&second, NULL);
  for (guint i = 0; i < 36; i++)
    {
      g_autofree char *name = g_strdup_printf ("%02u.jpg", 35 - i);
      library_test_photo (&second, name, i / 3, i % 3);
    }
  library_test_add_folder (&second, NULL);
  g_assert_cmpint (sched_getaffinity (0, sizeof all, &all), ==, 0);
  use_cpus (1);
  library_test_index (&second, "36 0 0 0 0 0");
  g_assert_cmpint (sched_setaffinity (0, sizeof all, &all), ==, 0);
  other = library_test_digest (&second);
  library_test_tear_down (&second, NULL);
  g_assert_cmpstr (other, ==, digest);
}

/* Trains at the end of the first run and when the library has doubled, never in between. */
static void
test_training_policy (LibraryTest *test, gconstpointer data)
{
  SemStoreModel model;
  gint64 first;

  library_test_add_folder (test, NULL);
  library_test_index (test, "0 0 0 0 0 0");
  {
    g_autoptr (SemStore) store = library_test_open (test);
    g_assert_cmpint (sem_store_get_active_model (store, NULL), ==, 0);
  }
  library_test_photos (test, 5, 4);
  library_test_index (test, "20 0 0 0 0 0");
  library_test_get_model (test, &model);
  g_assert_cmpstr (model.method, ==, "gs-itq");
  g_assert_cmpuint (model.bits, ==, 256);
  g_assert_cmpuint (model.seed, ==, 1);
  g_assert_cmpuint (model.photos, ==, 20);
  g_assert_false (model.provisional);
  first = model.id;
  sem_store_model_clear (&model);

  /* Added photos are encoded with it. */
  library_test_photos (test, 6, 4);
  library_test_index (test, "4 0 20 0 0 0");
  library_test_get_model (test, &model);
  g_assert_cmpint (model.id, ==, first);
  sem_store_model_clear (&model);
  {
    g_autoptr (SemStore) store = library_test_open (test);

    g_assert_cmpint (sem_store_last_code (store, first, NULL), ==,
                     library_test_find (test, "005/003.jpg"));
  }

  library_test_photos (test, 9, 4);
  library_test_index (test, "12 0 24 0 0 0");
  library_test_get_model (test, &model);
  g_assert_cmpint (model.id, ==, first);
  sem_store_model_clear (&model);

  library_test_photos (test, 10, 4);
  library_test_index (test, "4 0 36 0 0 0");
  library_test_get_model (test, &model);
  g_assert_cmpint (model.id, >, first);
  g_assert_cmpuint (model.photos, ==, 40);
  sem_store_model_clear (&model);
}

/* Automatic training takes the options of the active model. */
static void
test_keeps_options (LibraryTest *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SemTrainSummary summary = { 0 };
  SemTrainRequest request;
  SemStoreModel model;

  library_test_photos (test, 5, 4);
  library_test_add_folder (test, NULL);
  library_test_index (test, "20 0 0 0 0 0");
  library_test_request_training (test, &request);
  request.options.method = SEM_HASH_LSH;
  request.options.n_bits = 64;
  request.options.seed = 77;
  sem_train_library (&request, NULL, &summary, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (summary.trained_on, ==, 20);
  sem_train_summary_clear (&summary);
  library_test_photos (test, 25, 4);
  library_test_index (test, "80 0 20 0 0 0");
  library_test_get_model (test, &model);
  g_assert_cmpstr (model.method, ==, "lsh");
  g_assert_cmpuint (model.bits, ==, 64);
  g_assert_cmpuint (model.seed, ==, 77);
  g_assert_cmpuint (model.photos, ==, 100);
  sem_store_model_clear (&model);
}

/* A damaged model is replaced by training again. */
static void
test_damaged_model (LibraryTest *test, gconstpointer data)
{
  g_autofree char *digest = NULL, *again = NULL;
  SemStoreModel model;

  library_test_photos (test, 5, 4);
  library_test_add_folder (test, NULL);
  library_test_index (test, "20 0 0 0 0 0");
  digest = library_test_digest (test);
  library_test_get_model (test, &model);
  {
    g_autoptr (SemStore) store = library_test_open (test);
    g_autoptr (GError) error = NULL;

    g_bytes_unref (model.data);
    model.data = g_bytes_new_static ("nonsense", 8);
    sem_store_put_model (store, &model, &error);
    g_assert_no_error (error);
    sem_store_activate_model (store, model.id, &error);
    g_assert_no_error (error);
  }
  sem_store_model_clear (&model);
  library_test_photo (test, "one more.jpg", 4, 0);
  library_test_index (test, "1 0 20 0 0 0");
  again = library_test_digest (test);
  g_assert_cmpstr (again, ==, digest);
}

/* After the features were restored from an old backup, photos without one are decoded again, with
 * the same codes as before. */
static void
test_lost_feature (LibraryTest *test, gconstpointer data)
{
  g_autofree char *digest = NULL, *again = NULL;
  guint16 nothing = 0;
  SemTrainRequest request;
  SemTrainSummary summary = { 0 };
  SemStorePhoto photo = { 0 };
  g_autoptr (GError) error = NULL;
  SemStore *store;

  library_test_photos (test, 4, 3);
  library_test_add_folder (test, NULL);
  library_test_index (test, "12 0 0 0 0 0");
  digest = library_test_digest (test);

  store = library_test_open (test);
  g_assert_true (sem_store_get_photo (store, 1, &photo, &error));
  sem_store_put_feature (store, photo.hash, sem_backbone_get_id (library_test_get_backbone ()),
                         &nothing, 1, &error);
  g_assert_no_error (error);
  sem_store_photo_clear (&photo);
  sem_store_close (store);

  library_test_request_training (test, &request);
  sem_train_library (&request, NULL, &summary, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (summary.trained_on, ==, 11);
  sem_train_summary_clear (&summary);
  library_test_index (test, "0 0 12 0 0 0");
  again = library_test_digest (test);
  g_assert_cmpstr (again, ==, digest);
}

int
main (int argc, char **argv)
{
  static const LibraryTestCase cases[] = {
    { "same-codes", test_same_codes },       { "training-policy", test_training_policy },
    { "keeps-options", test_keeps_options }, { "damaged-model", test_damaged_model },
    { "lost-feature", test_lost_feature },
  };

  g_test_init (&argc, &argv, NULL);
  library_test_register ("/indexing/models", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
