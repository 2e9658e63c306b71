/* Encoding photos while other connections write to the library.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/methods/hash-trainer.h"
#include "engine/kernels/f16.h"
#include "engine/photos/codes.h"
#include "engine/learn/encoding.h"
#include "engine/nn/backbone.h"
#include "engine/store/codes.h"
#include "engine/store/companions.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"
#include "tests/support/folder.h"

#include <sqlite3.h>
#include <string.h>

#define BACKBONE "made-up"
#define N_PHOTOS 40

typedef struct
{
  char *folder;
  char *library;
  SemHashModel *model;
  gint64 model_id;
  guint n_photos;
  gint n_ends; /* of encodings */
  guint n_at_end;
} Fixture;

static SemStore *
open_store (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  SemStore *store = sem_store_open (fixture->library, SEM_STORE_WRITE, &error);

  g_assert_no_error (error);
  return store;
}

static void
add_photo (Fixture *fixture, SemStore *store)
{
  float feature[SEM_BACKBONE_DIM];
  guint16 half[SEM_BACKBONE_DIM];
  guint8 hash[SEM_STORE_HASH_SIZE] = { 0 };
  guint number = fixture->n_photos++;

  memcpy (hash, &number, sizeof number);
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    feature[i] = (float) ((number * 31 + i * 17) % 101) / 101;
  sem_k_f32_to_f16 (feature, SEM_BACKBONE_DIM, half);
  g_assert_cmpint (sem_store_put_photo (store, hash, 8, 8, BACKBONE, NULL), >, 0);
  g_assert_true (sem_store_put_feature (store, hash, BACKBONE, half, SEM_BACKBONE_DIM, NULL));
}

static SemHashModel *
learn (void)
{
  g_autofree float *rows = g_new (float, N_PHOTOS *SEM_BACKBONE_DIM);
  SemHashOptions options;
  SemHashModel *model;

  for (guint i = 0; i < N_PHOTOS * SEM_BACKBONE_DIM; i++)
    rows[i] = (float) (i * 7919 % 1009) / 1009;
  sem_hash_options_init (&options);
  options.method = SEM_HASH_LSH;
  options.n_bits = 64;
  model = sem_hash_train (&options, rows, N_PHOTOS, SEM_BACKBONE_DIM, NULL, NULL);
  g_assert_nonnull (model);
  return model;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = NULL;
  SemStoreModel row = { .method = (char *) "lsh", .bits = 64, .backbone = (char *) BACKBONE };

  fixture->folder = test_folder_new ();
  fixture->library = g_build_filename (fixture->folder, "library.db", NULL);
  fixture->model = learn ();
  store = open_store (fixture);
  g_assert_true (sem_store_begin (store, NULL));
  for (guint i = 0; i < N_PHOTOS; i++)
    add_photo (fixture, store);
  row.data = sem_hash_model_to_bytes (fixture->model);
  g_assert_true (sem_store_put_model (store, &row, NULL));
  g_bytes_unref (row.data);
  fixture->model_id = row.id;
  g_assert_true (sem_store_commit (store, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sem_hash_model_free (fixture->model);
  test_folder_remove (fixture->folder);
  g_free (fixture->library);
}

static gboolean
count_run (const gint64 *ids, const guint64 *codes, gsize n, gpointer user_data, GError **error)
{
  *(guint *) user_data += n;
  return TRUE;
}

static guint
count_codes (Fixture *fixture, SemStore *store)
{
  guint n = 0;

  g_assert_true (sem_store_read_codes (store, fixture->model_id, 1, 0, count_run, &n, NULL));
  return n;
}

static gboolean
end_cb (SemStore *store, gpointer data, GError **error)
{
  Fixture *fixture = data;

  fixture->n_ends++;
  fixture->n_at_end = count_codes (fixture, store);
  return TRUE;
}

static gpointer
encode_worker (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (SemStore) store = open_store (fixture);
  g_autoptr (GError) error = NULL;
  const SemEncoding encoding = { .id = fixture->model_id,
                                 .model = fixture->model,
                                 .backbone = BACKBONE,
                                 .n_photos = N_PHOTOS,
                                 .end = end_cb,
                                 .end_data = fixture };

  g_assert_true (sem_encode_photos (store, &encoding, NULL, &error));
  g_assert_no_error (error);
  return NULL;
}

static void
wait_for_encoder (void)
{
  while (!sem_store_is_waiting ())
    g_usleep (10000);
}

static void
assert_done (Fixture *fixture)
{
  g_autoptr (SemStore) store = open_store (fixture);

  g_assert_cmpuint (count_codes (fixture, store), ==, fixture->n_photos);
  g_assert_cmpint (fixture->n_ends, ==, 1);
  g_assert_cmpuint (fixture->n_at_end, ==, fixture->n_photos);
}

/* Features are read before the transaction begins. */
static void
test_reads_before (Fixture *fixture, gconstpointer data)
{
  g_autofree char *features = g_build_filename (fixture->folder, "library.features.db", NULL);
  sqlite3 *holder, *other;
  GThread *thread;

  g_assert_cmpint (sqlite3_open (fixture->library, &holder), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (holder, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  thread = g_thread_new ("encode", encode_worker, fixture);
  wait_for_encoder ();
  g_assert_cmpint (sqlite3_open (features, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "DELETE FROM features", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (holder, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (holder), ==, SQLITE_OK);
  g_thread_join (thread);
  assert_done (fixture);
}

/* A photo that is added between reading and writing has a code before the end function is called.
 */
static void
test_late_photo (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) holder = open_store (fixture);
  GThread *thread;

  g_assert_true (sem_store_begin (holder, NULL));
  thread = g_thread_new ("encode", encode_worker, fixture);
  wait_for_encoder ();
  add_photo (fixture, holder);
  g_assert_true (sem_store_commit (holder, NULL));
  g_thread_join (thread);
  assert_done (fixture);
}

/* Codes that another connection wrote meanwhile are not written again. */
static void
test_overtaken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) holder = open_store (fixture);
  GThread *thread;
  guint n;

  g_assert_true (sem_store_begin (holder, NULL));
  thread = g_thread_new ("encode", encode_worker, fixture);
  wait_for_encoder ();
  g_assert_true (
    sem_codes_fill (holder, fixture->model_id, fixture->model, BACKBONE, N_PHOTOS / 2, &n, NULL));
  g_assert_cmpuint (n, ==, N_PHOTOS / 2);
  g_assert_true (sem_store_commit (holder, NULL));
  g_thread_join (thread);
  assert_done (fixture);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/encoding/reads-before", test_reads_before },
    { "/encoding/late-photo", test_late_photo },
    { "/encoding/overtaken", test_overtaken },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
