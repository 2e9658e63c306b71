/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/scope.h"
#include "engine/store/store-private.h"

#include <string.h>

#define LIBRARY SEM_STORE_LIBRARY
#define ROWS_PER_LOOK 1000
#define SECOND G_GINT64_CONSTANT (1000000000)
/* Photos in a period that are looked up one by one. */
#define FEW "20000"

/* As sem_store_step(), for a statement that returns many rows: can be cancelled. */
static int
step_row (SemStore *self, sqlite3_stmt *stmt, guint *n, GCancellable *cancellable, GError **error)
{
  if ((*n)++ % ROWS_PER_LOOK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
    return 0;
  return sem_store_step (self, LIBRARY, stmt, error);
}

/* Paths are blobs, which have no terminator. */
static void
take_path (sqlite3_stmt *stmt, int column, GString *path)
{
  const char *bytes = sqlite3_column_blob (stmt, column);

  g_string_truncate (path, 0);
  if (bytes)
    g_string_append_len (path, bytes, sqlite3_column_bytes (stmt, column));
}

/* @column: that of the file's time; the photo's follows */
static SemStoreDate
read_date (sqlite3_stmt *stmt, int column)
{
  return (SemStoreDate){
    .mtime = sqlite3_column_int64 (stmt, column),
    .is_dated = sqlite3_column_type (stmt, column + 1) != SQLITE_NULL,
    .taken = sqlite3_column_int64 (stmt, column + 1),
  };
}

/* The first nanosecond of a second, or the nearest that there is. */
static gint64
to_nanoseconds (gint64 seconds)
{
  const gint64 most = G_MAXINT64 / SECOND;

  return seconds > most ? G_MAXINT64 : seconds < -most ? G_MININT64 : seconds * SECOND;
}

static void
bind_period (sqlite3_stmt *stmt, const SemStorePeriod *period)
{
  sqlite3_bind_int64 (stmt, 1, period->taken_from);
  sqlite3_bind_int64 (stmt, 2, period->taken_until);
  sqlite3_bind_int64 (stmt, 3, to_nanoseconds (period->file_from));
  sqlite3_bind_int64 (stmt, 4, to_nanoseconds (period->file_until));
}

/* Whether so little is in the period that looking up each photo is faster than reading all rows.
 * @narrow: (out). */
static gboolean
is_narrow (SemStore *self, const SemStorePeriod *period, gboolean *narrow, GError **error)
{
  static const char sql[] =
    "SELECT max ((SELECT count (*) FROM"
    "  (SELECT 1 FROM metadata WHERE taken >= ?1 AND taken < ?2 LIMIT " FEW ")),"
    " (SELECT count (*) FROM"
    "  (SELECT 1 FROM files WHERE mtime >= ?3 AND mtime < ?4 LIMIT " FEW "))) < " FEW;
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  gint64 answer;

  if (!stmt)
    return FALSE;
  bind_period (stmt, period);
  answer = sem_store_scalar (self, LIBRARY, stmt, 0, error);
  *narrow = answer > 0;
  return answer >= 0;
}

static sqlite3_stmt *
prepare_narrow (SemStore *self, const SemStorePeriod *period, GError **error)
{
  static const char sql[] =
    "SELECT files.photo, path, mtime, taken FROM metadata CROSS JOIN files"
    " ON files.photo = metadata.photo WHERE taken >= ?1 AND taken < ?2 AND NOT missing"
    " UNION ALL SELECT photo, path, mtime, NULL FROM files"
    " WHERE mtime >= ?3 AND mtime < ?4 AND +photo IS NOT NULL AND NOT missing AND NOT EXISTS"
    " (SELECT 1 FROM metadata WHERE metadata.photo = files.photo AND +taken IS NOT NULL)";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (stmt)
    bind_period (stmt, period);
  return stmt;
}

#define ALL " FROM files WHERE +files.photo IS NOT NULL AND NOT missing"
#define ALL_DATED                                                                                  \
  " FROM files LEFT JOIN metadata ON metadata.photo = files.photo"                                 \
  " WHERE +files.photo IS NOT NULL AND NOT missing"
#define BELOW " AND path > ?1 AND path < ?2"

/* Reading all files in the order of their rows is faster than by an index, which "+" prevents. */
static sqlite3_stmt *
prepare_files (SemStore *self, const char *folder, const SemStorePeriod *period, GError **error)
{
  static const char all[] = "SELECT +photo, path, mtime, NULL" ALL;
  static const char below[] = "SELECT +photo, path, mtime, NULL" ALL BELOW;
  static const char all_dated[] = "SELECT +files.photo, path, mtime, taken" ALL_DATED;
  static const char below_dated[] = "SELECT +files.photo, path, mtime, taken" ALL_DATED BELOW;
  const char *sql = *folder ? (period ? below_dated : below) : (period ? all_dated : all);
  gboolean narrow = FALSE;
  sqlite3_stmt *stmt;

  if (period && !*folder && !is_narrow (self, period, &narrow, error))
    return NULL;
  if (narrow)
    return prepare_narrow (self, period, error);
  stmt = sem_store_prepare (self, LIBRARY, sql, error);
  if (stmt && *folder)
    sem_store_bind_below (stmt, 1, folder);
  return stmt;
}

gboolean
sem_store_each_file (SemStore *self,
                     const char *folder,
                     const SemStorePeriod *period,
                     SemStoreScopeFileFunc func,
                     gpointer user_data,
                     GCancellable *cancellable,
                     GError **error)
{
  sqlite3_stmt *stmt = prepare_files (self, folder, period, error);
  g_autoptr (GString) path = g_string_new (NULL);
  guint n = 0;
  int code;

  if (!stmt)
    return FALSE;
  while ((code = step_row (self, stmt, &n, cancellable, error)) == SQLITE_ROW)
    {
      gint64 photo = sem_store_column_id (self, LIBRARY, stmt, 0, error);
      SemStoreDate date;

      if (!photo)
        break;
      take_path (stmt, 1, path);
      date = read_date (stmt, 2);
      func (photo, path->str, &date, user_data);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

gboolean
sem_store_has_photos_below (SemStore *self, const char *folder, gboolean *found, GError **error)
{
  static const char sql[] = "SELECT EXISTS (SELECT 1" ALL BELOW ")";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  gint64 answer;

  if (!stmt)
    return FALSE;
  sem_store_bind_below (stmt, 1, folder);
  answer = sem_store_scalar (self, LIBRARY, stmt, 0, error);
  *found = answer > 0;
  return answer >= 0;
}

gboolean
sem_store_each_size (SemStore *self,
                     SemStoreScopeSizeFunc func,
                     gpointer user_data,
                     GCancellable *cancellable,
                     GError **error)
{
  static const char sql[] = "SELECT id, width, height FROM photos WHERE NOT hidden ORDER BY id";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  guint n = 0;
  int code;

  if (!stmt)
    return FALSE;
  while ((code = step_row (self, stmt, &n, cancellable, error)) == SQLITE_ROW)
    {
      gint64 photo = sem_store_column_id (self, LIBRARY, stmt, 0, error);

      if (!photo)
        break;
      func (photo, sem_store_column_count (stmt, 1), sem_store_column_count (stmt, 2), user_data);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static void
clear_file (gpointer data)
{
  g_free (((SemStorePhotoFile *) data)->path);
}

/* The files of one photo that are there: each end of a path, from a slash on, to (owned) the last
 * file with it. */
typedef struct
{
  gint64 id;
  gint64 inode;
} File;

static void
note_file (GHashTable *newest, const char *path, gint64 id, gint64 inode)
{
  for (const char *end = strchr (path, '/'); end; end = strchr (end + 1, '/'))
    {
      const File *known = g_hash_table_lookup (newest, end);
      const File file = { id, inode };

      if (!known || known->id < id)
        g_hash_table_replace (newest, (char *) end, g_memdup2 (&file, sizeof file));
    }
}

/* Whether the row's file lies below an offline folder, and was moved from there. The rows of files
 * that are there come first, and are noted. */
static gboolean
was_moved (sqlite3_stmt *stmt, GHashTable *newest, const SemStorePhotoFile *file)
{
  const gint64 id = sqlite3_column_int64 (stmt, 4);
  const gint64 inode = sqlite3_column_int64 (stmt, 5);
  const gint64 n_root = sqlite3_column_int64 (stmt, 6);
  const File *twin = NULL;

  if (!file->missing && n_root == 0)
    note_file (newest, file->path, id, inode);
  else if (!file->missing && n_root > 0 && (gsize) n_root < strlen (file->path))
    twin = g_hash_table_lookup (newest, file->path + n_root);
  return twin && sem_store_is_in_place_of (twin->id, twin->inode, id, inode);
}

GArray *
sem_store_list_photo_files (SemStore *self, gint64 photo, GError **error)
{
  static const char sql[] =
    "SELECT path, mtime, taken, missing, files.id, inode,"
    " (SELECT min (length (CAST (mounts.path AS BLOB))) FROM mounts WHERE away <> 0"
    "  AND files.path > CAST (mounts.path || '/' AS BLOB)"
    "  AND files.path < CAST (mounts.path || '0' AS BLOB))"
    " FROM files LEFT JOIN metadata USING (photo)"
    " WHERE photo = ?1 ORDER BY " SEM_STORE_FILES_THERE_FIRST;
  g_autoptr (GHashTable) newest = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (SemStorePhotoFile));
  g_autoptr (GString) path = g_string_new (NULL);
  int code;

  if (!stmt)
    return NULL;
  g_array_set_clear_func (files, clear_file);
  sqlite3_bind_int64 (stmt, 1, photo);
  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      SemStorePhotoFile file = {
        .date = read_date (stmt, 1),
        .missing = sqlite3_column_int (stmt, 3) != 0,
      };

      take_path (stmt, 0, path);
      file.path = g_strdup (path->str);
      if (was_moved (stmt, newest, &file))
        g_free (file.path);
      else
        g_array_append_val (files, file);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE ? g_steal_pointer (&files) : NULL;
}

gint64
sem_store_get_data_version (SemStore *self, GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, "PRAGMA data_version", error);

  return stmt ? sem_store_scalar (self, LIBRARY, stmt, 0, error) : -1;
}
