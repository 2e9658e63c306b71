/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/mounts.h"
#include "engine/store/folders.h"
#include "engine/store/store-private.h"

#define LIBRARY SEM_STORE_LIBRARY

/* A folder was moved where this share of its files is found again. */
#define MOVED_SHARE 0.9
/* After this many files none of which is found, it was not. */
#define FIRST_FILES 200

void
sem_store_mount_free (SemStoreMount *mount)
{
  g_free (mount->path);
  g_free (mount->moved_to);
  g_free (mount);
}

/* An unknown value is damage; the folder counts as unreadable then, so that nothing is deleted. */
static SemAway
read_away (gint64 value)
{
  return value >= SEM_AWAY_NOT && value <= SEM_AWAY_ABSENT ? (SemAway) value : SEM_AWAY_UNREADABLE;
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
  sem_store_bind_below (stmt, 1, mount->path);
  n = sem_store_scalar (self, LIBRARY, stmt, 0, error);
  mount->n_photos = (guint) CLAMP (n, 0, G_MAXUINT);
  return n >= 0;
}

/* The other places of a folder's files, as far as they have the same path below some folder. */
typedef struct
{
  const GPtrArray *mounts;
  gsize n_root;       /* bytes of the path of the folder */
  GHashTable *places; /* folder (char *) -> number of files that it has in place of the other */
} Search;

static gboolean
is_away (const GPtrArray *mounts, const char *path)
{
  for (guint i = 0; i < mounts->len; i++)
    {
      const SemStoreMount *mount = g_ptr_array_index (mounts, i);

      if (mount->away && sem_path_covers (mount->path, path))
        return TRUE;
    }
  return FALSE;
}

static void
note_twin (Search *search, const char *path, const char *twin)
{
  const char *below = path + search->n_root; /* with its slash */
  gsize n;

  if (!g_str_has_suffix (twin, below) || is_away (search->mounts, twin))
    return;
  n = strlen (twin) - strlen (below);
  if (n > 0)
    {
      char *place = g_strndup (twin, n);
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (search->places, place));

      g_hash_table_replace (search->places, place, GUINT_TO_POINTER (count + 1));
    }
}

/* (transfer full) (nullable): the place with the most files, of these the first, if it has as many
 * as @least. */
static char *
choose_place (GHashTable *places, double least)
{
  const char *best = NULL;
  guint most = 0;
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, places);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      guint n = GPOINTER_TO_UINT (value);

      if (n > most || (n == most && strcmp (key, best) < 0))
        {
          best = key;
          most = n;
        }
    }
  return most >= least ? g_strdup (best) : NULL;
}

/* As the field moved_to. */
static gboolean
find_moved (SemStore *self,
            const GPtrArray *mounts,
            const SemStoreMount *mount,
            char **place,
            GError **error)
{
  static const char sql[] =
    "SELECT old.id, old.path, new.path, old.inode, new.id, new.inode FROM files AS old"
    " LEFT JOIN files AS new ON new.photo = old.photo AND new.id <> old.id AND new.state = 2"
    " AND NOT new.missing"
    " WHERE old.path > ?1 AND old.path < ?2 AND old.state = 2 AND NOT old.missing";
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Search search = { mounts, strlen (mount->path), places };
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  gint64 last = 0;
  guint n = 0;
  int code = SQLITE_DONE;

  *place = NULL;
  if (!stmt)
    return FALSE;
  sem_store_bind_below (stmt, 1, mount->path);
  while ((n < FIRST_FILES || g_hash_table_size (places) > 0)
         && (code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      g_autofree char *path = sem_store_dup_path (stmt, 1);
      g_autofree char *twin = sem_store_dup_path (stmt, 2);

      n += sqlite3_column_int64 (stmt, 0) != last;
      last = sqlite3_column_int64 (stmt, 0);
      if (path && twin && *twin
          && sem_store_is_in_place_of (sqlite3_column_int64 (stmt, 4),
                                       sqlite3_column_int64 (stmt, 5), last,
                                       sqlite3_column_int64 (stmt, 3)))
        note_twin (&search, path, twin);
    }
  sqlite3_reset (stmt);
  if (code != SQLITE_DONE && code != SQLITE_ROW)
    return FALSE;
  if (n > 0)
    *place = choose_place (places, MOVED_SHARE * n);
  return TRUE;
}

GPtrArray *
sem_store_list_mounts (SemStore *self, GError **error)
{
  static const char sql[] = "SELECT folder, path, mounted, away, forget,"
                            " EXISTS (SELECT 1 FROM folders WHERE folders.path = mounts.path)"
                            " FROM mounts ORDER BY path";
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
      mount->path = sem_store_dup_path (stmt, 1);
      mount->mounted = sqlite3_column_int64 (stmt, 2) != 0;
      mount->away = read_away (sqlite3_column_int64 (stmt, 3));
      mount->forget = sqlite3_column_int64 (stmt, 4) != 0;
      mount->is_root = sqlite3_column_int64 (stmt, 5) != 0;
    }
  sqlite3_reset (stmt);
  if (code != SQLITE_DONE)
    return NULL;
  for (guint i = 0; i < mounts->len; i++)
    if (!count_photos (self, g_ptr_array_index (mounts, i), error))
      return NULL;
  for (guint i = 0; i < mounts->len; i++)
    {
      SemStoreMount *mount = g_ptr_array_index (mounts, i);

      if (mount->away && mount->n_photos > 0
          && !find_moved (self, mounts, mount, &mount->moved_to, error))
        return NULL;
    }
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
  sem_store_bind_path (stmt, 1, mount->path);
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
        return -1;
      sem_store_bind_path (stmt, 1, path);
      sqlite3_bind_int64 (stmt, 2, folder->id);
      return sem_store_run (self, LIBRARY, stmt, error) ? folder->id : -1;
    }
  return folders ? 0 : -1;
}
