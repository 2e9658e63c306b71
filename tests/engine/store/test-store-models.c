/* Models, their codes and their vectors.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/store/store-fixture.h"
#include "engine/store/codes.h"
#include "engine/store/folders.h"
#include "engine/store/models.h"
#include "engine/store/sweep.h"

static void
test_models (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *features = store_fixture_companion (fixture, "features");
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  gint64 first, second;
  SemStoreModel row = { 0 };
  gint8 vector[DIM];

  store_fixture_begin (store);
  first = store_fixture_add_model (store, TRUE);
  store_fixture_add_codes (store, first, 1, 3);
  second = store_fixture_add_model (store, FALSE);
  store_fixture_add_codes (store, second, 1, 3);
  store_fixture_commit (store);
  g_assert_cmpint (sem_store_get_active_model (store, NULL), ==, first);
  g_assert_true (sem_store_get_model (store, second, &row, NULL));
  g_assert_cmpuint (row.seed, ==, G_MAXUINT64);
  g_assert_cmpuint (g_bytes_get_size (row.data), ==, 5);
  g_assert_cmpuint (row.photos, ==, 10);
  g_assert_cmpuint (row.trained_on, ==, 9);
  sem_store_model_clear (&row);

  /* Changing the model leaves the old vectors until the sweep after the commit. */
  store_fixture_begin (store);
  g_assert_true (sem_store_activate_model (store, second, NULL));
  store_fixture_commit (store);
  assert_ids (store_fixture_read_codes (store, first, 0), "");
  assert_ids (store_fixture_read_codes (store, second, 0), "1 2 3");
  g_assert_true (store_fixture_get_vector (store, first, 1, vector, DIM));
  g_assert_true (sem_store_sweep (store, NULL));
  g_assert_false (store_fixture_get_vector (store, first, 1, vector, DIM));
  g_assert_true (store_fixture_get_vector (store, second, 1, vector, DIM));

  store_fixture_begin (store);
  store_fixture_add_codes (store, store_fixture_add_model (store, FALSE), 1, 2);
  g_assert_true (sem_store_remove_inactive (store, 0, FALSE, NULL));
  store_fixture_commit (store);
  g_assert_true (sem_store_sweep (store, NULL));
  g_assert_cmpint (store_fixture_look (fixture->path, "SELECT count (*) FROM models"), ==, 1);
  g_assert_cmpint (store_fixture_look (fixture->path, "SELECT count (*) FROM codes"), ==, 1);
  g_assert_cmpint (store_fixture_look (features, "SELECT count (*) FROM vectors"), ==, 3);
  /* All models expire, since each can become active before the next indexing. */
  first = store_fixture_add_model (store, FALSE);
  g_assert_true (sem_store_expire_models (store, NULL));
  g_assert_true (sem_store_get_model (store, first, &row, NULL));
  g_assert_true (row.provisional && row.expired);
  sem_store_model_clear (&row);
  g_assert_true (sem_store_get_model (store, second, &row, NULL));
  g_assert_true (row.provisional && row.expired);
  sem_store_model_clear (&row);
}

static void
assert_models (SemStore *store, const char *expected)
{
  static const char *const stages[] = { "unfinished", "ready", "offered" };
  g_autoptr (GPtrArray) models = sem_store_list_models (store, NULL);
  g_autoptr (GString) actual = g_string_new (NULL);

  for (guint i = 0; i < models->len; i++)
    {
      const SemStoreModel *row = g_ptr_array_index (models, i);

      g_string_append_printf (actual, "%s%" G_GINT64_FORMAT " %s", i ? ", " : "", row->id,
                              stages[row->stage]);
    }
  g_assert_cmpstr (actual->str, ==, expected);
}

