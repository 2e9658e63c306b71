/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/inspect/inspect-test.h"

#include "engine/base/random.h"
#include "engine/hash/methods/hash-trainer.h"
#include "engine/inspect/inspect.h"
#include "engine/kernels/f16.h"
#include "engine/nn/backbone.h"
#include "engine/photos/codes.h"
#include "engine/store/companions.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/models.h"

#include <sqlite3.h>
#include <string.h>

#define GROUP 12
/* Features vary along this many directions, as those of photos do. */
#define DIRECTIONS 60

/* Shape (DIRECTIONS, SEM_BACKBONE_DIM). */
static const float *
get_directions (void)
{
  static float *directions;
  SemRandom random;

  if (directions)
    return directions;
  directions = g_new (float, DIRECTIONS *SEM_BACKBONE_DIM);
  sem_random_init (&random, 3, SEM_RANDOM_PROJECTION);
  for (guint i = 0; i < DIRECTIONS * SEM_BACKBONE_DIM; i++)
    directions[i] = (float) sem_random_normal (&random);
  return directions;
}

/* The same photo has the same feature wherever it is made. */
static void
make_feature (guint number, double noise, float *feature)
{
  SemRandom group, own;

  sem_random_init_part (&group, 1, SEM_RANDOM_PROJECTION, number / GROUP);
  sem_random_init_part (&own, 2, SEM_RANDOM_PROJECTION, number);
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    feature[i] = 0.5f + (float) (i % 7) * 0.1f;
  for (guint k = 0; k < DIRECTIONS; k++)
    {
      float weight =
        (float) (sem_random_normal (&group) + noise * sem_random_normal (&own)) * 0.05f;

      for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
        feature[i] += weight * get_directions ()[k * SEM_BACKBONE_DIM + i];
    }
}

void
inspect_test_make_feature (InspectTest *test, guint number, float *feature)
{
  make_feature (number, test->noise, feature);
}

static void
add_photo (SemStore *store, guint number, const float *feature)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strdup_printf ("/made/%u.jpg", number);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);
  guint16 half[SEM_BACKBONE_DIM];
  guint8 hash[SEM_STORE_HASH_SIZE];
  SemStoreFile file = {
    .path = path, .folder = 1, .state = SEM_FILE_INDEXED, .identity = { .inode = number + 1 }
  };

  for (guint i = 0; i < sizeof hash; i++)
    hash[i] = (guint8) (g_ascii_xdigit_value (digest[2 * i]) * 16
                        + g_ascii_xdigit_value (digest[2 * i + 1]));
  sem_k_f32_to_f16 (feature, SEM_BACKBONE_DIM, half);
  file.photo = sem_store_put_photo (store, hash, 8, 8, INSPECT_TEST_BACKBONE, &error);
  g_assert_no_error (error);
  sem_store_put_feature (store, hash, INSPECT_TEST_BACKBONE, half, SEM_BACKBONE_DIM, &error);
  g_assert_no_error (error);
  sem_store_put_file (store, &file, &error);
  g_assert_no_error (error);
}

SemStore *
inspect_test_open (InspectTest *test)
{
  g_autoptr (GError) error = NULL;
  SemStore *store = sem_store_open (test->library, SEM_STORE_WRITE, &error);

  g_assert_no_error (error);
  return store;
}

