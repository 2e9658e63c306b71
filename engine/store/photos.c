/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/photos.h"
#include "engine/store/backbones.h"
#include "engine/store/store-private.h"

#define LIBRARY SEM_STORE_LIBRARY

gint64
sem_store_find_photo (SemStore *self, const guint8 *hash, const char *backbone, GError **error)
{
  static const char sql[] =
    "SELECT id FROM photos JOIN described ON photo = id"
    " WHERE hash = ?1 AND backbone = (SELECT id FROM backbones WHERE name = ?2)";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (!stmt)
    return -1;
  sqlite3_bind_blob (stmt, 1, hash, SEM_STORE_HASH_SIZE, SQLITE_TRANSIENT);
  sqlite3_bind_text (stmt, 2, backbone, -1, SQLITE_TRANSIENT);
  return sem_store_scalar (self, LIBRARY, stmt, 0, error);
}

gint64
sem_store_find_contents (SemStore *self, const guint8 *hash, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT id FROM photos WHERE hash = ?1", error);

  if (!stmt)
    return -1;
  sqlite3_bind_blob (stmt, 1, hash, SEM_STORE_HASH_SIZE, SQLITE_TRANSIENT);
  return sem_store_scalar (self, LIBRARY, stmt, 0, error);
}

gint64
sem_store_put_photo (SemStore *self,
                     const guint8 *hash,
                     guint width,
                     guint height,
                     const char *backbone,
                     GError **error)
{
  static const char sql[] =
    "INSERT INTO photos (hash, width, height) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (hash) DO UPDATE SET width = ?2, height = ?3 RETURNING id";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  gint64 id;

  if (!stmt)
    return -1;
  sqlite3_bind_blob (stmt, 1, hash, SEM_STORE_HASH_SIZE, SQLITE_TRANSIENT);
  sqlite3_bind_int (stmt, 2, (int) width);
  sqlite3_bind_int (stmt, 3, (int) height);
  id = sem_store_insert (self, LIBRARY, stmt, error);
  return id > 0 && sem_store_note_feature (self, id, backbone, error) ? id : -1;
}

#define TURN_WRONGLY_HIDDEN                                                                        \
  "UPDATE photos SET hidden = NOT hidden WHERE (hidden <> 0) = EXISTS"                             \
  " (SELECT 1 FROM files WHERE photo = photos.id AND NOT missing)"

gboolean
sem_store_renew_generation (SemStore *self, GError **error)
{
  return sem_store_exec (self, LIBRARY, "UPDATE state SET generation = generation + 1", error);
}

/* Increases the generation where the previous statement changed a row. */
static gboolean
note_change (SemStore *self, GError **error)
{
  return sqlite3_changes (self->dbs[LIBRARY]) == 0 || sem_store_renew_generation (self, error);
}

gboolean
sem_store_update_hidden (SemStore *self, GError **error)
{
  return sem_store_exec (self, LIBRARY, TURN_WRONGLY_HIDDEN, error) && note_change (self, error);
}

gboolean
sem_store_update_photo_hidden (SemStore *self, gint64 photo, GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, TURN_WRONGLY_HIDDEN " AND id = ?1", error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, photo);
  return sem_store_run (self, LIBRARY, stmt, error) && note_change (self, error);
}

gboolean
sem_store_count (SemStore *self, SemStoreCounts *counts, GError **error)
{
  static const char sql[] = "SELECT (SELECT count (*) FROM photos WHERE NOT hidden),"
                            " count (*) FILTER (WHERE state = 2),"
                            " count (*) FILTER (WHERE state = 3),"
                            " count (*) FILTER (WHERE state = 1) FROM files WHERE NOT missing";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (!stmt || sem_store_step (self, LIBRARY, stmt, error) != SQLITE_ROW)
    return FALSE;
  counts->photos = sem_store_column_count (stmt, 0);
  counts->files = sem_store_column_count (stmt, 1);
  counts->failed = sem_store_column_count (stmt, 2);
  counts->skipped = sem_store_column_count (stmt, 3);
  sqlite3_reset (stmt);
  return TRUE;
}

gint64
sem_store_has_photos (SemStore *self, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT EXISTS (SELECT 1 FROM photos WHERE NOT hidden)",
                       error);

  return stmt ? sem_store_scalar (self, LIBRARY, stmt, 0, error) : -1;
}

GArray *
sem_store_list_photos (SemStore *self, gint64 after, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY,
                       "SELECT id FROM photos WHERE id > ?1 AND NOT hidden ORDER BY id", error);

  if (!stmt)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, after);
  return sem_store_list_ids (self, LIBRARY, stmt, error);
}

GArray *
sem_store_list_hidden (SemStore *self, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT id FROM photos WHERE hidden ORDER BY id", error);

  return stmt ? sem_store_list_ids (self, LIBRARY, stmt, error) : NULL;
}

gint64
sem_store_get_generation (SemStore *self, GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, "SELECT generation FROM state", error);

  return stmt ? sem_store_scalar (self, LIBRARY, stmt, 0, error) : -1;
}

void
sem_store_photo_clear (SemStorePhoto *photo)
{
  g_clear_pointer (&photo->path, g_free);
}

gboolean
sem_store_get_photo (SemStore *self, gint64 id, SemStorePhoto *photo, GError **error)
{
  static const char sql[] =
    "SELECT hash, width, height, (SELECT path FROM files WHERE photo = photos.id"
    " ORDER BY " SEM_STORE_FILES_THERE_FIRST " LIMIT 1) FROM photos WHERE id = ?1";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  int code;

  photo->id = 0;
  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  code = sem_store_step (self, LIBRARY, stmt, error);
  if (code == SQLITE_ROW && sqlite3_column_bytes (stmt, 0) != SEM_STORE_HASH_SIZE)
    {
      sem_store_set_error (self, LIBRARY, SQLITE_CORRUPT, error);
      code = 0;
    }
  if (code == SQLITE_ROW)
    {
      photo->id = id;
      memcpy (photo->hash, sqlite3_column_blob (stmt, 0), SEM_STORE_HASH_SIZE);
      photo->width = sem_store_column_count (stmt, 1);
      photo->height = sem_store_column_count (stmt, 2);
      photo->path = sqlite3_column_type (stmt, 3) == SQLITE_NULL
                      ? NULL
                      : g_strndup (sqlite3_column_blob (stmt, 3), sqlite3_column_bytes (stmt, 3));
    }
  sqlite3_reset (stmt);
  return code != 0;
}
