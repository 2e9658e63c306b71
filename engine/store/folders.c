/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/folders.h"
#include "engine/store/photos.h"
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
sem_store_folder_free (SemStoreFolder *folder)
{
  g_free (folder->path);
  g_free (folder->patterns);
  g_free (folder);
}

GPtrArray *
sem_store_list_folders (SemStore *self, GError **error)
{
  static const char sql[] = "SELECT id, path, online,"
                            " (SELECT count (DISTINCT photo) FROM files WHERE folder = folders.id "
                            "AND state = 2 AND NOT missing),"
                            " (SELECT text FROM patterns WHERE path = folders.path)"
                            " FROM folders ORDER BY path";
  g_autoptr (GPtrArray) folders =
    g_ptr_array_new_with_free_func ((GDestroyNotify) sem_store_folder_free);
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  int code;

  if (!stmt)
    return NULL;
  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      SemStoreFolder *folder = g_new0 (SemStoreFolder, 1);

      g_ptr_array_add (folders, folder);
      folder->id = sem_store_column_id (self, LIBRARY, stmt, 0, error);
      if (folder->id == 0)
        break;
      folder->path = sem_store_dup_path (stmt, 1);
      folder->online = sqlite3_column_int64 (stmt, 2) != 0;
      folder->n_photos = sem_store_column_count (stmt, 3);
      folder->patterns = sem_store_dup_text (stmt, 4);
      if (!folder->patterns)
        folder->patterns = g_strdup ("");
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE ? g_steal_pointer (&folders) : NULL;
}

static gboolean
adopt_mounts (SemStore *self, gint64 from, gint64 to, GError **error)
{
  static const char *const steps[] = {
    /* An offline folder stays offline as a part of the new one. */
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

static gboolean
adopt_folder (SemStore *self, gint64 from, gint64 to, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "UPDATE files SET folder = ?2 WHERE folder = ?1", error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, from);
  sqlite3_bind_int64 (stmt, 2, to);
  if (!sem_store_run (self, LIBRARY, stmt, error) || !adopt_mounts (self, from, to, error))
    return FALSE;
  stmt = sem_store_prepare (self, LIBRARY, "DELETE FROM folders WHERE id = ?1", error);
  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, from);
  return sem_store_run (self, LIBRARY, stmt, error);
}

gint64
sem_store_add_folder (SemStore *self, const char *path, GError **error)
{
  g_autoptr (GPtrArray) folders = sem_store_list_folders (self, error);
  sqlite3_stmt *stmt;
  gint64 id;

  if (!folders)
    return -1;
  for (guint i = 0; i < folders->len; i++)
    {
      const SemStoreFolder *folder = g_ptr_array_index (folders, i);
      if (sem_path_covers (folder->path, path))
        return folder->id;
    }

  self->decided = TRUE;
  stmt = sem_store_prepare (self, LIBRARY, "INSERT INTO folders (path) VALUES (?1)", error);
  if (!stmt)
    return -1;
  sem_store_bind_path (stmt, 1, path);
  if (!sem_store_run (self, LIBRARY, stmt, error))
    return -1;
  id = sqlite3_last_insert_rowid (self->dbs[LIBRARY]);
  if (!sem_store_check_id (self, LIBRARY, id, error))
    return -1;
  for (guint i = 0; i < folders->len; i++)
    {
      const SemStoreFolder *folder = g_ptr_array_index (folders, i);
      if (sem_path_covers (path, folder->path) && !adopt_folder (self, folder->id, id, error))
        return -1;
    }
  return id;
}

gboolean
sem_store_set_folder_online (SemStore *self, gint64 id, gboolean online, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "UPDATE folders SET online = ?2 WHERE id = ?1", error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  sqlite3_bind_int (stmt, 2, online);
  return sem_store_run (self, LIBRARY, stmt, error);
}

#define WITHOUT_FILES "NOT EXISTS (SELECT 1 FROM files WHERE photo = photos.id)"

/* Removes the photos without any file from the library; sem_store_sweep() removes their rows in the
 * companions. */
static gboolean
remove_orphans (SemStore *self, GError **error)
{
  static const char delete_sql[] =
    "INSERT INTO dropped_photos SELECT id, hash FROM photos WHERE " WITHOUT_FILES ";"
    "DELETE FROM photos WHERE " WITHOUT_FILES ";"
    "UPDATE state SET generation = generation + 1;";
  sqlite3_stmt *list =
    sem_store_prepare (self, LIBRARY, "SELECT id FROM photos WHERE " WITHOUT_FILES " ORDER BY id",
                       error);
  g_autoptr (GArray) removed = list ? sem_store_list_ids (self, LIBRARY, list, error) : NULL;

  if (!removed)
    return FALSE;
  return removed->len == 0
         || (sem_store_drop_codes (self, removed, error)
             && sem_store_exec (self, LIBRARY, delete_sql, error));
}

/* What the folder and those below it leave out, see details/patterns.h. */
static gboolean
drop_patterns (SemStore *self, const char *path, GError **error)
{
  static const char sql[] = "DELETE FROM patterns WHERE path = ?1 OR (path > ?2 AND path < ?3)";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (!stmt)
    return FALSE;
  sem_store_bind_path (stmt, 1, path);
  sem_store_bind_below (stmt, 2, path);
  return sem_store_run (self, LIBRARY, stmt, error);
}

gboolean
sem_store_remove_folder (SemStore *self, const char *path, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "DELETE FROM folders WHERE path = ?1", error);

  self->decided = TRUE;
  if (!stmt)
    return FALSE;
  sem_store_bind_path (stmt, 1, path);
  return sem_store_run (self, LIBRARY, stmt, error) && drop_patterns (self, path, error)
         && remove_orphans (self, error) && sem_store_update_hidden (self, error);
}
