/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/mounts.h"
#include "engine/store/store-private.h"

#define LIBRARY SEM_STORE_LIBRARY

gboolean
sem_path_covers (const char *outer, const char *inner)
{
  gsize n = strlen (outer);

  if (strncmp (outer, inner, n) != 0)
    return FALSE;
  return inner[n] == '\0' || inner[n] == '/' || g_str_equal (outer, "/");
}

void
sem_store_mount_free (SemStoreMount *mount)
{
  g_free (mount->path);
  g_free (mount);
}

/* A value that is not ours is a damaged one: nothing is deleted for it. */
static SemAway
read_away (gint64 value)
{
  return value >= SEM_AWAY_NOT && value <= SEM_AWAY_ABSENT ? (SemAway) value : SEM_AWAY_UNREADABLE;
}

static char *
dup_path (sqlite3_stmt *stmt, int column)
{
  const void *bytes = sqlite3_column_blob (stmt, column);

  return bytes ? g_strndup (bytes, sqlite3_column_bytes (stmt, column)) : g_strdup ("");
}

/* Binds the two ends between which the paths below a folder lie: '0' is the byte after '/'. */
static void
bind_range (sqlite3_stmt *stmt, int first, const char *below)
{
  gboolean is_root = g_str_equal (below, "/");

  for (int i = 0; i < 2; i++)
    {
      g_autofree char *end = g_strconcat (is_root ? "" : below, i ? "0" : "/", NULL);

      sqlite3_bind_blob64 (stmt, first + i, end, strlen (end), SQLITE_TRANSIENT);
    }
}

static gboolean
count_photos (SemStore *self, SemStoreMount *mount, GError **error)
{
  static const char sql[] =
    "SELECT count (*) FROM files WHERE path > ?1 AND path < ?2 AND state = 2 AND NOT missing";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  gint64 n;

  if (!stmt)
    return FALSE;
  bind_range (stmt, 1, mount->path);
  n = sem_store_scalar (self, LIBRARY, stmt, 0, error);
  mount->n_photos = (guint) CLAMP (n, 0, G_MAXUINT);
  return n >= 0;
}

GPtrArray *
sem_store_list_mounts (SemStore *self, GError **error)
{
  static const char sql[] = "SELECT folder, path, mounted, away, forget FROM mounts ORDER BY path";
  g_autoptr (GPtrArray) mounts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) sem_store_mount_free);
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  int code;

  if (!stmt)
    return NULL;
  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      SemStoreMount *mount = g_new0 (SemStoreMount, 1);

      g_ptr_array_add (mounts, mount);
      mount->folder = sem_store_column_id (self, LIBRARY, stmt, 0, error);
      if (mount->folder == 0)
        break;
      mount->path = dup_path (stmt, 1);
      mount->mounted = sqlite3_column_int64 (stmt, 2) != 0;
      mount->away = read_away (sqlite3_column_int64 (stmt, 3));
      mount->forget = sqlite3_column_int64 (stmt, 4) != 0;
    }
  sqlite3_reset (stmt);
  if (code != SQLITE_DONE)
    return NULL;
  for (guint i = 0; i < mounts->len; i++)
    if (!count_photos (self, g_ptr_array_index (mounts, i), error))
      return NULL;
  return g_steal_pointer (&mounts);
}

static gboolean
put_mount (SemStore *self, const SemStoreMount *mount, GError **error)
{
  static const char sql[] =
    "INSERT INTO mounts (path, folder, mounted, away, forget) VALUES (?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT (path) DO UPDATE SET folder = ?2, mounted = ?3, away = ?4, forget = ?5";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_blob64 (stmt, 1, mount->path, strlen (mount->path), SQLITE_TRANSIENT);
  sqlite3_bind_int64 (stmt, 2, mount->folder);
  sqlite3_bind_int (stmt, 3, mount->mounted);
  sqlite3_bind_int (stmt, 4, mount->away);
  sqlite3_bind_int (stmt, 5, mount->forget);
  return sem_store_run (self, LIBRARY, stmt, error);
}

gboolean
sem_store_set_mounts (SemStore *self, gint64 folder, const GPtrArray *mounts, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "DELETE FROM mounts WHERE folder = ?1", error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, folder);
  if (!sem_store_run (self, LIBRARY, stmt, error))
    return FALSE;
  for (guint i = 0; i < mounts->len; i++)
    {
      const SemStoreMount *mount = g_ptr_array_index (mounts, i);

      if (mount->folder == folder && !put_mount (self, mount, error))
        return FALSE;
    }
  return TRUE;
}

gint64
sem_store_forget_missing (SemStore *self, const char *path, GError **error)
{
  static const char sql[] = "INSERT INTO mounts (path, folder, mounted, away, forget)"
                            " VALUES (?1, ?2, 0, 0, 1) ON CONFLICT (path) DO UPDATE SET forget = 1";
  g_autoptr (GPtrArray) folders = sem_store_list_folders (self, error);

  for (guint i = 0; folders && i < folders->len; i++)
    {
      const SemStoreFolder *folder = g_ptr_array_index (folders, i);
      sqlite3_stmt *stmt;

      if (!sem_path_covers (folder->path, path))
        continue;
      stmt = sem_store_prepare (self, LIBRARY, sql, error);
      if (!stmt)
        return 0;
      sqlite3_bind_blob64 (stmt, 1, path, strlen (path), SQLITE_TRANSIENT);
      sqlite3_bind_int64 (stmt, 2, folder->id);
      return sem_store_run (self, LIBRARY, stmt, error) ? folder->id : 0;
    }
  return 0;
}

gboolean
sem_store_adopt_mounts (SemStore *self, gint64 from, gint64 to, GError **error)
{
  static const char *const steps[] = {
    /* What is out of reach stays so as a part of the new folder. */
    "INSERT INTO mounts (path, folder, mounted, away, forget)"
    " SELECT path, ?2, 0, 1, 0 FROM folders WHERE id = ?1 AND NOT online ON CONFLICT DO NOTHING",
    "UPDATE mounts SET folder = ?2 WHERE folder = ?1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, steps[i], error);

      if (!stmt)
        return FALSE;
      sqlite3_bind_int64 (stmt, 1, from);
      sqlite3_bind_int64 (stmt, 2, to);
      if (!sem_store_run (self, LIBRARY, stmt, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
sem_store_read_files (SemStore *self,
                      const char *below,
                      SemStoreFileFunc func,
                      gpointer user_data,
                      GError **error)
{
  static const char sql[] = "SELECT path, device, inode, size, mtime FROM files"
                            " WHERE path > ?1 AND path < ?2 AND NOT missing";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  gboolean more = TRUE;
  int code = SQLITE_DONE;

  if (!stmt)
    return FALSE;
  bind_range (stmt, 1, below);
  while (more && (code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      g_autofree char *path = dup_path (stmt, 0);
      SemFileIdentity identity = {
        .device = (guint64) sqlite3_column_int64 (stmt, 1),
        .inode = (guint64) sqlite3_column_int64 (stmt, 2),
        .size = sqlite3_column_int64 (stmt, 3),
        .mtime = sqlite3_column_int64 (stmt, 4),
      };

      more = func (path, &identity, user_data);
    }
  sqlite3_reset (stmt);
  return !more || code == SQLITE_DONE;
}
