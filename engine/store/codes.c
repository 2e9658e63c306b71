/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/codes.h"
#include "engine/store/store-private.h"

#define LIBRARY SEM_STORE_LIBRARY

/* Codes are stored in runs of at most this many, one row each: small enough to append cheaply, and
 * large enough that a million codes take a few hundred reads. */
#define RUN_ROWS 4096

/* Stores @n codes, from the one at @first, as one run. */
static gboolean
put_run (SemStore *self,
         gint64 model,
         const SemStoreCodes *codes,
         gsize first,
         gsize n,
         GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "INSERT INTO codes VALUES (?1, ?2, ?3, ?4)", error);
  const gint64 *ids = codes->ids + first;
  const guint64 *words = codes->codes + first * codes->words;

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, model);
  sqlite3_bind_int64 (stmt, 2, ids[n - 1]);
  sqlite3_bind_blob64 (stmt, 3, ids, n * sizeof *ids, SQLITE_STATIC);
  sqlite3_bind_blob64 (stmt, 4, words, n * codes->words * sizeof *words, SQLITE_STATIC);
  return sem_store_run (self, LIBRARY, stmt, error);
}

static gboolean
put_vector (SemStore *self, gint64 model, const SemStoreCodes *codes, gsize i, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, SEM_STORE_FEATURES,
                       "INSERT OR REPLACE INTO vectors VALUES (?1, ?2, ?3)", error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, model);
  sqlite3_bind_int64 (stmt, 2, codes->ids[i]);
  sqlite3_bind_blob (stmt, 3, codes->vectors + i * codes->dim, (int) codes->dim, SQLITE_STATIC);
  return sem_store_run (self, SEM_STORE_FEATURES, stmt, error);
}

gboolean
sem_store_put_codes (SemStore *self, gint64 model, const SemStoreCodes *codes, GError **error)
{
  for (gsize i = 0; i < codes->n; i++)
    if (!put_vector (self, model, codes, i, error))
      return FALSE;
  for (gsize i = 0; i < codes->n; i += RUN_ROWS)
    if (!put_run (self, model, codes, i, MIN (RUN_ROWS, codes->n - i), error))
      return FALSE;
  return TRUE;
}

gint64
sem_store_last_code (SemStore *self, gint64 model, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT max (last) FROM codes WHERE model = ?1", error);

  if (!stmt)
    return -1;
  sqlite3_bind_int64 (stmt, 1, model);
  return sem_store_scalar (self, LIBRARY, stmt, 0, error);
}

/* Whether these are valid ids, at least one, in ascending order. */
static gboolean
are_ids (const gint64 *ids, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (ids[i] <= (i ? ids[i - 1] : 0))
      return FALSE;
  return n > 0 && ids[n - 1] <= SEM_STORE_MAX_NUMBER;
}

/* Checks a stored run, since a damaged file can hold blobs of any size with any ids, and gives it
 * to
 * @func. */
static gboolean
read_run (SemStore *self,
          sqlite3_stmt *stmt,
          guint words,
          gint64 after,
          SemStoreCodesFunc func,
          gpointer user_data,
          GError **error)
{
  gsize ids_size = sqlite3_column_bytes (stmt, 0), codes_size = sqlite3_column_bytes (stmt, 1);
  gsize n = ids_size / sizeof (gint64), skip = 0;
  /* SQLite's blobs may be unaligned; copies are aligned. */
  g_autofree gint64 *ids = g_memdup2 (sqlite3_column_blob (stmt, 0), ids_size);
  g_autofree guint64 *codes = g_memdup2 (sqlite3_column_blob (stmt, 1), codes_size);

  if (!are_ids (ids, n) || ids_size % sizeof (gint64) != 0
      || codes_size != n * words * sizeof (guint64) || ids[n - 1] != sqlite3_column_int64 (stmt, 2))
    {
      sem_store_set_error (self, LIBRARY, SQLITE_CORRUPT, error);
      return FALSE;
    }
  while (skip < n && ids[skip] <= after)
    skip++;
  return skip == n || func (ids + skip, codes + skip * words, n - skip, user_data, error);
}

gboolean
sem_store_read_codes (SemStore *self,
                      gint64 model,
                      guint words,
                      gint64 after,
                      SemStoreCodesFunc func,
                      gpointer user_data,
                      GError **error)
{
  static const char sql[] =
    "SELECT ids, codes, last FROM codes WHERE model = ?1 AND last > ?2 ORDER BY last";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  int code;

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, model);
  /* When reading from the start, include runs that damage filed under 0 or less. */
  sqlite3_bind_int64 (stmt, 2, after > 0 ? after : G_MININT64);
  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    if (!read_run (self, stmt, words, after, func, user_data, error))
      break;
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

gboolean
sem_store_get_vector (SemStore *self,
                      gint64 model,
                      gint64 photo,
                      gint8 *vector,
                      guint dim,
                      gboolean *found,
                      GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, SEM_STORE_FEATURES,
                       "SELECT vector FROM vectors WHERE model = ?1 AND photo = ?2", error);

  *found = FALSE;
  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, model);
  sqlite3_bind_int64 (stmt, 2, photo);
  return sem_store_read_blob (self, SEM_STORE_FEATURES, stmt, vector, dim, found, error);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static gboolean
