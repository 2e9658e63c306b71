/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

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
    return 0;
  sqlite3_bind_blob (stmt, 1, hash, SEM_STORE_HASH_SIZE, SQLITE_TRANSIENT);
  sqlite3_bind_text (stmt, 2, backbone, -1, SQLITE_TRANSIENT);
  return sem_store_find (self, LIBRARY, stmt, error);
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
    return 0;
  sqlite3_bind_blob (stmt, 1, hash, SEM_STORE_HASH_SIZE, SQLITE_TRANSIENT);
  sqlite3_bind_int (stmt, 2, (int) width);
  sqlite3_bind_int (stmt, 3, (int) height);
  id = sem_store_insert (self, LIBRARY, stmt, error);
  return id && sem_store_note_feature (self, id, backbone, error) ? id : 0;
}

#define TURN_WRONGLY_HIDDEN                                                                        \
  "UPDATE photos SET hidden = NOT hidden WHERE (hidden <> 0) = EXISTS"                             \
  " (SELECT 1 FROM files WHERE photo = photos.id AND NOT missing)"

/* A new generation, where the statement before changed a row. */
static gboolean
note_change (SemStore *self, GError **error)
{
  if (sqlite3_changes (self->dbs[LIBRARY]) == 0)
    return TRUE;
  return sem_store_exec (self, LIBRARY, "UPDATE state SET generation = generation + 1", error);
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
                            " (SELECT count (*) FROM files WHERE state = 2 AND NOT missing),"
                            " (SELECT count (*) FROM files WHERE state = 3 AND NOT missing),"
                            " (SELECT count (*) FROM files WHERE state = 1 AND NOT missing)";
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
sem_store_count_failed (SemStore *self, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT count (*) FROM files WHERE state = 3 AND NOT missing",
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
    " ORDER BY missing, id LIMIT 1) FROM photos WHERE id = ?1";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  gboolean found;

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  found = sem_store_step (self, LIBRARY, stmt, error) == SQLITE_ROW;
  if (found && sqlite3_column_bytes (stmt, 0) != SEM_STORE_HASH_SIZE)
    {
      sem_store_set_error (self, LIBRARY, SQLITE_CORRUPT, error);
      found = FALSE;
    }
  if (found)
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
  return found;
}

gboolean
sem_store_put_thumbnail (SemStore *self, const guint8 *hash, GBytes *jpeg, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, SEM_STORE_THUMBNAILS,
                       "INSERT OR REPLACE INTO thumbnails VALUES (?1, ?2)", error);
  gsize size;
  const void *data = g_bytes_get_data (jpeg, &size);

  if (!stmt)
    return FALSE;
  sqlite3_bind_blob (stmt, 1, hash, SEM_STORE_HASH_SIZE, SQLITE_TRANSIENT);
  sqlite3_bind_blob64 (stmt, 2, data, size, SQLITE_STATIC);
  return sem_store_run (self, SEM_STORE_THUMBNAILS, stmt, error);
}

GBytes *
sem_store_get_thumbnail (SemStore *self, gint64 photo, GError **error)
{
  SemStorePhoto row = { 0 };
  GBytes *jpeg = NULL;
  sqlite3_stmt *stmt;

  if (!sem_store_get_photo (self, photo, &row, error))
    return NULL;
  sem_store_photo_clear (&row);
  stmt = sem_store_prepare (self, SEM_STORE_THUMBNAILS,
                            "SELECT jpeg FROM thumbnails WHERE hash = ?1", error);
  if (!stmt)
    return NULL;
  sqlite3_bind_blob (stmt, 1, row.hash, SEM_STORE_HASH_SIZE, SQLITE_TRANSIENT);
  if (sem_store_step (self, SEM_STORE_THUMBNAILS, stmt, error) == SQLITE_ROW)
    jpeg = g_bytes_new (sqlite3_column_blob (stmt, 0), sqlite3_column_bytes (stmt, 0));
  sqlite3_reset (stmt);
  return jpeg;
}

