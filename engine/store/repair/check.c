/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/repair/check.h"
#include "engine/store/store-private.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Instructions of SQLite's machine between two looks at the clock and the cancellable. */
#define STEPS 2000

void
sem_store_file_check_free (SemStoreFileCheck *check)
{
  g_free (check->path);
  g_free (check->damage);
  g_free (check->problem);
  g_free (check->journal);
  g_free (check);
}

typedef struct
{
  GCancellable *cancellable;
  gint64 end; /* monotonic time, or 0 */
} Limit;

static int
limit_cb (gpointer user_data)
{
  const Limit *limit = user_data;

  return g_cancellable_is_cancelled (limit->cancellable)
         || (limit->end && g_get_monotonic_time () > limit->end);
}

/* @damage: (out) (nullable): the first thing that is wrong
 * Returns: an SQLite result; SQLITE_INTERRUPT where the limit ended it */
static int
quick_check (sqlite3 *db, Limit *limit, char **damage)
{
  sqlite3_stmt *stmt = NULL;
  int code;

  *damage = NULL;
  sqlite3_progress_handler (db, STEPS, limit_cb, limit);
  code = sqlite3_prepare_v2 (db, "PRAGMA quick_check (1)", -1, &stmt, NULL);
  if (code == SQLITE_OK)
    while ((code = sqlite3_step (stmt)) == SQLITE_ROW)
      {
        const char *words = (const char *) sqlite3_column_text (stmt, 0);

        if (!*damage && g_strcmp0 (words, "ok") != 0)
          *damage = g_utf8_make_valid (words ? words : "?", -1);
      }
  if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB)
    {
      if (!*damage)
        *damage = g_strdup (sqlite3_errstr (code));
      code = SQLITE_DONE;
    }
  sqlite3_finalize (stmt);
  sqlite3_progress_handler (db, 0, NULL, NULL);
  return code;
}

gboolean
sem_store_looks_sound (SemStore *self, SemStorePart part, guint milliseconds)
{
  Limit limit = { g_cancellable_get_current (), g_get_monotonic_time () + 1000 * milliseconds };
  g_autofree char *damage = NULL;

  quick_check (self->dbs[part], &limit, &damage);
  return !damage;
}

static gint64
measure (const char *path)
{
  static const char *const suffixes[] = { "", "-wal" };
  gint64 size = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);
      struct stat info;

      if (stat (name, &info) == 0)
        size += info.st_size;
    }
  return size;
}

static char *
ask_journal (sqlite3 *db)
{
  sqlite3_stmt *stmt = NULL;
  char *mode = NULL;

  if (sqlite3_prepare_v2 (db, "PRAGMA journal_mode", -1, &stmt, NULL) == SQLITE_OK
      && sqlite3_step (stmt) == SQLITE_ROW)
    mode = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_finalize (stmt);
  return mode;
}

/* Opening fails only where the first read does. */
static int
connect_part (SemStore *self, SemStorePart part)
{
  static const char sql[] = "SELECT count (*) FROM sqlite_schema";
  const char *path = self->paths[part];
  int code =
    sqlite3_open_v2 (path, &self->dbs[part], SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE, NULL);

  sem_store_wait_when_busy (self, part);
  /* Else the last connection would put the journal into the file that is looked at. */
  if (self->dbs[part])
    sqlite3_db_config (self->dbs[part], SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_exec (self->dbs[part], sql, NULL, NULL, NULL);
  if (code == SQLITE_OK || !sem_store_is_unwritable (self->dbs[part], code))
    return code;
  sqlite3_close_v2 (g_steal_pointer (&self->dbs[part]));
  self->is_still = TRUE;
  code = sem_store_open_still (path, &self->dbs[part]);
  return code == SQLITE_OK ? sqlite3_exec (self->dbs[part], sql, NULL, NULL, NULL) : code;
}

/* FALSE where it was cancelled. */
static gboolean
check_part (SemStore *self, SemStorePart part, GPtrArray *checks, Limit *limit, GError **error)
{
  SemStoreFileCheck *check = g_new0 (SemStoreFileCheck, 1);
  int code;

  g_ptr_array_add (checks, check);
  check->path = g_strdup (self->paths[part]);
  check->size = measure (check->path);
  check->exists = g_file_test (check->path, G_FILE_TEST_EXISTS);
  if (!check->exists)
    return TRUE;
  code = connect_part (self, part);
  if (code == SQLITE_OK)
    {
      check->journal = ask_journal (self->dbs[part]);
      code = quick_check (self->dbs[part], limit, &check->damage);
    }
  else if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB)
    check->damage = g_strdup (sqlite3_errstr (code));
  if (g_cancellable_set_error_if_cancelled (limit->cancellable, error))
    return FALSE;
  if (!check->damage && sem_store_is_marked_damaged (self, part))
    check->damage = g_strdup (sqlite3_errstr (SQLITE_CORRUPT));
  if (!check->damage && code != SQLITE_OK && code != SQLITE_DONE)
    {
      g_autoptr (GError) local = NULL;

      sem_store_set_error (self, part, code, &local);
      check->problem = g_strdup (local->message);
    }
  return TRUE;
}

GPtrArray *
sem_store_check_files (const char *path, const SemProgress *progress, GError **error)
{
  SemStore self = { .mode = SEM_STORE_READ };
  Limit limit = { sem_progress_get_cancellable (progress), 0 };
  GPtrArray *checks = g_ptr_array_new_with_free_func ((GDestroyNotify) sem_store_file_check_free);
  gboolean ok = TRUE;

  sem_store_set_paths (self.paths, path);
  for (int part = 0; part < SEM_STORE_N_FILES; part++)
    {
      ok = ok && check_part (&self, part, checks, &limit, error);
      sem_progress_report (progress, (part + 1.0) / SEM_STORE_N_FILES);
      sqlite3_close_v2 (self.dbs[part]);
      g_free (self.paths[part]);
    }
  if (!ok)
    g_clear_pointer (&checks, g_ptr_array_unref);
  return checks;
}

void
sem_store_mark_file (const SemStoreFileCheck *check)
{
  g_autofree char *mark = g_strconcat (check->path, SEM_STORE_DAMAGE_MARK, NULL);
  int fd = open (mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  if (fd >= 0)
    close (fd);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
is_aside (char **names, const char *name)
{
  for (int part = 0; part < SEM_STORE_N_FILES; part++)
    {
      g_autofree char *start = g_strconcat (names[part], SEM_STORE_DAMAGE_MARK "-", NULL);

      if (g_str_has_prefix (name, start) && !g_str_has_suffix (name, "-wal")
          && !g_str_has_suffix (name, "-shm") && !g_str_has_suffix (name, "-journal"))
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
sem_store_list_aside (const char *path)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  char *names[SEM_STORE_N_FILES];
  const char *name;

  sem_store_set_paths (names, path);
  for (int part = 0; part < SEM_STORE_N_FILES; part++)
    {
      char *base = g_path_get_basename (names[part]);

      g_free (names[part]);
      names[part] = base;
    }
  while (dir && (name = g_dir_read_name (dir)))
    if (is_aside (names, name))
      g_ptr_array_add (found, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (found, compare_names);
  for (int part = 0; part < SEM_STORE_N_FILES; part++)
    g_free (names[part]);
  return found;
}

const char *
sem_store_get_sqlite_version (void)
{
  return sqlite3_libversion ();
}
