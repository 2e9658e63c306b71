/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/store-private.h"

#define LIBRARY SEM_STORE_LIBRARY
/* Names of one inode that are looked at for each further one. */
#define MOST_LINKS "64"

void
sem_store_file_clear (SemStoreFile *file)
{
  g_clear_pointer (&file->path, g_free);
  g_clear_pointer (&file->reason, g_free);
  g_clear_pointer (&file->decoder, g_free);
}

void
sem_store_file_free (SemStoreFile *file)
{
  sem_store_file_clear (file);
  g_free (file);
}

#define FILE_COLUMNS                                                                               \
  "files.id, folder, path, device, inode, size, mtime, state, missing, photo, attempts, reason,"   \
  " decoder, ctime FROM files "

static gboolean
read_file (SemStore *self, sqlite3_stmt *stmt, SemStoreFile *file, GError **error)
{
  gboolean has_photo = sqlite3_column_type (stmt, 9) != SQLITE_NULL;
  gint64 id = sem_store_column_id (self, LIBRARY, stmt, 0, error),
         folder = id ? sem_store_column_id (self, LIBRARY, stmt, 1, error) : 0,
         photo = folder && has_photo ? sem_store_column_id (self, LIBRARY, stmt, 9, error) : 0;

  if (folder == 0 || (has_photo && photo == 0))
    return FALSE;
  file->id = id;
  file->folder = folder;
  file->path = sem_store_dup_path (stmt, 2);
  file->identity.device = (guint64) sqlite3_column_int64 (stmt, 3);
  file->identity.inode = (guint64) sqlite3_column_int64 (stmt, 4);
  file->identity.size = sqlite3_column_int64 (stmt, 5);
  file->identity.mtime = sqlite3_column_int64 (stmt, 6);
  /* An invalid state is read as 0, and the file is indexed again. */
  file->state = sem_store_column_count (stmt, 7);
  file->missing = sqlite3_column_int64 (stmt, 8) != 0;
  file->photo = photo;
  file->attempts = sem_store_column_count (stmt, 10);
  file->reason = sem_store_dup_text (stmt, 11);
  file->decoder = sem_store_dup_text (stmt, 12);
  file->identity.ctime = sqlite3_column_int64 (stmt, 13);
  return TRUE;
}

gboolean
sem_store_find_file (SemStore *self, const char *path, SemStoreFile *file, GError **error)
{
  static const char sql[] = "SELECT " FILE_COLUMNS "WHERE path = ?1";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  gboolean ok;
  int code;

  file->id = 0;
  if (!stmt)
    return FALSE;
  sem_store_bind_path (stmt, 1, path);
  code = sem_store_step (self, LIBRARY, stmt, error);
  ok = code == SQLITE_DONE || (code == SQLITE_ROW && read_file (self, stmt, file, error));
  sqlite3_reset (stmt);
  return ok;
}

/* (transfer full) (nullable) (element-type SemStoreFile): @sql takes no arguments. */
static GPtrArray *
list_files (SemStore *self, const char *sql, GError **error)
{
  g_autoptr (GPtrArray) files =
    g_ptr_array_new_with_free_func ((GDestroyNotify) sem_store_file_free);
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  int code;

  if (!stmt)
    return NULL;
  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      SemStoreFile *file = g_new0 (SemStoreFile, 1);

      g_ptr_array_add (files, file);
      if (!read_file (self, stmt, file, error))
        break;
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE ? g_steal_pointer (&files) : NULL;
}

GPtrArray *
sem_store_list_failed (SemStore *self, GError **error)
{
  return list_files (self, "SELECT " FILE_COLUMNS "WHERE state = 3 AND NOT missing ORDER BY path",
                     error);
}

GPtrArray *
sem_store_list_skipped (SemStore *self, GError **error)
{
  return list_files (self, "SELECT " FILE_COLUMNS "WHERE state = 1 AND NOT missing ORDER BY path",
                     error);
}