gboolean
sem_store_put_sketch (SemStore *self,
                      gint64 photo,
                      const guint8 *hash,
                      const guint8 *sketch,
                      gsize size,
                      const guint64 *dct,
                      GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (self, SEM_STORE_FEATURES,
                                          "INSERT OR REPLACE INTO sketches VALUES (?1, ?2)", error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_blob (stmt, 1, hash, SEM_STORE_HASH_SIZE, SQLITE_TRANSIENT);
  sqlite3_bind_blob64 (stmt, 2, sketch, size, SQLITE_STATIC);
  if (!sem_store_run (self, SEM_STORE_FEATURES, stmt, error))
    return FALSE;
  stmt = sem_store_prepare (self, LIBRARY, "UPDATE photos SET dct = ?2 WHERE id = ?1", error);
  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, photo);
  if (dct)
    sqlite3_bind_int64 (stmt, 2, (gint64) *dct);
  return sem_store_run (self, LIBRARY, stmt, error);
}

gboolean
sem_store_get_sketch (SemStore *self,
                      const SemStorePhoto *photo,
                      guint8 *sketch,
                      gsize size,
                      GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (self, SEM_STORE_FEATURES,
                                          "SELECT sketch FROM sketches WHERE hash = ?1", error);
  gboolean found = FALSE;

  if (!stmt)
    return FALSE;
  sqlite3_bind_blob (stmt, 1, photo->hash, SEM_STORE_HASH_SIZE, SQLITE_TRANSIENT);
  if (sem_store_step (self, SEM_STORE_FEATURES, stmt, error) == SQLITE_ROW
      && (gsize) sqlite3_column_bytes (stmt, 0) == size)
    {
      memcpy (sketch, sqlite3_column_blob (stmt, 0), size);
      found = TRUE;
    }
  sqlite3_reset (stmt);
  return found;
}

gboolean
sem_store_list_dct (SemStore *self, gint64 after, GArray *ids, GArray *hashes, GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (
    self, LIBRARY,
    "SELECT id, dct FROM photos WHERE id > ?1 AND dct IS NOT NULL AND NOT hidden ORDER BY id",
    error);
  int code;

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, after);
  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      gint64 id = sem_store_column_id (self, LIBRARY, stmt, 0, error);
      guint64 hash = (guint64) sqlite3_column_int64 (stmt, 1);

      if (id == 0)
        break;
      g_array_append_val (ids, id);
      g_array_append_val (hashes, hash);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

gboolean
sem_store_put_feature (SemStore *self,
                       const guint8 *hash,
                       const char *backbone,
                       const guint16 *feature,
                       guint dim,
                       GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, SEM_STORE_FEATURES,
                       "INSERT OR REPLACE INTO features VALUES (?1, ?2, ?3)", error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_blob (stmt, 1, hash, SEM_STORE_HASH_SIZE, SQLITE_TRANSIENT);
  sqlite3_bind_text (stmt, 2, backbone, -1, SQLITE_TRANSIENT);
  sqlite3_bind_blob (stmt, 3, feature, (int) (dim * sizeof *feature), SQLITE_STATIC);
  return sem_store_run (self, SEM_STORE_FEATURES, stmt, error);
}

gboolean
sem_store_get_feature (SemStore *self,
                       gint64 photo,
                       const char *backbone,
                       guint16 *feature,
                       guint dim,
                       GError **error)
{
  SemStorePhoto row = { 0 };
  gboolean found = FALSE;
  sqlite3_stmt *stmt;

  if (!sem_store_get_photo (self, photo, &row, error))
    return FALSE;
  sem_store_photo_clear (&row);
  stmt =
    sem_store_prepare (self, SEM_STORE_FEATURES,
                       "SELECT feature FROM features WHERE hash = ?1 AND backbone = ?2", error);
  if (!stmt)
    return FALSE;
  sqlite3_bind_blob (stmt, 1, row.hash, SEM_STORE_HASH_SIZE, SQLITE_TRANSIENT);
  sqlite3_bind_text (stmt, 2, backbone, -1, SQLITE_TRANSIENT);
  if (sem_store_step (self, SEM_STORE_FEATURES, stmt, error) == SQLITE_ROW
      && (gsize) sqlite3_column_bytes (stmt, 0) == dim * sizeof *feature)
    {
      memcpy (feature, sqlite3_column_blob (stmt, 0), dim * sizeof *feature);
      found = TRUE;
    }
  sqlite3_reset (stmt);
  return found;
}
