/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/models.h"
#include "engine/store/store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

static void
finalize_statement (gpointer stmt)
{
  sqlite3_finalize (stmt);
}

char *
sem_store_default_path (void)
{
  g_auto (SemStorePointer) pointer = { 0 };

  sem_store_pointer_read (&pointer);
  return g_build_filename (pointer.folder, SEM_STORE_LIBRARY_NAME, NULL);
}

/* A connection says only when it first reads whether it can. */
static int
open_database (SemStore *self, SemStorePart part, gboolean still)
{
  const char *path = self->paths[part];
  int create = self->mode == SEM_STORE_WRITE ? SQLITE_OPEN_CREATE : 0;
  int code;

  sqlite3_close_v2 (g_steal_pointer (&self->dbs[part]));
  if (create)
    sem_store_create_private (path);
  if (still)
    code = sem_store_open_still (path, &self->dbs[part]);
  else
    code = sqlite3_open_v2 (path, &self->dbs[part],
                            SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | create, NULL);
  if (code != SQLITE_OK)
    return code;
  sqlite3_extended_result_codes (self->dbs[part], 1);
  sem_store_wait_when_busy (self, part);
  return sqlite3_exec (self->dbs[part], "SELECT count (*) FROM sqlite_schema", NULL, NULL, NULL);
}

/* A library on a full disk, or in a folder that cannot be written, can be read. */
static gboolean
connect_part (SemStore *self, SemStorePart part, GError **error)
{
  int code = open_database (self, part, FALSE);

  if (code != SQLITE_OK && self->mode == SEM_STORE_READ
      && sem_store_is_unwritable (self->dbs[part], code))
    {
      code = open_database (self, part, TRUE);
      self->is_still = TRUE;
    }
  if (code == SQLITE_OK)
    return TRUE;
  sem_store_set_error (self, part, code, error);
  return FALSE;
}

/* Changing the journal of a library that others have open is left to the next one that has it
 * alone. */
static gboolean
use_rollback (SemStore *self, SemStorePart part, GError **error)
{
  static const char sql[] = "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;";
  int code = sqlite3_exec (self->dbs[part], sql, NULL, NULL, NULL);

  if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED)
    return TRUE;
  sem_store_set_error (self, part, code, error);
  return FALSE;
}

/* SQLite does not call the busy handler where two connections change the mode of a new file at
 * once. */