/* Models that are not active: unfinished, ready and offered ones. */
static void
test_model_stages (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  g_autoptr (GBytes) log = g_bytes_new_static ("log", 3);
  SemStoreModel row = { 0 };

  store_fixture_begin (store);
  store_fixture_add_codes (store, store_fixture_add_model (store, TRUE), 1, 3);
  store_fixture_add_codes (store, store_fixture_add_model (store, FALSE), 1, 3);
  store_fixture_add_codes (store, store_fixture_add_model (store, FALSE), 1, 2);
  g_assert_true (sem_store_set_model_stage (store, 2, SEM_MODEL_OFFERED, log, NULL));
  store_fixture_commit (store);
  assert_models (store, "1 ready, 2 offered, 3 unfinished");

  store_fixture_begin (store);
  g_assert_true (sem_store_remove_inactive (store, 0, TRUE, NULL));
  store_fixture_commit (store);
  assert_models (store, "1 ready, 2 offered");

  /* Activating a model keeps the previous one, and both keep their codes. */
  store_fixture_begin (store);
  g_assert_true (sem_store_use_model (store, 2, NULL));
  store_fixture_commit (store);
  assert_models (store, "1 ready, 2 ready");
  g_assert_cmpint (sem_store_get_active_model (store, NULL), ==, 2);
  assert_ids (store_fixture_read_codes (store, 1, 0), "1 2 3");
  g_assert_true (sem_store_get_model (store, 2, &row, NULL));
  g_assert_true (g_bytes_equal (row.log, log));
  sem_store_model_clear (&row);

  store_fixture_begin (store);
  g_assert_true (sem_store_drop_model (store, 1, NULL));
  store_fixture_commit (store);
  g_assert_true (sem_store_sweep (store, NULL));
  assert_models (store, "2 ready");
  assert_ids (store_fixture_read_codes (store, 1, 0), "");
  assert_ids (store_fixture_read_codes (store, 2, 0), "1 2 3");

  /* An unknown stage counts as unfinished. */
  store_fixture_meddle (fixture->path,
                        "UPDATE models SET stage = 77, log = CAST (zeroblob (9) AS BLOB)");
  assert_models (store, "2 unfinished");
}

/* Models that a person made or chose stay when the program makes another one. */
static void
test_kept_models (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  SemStoreModel row = { 0 };

  store_fixture_begin (store);
  for (guint i = 1; i <= 4; i++)
    g_assert_cmpint (store_fixture_add_model (store, i == 1), ==, i);
  for (guint i = 2; i <= 4; i++)
    g_assert_true (sem_store_set_model_stage (store, i, SEM_MODEL_READY, NULL, NULL));
  g_assert_true (sem_store_keep_model (store, 2, NULL));
  g_assert_true (sem_store_set_model_words (store, 3, "Name", NULL, NULL));
  g_assert_true (sem_store_set_model_words (store, 3, NULL, "Note", NULL));
  g_assert_true (sem_store_activate_model (store, 4, NULL));
  store_fixture_commit (store);
  assert_models (store, "2 ready, 3 ready, 4 ready");
  g_assert_true (sem_store_get_model (store, 3, &row, NULL));
  g_assert_cmpstr (row.name, ==, "Name");
  g_assert_cmpstr (row.note, ==, "Note");
  g_assert_true (row.kept);
  g_assert_cmpint (row.used, ==, 0);
  sem_store_model_clear (&row);
  g_assert_true (sem_store_set_model_words (store, 3, "", NULL, NULL));
  g_assert_true (sem_store_get_model (store, 3, &row, NULL));
  g_assert_null (row.name);
  g_assert_cmpstr (row.note, ==, "Note");
  sem_store_model_clear (&row);
  g_assert_true (sem_store_get_model (store, 4, &row, NULL));
  g_assert_false (row.kept);
  g_assert_cmpint (row.used, >, 0);
  sem_store_model_clear (&row);
  g_assert_cmpint (sem_store_get_most_photos (store, NULL), ==, 10);

  /* Numbers that make no sense do not matter. */
  store_fixture_meddle (fixture->path, "UPDATE models SET origin = 9, used = -5, photos = 1 << 40");
  g_assert_true (sem_store_get_model (store, 4, &row, NULL));
  g_assert_cmpint (row.origin, ==, SEM_MODEL_AUTOMATIC);
  g_assert_cmpint (row.used, ==, 0);
  sem_store_model_clear (&row);
  g_assert_cmpint (sem_store_get_most_photos (store, NULL), ==, 0);
}

