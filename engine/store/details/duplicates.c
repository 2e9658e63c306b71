/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/details/duplicates.h"
#include "engine/store/store-private.h"

#include <math.h>
#include <string.h>

#define LIBRARY SEM_STORE_LIBRARY
#define ROWS_PER_LOOK 1000
/* Bytes of two SHA-256. */
#define PAIR_SIZE 64

/* Pairs ----------------------------------------------------------------------------------------*/

gboolean
sem_store_put_duplicate (SemStore *self, const SemStoreDuplicate *duplicate, GError **error)
{
  static const char sql[] =
    "INSERT OR IGNORE INTO duplicates (a, b, relation, state, likeness)"
    " SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM photos WHERE id = ?1)"
    " AND EXISTS (SELECT 1 FROM photos WHERE id = ?2)";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  g_return_val_if_fail (duplicate->a < duplicate->b, FALSE);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, duplicate->a);
  sqlite3_bind_int64 (stmt, 2, duplicate->b);
  sqlite3_bind_int (stmt, 3, duplicate->relation);
  sqlite3_bind_int (stmt, 4, duplicate->state);
  sqlite3_bind_double (stmt, 5, duplicate->likeness);
  return sem_store_run (self, LIBRARY, stmt, error);
}

gboolean
sem_store_settle_duplicate (SemStore *self,
                            gint64 a,
                            gint64 b,
                            SemDuplicateState state,
                            GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "UPDATE duplicates SET state = ?3 WHERE a = ?1 AND b = ?2",
                       error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, a);
  sqlite3_bind_int64 (stmt, 2, b);
  sqlite3_bind_int (stmt, 3, state);
  return sem_store_run (self, LIBRARY, stmt, error);
}

/* Numbers that a damaged file may hold become others that mean less. */
static SemStoreDuplicate
read_duplicate (SemStore *self, sqlite3_stmt *stmt, GError **error)
{
  const int relation = sqlite3_column_int (stmt, 2), state = sqlite3_column_int (stmt, 3);
  const double likeness = sqlite3_column_double (stmt, 4);

  return (SemStoreDuplicate){
    .a = sem_store_column_id (self, LIBRARY, stmt, 0, error),
    .b = sem_store_column_id (self, LIBRARY, stmt, 1, error),
    .relation = relation == SEM_DUPLICATE_BURST || relation == SEM_DUPLICATE_PAIR
                  ? (SemDuplicateRelation) relation
                  : SEM_DUPLICATE_COPY,
    .state = state == SEM_DUPLICATE_PROVEN ? SEM_DUPLICATE_PROVEN : SEM_DUPLICATE_OPEN,
    .likeness = isfinite (likeness) ? CLAMP (likeness, 0, 1) : 0,
  };
}

GArray *
sem_store_list_duplicates (SemStore *self, GError **error)
{
  static const char sql[] =
    "SELECT a, b, relation, state, likeness FROM duplicates"
    " JOIN photos AS one ON one.id = duplicates.a JOIN photos AS two ON two.id = duplicates.b"
    " WHERE state <> 2 AND duplicates.a < duplicates.b AND NOT one.hidden AND NOT two.hidden"
    " AND NOT EXISTS (SELECT 1 FROM different WHERE different.a = min (one.hash, two.hash)"
    " AND different.b = max (one.hash, two.hash)) ORDER BY duplicates.a, duplicates.b";
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (SemStoreDuplicate));
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  int code;

  if (!stmt)
    return NULL;
  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      g_autoptr (GError) local = NULL;
      const SemStoreDuplicate duplicate = read_duplicate (self, stmt, &local);

      if (local)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          break;
        }
      g_array_append_val (list, duplicate);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE ? g_steal_pointer (&list) : NULL;
}

GArray *
sem_store_list_identical (SemStore *self, GError **error)
{
  static const char sql[] =
    "SELECT photo FROM files WHERE photo IS NOT NULL AND NOT missing GROUP BY photo"
    " HAVING count (*) > 1 AND NOT EXISTS (SELECT 1 FROM different JOIN photos"
    " ON photos.hash = different.a WHERE different.b = different.a AND photos.id = files.photo)"
    " ORDER BY photo";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  return stmt ? sem_store_list_ids (self, LIBRARY, stmt, error) : NULL;
}

/* How far ---------------------------------------------------------------------------------------*/

static gint64
read_compared (sqlite3_stmt *stmt, int column)
{
  return CLAMP (sqlite3_column_int64 (stmt, column), -SEM_STORE_MAX_NUMBER, SEM_STORE_MAX_NUMBER);
}

gboolean
sem_store_get_compared (SemStore *self, SemStoreCompared *compared, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT hashes, codes FROM compared", error);
  int code;

  *compared = (SemStoreCompared){ 0 };
  if (!stmt)
    return FALSE;
  code = sem_store_step (self, LIBRARY, stmt, error);
  if (code == SQLITE_ROW)
    {
      compared->hashes = read_compared (stmt, 0);
      compared->codes = read_compared (stmt, 1);
    }
  sqlite3_reset (stmt);
  return code != 0;
}

gboolean
sem_store_put_compared (SemStore *self, const SemStoreCompared *compared, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY,
                       "INSERT OR REPLACE INTO compared (one, hashes, codes) VALUES (1, ?1, ?2)",
                       error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, compared->hashes);
  sqlite3_bind_int64 (stmt, 2, compared->codes);
  return sem_store_run (self, LIBRARY, stmt, error);
}

