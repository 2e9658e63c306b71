/* Photos that are quick, and what replaces what was made of them.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/store/backbones.h"
#include "engine/store/codes.h"
#include "engine/store/quick/quick.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"
#include "tests/engine/store/store-fixture.h"

#include <string.h>

static SemStore *
fill (StoreFixture *fixture, guint n)
{
  SemStore *store = store_fixture_open (fixture->path);
  gint64 folder;

  store_fixture_begin (store);
  folder = store_fixture_add_folder (store, "/photos");
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/photos/%u", i);

      g_assert_cmpint (store_fixture_add_photo (store, i), ==, i);
      store_fixture_add_file (store, folder, path, i);
    }
  return store;
}

/* The mark is there until the photo was decoded in full, or hidden. */
static void
test_mark (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = fill (fixture, 4);
  const SemStoreFile outcome = { .reason = (char *) "damaged", .decoder = (char *) "8" };
  SemStoreFile row = { 0 };
  gboolean found;

  for (gint64 i = 1; i <= 3; i++)
    g_assert_true (sem_store_put_quick (store, i, BACKBONE, NULL));
  assert_ids (sem_store_list_quick (store, NULL), "1 2 3");
  g_assert_true (sem_store_end_quick (store, 2, BACKBONE, NULL));
  g_assert_true (sem_store_end_quick (store, 4, BACKBONE, NULL));
  assert_ids (sem_store_list_quick (store, NULL), "1 3");
  g_assert_true (sem_store_has_feature (store, 2, BACKBONE, &found, NULL) && found);

  g_assert_true (sem_store_fail_photo (store, 3, &outcome, NULL));
  g_assert_cmpint (sem_store_count_quick (store, NULL), ==, 1);
  g_assert_true (sem_store_find_file (store, "/photos/3", &row, NULL));
  g_assert_cmpint (row.state, ==, SEM_FILE_FAILED);
  g_assert_cmpint (row.photo, ==, 0);
  g_assert_cmpstr (row.reason, ==, "damaged");
  g_assert_cmpstr (row.decoder, ==, "8");
  sem_store_file_clear (&row);
  assert_ids (sem_store_list_photos (store, 0, NULL), "1 2 4");
  store_fixture_commit (store);
}

/* A quick feature of another backbone than the one that sees the whole picture is forgotten, with
 * the codes that were made of it. */
static void
test_other_backbone (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = fill (fixture, 2);
  SemStoreModel model = { 0 };
  gint64 id = store_fixture_add_model (store, TRUE);
  gboolean found;

  g_assert_true (sem_store_put_quick (store, 1, BACKBONE, NULL));
  g_assert_true (sem_store_end_quick (store, 2, "another", NULL));
  g_assert_true (sem_store_get_model (store, id, &model, NULL));
  g_assert_false (model.provisional);
  sem_store_model_clear (&model);
  g_assert_true (sem_store_end_quick (store, 1, "another", NULL));
  g_assert_true (sem_store_has_feature (store, 1, BACKBONE, &found, NULL));
  g_assert_false (found);
  g_assert_true (sem_store_get_model (store, id, &model, NULL));
  g_assert_true (model.provisional && model.expired);
  sem_store_model_clear (&model);

  /* The same where the other one sees the reduced picture. */
  g_assert_true (sem_store_put_quick (store, 2, BACKBONE, NULL));
  g_assert_true (sem_store_put_quick (store, 2, BACKBONE, NULL));
  g_assert_true (sem_store_has_feature (store, 2, BACKBONE, &found, NULL) && found);
  g_assert_true (sem_store_put_quick (store, 2, "another", NULL));
  g_assert_true (sem_store_has_feature (store, 2, BACKBONE, &found, NULL) && !found);
  store_fixture_commit (store);
}

static gboolean
check_codes (const gint64 *ids, const guint64 *codes, gsize n, gpointer user_data, GError **error)
{
  for (gsize i = 0; i < n; i++)
    {
      const guint64 first = ids[i] % 3 == 0 ? 7 : (guint64) ids[i];

      g_assert_cmpuint (codes[i * WORDS], ==, first);
      g_assert_cmpuint (codes[i * WORDS + 1], ==, ids[i] % 3 == 0 ? 8 : ~first);
    }
  *(guint *) user_data += (guint) n;
  return TRUE;
}

/* Of many runs, codes and vectors of some photos are replaced; ids without a code get none. */
static void
test_replace (StoreFixture *fixture, gconstpointer data)
{
  static const struct
  {
    gint64 first;
    guint n;
  } runs[] = { { 1, 5000 }, { 5003, 1 }, { 5010, 90 } };
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  g_autofree gint64 *ids = g_new (gint64, 2000);
  g_autofree guint64 *codes = g_new (guint64, 2000 * WORDS);
  g_autofree gint8 *vectors = g_new0 (gint8, 2000 * DIM);
  SemStoreCodes rows = { ids, codes, vectors, 2000, WORDS, DIM };
  guint n = 0;
  gint8 vector[DIM];
  gint64 model, generation;

  store_fixture_begin (store);
  model = store_fixture_add_model (store, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    store_fixture_add_codes (store, model, runs[i].first, runs[i].n);
  for (guint i = 0; i < 2000; i++)
    {
      ids[i] = 3 * (i + 1);
      codes[i * WORDS] = 7;
      codes[i * WORDS + 1] = 8;
    }
  generation = sem_store_get_generation (store, NULL);
  g_assert_true (sem_store_replace_codes (store, model, &rows, NULL));
  g_assert_true (sem_store_renew_generation (store, NULL));
  g_assert_cmpint (sem_store_get_generation (store, NULL), >, generation);
  g_assert_true (sem_store_read_codes (store, model, WORDS, 0, check_codes, &n, NULL));
  g_assert_cmpuint (n, ==, 5091);
  g_assert_true (store_fixture_get_vector (store, model, 4998, vector, DIM));
  g_assert_cmpint (vector[0], ==, 0);
  g_assert_true (store_fixture_get_vector (store, model, 4999, vector, DIM));
  g_assert_cmpint (vector[0], ==, 99);
  g_assert_false (store_fixture_get_vector (store, model, 5001, vector, DIM));
  g_assert_false (store_fixture_get_vector (store, model, 5100, vector, DIM));
  /* Codes of another length are no codes of this model. */
  rows.words = 1;
  g_assert_false (sem_store_replace_codes (store, model, &rows, NULL));
  sem_store_rollback (store);
}

int
main (int argc, char **argv)
{
  static const StoreFixtureTest tests[] = {
    { "quick/mark", test_mark },
    { "quick/other-backbone", test_other_backbone },
    { "quick/replace", test_replace },
  };

  return store_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
