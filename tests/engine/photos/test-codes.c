/* Encoding stored features, and the active model.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "engine/hash/methods/hash-trainer.h"
#include "engine/photos/codes.h"
#include "engine/store/backbones.h"
#include "engine/store/codes.h"
#include "engine/store/photos.h"
#include "tests/engine/photos/photos-fixture.h"

#define N_PHOTOS 20
#define N_BITS 64

/* (transfer full): a model of features of @d numbers. */
static SemHashModel *
learn (gsize d)
{
  g_autofree float *rows = g_new (float, N_PHOTOS *d);
  SemHashOptions options;
  SemHashModel *model;

  for (gsize i = 0; i < N_PHOTOS * d; i++)
    rows[i] = (float) (i * 7919 % 1009) / 1009;
  sem_hash_options_init (&options);
  options.method = SEM_HASH_LSH;
  options.n_bits = N_BITS;
  model = sem_hash_train (&options, rows, N_PHOTOS, d, NULL, NULL);
  g_assert_nonnull (model);
  return model;
}

/* Stores @data as the active model. Returns: its id */
static gint64
store_model (SemStore *store, GBytes *data)
{
  SemStoreModel row = {
    .method = (char *) "lsh", .bits = N_BITS, .backbone = (char *) BACKBONE, .data = data
  };

  g_assert_true (sem_store_begin (store, NULL));
  g_assert_true (sem_store_put_model (store, &row, NULL));
  g_assert_true (sem_store_activate_model (store, row.id, NULL));
  g_assert_true (sem_store_commit (store, NULL));
  return row.id;
}

static gint64
store_trained (SemStore *store, SemHashModel *model)
{
  g_autoptr (GBytes) data = sem_hash_model_to_bytes (model);

  return store_model (store, data);
}

static void
test_feature (PhotosFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = photos_open (fixture);
  gint64 photo = photos_add_described (store, 3);
  const struct
  {
    gint64 photo;
    const char *backbone;
    gboolean found;
  } cases[] = {
    { photo, BACKBONE, TRUE },
    { photo, "another", FALSE },
    { photo + 1, BACKBONE, FALSE },
  };
  float expected[SEM_BACKBONE_DIM], feature[SEM_BACKBONE_DIM];
  g_autoptr (GError) error = NULL;
  gboolean found;

  photos_fill_feature (expected, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      feature[0] = -1.0f;
      g_assert_true (
        sem_codes_load_feature (store, cases[i].photo, cases[i].backbone, feature, &found, &error));
      g_assert_no_error (error);
      g_assert_true (found == cases[i].found);
      if (found)
        g_assert_cmpmem (feature, sizeof feature, expected, sizeof expected);
      else
        g_assert_cmpfloat (feature[0], ==, -1.0f);
    }
}

/* None is no failure; one that cannot be used is. */
static void
test_active (PhotosFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = photos_open (fixture);
  g_autoptr (GBytes) nonsense = g_bytes_new_static ("nonsense", 8);
  g_autoptr (SemHashModel) good = learn (SEM_BACKBONE_DIM), narrow = learn (100), model = NULL;
  SemStoreModel row = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 id;

  g_assert_true (sem_codes_load_active (store, &row, &model, &error));
  g_assert_no_error (error);
  g_assert_null (model);
  g_assert_cmpint (row.id, ==, 0);
  sem_store_model_clear (&row);

  for (guint i = 0; i < 2; i++)
    {
      if (i == 0)
        store_model (store, nonsense);
      else
        store_trained (store, narrow);
      g_assert_false (sem_codes_load_active (store, &row, &model, &error));
      g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
      g_assert_null (model);
      sem_store_model_clear (&row);
      g_clear_error (&error);
    }

  id = store_trained (store, good);
  g_assert_true (sem_codes_load_active (store, &row, &model, &error));
  g_assert_no_error (error);
  g_assert_cmpint (row.id, ==, id);
  g_assert_cmpuint (sem_hash_model_get_n_bits (model), ==, N_BITS);
  sem_store_model_clear (&row);
}

static void
test_none (PhotosFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = photos_open (fixture);
  g_autoptr (GError) error = NULL;

  sem_codes_set_none (store, &error);
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL);
  g_assert_nonnull (strstr (error->message, "folder"));
  g_clear_error (&error);
  photos_add_file (fixture, store, "photo.png", 1);
  g_assert_true (sem_store_update_hidden (store, NULL));
  sem_codes_set_none (store, &error);
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL);
  g_assert_nonnull (strstr (error->message, "semblance-cli index"));
}

typedef struct
{
  GArray *ids;
  SemHashModel *model;
} Stored;

/* Each code is that of the photo's feature; photo i has the feature of number i. */
static gboolean
compare_codes (const gint64 *ids, const guint64 *codes, gsize n, gpointer user_data, GError **error)
{
  const Stored *stored = user_data;

  for (gsize i = 0; i < n; i++)
    {
      float feature[SEM_BACKBONE_DIM];
      guint64 code;

      photos_fill_feature (feature, (guint) ids[i]);
      sem_hash_model_encode (stored->model, feature, 1, &code, NULL);
      g_assert_cmphex (codes[i], ==, code);
      g_array_append_val (stored->ids, ids[i]);
    }
  return TRUE;
}

