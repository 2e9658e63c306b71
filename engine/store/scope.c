/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/scope.h"
#include "engine/store/store-private.h"

#define LIBRARY SEM_STORE_LIBRARY
#define ROWS_PER_LOOK 1000

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

/* Reading all files in the order of their rows is faster than by an index, which "+" prevents. */
static sqlite3_stmt *
prepare_files (SemStore *self, const char *folder, GError **error)
{
  static const char all[] =
    "SELECT +photo, path, mtime FROM files WHERE +photo IS NOT NULL AND NOT missing";
  static const char below[] =
    "SELECT +photo, path, mtime FROM files"
    " WHERE path > ?1 AND path < ?2 AND +photo IS NOT NULL AND NOT missing";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, *folder ? below : all, error);

  if (stmt && *folder)
    sem_store_bind_below (stmt, 1, folder);
  return stmt;
}

gboolean
sem_store_each_file (SemStore *self,
                     const char *folder,
                     SemStoreScopeFileFunc func,
                     gpointer user_data,
                     GCancellable *cancellable,
                     GError **error)
{
  sqlite3_stmt *stmt = prepare_files (self, folder, error);
  g_autoptr (GString) path = g_string_new (NULL);
  guint n = 0;
  int code;

  if (!stmt)
    return FALSE;
  while ((code = step_row (self, stmt, &n, cancellable, error)) == SQLITE_ROW)
    {
      gint64 photo = sem_store_column_id (self, LIBRARY, stmt, 0, error);

      if (!photo)
        break;
      take_path (stmt, 1, path);
      func (photo, path->str, sqlite3_column_int64 (stmt, 2), user_data);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
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

GArray *
sem_store_list_photo_files (SemStore *self, gint64 photo, GError **error)
{
  static const char sql[] =
    "SELECT path, mtime, missing FROM files WHERE photo = ?1 ORDER BY missing, id";
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
        .mtime = sqlite3_column_int64 (stmt, 1),
        .missing = sqlite3_column_int (stmt, 2) != 0,
      };

      take_path (stmt, 0, path);
      file.path = g_strdup (path->str);
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
