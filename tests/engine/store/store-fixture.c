/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/store/store-fixture.h"
#include "engine/store/codes.h"
#include "engine/store/companions.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"

#include <sqlite3.h>
#include <string.h>

static void
set_up (StoreFixture *fixture, gconstpointer data)
{
  fixture->folder = test_folder_new ();
  fixture->path = g_build_filename (fixture->folder, "made", "for", "library.db", NULL);
}

static void
tear_down (StoreFixture *fixture, gconstpointer data)
{
  test_folder_remove (fixture->folder);
  g_free (fixture->path);
}

SemStore *
store_fixture_open (const char *path)
{
  g_autoptr (GError) error = NULL;
  SemStore *store = sem_store_open (path, SEM_STORE_WRITE, &error);

  g_assert_no_error (error);
  return store;
}

void
store_fixture_begin (SemStore *store)
{
  g_autoptr (GError) error = NULL;

  sem_store_begin (store, &error);
  g_assert_no_error (error);
}

void
store_fixture_commit (SemStore *store)
{
  g_autoptr (GError) error = NULL;

  sem_store_commit (store, &error);
  g_assert_no_error (error);
}

void
store_fixture_meddle (const char *path, const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

gint64
store_fixture_look (const char *path, const char *sql)
{
  sqlite3_stmt *stmt;
  sqlite3 *db;
  gint64 value;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  value = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return value;
}

long
store_fixture_find_leaf (const char *path, const char *table)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT (pageno - 1) * pgsize FROM dbstat WHERE name = '%s'"
                     " AND pagetype = 'leaf' AND pgsize = 4096 ORDER BY pageno LIMIT 1 OFFSET 2",
                     table);

  return (long) store_fixture_look (path, sql);
}

char *
store_fixture_companion (StoreFixture *fixture, const char *kind)
{
  return g_strdup_printf ("%s/made/for/library.%s.db", fixture->folder, kind);
}

void
store_fixture_fill_hash (guint8 *hash, guint number)
{
  memset (hash, 0, SEM_STORE_HASH_SIZE);
  memcpy (hash, &number, sizeof number);
}

gint64
store_fixture_add_folder (SemStore *store, const char *path)
{
  g_autoptr (GError) error = NULL;
  gint64 id = sem_store_add_folder (store, path, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  return id;
}

gint64
store_fixture_add_photo (SemStore *store, guint number)
{
  g_autoptr (GBytes) jpeg = g_bytes_new_static ("jpeg", 4);
  const guint16 feature[DIM] = { 1, 2, 3, (guint16) number };
  g_autoptr (GError) error = NULL;
  guint8 hash[SEM_STORE_HASH_SIZE];
  gint64 id;

  store_fixture_fill_hash (hash, number);
  id = sem_store_put_photo (store, hash, 640, 480, BACKBONE, &error);
  g_assert_no_error (error);
  sem_store_put_thumbnail (store, hash, jpeg, &error);
  g_assert_no_error (error);
  sem_store_put_feature (store, hash, BACKBONE, feature, DIM, &error);
  g_assert_no_error (error);
  return id;
}

gint64
store_fixture_add_file (SemStore *store, gint64 folder, const char *path, gint64 photo)
{
  g_autoptr (GError) error = NULL;
  SemStoreFile file = {
    .folder = folder,
    .path = (char *) path,
    .identity = { .device = 7, .inode = 100 + photo, .size = 1000 + photo, .mtime = photo },
    .state = photo ? SEM_FILE_INDEXED : SEM_FILE_SKIPPED,
    .photo = photo,
  };

  sem_store_put_file (store, &file, &error);
  g_assert_no_error (error);
  return file.id;
}

gint64
store_fixture_add_model (SemStore *store, gboolean active)
{
  g_autoptr (GBytes) data = g_bytes_new_static ("model", 5);
  g_autoptr (GError) error = NULL;
  SemStoreModel model = {
    .method = (char *) "lsh",
    .bits = WORDS * 64,
    .seed = G_MAXUINT64,
    .backbone = (char *) BACKBONE,
    .photos = 10,
    .trained_on = 9,
    .created = 1234,
    .data = data,
  };

  sem_store_put_model (store, &model, &error);
  g_assert_no_error (error);
  if (active)
    sem_store_activate_model (store, model.id, &error);
  g_assert_no_error (error);
  return model.id;
}

void
store_fixture_add_codes (SemStore *store, gint64 model, gint64 first, guint n)
{
  g_autofree gint64 *ids = g_new (gint64, n);
  g_autofree guint64 *codes = g_new (guint64, (gsize) n * WORDS);
  g_autofree gint8 *vectors = g_new (gint8, (gsize) n * DIM);
  const SemStoreCodes rows = { ids, codes, vectors, n, WORDS, DIM };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      ids[i] = first + i;
      codes[i * WORDS] = ids[i];
      codes[i * WORDS + 1] = ~(guint64) ids[i];
      memset (vectors + (gsize) i * DIM, (int) (ids[i] % 100), DIM);
    }
  sem_store_put_codes (store, model, &rows, &error);
  g_assert_no_error (error);
}

gboolean
store_fixture_get_vector (SemStore *store, gint64 model, gint64 photo, gint8 *vector, guint dim)
{
  g_autoptr (GError) error = NULL;
  gboolean found;

  sem_store_get_vector (store, model, photo, vector, dim, &found, &error);
  g_assert_no_error (error);
  return found;
}

gboolean
store_fixture_collect_codes (const gint64 *ids,
                             const guint64 *codes,
                             gsize n,
                             gpointer user_data,
                             GError **error)
{
  g_assert_cmpuint (n, >, 0);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpuint (codes[i * WORDS], ==, (guint64) ids[i]);
      g_assert_cmpuint (codes[i * WORDS + 1], ==, ~(guint64) ids[i]);
      g_array_append_val (user_data, ids[i]);
    }
  return TRUE;
}

GArray *
store_fixture_read_codes (SemStore *store, gint64 model, gint64 after)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;

  sem_store_read_codes (store, model, WORDS, after, store_fixture_collect_codes, ids, &error);
  g_assert_no_error (error);
  return ids;
}

char *
store_fixture_take_ids (GArray *ids)
{
  GString *text = g_string_new (NULL);

  g_assert_nonnull (ids);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i ? " " : "",
                            g_array_index (ids, gint64, i));
  g_array_unref (ids);
  return g_string_free (text, FALSE);
}

static GLogFunc handler;

/* Names of files need not be UTF-8, and messages have to be. */
static void
check_message (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  g_assert_true (g_utf8_validate (message, -1, NULL));
  handler (domain, level, message, data);
}

int
store_fixture_run (int argc, char **argv, const StoreFixtureTest *tests, gsize n)
{
  g_test_init (&argc, &argv, NULL);
  handler = g_log_set_default_handler (check_message, NULL);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *path = g_strconcat ("/store/", tests[i].name, NULL);

      g_test_add (path, StoreFixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
