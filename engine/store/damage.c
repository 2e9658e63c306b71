/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/folders.h"
#include "engine/store/store-private.h"

#include <errno.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

char *
sem_store_set_aside (const char *path, GError **error)
{
  char *paths[SEM_STORE_N_FILES];
  char *result = NULL;

  sem_store_set_paths (paths, path);
  /* The library last, so that a call that failed half-way can be repeated. */
  for (int part = SEM_STORE_N_FILES - 1; part >= 0; part--)
    {
      g_free (result);
      result = sem_store_move_aside (paths[part], error);
      if (!result)
        break;
    }
  for (int part = 0; part < SEM_STORE_N_FILES; part++)
    g_free (paths[part]);
  return result;
}

/* A damaged file may hold anything. */
static gboolean
is_folder (const char *path, int size)
{
  g_autofree char *canonical = NULL;

  if (size < 1 || path[0] != '/' || strlen (path) != (gsize) size)
    return FALSE;
  canonical = g_canonicalize_filename (path, NULL);
  return g_str_equal (canonical, path);
}

/* Returns: (element-type filename): the folders that can still be read; the table and its index
 * hold them on different pages. A path may be in it twice. */
static GPtrArray *
salvage_folders (const char *path)
{
  static const char *const queries[] = {
    "SELECT path FROM folders NOT INDEXED",
    "SELECT path FROM folders INDEXED BY sqlite_autoindex_folders_1",
  };
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);
  sqlite3 *db = NULL;

  if (sem_store_open_still (path, &db) == SQLITE_OK)
    {
      sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
      sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      sqlite3_stmt *stmt = NULL;

      sqlite3_prepare_v2 (db, queries[i], -1, &stmt, NULL);
      while (stmt && sqlite3_step (stmt) == SQLITE_ROW)
        {
          g_autofree char *folder = sem_store_dup_path (stmt, 0);

          if (is_folder (folder, sqlite3_column_bytes (stmt, 0)))
            g_ptr_array_add (folders, g_steal_pointer (&folder));
        }
      sqlite3_finalize (stmt);
    }
  sqlite3_close_v2 (db);
  return folders;
}

/* Removes what a call that was killed left behind. */
static void
remove_files (char **paths)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };

  for (int part = 0; part < SEM_STORE_N_FILES; part++)
    for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
      {
        g_autofree char *file = g_strconcat (paths[part], suffixes[i], NULL);

        g_unlink (file);
      }
}

/* Creates a library with the folders.
 * Returns: how many folders it has; -1 with @error set */
static int
create_with_folders (const char *path, const GPtrArray *folders, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_WRITE, error);
  g_autoptr (GPtrArray) added = NULL;

  if (!store || !sem_store_begin (store, error))
    return -1;
  for (guint i = 0; i < folders->len; i++)
    if (sem_store_add_folder (store, folders->pdata[i], error) < 0)
      return -1;
  if (!sem_store_commit (store, error))
    return -1;
  added = sem_store_list_folders (store, error);
  return added ? (int) added->len : -1;
}

static gboolean
move_into_place (char **from, char **to, GError **error)
{
  for (int part = SEM_STORE_N_FILES - 1; part >= 0; part--)
    if (g_rename (from[part], to[part]) != 0)
      {
        int code = errno;
        g_autofree char *name = g_filename_display_name (to[part]);

        g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE, _("“%s” cannot be written: %s."),
                     name, g_strerror (code));
        return FALSE;
      }
  return TRUE;
}

char *
sem_store_renew (const char *path, guint *n_folders, GError **error)
{
  g_autoptr (GPtrArray) folders = salvage_folders (path);
  g_autofree char *new = g_strconcat (path, ".new.db", NULL), *aside = NULL;
  char *from[SEM_STORE_N_FILES], *to[SEM_STORE_N_FILES];
  gboolean ok = FALSE;
  int n;

  sem_store_set_paths (from, new);
  sem_store_set_paths (to, path);
  remove_files (from);
  /* Before the damaged one moves, so that its folders are not lost where this fails. */
  n = create_with_folders (new, folders, error);
  if (n >= 0)
    aside = sem_store_set_aside (path, error);
  if (aside)
    ok = move_into_place (from, to, error);
  if (!ok)
    remove_files (from);
  *n_folders = ok ? (guint) n : 0;
  for (int part = 0; part < SEM_STORE_N_FILES; part++)
    {
      g_free (from[part]);
      g_free (to[part]);
    }
  return ok ? g_steal_pointer (&aside) : NULL;
}

SemStore *
sem_store_open_or_renew (const char *path, char **aside, guint *n_folders, GError **error)
{
  g_autoptr (GError) local = NULL;
  SemStore *store = sem_store_open (path, SEM_STORE_WRITE, &local);

  *aside = NULL;
  *n_folders = 0;
  if (store)
    return store;
  if (!g_error_matches (local, SEM_ERROR, SEM_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  *aside = sem_store_renew (path, n_folders, error);
  if (!*aside)
    return NULL;
  store = sem_store_open (path, SEM_STORE_WRITE, error);
  if (!store)
    g_clear_pointer (aside, g_free);
  return store;
}