static void
assert_codes (SemStore *store, gint64 id, SemHashModel *model, const char *expected)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GString) text = g_string_new (NULL);
  Stored stored = { ids, model };

  g_assert_true (sem_store_read_codes (store, id, N_BITS / 64, 0, compare_codes, &stored, NULL));
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%d", i ? " " : "", (int) g_array_index (ids, gint64, i));
  g_assert_cmpstr (text->str, ==, expected);
}

static gboolean
write_batch (SemStore *store, const SemCodesBatch *batch)
{
  g_autoptr (GError) error = NULL;
  gboolean written;

  g_assert_true (sem_store_begin (store, NULL));
  g_assert_true (sem_codes_write (store, batch, BACKBONE, &written, &error));
  g_assert_no_error (error);
  g_assert_true (sem_store_commit (store, NULL));
  return written;
}

/* Photos in batches; a batch that another one has overtaken is not written. */
static void
test_batches (PhotosFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = photos_open (fixture);
  g_autoptr (SemHashModel) model = learn (SEM_BACKBONE_DIM);
  g_autoptr (SemCodesBatch) first = NULL, late = NULL, rest = NULL;
  gint64 id = store_trained (store, model);

  for (guint i = 1; i <= 7; i++)
    g_assert_cmpint (photos_add_described (store, i), ==, i);
  first = sem_codes_read (store, id, model, BACKBONE, 5, NULL, NULL);
  late = sem_codes_read (store, id, model, BACKBONE, 5, NULL, NULL);
  g_assert_cmpuint (first->n_read, ==, 5);
  assert_codes (store, id, model, "");
  g_assert_true (write_batch (store, first));
  assert_codes (store, id, model, "1 2 3 4 5");
  g_assert_false (write_batch (store, late));
  rest = sem_codes_read (store, id, model, BACKBONE, 5, NULL, NULL);
  g_assert_cmpuint (rest->n_read, ==, 2);
  g_assert_cmpint (rest->last, ==, 5);
  g_assert_true (write_batch (store, rest));
  assert_codes (store, id, model, "1 2 3 4 5 6 7");
}

/* A photo whose feature is missing gets no code and is described again; where the feature came back
 * meanwhile, the batch is not written. */
static void
test_gone (PhotosFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = photos_open (fixture);
  g_autoptr (SemHashModel) model = learn (SEM_BACKBONE_DIM);
  g_autoptr (SemCodesBatch) batch = NULL, again = NULL;
  gint64 id = store_trained (store, model), photo;
  gboolean described;

  for (guint i = 1; i <= 3; i++)
    photos_add_described (store, i);
  /* Noted, but not stored. */
  photo = photos_add_file (fixture, store, "photo.png", 2);
  batch = sem_codes_read (store, id, model, BACKBONE, 100, NULL, NULL);
  g_assert_cmpuint (batch->n_read, ==, 4);
  g_assert_cmpuint (batch->ids->len, ==, 3);
  g_assert_cmpuint (batch->gone->len, ==, 1);
  g_assert_cmpint (g_array_index (batch->gone, gint64, 0), ==, photo);
  g_assert_true (write_batch (store, batch));
  assert_codes (store, id, model, "1 2 3");
  g_assert_true (sem_store_has_feature (store, photo, BACKBONE, &described, NULL));
  g_assert_false (described);
  again = sem_codes_read (store, id, model, BACKBONE, 100, NULL, NULL);
  g_assert_cmpuint (again->n_read, ==, 0);
}

static void
test_fill (PhotosFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = photos_open (fixture);
  g_autoptr (SemHashModel) model = learn (SEM_BACKBONE_DIM);
  gint64 id = store_trained (store, model);
  const guint expected[] = { 2, 2, 1, 0 };

  for (guint i = 1; i <= 5; i++)
    photos_add_described (store, i);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      guint n;

      g_assert_true (sem_store_begin (store, NULL));
      g_assert_true (sem_codes_fill (store, id, model, BACKBONE, 2, &n, NULL));
      g_assert_true (sem_store_commit (store, NULL));
      g_assert_cmpuint (n, ==, expected[i]);
    }
  assert_codes (store, id, model, "1 2 3 4 5");
}

static void
test_cancel (PhotosFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = photos_open (fixture);
  g_autoptr (SemHashModel) model = learn (SEM_BACKBONE_DIM);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gint64 id = store_trained (store, model);

  photos_add_described (store, 1);
  g_cancellable_cancel (cancellable);
  g_assert_null (sem_codes_read (store, id, model, BACKBONE, 5, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (PhotosFixture *fixture, gconstpointer data);
  } tests[] = {
    { "/photos/codes/feature", test_feature }, { "/photos/codes/active", test_active },
    { "/photos/codes/none", test_none },       { "/photos/codes/batches", test_batches },
    { "/photos/codes/gone", test_gone },       { "/photos/codes/fill", test_fill },
    { "/photos/codes/cancel", test_cancel },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, PhotosFixture, NULL, photos_set_up, tests[i].test, photos_tear_down);
  return g_test_run ();
}