static void
add_photos (InspectTest *test, const float *features, guint n)
{
  g_autoptr (SemStore) store = inspect_test_open (test);
  g_autoptr (GError) error = NULL;

  g_assert_true (sem_store_begin (store, &error));
  sem_store_add_folder (store, "/made", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    add_photo (store, test->n_photos++, features + (gsize) i * SEM_BACKBONE_DIM);
  g_assert_true (sem_store_update_hidden (store, &error));
  g_assert_true (sem_store_commit (store, &error));
}

void
inspect_test_add (InspectTest *test, guint n)
{
  g_autofree float *features = g_new (float, (gsize) n *SEM_BACKBONE_DIM);

  for (guint i = 0; i < n; i++)
    make_feature (test->n_photos + i, test->noise, features + (gsize) i * SEM_BACKBONE_DIM);
  add_photos (test, features, n);
}

void
inspect_test_add_feature (InspectTest *test, const float *feature)
{
  add_photos (test, feature, 1);
}

void
inspect_test_encode (InspectTest *test)
{
  g_autoptr (SemStore) store = inspect_test_open (test);
  g_autoptr (GError) error = NULL;
  guint n_filled;

  g_assert_true (sem_store_begin (store, &error));
  g_assert_true (sem_codes_fill (store, test->model, test->trained, INSPECT_TEST_BACKBONE, G_MAXINT,
                                 &n_filled, &error));
  g_assert_no_error (error);
  g_assert_true (sem_store_commit (store, &error));
}

void
inspect_test_use (InspectTest *test, SemHashModel *model)
{
  g_autoptr (GBytes) data = sem_hash_model_to_bytes (model);
  SemStoreModel row = { .method = (char *) "itq",
                        .bits = sem_hash_model_get_n_bits (model),
                        .backbone = (char *) INSPECT_TEST_BACKBONE,
                        .data = data };
  g_autoptr (SemStore) store = inspect_test_open (test);
  g_autoptr (GError) error = NULL;

  g_assert_true (sem_store_begin (store, &error));
  g_assert_true (sem_store_put_model (store, &row, &error));
  g_assert_true (sem_store_use_model (store, row.id, &error));
  g_assert_no_error (error);
  g_assert_true (sem_store_commit (store, &error));
  test->model = row.id;
  if (test->trained != model)
    {
      g_clear_pointer (&test->trained, sem_hash_model_free);
      test->trained = model;
    }
  inspect_test_encode (test);
}

/* (transfer full): Training takes longer than most tests, which want the same model one after the
 * other. It is stored and read, as that of a library is. */
static SemHashModel *
train (SemHashMethod method, guint n_bits, guint n_photos, double noise)
{
  static struct
  {
    SemHashMethod method;
    guint n_bits, n_photos;
    double noise;
    GBytes *model;
  } last;
  g_autoptr (GError) error = NULL;
  SemHashModel *model;

  if (!last.model || last.method != method || last.n_bits != n_bits || last.n_photos != n_photos
      || last.noise != noise)
    {
      g_autofree float *features = g_new (float, (gsize) n_photos *SEM_BACKBONE_DIM);
      SemHashOptions options;

      for (guint i = 0; i < n_photos; i++)
        make_feature (i, noise, features + (gsize) i * SEM_BACKBONE_DIM);
      sem_hash_options_init (&options);
      options.method = method;
      options.n_bits = n_bits;
      model = sem_hash_train (&options, features, n_photos, SEM_BACKBONE_DIM, NULL, &error);
      g_assert_no_error (error);
      g_clear_pointer (&last.model, g_bytes_unref);
      last.method = method;
      last.n_bits = n_bits;
      last.n_photos = n_photos;
      last.noise = noise;
      last.model = sem_hash_model_to_bytes (model);
      sem_hash_model_free (model);
    }
  model = sem_hash_model_new_from_bytes (last.model, &error);
  g_assert_no_error (error);
  return model;
}

void
inspect_test_set_up (InspectTest *test, SemHashMethod method, guint n_bits, guint n_photos)
{
  inspect_test_set_up_noisy (test, method, n_bits, n_photos, INSPECT_TEST_NOISE);
}

void
inspect_test_set_up_noisy (InspectTest *test,
                           SemHashMethod method,
                           guint n_bits,
                           guint n_photos,
                           double noise)
{
  *test = (InspectTest){ .folder = test_folder_new (), .noise = noise };
  test->library = g_build_filename (test->folder, "library.db", NULL);
  inspect_test_add (test, n_photos);
  inspect_test_use (test, train (method, n_bits, n_photos, noise));
}

void
inspect_test_tear_down (InspectTest *test)
{
  sem_hash_model_free (test->trained);
  test_folder_remove (test->folder);
  g_free (test->library);
}

static void
meddle (const char *path, const char *sql)
{
  sqlite3 *db;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (db);
}

void
inspect_test_meddle (InspectTest *test, const char *sql)
{
  meddle (test->library, sql);
}

void
inspect_test_meddle_features (InspectTest *test, const char *sql)
{
  g_autofree char *path = g_build_filename (test->folder, "library.features.db", NULL);

  meddle (path, sql);
}

SemInspection *
inspect_test_inspect (InspectTest *test)
{
  g_autoptr (GError) error = NULL;
  SemInspection *inspection = sem_inspect_library (test->library, 0, NULL, &error);

  g_assert_no_error (error);
  return inspection;
}