update_run (SemStore *self,
            gint64 row,
            const gint64 *ids,
            const guint64 *codes,
            gsize words,
            gsize n,
            GError **error)
{
  static const char update_sql[] =
    "UPDATE codes SET last = ?2, ids = ?3, codes = ?4 WHERE rowid = ?1";
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, n ? update_sql : "DELETE FROM codes WHERE rowid = ?1", error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, row);
  if (n)
    {
      sqlite3_bind_int64 (stmt, 2, ids[n - 1]);
      sqlite3_bind_blob64 (stmt, 3, ids, n * sizeof *ids, SQLITE_STATIC);
      sqlite3_bind_blob64 (stmt, 4, codes, n * words * sizeof *codes, SQLITE_STATIC);
    }
  return sem_store_run (self, LIBRARY, stmt, error);
}

/* A stored run, in memory. */
typedef struct
{
  gint64 *ids;
  guint64 *codes;
  gsize n;
  gsize words;
} Run;

static void
run_clear (Run *run)
{
  g_free (run->ids);
  g_free (run->codes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static gboolean
load_run (SemStore *self, gint64 row, Run *run, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT ids, codes FROM codes WHERE rowid = ?1", error);
  gsize codes_size;
  int code;

  *run = (Run){ 0 };
  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, row);
  code = sem_store_step (self, LIBRARY, stmt, error);
  if (code == SQLITE_DONE)
    sem_store_set_error (self, LIBRARY, SQLITE_CORRUPT, error);
  if (code != SQLITE_ROW)
    return FALSE;
  run->ids = g_memdup2 (sqlite3_column_blob (stmt, 0), sqlite3_column_bytes (stmt, 0));
  run->codes = g_memdup2 (sqlite3_column_blob (stmt, 1), sqlite3_column_bytes (stmt, 1));
  run->n = sqlite3_column_bytes (stmt, 0) / sizeof *run->ids;
  codes_size = sqlite3_column_bytes (stmt, 1);
  run->words = run->n ? codes_size / sizeof *run->codes / run->n : 0;
  sqlite3_reset (stmt);
  if (are_ids (run->ids, run->n) && run->words > 0
      && codes_size == run->n * run->words * sizeof *run->codes)
    return TRUE;
  sem_store_set_error (self, LIBRARY, SQLITE_CORRUPT, error);
  return FALSE;
}

static gboolean
filter_run (SemStore *self, gint64 row, GArray *removed, GError **error)
{
  g_auto (Run) run = { 0 };
  gsize kept = 0;

  if (!load_run (self, row, &run, error))
    return FALSE;
  for (gsize i = 0; i < run.n; i++)
    {
      if (bsearch (&run.ids[i], removed->data, removed->len, sizeof (gint64), compare_ids))
        continue;
      run.ids[kept] = run.ids[i];
      memmove (run.codes + kept * run.words, run.codes + i * run.words,
               run.words * sizeof *run.codes);
      kept++;
    }
  return kept == run.n || update_run (self, row, run.ids, run.codes, run.words, kept, error);
}

/* Returns: the row of the model's run that has the photo's code, if any has; 0 where none has; -1
 * with @error set */
static gint64
find_run (SemStore *self, gint64 model, gint64 photo, GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (
    self, LIBRARY, "SELECT rowid FROM codes WHERE model = ?1 AND last >= ?2 ORDER BY last LIMIT 1",
    error);

  if (!stmt)
    return -1;
  sqlite3_bind_int64 (stmt, 1, model);
  sqlite3_bind_int64 (stmt, 2, photo);
  return sem_store_scalar (self, LIBRARY, stmt, 0, error);
}

/* Replaces the codes of one run, from the @first-th of @codes on. Returns: how many it has, and
 * more that come before its end; 0 with @error set */
static gsize
replace_in_run (SemStore *self,
                gint64 model,
                gint64 row,
                const SemStoreCodes *codes,
                gsize first,
                GError **error)
{
  g_auto (Run) run = { 0 };
  gsize i = first;

  if (!load_run (self, row, &run, error))
    return 0;
  if (run.words != codes->words)
    {
      sem_store_set_error (self, LIBRARY, SQLITE_CORRUPT, error);
      return 0;
    }
  for (; i < codes->n && codes->ids[i] <= run.ids[run.n - 1]; i++)
    {
      const gint64 *found = bsearch (&codes->ids[i], run.ids, run.n, sizeof (gint64), compare_ids);

      if (!found)
        continue;
      memcpy (run.codes + (gsize) (found - run.ids) * run.words, codes->codes + i * run.words,
              run.words * sizeof *run.codes);
      if (!put_vector (self, model, codes, i, error))
        return 0;
    }
  return update_run (self, row, run.ids, run.codes, run.words, run.n, error) ? i - first : 0;
}

gboolean
sem_store_replace_codes (SemStore *self, gint64 model, const SemStoreCodes *codes, GError **error)
{
  for (gsize i = 0; i < codes->n;)
    {
      const gint64 row = find_run (self, model, codes->ids[i], error);
      const gsize n = row > 0 ? replace_in_run (self, model, row, codes, i, error) : 0;

      if (row <= 0)
        return row == 0;
      if (n == 0)
        return FALSE;
      i += n;
    }
  return TRUE;
}

gboolean
sem_store_drop_codes (SemStore *self, GArray *removed, GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, "SELECT rowid FROM codes", error);
  g_autoptr (GArray) rows = stmt ? sem_store_list_ids (self, LIBRARY, stmt, error) : NULL;

  if (!rows)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!filter_run (self, g_array_index (rows, gint64, i), removed, error))
      return FALSE;
  return TRUE;
}