GPtrArray *
sem_store_list_noted (SemStore *self, GError **error)
{
  return list_files (self,
                     "SELECT " FILE_COLUMNS
                     "WHERE state = 2 AND NOT missing AND reason IS NOT NULL ORDER BY path",
                     error);
}

gint64
sem_store_count_failed (SemStore *self, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT count (*) FROM files WHERE state = 3 AND NOT missing",
                       error);

  return stmt ? sem_store_scalar (self, LIBRARY, stmt, 0, error) : -1;
}

gint64
sem_store_find_identity (SemStore *self,
                         const SemFileIdentity *identity,
                         const char *backbone,
                         GError **error)
{
  /* What has thousands of names, none of them a photo, costs no more for each of them. */
  static const char sql[] =
    "SELECT photo FROM (SELECT * FROM files WHERE inode = ?1 AND device = ?2 LIMIT " MOST_LINKS ")"
    " JOIN described USING (photo) JOIN photos ON photos.id = photo"
    " WHERE size = ?3 AND mtime = ?4 AND ?6 IN (0, ctime)"
    " AND state = 2 AND backbone = (SELECT id FROM backbones WHERE name = ?5) LIMIT 1";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (!stmt)
    return -1;
  sqlite3_bind_int64 (stmt, 1, (gint64) identity->inode);
  sqlite3_bind_int64 (stmt, 2, (gint64) identity->device);
  sqlite3_bind_int64 (stmt, 3, identity->size);
  sqlite3_bind_int64 (stmt, 4, identity->mtime);
  sqlite3_bind_text (stmt, 5, backbone, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (stmt, 6, identity->ctime);
  return sem_store_scalar (self, LIBRARY, stmt, 0, error);
}

gboolean
sem_store_is_decoded_by (SemStore *self,
                         gint64 photo,
                         const char *decoder,
                         gboolean *found,
                         GError **error)
{
  static const char sql[] =
    "SELECT EXISTS (SELECT 1 FROM files WHERE photo = ?1 AND state = 2 AND decoder = ?2)";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  gint64 any;

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, photo);
  sqlite3_bind_text (stmt, 2, decoder, -1, SQLITE_TRANSIENT);
  any = sem_store_scalar (self, LIBRARY, stmt, 0, error);
  *found = any > 0;
  return any >= 0;
}

gboolean
sem_store_dup_notes (SemStore *self, gint64 photo, char **reason, char **decoder, GError **error)
{
  static const char sql[] =
    "SELECT max (reason), max (decoder) FROM files WHERE photo = ?1 AND state = 2";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  int code;

  *reason = *decoder = NULL;
  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, photo);
  code = sem_store_step (self, LIBRARY, stmt, error);
  if (code == SQLITE_ROW)
    {
      *reason = sem_store_dup_text (stmt, 0);
      *decoder = sem_store_dup_text (stmt, 1);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
sem_store_put_file (SemStore *self, SemStoreFile *file, GError **error)
{
  static const char sql[] =
    "INSERT INTO files (folder, path, device, inode, size, mtime, state, missing, photo,"
    " attempts, reason, decoder, ctime)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
    " ON CONFLICT (path) DO UPDATE SET folder = ?1, device = ?3, inode = ?4, size = ?5,"
    " mtime = ?6, state = ?7, missing = ?8, photo = ?9, attempts = ?10, reason = ?11,"
    " decoder = ?12, ctime = ?13 RETURNING id";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, file->folder);
  sem_store_bind_path (stmt, 2, file->path);
  sqlite3_bind_int64 (stmt, 3, (gint64) file->identity.device);
  sqlite3_bind_int64 (stmt, 4, (gint64) file->identity.inode);
  sqlite3_bind_int64 (stmt, 5, file->identity.size);
  sqlite3_bind_int64 (stmt, 6, file->identity.mtime);
  sqlite3_bind_int (stmt, 7, file->state);
  sqlite3_bind_int (stmt, 8, file->missing);
  if (file->photo)
    sqlite3_bind_int64 (stmt, 9, file->photo);
  sqlite3_bind_int (stmt, 10, (int) file->attempts);
  sqlite3_bind_text (stmt, 11, file->reason, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (stmt, 12, file->decoder, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (stmt, 13, file->identity.ctime);
  file->id = sem_store_insert (self, LIBRARY, stmt, error);
  return file->id > 0;
}

gint64
sem_store_last_file (SemStore *self, GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, "SELECT max (id) FROM files", error);

  return stmt ? sem_store_scalar (self, LIBRARY, stmt, 0, error) : -1;
}

static gboolean
is_kept (const char *path, GPtrArray *keep)
{
  for (guint i = 0; i < keep->len; i++)
    if (sem_path_covers (g_ptr_array_index (keep, i), path))
      return TRUE;
  return FALSE;
}

/* (element-type gint64): files of the folder that the scan should have found, and did not. */
static GArray *
list_unseen (SemStore *self,
             gint64 folder,
             const guint8 *seen,
             gint64 n_seen,
             GPtrArray *keep,
             GError **error)
{
  static const char sql[] =
    "SELECT id, path FROM files WHERE folder = ?1 AND NOT missing AND id < ?2";
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  int code;

  if (!stmt)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, folder);
  sqlite3_bind_int64 (stmt, 2, n_seen);
  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      gint64 id = sem_store_column_id (self, LIBRARY, stmt, 0, error);

      if (id == 0)
        break;
      if (seen[id])
        continue;
      g_autofree char *path = sem_store_dup_path (stmt, 1);
      if (!is_kept (path, keep))
        g_array_append_val (gone, id);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE ? g_steal_pointer (&gone) : NULL;
}

