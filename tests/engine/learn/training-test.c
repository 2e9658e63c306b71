/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/learn/training-test.h"
#include "engine/base/random.h"
#include "engine/kernels/f16.h"
#include "engine/nn/backbone.h"
#include "engine/store/codes.h"
#include "engine/store/companions.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"

void
training_test_set_up (TrainingTest *test, gconstpointer data)
{
  test->folder = test_folder_new ();
  test->n_bits = 64;
  test->library = g_build_filename (test->folder, "library.db", NULL);
}

void
training_test_tear_down (TrainingTest *test, gconstpointer data)
{
  test_folder_remove (test->folder);
  g_free (test->library);
}

SemStore *
training_test_open (TrainingTest *test)
{
  g_autoptr (GError) error = NULL;
  SemStore *store = sem_store_open (test->library, SEM_STORE_WRITE, &error);

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
  file.photo = sem_store_put_photo (store, hash, 8, 8, TRAINING_TEST_BACKBONE, &error);
  g_assert_no_error (error);
  sem_store_put_feature (store, hash, TRAINING_TEST_BACKBONE, half, SEM_BACKBONE_DIM, &error);
  g_assert_no_error (error);
  sem_store_put_file (store, &file, &error);
  g_assert_no_error (error);
}

void
training_test_add (TrainingTest *test, guint n)
{
  g_autoptr (SemStore) store = training_test_open (test);
  g_autoptr (GError) error = NULL;

  sem_store_begin (store, &error);
  g_assert_no_error (error);
  sem_store_add_folder (store, "/made", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    add_photo (store, test->n_photos++);
  sem_store_update_hidden (store, &error);
  g_assert_no_error (error);
  sem_store_commit (store, &error);
  g_assert_no_error (error);
}

SemTrainRequest
training_test_request (TrainingTest *test, guint64 seed, SemTrainEnd end)
{
  SemTrainRequest request = { .path = test->library,
                              .backbone = TRAINING_TEST_BACKBONE,
                              .end = end };

  sem_hash_options_init (&request.options);
  request.options.method = SEM_HASH_LSH;
  request.options.n_bits = test->n_bits;
  request.options.seed = seed;
  return request;
}

void
training_test_train (TrainingTest *test, guint64 seed, SemTrainEnd end, SemTrainSummary *summary)
{
  g_autoptr (GError) error = NULL;
  SemTrainRequest request = training_test_request (test, seed, end);

  *summary = (SemTrainSummary){ 0 };
  sem_train_library (&request, NULL, summary, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (summary->photos, ==, test->n_photos);
}

static gboolean
count_ids (const gint64 *ids, const guint64 *codes, gsize n, gpointer user_data, GError **error)
{
  *(guint *) user_data += n;
  return TRUE;
}

void
training_test_assert_models (TrainingTest *test, const char *expected)
{
  static const char *const stages[] = { "unfinished", "ready", "offered" };
  g_autoptr (SemStore) store = training_test_open (test);
  g_autoptr (GPtrArray) models = sem_store_list_models (store, NULL);
  g_autoptr (GString) actual = g_string_new (NULL);

  for (guint i = 0; i < models->len; i++)
    {
      const SemStoreModel *row = g_ptr_array_index (models, i);
      gboolean active = row->id == sem_store_get_active_model (store, NULL);
      guint n = 0;

      g_string_append_printf (actual, "%s%" G_GINT64_FORMAT " %s%s", i ? ", " : "", row->id,
                              stages[row->stage], active ? "*" : "");
      g_assert_true (
        sem_store_read_codes (store, row->id, (row->bits + 63) / 64, 0, count_ids, &n, NULL));
      if (active || (row->stage != SEM_MODEL_UNFINISHED && row->photos == test->n_photos))
        g_assert_cmpuint (n, ==, test->n_photos);
    }
  g_assert_cmpstr (actual->str, ==, expected);
}

void
training_test_register (const char *prefix, const TrainingTestCase *cases, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *path = g_strconcat (prefix, "/", cases[i].name, NULL);

      g_test_add (path, TrainingTest, NULL, training_test_set_up, cases[i].test,
                  training_test_tear_down);
    }
}