static void
test_codes (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  g_autoptr (GArray) all = NULL;
  gint64 model;
  gint8 vector[DIM];

  store_fixture_begin (store);
  model = store_fixture_add_model (store, TRUE);
  g_assert_cmpint (sem_store_last_code (store, model, NULL), ==, 0);
  store_fixture_add_codes (store, model, 10, 9000);
  store_fixture_add_codes (store, model, 9100, 1);
  store_fixture_commit (store);
  g_assert_cmpint (store_fixture_look (fixture->path, "SELECT count (*) FROM codes"), ==, 4);
  g_assert_cmpint (sem_store_last_code (store, model, NULL), ==, 9100);
  all = store_fixture_read_codes (store, model, 0);
  g_assert_cmpuint (all->len, ==, 9001);
  for (guint i = 0; i < 9000; i++)
    g_assert_cmpint (g_array_index (all, gint64, i), ==, 10 + i);
  assert_ids (store_fixture_read_codes (store, model, 9007), "9008 9009 9100");
  assert_ids (store_fixture_read_codes (store, model, 9100), "");
  g_assert_true (store_fixture_get_vector (store, model, 4321, vector, DIM));
  g_assert_cmpint (vector[DIM - 1], ==, 21);
  g_assert_false (store_fixture_get_vector (store, model, 4321, vector, DIM - 1));
}

static gboolean
refuse_codes (const gint64 *ids, const guint64 *codes, gsize n, gpointer user_data, GError **error)
{
  ++*(guint *) user_data;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, "enough");
  return FALSE;
}

static void
test_codes_stop (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  g_autoptr (GError) error = NULL;
  gint64 model;
  guint calls = 0;

  store_fixture_begin (store);
  model = store_fixture_add_model (store, TRUE);
  store_fixture_add_codes (store, model, 1, 5000);
  store_fixture_commit (store);
  g_assert_false (sem_store_read_codes (store, model, WORDS, 0, refuse_codes, &calls, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_FAILED);
  g_assert_cmpuint (calls, ==, 1);
}

static void
test_codes_damaged (StoreFixture *fixture, gconstpointer data)
{
  static const char *const damages[] = {
    "UPDATE codes SET codes = x'0011'",
    "UPDATE codes SET ids = x'001122'",
    "UPDATE codes SET ids = x'', codes = x'0000000000000000'",
    "UPDATE codes SET codes = zeroblob (length (codes) * 2)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *mine = g_strdup_printf ("%s/%u.db", fixture->folder, i);
      g_autoptr (SemStore) store = store_fixture_open (mine);
      g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GError) error = NULL;
      gint64 model;

      store_fixture_begin (store);
      model = store_fixture_add_model (store, TRUE);
      store_fixture_add_codes (store, model, 1, 3);
      store_fixture_commit (store);
      store_fixture_meddle (mine, damages[i]);
      g_assert_false (
        sem_store_read_codes (store, model, WORDS, 0, store_fixture_collect_codes, ids, &error));
      g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
      g_assert_cmpuint (ids->len, ==, 0);
    }
}

/* Removing photos checks the sizes of stored runs as well. */
static void
test_drop_damaged (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  g_autoptr (GError) error = NULL;
  gint64 folder = store_fixture_add_folder (store, "/a"), model;

  store_fixture_begin (store);
  store_fixture_add_file (store, folder, "/a/1.jpg", store_fixture_add_photo (store, 1));
  model = store_fixture_add_model (store, TRUE);
  store_fixture_add_codes (store, model, 1, 3);
  store_fixture_commit (store);
  store_fixture_meddle (fixture->path, "UPDATE codes SET ids = substr (ids, 1, 13), codes = x'01'");
  store_fixture_begin (store);
  g_assert_false (sem_store_remove_folder (store, "/a", &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
  sem_store_rollback (store);
}

int
main (int argc, char **argv)
{
  static const StoreFixtureTest tests[] = {
    { "models", test_models },
    { "model-stages", test_model_stages },
    { "kept-models", test_kept_models },
    { "codes", test_codes },
    { "codes-stop", test_codes_stop },
    { "codes-damaged", test_codes_damaged },
    { "drop-damaged", test_drop_damaged },
  };

  return store_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
