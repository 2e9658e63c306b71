/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/companions.h"
#include "engine/store/store-private.h"

#include <string.h>

#define LIBRARY SEM_STORE_LIBRARY

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

gboolean
sem_store_get_thumbnail (SemStore *self, gint64 photo, GBytes **jpeg, GError **error)
{
  SemStorePhoto row = { 0 };
  sqlite3_stmt *stmt;
  int code;

  *jpeg = NULL;
  if (!sem_store_get_photo (self, photo, &row, error))
    return FALSE;
  sem_store_photo_clear (&row);
  if (row.id == 0)
    return TRUE;
  stmt = sem_store_prepare (self, SEM_STORE_THUMBNAILS,
                            "SELECT jpeg FROM thumbnails WHERE hash = ?1", error);
  if (!stmt)
    return FALSE;
  sqlite3_bind_blob (stmt, 1, row.hash, SEM_STORE_HASH_SIZE, SQLITE_TRANSIENT);
  code = sem_store_step (self, SEM_STORE_THUMBNAILS, stmt, error);
  if (code == SQLITE_ROW)
    *jpeg = g_bytes_new (sqlite3_column_blob (stmt, 0), sqlite3_column_bytes (stmt, 0));
  sqlite3_reset (stmt);
  return code != 0;
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
                      gboolean *found,
                      GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (self, SEM_STORE_FEATURES,
                                          "SELECT sketch FROM sketches WHERE hash = ?1", error);

  *found = FALSE;
  if (!stmt)
    return FALSE;
  sqlite3_bind_blob (stmt, 1, photo->hash, SEM_STORE_HASH_SIZE, SQLITE_TRANSIENT);
  return sem_store_read_blob (self, SEM_STORE_FEATURES, stmt, sketch, size, found, error);
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
                       gboolean *found,
                       GError **error)
{
  SemStorePhoto row = { 0 };
  sqlite3_stmt *stmt;

  *found = FALSE;
  if (!sem_store_get_photo (self, photo, &row, error))
    return FALSE;
  sem_store_photo_clear (&row);
  if (row.id == 0)
    return TRUE;
  stmt =
    sem_store_prepare (self, SEM_STORE_FEATURES,
                       "SELECT feature FROM features WHERE hash = ?1 AND backbone = ?2", error);
  if (!stmt)
    return FALSE;
  sqlite3_bind_blob (stmt, 1, row.hash, SEM_STORE_HASH_SIZE, SQLITE_TRANSIENT);
  sqlite3_bind_text (stmt, 2, backbone, -1, SQLITE_TRANSIENT);
  return sem_store_read_blob (self, SEM_STORE_FEATURES, stmt, feature, dim * sizeof *feature, found,
                              error);
}

/* All features -------------------------------------------------------------------------------- */

typedef struct
{
  guint8 hash[SEM_STORE_HASH_SIZE];
  gint64 photo;
} Named;

static int
compare (gconstpointer a, gconstpointer b)
{
  return memcmp (((const Named *) a)->hash, ((const Named *) b)->hash, SEM_STORE_HASH_SIZE);
}

static gboolean
read_hash (sqlite3_stmt *stmt, int column, guint8 *hash)
{
  if (sqlite3_column_type (stmt, column) != SQLITE_BLOB
      || sqlite3_column_bytes (stmt, column) != SEM_STORE_HASH_SIZE)
    return FALSE;
  memcpy (hash, sqlite3_column_blob (stmt, column), SEM_STORE_HASH_SIZE);
  return TRUE;
}

/* (transfer full) (element-type Named): by their hashes. */
static GArray *
list_photos (SemStore *self, const char *backbone, GError **error)
{
  g_autoptr (GArray) photos = g_array_new (FALSE, FALSE, sizeof (Named));
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY,
                       "SELECT hash, id FROM described JOIN photos ON id = photo WHERE backbone ="
                       " (SELECT id FROM backbones WHERE name = ?1) AND NOT hidden",
                       error);
  int code;

  if (!stmt)
    return NULL;
  sqlite3_bind_text (stmt, 1, backbone, -1, SQLITE_TRANSIENT);
  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      Named named;

      if ((named.photo = sem_store_column_id (self, LIBRARY, stmt, 1, error)) == 0)
        break;
      if (read_hash (stmt, 0, named.hash))
        g_array_append_val (photos, named);
    }
  sqlite3_reset (stmt);
  g_array_sort (photos, compare);
  return code == SQLITE_DONE ? g_steal_pointer (&photos) : NULL;
}

/* Returns: the photo of the row; 0 where it has none, or a feature of another size */
static gint64
read_row (sqlite3_stmt *stmt, GArray *photos, guint dim, guint16 *feature)
{
  const int size = (int) (dim * sizeof *feature);
  Named named;
  guint at;

  if (!read_hash (stmt, 0, named.hash) || sqlite3_column_type (stmt, 1) != SQLITE_BLOB
      || sqlite3_column_bytes (stmt, 1) != size
      || !g_array_binary_search (photos, &named, compare, &at))
    return 0;
  memcpy (feature, sqlite3_column_blob (stmt, 1), (gsize) size);
  return g_array_index (photos, Named, at).photo;
}

gboolean
sem_store_walk_features (SemStore *self,
                         const char *backbone,
                         guint dim,
                         SemStoreFeatureFunc func,
                         gpointer user_data,
                         GError **error)
{
  g_autoptr (GArray) photos = list_photos (self, backbone, error);
  g_autofree guint16 *feature = g_new (guint16, dim);
  sqlite3_stmt *stmt =
    photos ? sem_store_prepare (self, SEM_STORE_FEATURES,
                                "SELECT hash, feature FROM features WHERE backbone = ?1", error)
           : NULL;
  int code;

  if (!stmt)
    return FALSE;
  sqlite3_bind_text (stmt, 1, backbone, -1, SQLITE_TRANSIENT);
  while ((code = sem_store_step (self, SEM_STORE_FEATURES, stmt, error)) == SQLITE_ROW)
    {
      const gint64 photo = read_row (stmt, photos, dim, feature);

      if (photo > 0 && !func (photo, feature, user_data, error))
        break;
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}