static gboolean
use_wal (SemStore *self, SemStorePart part, GError **error)
{
  static const char sql[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;";
  gint64 began = g_get_monotonic_time ();
  int code, n = 0;

  while (((code = sqlite3_exec (self->dbs[part], sql, NULL, NULL, NULL)) & 0xff) == SQLITE_BUSY
         && sem_store_wait (began, n++))
    ;
  if (code == SQLITE_OK)
    return TRUE;
  sem_store_set_error (self, part, code, error);
  return FALSE;
}

static gboolean
use_journal (SemStore *self, SemStorePart part, gboolean network, GError **error)
{
  /* Others may change the file, or lose it, while it is mapped. */
  if (!network && !sem_store_exec (self, part, "PRAGMA mmap_size = 268435456", error))
    return FALSE;
  if (part == SEM_STORE_LIBRARY)
    self->is_rollback = network;
  if (self->mode != SEM_STORE_WRITE)
    return TRUE;
  return network ? use_rollback (self, part, error) : use_wal (self, part, error);
}

static gboolean
open_part (SemStore *self, SemStorePart part, GError **error)
{
  g_autofree char *place = NULL;
  gboolean network;

  if (sem_store_is_marked_damaged (self, part))
    {
      sem_store_set_error (self, part, SQLITE_NOTADB, error);
      return FALSE;
    }
  if (!connect_part (self, part, error))
    return FALSE;
  /* The file is untrusted: SQL in its schema must not run anything but plain reads and writes. */
  sqlite3_db_config (self->dbs[part], SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->dbs[part], SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  if (!sem_store_check_owner (self, part, error))
    return FALSE;
  if (self->mode == SEM_STORE_WRITE)
    sem_store_make_private (self, part);
  place = sem_store_describe_place (self->paths[part], &network);
  if (!use_journal (self, part, network, error))
    return FALSE;
  /* Sorting must not need space on a disk. */
  return sem_store_exec (self, part, "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;", error)
         && sem_store_migrate (self, part, error)
         && (part != SEM_STORE_LIBRARY || sem_store_check_ids (self, error));
}

/* A companion is computed from the photos: a damaged one is set aside, and the photos are indexed
 * again. */
static gboolean
replace_companion (SemStore *self, SemStorePart part, GError **error)
{
  g_autofree char *aside = NULL;

  sqlite3_close_v2 (g_steal_pointer (&self->dbs[part]));
  aside = sem_store_move_aside (self->paths[part], error);
  return aside && open_part (self, part, error);
}

static gboolean
open_companion (SemStore *self, SemStorePart part, GError **error)
{
  gboolean is_new = !sem_store_has_file (self->paths[part]);
  g_autoptr (GError) local = NULL;

  if (is_new && self->mode == SEM_STORE_READ)
    {
      g_autofree char *name = g_filename_display_name (self->paths[part]);
      g_set_error (
        error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
        _(
          "“%s” is missing, which belongs to the library. Index your folders again to rebuild it."),
        name);
      return FALSE;
    }
  if (!open_part (self, part, &local))
    {
      if (self->mode == SEM_STORE_READ || !g_error_matches (local, SEM_ERROR, SEM_ERROR_DAMAGED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (!replace_companion (self, part, error))
        return FALSE;
      is_new = TRUE;
    }
  /* A new companion is empty: all photos have to be described again. */
  if (is_new && self->mode == SEM_STORE_WRITE)
    return sem_store_exec (self, SEM_STORE_LIBRARY, "DELETE FROM described", error)
           && sem_store_expire_models (self, error);
  return TRUE;
}

/* Only a damaged library is to be set aside. Any other file, such as a photo that was named by
 * mistake, looks like a damaged database as well, but has no companions. */
static gboolean
open_library (SemStore *self, GError **error)
{
  g_autofree char *name = g_filename_display_name (self->paths[SEM_STORE_LIBRARY]);
  g_autoptr (GError) local = NULL;

  if (open_part (self, SEM_STORE_LIBRARY, &local))
    return TRUE;
  if (g_error_matches (local, SEM_ERROR, SEM_ERROR_DAMAGED)
      && !g_file_test (self->paths[SEM_STORE_FEATURES], G_FILE_TEST_EXISTS))
    g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                 _("“%s” is not a library of Semblance. Choose another file for the library."),
                 name);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
make_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_autofree char *name = NULL;
  int code;

  if (!sem_store_pointer_check (path, error))
    return FALSE;
  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  code = errno;
  name = g_filename_display_name (folder);
  g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
               _("The folder “%s” for the library cannot be created: %s."), name,
               g_strerror (code));
  return FALSE;
}

SemStore *
sem_store_open (const char *path, SemStoreMode mode, GError **error)
{
  g_autoptr (SemStore) self = g_new0 (SemStore, 1);

  self->mode = mode;
  self->statements =
    g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, finalize_statement);
  sem_store_set_paths (self->paths, path);
  if (mode == SEM_STORE_WRITE && !make_folder (path, error))
    return NULL;
  if (mode == SEM_STORE_READ && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_autofree char *name = g_filename_display_name (path);

      if (!sem_store_pointer_check (path, error))
        return NULL;
      g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                   _("There is no library at “%s” yet. Index a folder first."), name);
      return NULL;
    }
  if (!open_library (self, error) || !open_companion (self, SEM_STORE_FEATURES, error)
      || !open_companion (self, SEM_STORE_THUMBNAILS, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
sem_store_close (SemStore *self)
{
  if (!self)
    return;
  sem_store_rollback (self);
  g_hash_table_unref (self->statements);
  for (int part = 0; part < SEM_STORE_N_FILES; part++)
    {
      sqlite3_close_v2 (self->dbs[part]);
      g_free (self->paths[part]);
    }
  g_free (self);
}

const char *
sem_store_get_path (SemStore *self)
{
  return self->paths[SEM_STORE_LIBRARY];
}

int
sem_store_lock (const char *path, GError **error)
{
  g_autofree char *file = g_strconcat (path, ".lock", NULL), *name = NULL;
  int fd, code;

  if (!make_folder (path, error))
    return -1;
  fd = open (file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  code = errno;
  name = g_filename_display_name (fd < 0 ? file : path);
  if (fd < 0)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE, _("“%s” cannot be written: %s."), name,
                   g_strerror (code));
      return -1;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  close (fd);
  g_set_error (error, SEM_ERROR, SEM_ERROR_BUSY,
               _("Another Semblance is indexing or training the library “%s”. Wait for it to end, "
                 "or stop it."),
               name);
  return -1;
}

void
sem_store_unlock (int lock)
{
  if (lock >= 0)
    close (lock);
}

gboolean
sem_store_begin (SemStore *self, GError **error)
{
  g_return_val_if_fail (!self->in_transaction, FALSE);

  self->in_transaction = TRUE;
  for (int part = 0; part < SEM_STORE_N_FILES; part++)
    if (!sem_store_exec (self, part, "BEGIN IMMEDIATE", error))
      {
        sem_store_rollback (self);
        return FALSE;
      }
  return TRUE;
}

gboolean
sem_store_begin_reading (SemStore *self, GError **error)
{
  g_return_val_if_fail (!self->in_transaction, FALSE);

  return self->is_rollback || !sqlite3_get_autocommit (self->dbs[SEM_STORE_LIBRARY])
         || sem_store_exec (self, SEM_STORE_LIBRARY, "BEGIN", error);
}

void
sem_store_end_reading (SemStore *self)
{
  if (!self->in_transaction && !sqlite3_get_autocommit (self->dbs[SEM_STORE_LIBRARY]))
    sem_store_exec (self, SEM_STORE_LIBRARY, "COMMIT", NULL);
}

gboolean
sem_store_commit (SemStore *self, GError **error)
{
  g_return_val_if_fail (self->in_transaction, FALSE);

  /* The library last, see SemStore. */
  for (int part = SEM_STORE_N_FILES - 1; part >= 0; part--)
    if (!sem_store_exec (self, part, "COMMIT", error))
      {
        sem_store_rollback (self);
        return FALSE;
      }
  self->in_transaction = FALSE;
  if (self->decided)
    sem_store_keep_decisions (self);
  self->decided = FALSE;
  return TRUE;
}

void
sem_store_rollback (SemStore *self)
{
  GHashTableIter iter;
  gpointer stmt;

  self->decided = FALSE;
  if (!self->in_transaction)
    return;
  g_hash_table_iter_init (&iter, self->statements);
  while (g_hash_table_iter_next (&iter, NULL, &stmt))
    sqlite3_reset (stmt);
  for (int part = 0; part < SEM_STORE_N_FILES; part++)
    if (!sqlite3_get_autocommit (self->dbs[part]))
      sqlite3_exec (self->dbs[part], "ROLLBACK", NULL, NULL, NULL);
  self->in_transaction = FALSE;
}