gboolean
sem_store_mark_missing (SemStore *self,
                        gint64 folder,
                        const guint8 *seen,
                        gint64 n_seen,
                        GPtrArray *keep,
                        guint *n_missing,
                        GError **error)
{
  g_autoptr (GArray) gone = list_unseen (self, folder, seen, n_seen, keep, error);

  if (!gone)
    return FALSE;
  for (guint i = 0; i < gone->len; i++)
    {
      sqlite3_stmt *stmt =
        sem_store_prepare (self, LIBRARY, "UPDATE files SET missing = 1 WHERE id = ?1", error);

      if (!stmt)
        return FALSE;
      sqlite3_bind_int64 (stmt, 1, g_array_index (gone, gint64, i));
      if (!sem_store_run (self, LIBRARY, stmt, error))
        return FALSE;
    }
  *n_missing = gone->len;
  return TRUE;
}

#define READ_BELOW                                                                                 \
  "SELECT path, device, inode, size, mtime, ctime FROM files"                                      \
  " WHERE path > ?1 AND path < ?2 AND NOT missing"

static gboolean
read_below (SemStore *self,
            const char *sql,
            const char *below,
            SemStoreFileFunc func,
            gpointer user_data,
            GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  gboolean more = TRUE;
  int code = SQLITE_DONE;

  if (!stmt)
    return FALSE;
  sem_store_bind_below (stmt, 1, below);
  while (more && (code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      g_autofree char *path = sem_store_dup_path (stmt, 0);
      SemFileIdentity identity = {
        .device = (guint64) sqlite3_column_int64 (stmt, 1),
        .inode = (guint64) sqlite3_column_int64 (stmt, 2),
        .size = sqlite3_column_int64 (stmt, 3),
        .mtime = sqlite3_column_int64 (stmt, 4),
        .ctime = sqlite3_column_int64 (stmt, 5),
      };

      more = func (path, &identity, user_data);
    }
  sqlite3_reset (stmt);
  return !more || code == SQLITE_DONE;
}

gboolean
sem_store_read_files (SemStore *self,
                      const char *below,
                      SemStoreFileFunc func,
                      gpointer user_data,
                      GError **error)
{
  return read_below (self, READ_BELOW, below, func, user_data, error);
}

gboolean
sem_store_read_indexed (SemStore *self,
                        const char *below,
                        SemStoreFileFunc func,
                        gpointer user_data,
                        GError **error)
{
  return read_below (self, READ_BELOW " AND state = 2", below, func, user_data, error);
}
