/* A library with damaged numbers.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sqlite3.h>
#include <unistd.h>

#include "tests/engine/store/store-fixture.h"
#include "engine/store/files.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"
#include "tests/support/store-reader.h"

#define N_PARTS 3

static const char *const values[] = {
  "-5",   "0",      "2147483648", "4611686018427387904", "9223372036854775807",
  "NULL", "'text'", "x'626c6f62'"
};

typedef struct
{
  char *paths[N_PARTS];
  char *contents[N_PARTS];
  gsize sizes[N_PARTS];
} Whole;

/* An undamaged library, closed, and the contents of its files. */
static void
whole_init (Whole *whole, StoreFixture *fixture)
{
  SemStore *store = store_fixture_open (fixture->path);

  store_reader_fill (store);
  sem_store_close (store);
  whole->paths[0] = g_strdup (fixture->path);
  whole->paths[1] = store_fixture_companion (fixture, "features");
  whole->paths[2] = store_fixture_companion (fixture, "thumbnails");
  store_fixture_meddle (fixture->path, "INSERT INTO dropped_photos VALUES (98, zeroblob (32));"
                                       "INSERT INTO dropped_models VALUES (99);"
                                       "INSERT INTO dropped_backbones VALUES ('gone')");
  for (guint i = 0; i < N_PARTS; i++)
    g_assert_true (
      g_file_get_contents (whole->paths[i], &whole->contents[i], &whole->sizes[i], NULL));
}

static void
whole_restore (const Whole *whole)
{
  for (guint i = 0; i < N_PARTS; i++)
    {
      g_autofree char *mark = g_strconcat (whole->paths[i], ".damaged", NULL);

      g_assert_true (g_file_set_contents_full (whole->paths[i], whole->contents[i],
                                               (gssize) whole->sizes[i], G_FILE_SET_CONTENTS_NONE,
                                               0600, NULL));
      unlink (mark);
    }
}

static void
whole_clear (Whole *whole)
{
  for (guint i = 0; i < N_PARTS; i++)
    {
      g_free (whole->paths[i]);
      g_free (whole->contents[i]);
    }
}

/* (element-type utf8): "TABLE COLUMN" for each integer. */
static GPtrArray *
list_columns (const char *path)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *stmt;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (
                     db,
                     "SELECT m.name || ' ' || c.name FROM sqlite_schema AS m,"
                     " pragma_table_info (m.name) AS c WHERE m.type = 'table'"
                     " AND (c.type = 'INTEGER' OR (m.name, c.name) = ('sqlite_sequence', 'seq'))",
                     -1, &stmt, NULL),
                   ==, SQLITE_OK);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    g_ptr_array_add (columns, g_strdup ((const char *) sqlite3_column_text (stmt, 0)));
  sqlite3_finalize (stmt);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return columns;
}

/* Sets the column to the value in all rows, or in as many as the schema allows. Returns: whether
 * any row has it */
static gboolean
damage (const char *path, const char *column, const char *value)
{
  g_auto (GStrv) names = g_strsplit (column, " ", 2);
  g_autofree char *sql = g_strdup_printf ("PRAGMA ignore_check_constraints = ON;"
                                          "UPDATE OR IGNORE %s SET %s = %s",
                                          names[0], names[1], value);
  sqlite3 *db;
  gboolean ok;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  ok = sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK && sqlite3_changes (db) > 0;
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return ok;
}

/* Every call either sets an error or returns numbers that a library can hold. */
static void
meet (const char *path, SemStoreMode mode)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemStore) store = sem_store_open (path, mode, &error);

  if (!store)
    {
      g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
      return;
    }
  store_reader_read (store);
  if (mode == SEM_STORE_WRITE)
    store_reader_write (store);
}

static void
test_every_integer (StoreFixture *fixture, gconstpointer data)
{
  Whole whole = { 0 };
  guint n = 0;

  whole_init (&whole, fixture);
  for (guint part = 0; part < N_PARTS; part++)
    {
      g_autoptr (GPtrArray) columns = list_columns (whole.paths[part]);

      for (guint i = 0; i < columns->len * G_N_ELEMENTS (values); i++)
        {
          const char *column = columns->pdata[i / G_N_ELEMENTS (values)];
          const char *value = values[i % G_N_ELEMENTS (values)];

          whole_restore (&whole);
          if (!damage (whole.paths[part], column, value))
            continue;
          g_test_message ("%s = %s", column, value);
          meet (fixture->path, SEM_STORE_READ);
          whole_restore (&whole);
          g_assert_true (damage (whole.paths[part], column, value));
          meet (fixture->path, SEM_STORE_WRITE);
          n++;
        }
    }
  g_test_message ("%u values", n);
  g_assert_cmpuint (n, >, 200);
  whole_clear (&whole);
}

/* An active model that cannot be one is none; ids out of range are damage, for readers and writers
 * alike. */
static void
test_outcomes (StoreFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *sql;
    gboolean damaged;
  } cases[] = {
    { "UPDATE state SET active_model = -5", FALSE },
    { "UPDATE state SET active_model = 4611686018427387904", FALSE },
    { "UPDATE state SET generation = 9223372036854775807", TRUE },
    { "UPDATE files SET id = -5 WHERE id = 1", TRUE },
    { "UPDATE files SET id = 4611686018427387904 WHERE id = 1", TRUE },
    { "UPDATE sqlite_sequence SET seq = 9223372036854775807", TRUE },
  };
  static const SemStoreMode modes[] = { SEM_STORE_READ, SEM_STORE_WRITE };
  Whole whole = { 0 };

  whole_init (&whole, fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (cases) * G_N_ELEMENTS (modes); i++)
    {
      const gsize number = i / G_N_ELEMENTS (modes);
      g_autoptr (GError) error = NULL;
      g_autoptr (SemStore) store = NULL;

      whole_restore (&whole);
      store_fixture_meddle (fixture->path, cases[number].sql);
      store = sem_store_open (fixture->path, modes[i % G_N_ELEMENTS (modes)], &error);
      if (cases[number].damaged)
        {
          g_assert_null (store);
          g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpint (sem_store_get_active_model (store, &error), ==, 0);
      g_assert_no_error (error);
    }
  whole_clear (&whole);
}

int
main (int argc, char **argv)
{
  static const StoreFixtureTest tests[] = {
    { "damage/every-integer", test_every_integer },
    { "damage/outcomes", test_outcomes },
  };

  return store_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
