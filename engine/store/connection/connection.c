/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

/* The companions of NAME.db are NAME.features.db and NAME.thumbnails.db. */
static char *
companion_path (const char *path, const char *kind)
{
  gsize stem = strlen (path);

  if (g_str_has_suffix (path, ".db"))
    stem -= strlen (".db");
  return g_strdup_printf ("%.*s.%s.db", (int) stem, path, kind);
}

void
sem_store_set_paths (char **paths, const char *path)
{
  paths[SEM_STORE_LIBRARY] = g_strdup (path);
  paths[SEM_STORE_FEATURES] = companion_path (path, "features");
  paths[SEM_STORE_THUMBNAILS] = companion_path (path, "thumbnails");
}

static void
mark_damaged (SemStore *self, SemStorePart part)
{
  g_autofree char *mark = g_strconcat (self->paths[part], SEM_STORE_DAMAGE_MARK, NULL);
  /* What looks like damage to a still connection can be another program that writes. */
  int fd = self->is_still ? -1 : open (mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  if (fd >= 0)
    close (fd);
}

gboolean
sem_store_is_marked_damaged (SemStore *self, SemStorePart part)
{
  g_autofree char *mark = g_strconcat (self->paths[part], SEM_STORE_DAMAGE_MARK, NULL);

  return g_file_test (mark, G_FILE_TEST_EXISTS);
}

/* SQLite reports a full disk as an I/O error where it extends its shared memory, and as a file that
 * cannot be opened where it creates one. A file that may not grow further, as on FAT at 4 GB, is as
 * good as a full disk. */
static gboolean
is_full (sqlite3 *db, int code)
{
  int number;

  if ((code & 0xff) == SQLITE_FULL)
    return TRUE;
  if (((code & 0xff) != SQLITE_IOERR && (code & 0xff) != SQLITE_CANTOPEN) || !db)
    return FALSE;
  number = sqlite3_system_errno (db);
  return sqlite3_extended_errcode (db) == SQLITE_IOERR_SHMSIZE || number == ENOSPC
         || number == EDQUOT || number == EFBIG;
}

gboolean
sem_store_is_unwritable (sqlite3 *db, int code)
{
  switch (code & 0xff)
    {
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return TRUE;
    default:
      return is_full (db, code);
    }
}

void
sem_store_set_error (SemStore *self, SemStorePart part, int code, GError **error)
{
  g_autofree char *name = g_filename_display_name (self->paths[part]);
  sqlite3 *db = self->dbs[part];

  switch (is_full (db, code) ? SQLITE_FULL : code & 0xff)
    {
    case SQLITE_CORRUPT:
      mark_damaged (self, part);
      G_GNUC_FALLTHROUGH;
    case SQLITE_NOTADB:
      g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
                   _("The library “%s” is damaged. Your photos are untouched: index them again, "
                     "and the damaged file is kept aside."),
                   name);
      break;
    case SQLITE_FULL:
      g_set_error (error, SEM_ERROR, SEM_ERROR_FULL,
                   _("There is no space left for the library “%s”. What was indexed so far is "
                     "kept: free some space and index again."),
                   name);
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      if (g_cancellable_set_error_if_cancelled (g_cancellable_get_current (), error))
        break;
      g_set_error (error, SEM_ERROR, SEM_ERROR_BUSY,
                   _("The library “%s” is in use by another program. Try again when it is done."),
                   name);
      break;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
                   _("The library “%s” cannot be opened or written: %s. Check the folder's "
                     "permissions."),
                   name, db ? sqlite3_errmsg (db) : sqlite3_errstr (code));
      break;
    case SQLITE_IOERR:
      g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
                   _("The disk that holds the library “%s” gave an error: %s. What was committed "
                     "is kept."),
                   name, sqlite3_errstr (db ? sqlite3_extended_errcode (db) : code));
      break;
    default:
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, _("The library “%s” failed: %s."), name,
                   db ? sqlite3_errmsg (db) : sqlite3_errstr (code));
      break;
    }
}

sqlite3_stmt *
sem_store_prepare (SemStore *self, SemStorePart part, const char *sql, GError **error)
{
  sqlite3_stmt *stmt = g_hash_table_lookup (self->statements, sql);

  if (stmt)
    {
      sqlite3_reset (stmt);
      sqlite3_clear_bindings (stmt);
      return stmt;
    }

  int code = sqlite3_prepare_v3 (self->dbs[part], sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
  if (code != SQLITE_OK)
    {
      sem_store_set_error (self, part, code, error);
      return NULL;
    }
  g_hash_table_insert (self->statements, (gpointer) sql, stmt);
  return stmt;
}

int
sem_store_step (SemStore *self, SemStorePart part, sqlite3_stmt *stmt, GError **error)
{
  int code = sqlite3_step (stmt);

  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return code;
  sem_store_set_error (self, part, code, error);
  sqlite3_reset (stmt);
  return 0;
}

gboolean
sem_store_run (SemStore *self, SemStorePart part, sqlite3_stmt *stmt, GError **error)
{
  int code = sem_store_step (self, part, stmt, error);

  sqlite3_reset (stmt);
  return code != 0;
}

gboolean
sem_store_exec (SemStore *self, SemStorePart part, const char *sql, GError **error)
{
  int code = sqlite3_exec (self->dbs[part], sql, NULL, NULL, NULL);

  if (code == SQLITE_OK)
    return TRUE;
  sem_store_set_error (self, part, code, error);
  return FALSE;
}