/* Moments ---------------------------------------------------------------------------------------*/

static int
step_row (SemStore *self, sqlite3_stmt *stmt, guint *n, GCancellable *cancellable, GError **error)
{
  if ((*n)++ % ROWS_PER_LOOK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
    return 0;
  return sem_store_step (self, LIBRARY, stmt, error);
}

/* A blob has no terminator. */
static const char *
take_path (sqlite3_stmt *stmt, int column, GString *path)
{
  const char *bytes = sqlite3_column_blob (stmt, column);

  g_string_truncate (path, 0);
  if (bytes)
    g_string_append_len (path, bytes, sqlite3_column_bytes (stmt, column));
  return path->str;
}

gboolean
sem_store_each_moment (SemStore *self,
                       SemStoreMomentFunc func,
                       gpointer user_data,
                       GCancellable *cancellable,
                       GError **error)
{
  /* date = 1: when it was taken, not when it was scanned or changed. */
  static const char sql[] =
    "SELECT photos.id, dct, width, height, date, taken, nanoseconds,"
    " (SELECT path FROM files WHERE photo = photos.id ORDER BY missing, id LIMIT 1)"
    " FROM photos LEFT JOIN metadata ON metadata.photo = photos.id ORDER BY photos.id";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  g_autoptr (GString) path = g_string_new (NULL);
  guint n = 0;
  int code;

  if (!stmt)
    return FALSE;
  while ((code = step_row (self, stmt, &n, cancellable, error)) == SQLITE_ROW)
    {
      SemStoreMoment moment = {
        .photo = sem_store_column_id (self, LIBRARY, stmt, 0, error),
        .has_hash = sqlite3_column_type (stmt, 1) != SQLITE_NULL,
        .hash = (guint64) sqlite3_column_int64 (stmt, 1),
        .width = sem_store_column_count (stmt, 2),
        .height = sem_store_column_count (stmt, 3),
        .is_taken =
          sqlite3_column_int (stmt, 4) == 1 && sqlite3_column_type (stmt, 5) != SQLITE_NULL,
        .nanoseconds = sem_store_column_count (stmt, 6),
      };

      if (!moment.photo)
        break;
      moment.taken = moment.is_taken ? sqlite3_column_int64 (stmt, 5) : 0;
      moment.path = take_path (stmt, 7, path);
      func (&moment, user_data);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

/* Not the same ----------------------------------------------------------------------------------*/

gboolean
sem_store_set_different (SemStore *self, gint64 a, gint64 b, gboolean different, GError **error)
{
  static const char add[] =
    "INSERT OR IGNORE INTO different SELECT min (one.hash, two.hash), max (one.hash, two.hash)"
    " FROM photos AS one, photos AS two WHERE one.id = ?1 AND two.id = ?2";
  static const char drop[] =
    "DELETE FROM different WHERE (a, b) IN (SELECT min (one.hash, two.hash),"
    " max (one.hash, two.hash) FROM photos AS one, photos AS two"
    " WHERE one.id = ?1 AND two.id = ?2)";
  sqlite3_stmt *stmt = different ? sem_store_prepare (self, LIBRARY, add, error)
                                 : sem_store_prepare (self, LIBRARY, drop, error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, a);
  sqlite3_bind_int64 (stmt, 2, b);
  self->decided = TRUE;
  return sem_store_run (self, LIBRARY, stmt, error);
}

GArray *
sem_store_list_different (SemStore *self, gint64 photo, GError **error)
{
  static const char sql[] =
    "SELECT other.id FROM photos AS one JOIN different ON different.a = one.hash"
    " JOIN photos AS other ON other.hash = different.b WHERE one.id = ?1 AND other.id <> ?1"
    " UNION SELECT other.id FROM photos AS one JOIN different ON different.b = one.hash"
    " JOIN photos AS other ON other.hash = different.a WHERE one.id = ?1 AND other.id <> ?1";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (!stmt)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, photo);
  return sem_store_list_ids (self, LIBRARY, stmt, error);
}

GPtrArray *
sem_store_list_different_contents (SemStore *self, GError **error)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT a || b FROM different ORDER BY a, b", error);
  int code;

  if (!stmt)
    return NULL;
  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    if (sqlite3_column_bytes (stmt, 0) == PAIR_SIZE)
      g_ptr_array_add (pairs, g_bytes_new (sqlite3_column_blob (stmt, 0), PAIR_SIZE));
  sqlite3_reset (stmt);
  return code == SQLITE_DONE ? g_steal_pointer (&pairs) : NULL;
}

gboolean
sem_store_put_different_contents (SemStore *self, const guint8 *pair, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "INSERT OR IGNORE INTO different VALUES (?1, ?2)", error);
  const guint half = PAIR_SIZE / 2;
  const gboolean ascends = memcmp (pair, pair + half, half) <= 0;

  if (!stmt)
    return FALSE;
  sqlite3_bind_blob (stmt, 1, ascends ? pair : pair + half, (int) half, SQLITE_TRANSIENT);
  sqlite3_bind_blob (stmt, 2, ascends ? pair + half : pair, (int) half, SQLITE_TRANSIENT);
  self->decided = TRUE;
  return sem_store_run (self, LIBRARY, stmt, error);
}
