/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/details/inner.h"
#include "engine/store/store-private.h"

#define LIBRARY SEM_STORE_LIBRARY

gboolean
sem_store_put_inner (SemStore *self, gint64 photo, const guint8 *inner, gsize size, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY,
                       "INSERT OR REPLACE INTO inner_pictures (photo, pictures) VALUES (?1, ?2)",
                       error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, photo);
  sqlite3_bind_blob64 (stmt, 2, size ? inner : (const guint8 *) "", size, SQLITE_STATIC);
  return sem_store_run (self, LIBRARY, stmt, error);
}

gboolean
sem_store_read_inner (SemStore *self,
                      gint64 *last,
                      SemStoreInnerFunc func,
                      gpointer user_data,
                      GError **error)
{
  static const char sql[] =
    "SELECT inner_pictures.id, photo, pictures FROM inner_pictures JOIN photos ON photos.id = photo"
    " WHERE inner_pictures.id > ?1 AND length (pictures) > 0 AND NOT hidden"
    " ORDER BY inner_pictures.id";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  int code;

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, *last);
  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      const gint64 id = sem_store_column_id (self, LIBRARY, stmt, 0, error);
      const gint64 photo = id ? sem_store_column_id (self, LIBRARY, stmt, 1, error) : 0;
      const int size = sqlite3_column_bytes (stmt, 2);

      if (photo == 0)
        break;
      if (size <= SEM_STORE_MAX_INNER)
        func (photo, sqlite3_column_blob (stmt, 2), (gsize) size, user_data);
      *last = id;
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

GArray *
sem_store_list_without_inner (SemStore *self, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY,
                       "SELECT id FROM photos WHERE NOT hidden AND NOT EXISTS"
                       " (SELECT 1 FROM inner_pictures WHERE photo = photos.id) ORDER BY id",
                       error);

  return stmt ? sem_store_list_ids (self, LIBRARY, stmt, error) : NULL;
}
