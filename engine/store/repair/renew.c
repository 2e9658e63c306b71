/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/details/duplicates.h"
#include "engine/store/details/patterns.h"
#include "engine/store/folders.h"
#include "engine/store/models.h"
#include "engine/store/repair/decisions.h"
#include "engine/store/repair/salvage.h"
#include "engine/store/store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <sys/file.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* A start must not take longer. Some thirty thousand photos are read as a whole; what is damaged in
 * a larger library is found where it is used, and by sem_store_check_files(). */
#define CHECK_MILLISECONDS 300
#define CHECK_BYTES (12 << 20)

static gboolean
is_small (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 && info.st_size <= CHECK_BYTES;
}

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

/* Removes what a call that was killed left behind. */
static void
remove_files (char **paths)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

  for (int part = 0; part < SEM_STORE_N_FILES; part++)
    for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
      {
        g_autofree char *file = g_strconcat (paths[part], suffixes[i], NULL);

        g_unlink (file);
      }
}

static gboolean
add_folders (SemStore *store, const GPtrArray *folders, GError **error)
{
  for (guint i = 0; i < folders->len; i++)
    if (sem_store_add_folder (store, folders->pdata[i], error) < 0)
      return FALSE;
  return TRUE;
}

/* The codes of a model that was saved are computed again with the photos. */
static gboolean
add_models (SemStore *store, const SemSalvage *salvage, GError **error)
{
  for (guint i = 0; i < salvage->models->len; i++)
    {
      SemStoreModel *model = salvage->models->pdata[i];

      if (!sem_store_put_model (store, model, error)
          || !sem_store_set_model_stage (store, model->id, SEM_MODEL_READY, model->log, error)
          || (model->kept && !sem_store_keep_model (store, model->id, error))
          || ((int) i == salvage->active && !sem_store_use_model (store, model->id, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_different (SemStore *store, const GPtrArray *different, GError **error)
{
  for (guint i = 0; i < different->len; i++)
    if (!sem_store_put_different_contents (store, g_bytes_get_data (different->pdata[i], NULL),
                                           error))
      return FALSE;
  return TRUE;
}

static gboolean
add_patterns (SemStore *store, const GPtrArray *list, GError **error)
{
  for (guint i = 0; i < list->len; i++)
    {
      const SemStorePatterns *patterns = list->pdata[i];

      if (!sem_store_set_patterns (store, patterns->path, patterns->text, error))
        return FALSE;
    }
  return TRUE;
}

/* Folders and what was said of photos and of what lies in them. */
static gboolean
add_decisions (SemStore *store, const SemDecisions *decisions, GError **error)
{
  return add_folders (store, decisions->folders, error)
         && add_different (store, decisions->different, error)
         && add_patterns (store, decisions->patterns, error);
}

/* What only the file beside the library knows of models waits for them to be trained again. */
static void
write_waiting (const char *path, SemDecisions *decisions)
{
  g_autoptr (GError) local = NULL;

  for (guint i = 0; i < decisions->models->len; i++)
    {
      SemDecidedModel *model = decisions->models->pdata[i];

      model->waiting = TRUE;
      model->active = FALSE;
      if (!model->name && !model->note)
        g_ptr_array_remove_index (decisions->models, i--);
    }
  /* The new library is in its place: that does not fail any more. */
  if (!sem_decisions_write (decisions, path, &local))
    g_debug ("%s", local->message);
}

/* Has the databases hold all that was committed, since they are moved without their journals.
 * Closing does that as well, but cannot say that the disk is full. */
static gboolean
flatten (SemStore *store, GError **error)
{
  for (int part = 0; part < SEM_STORE_N_FILES; part++)
    if (!sem_store_exec (store, part, "PRAGMA wal_checkpoint (TRUNCATE)", error))
      return FALSE;
  return TRUE;
}

/* Creates a library with what was saved.
 * Returns: how many folders it has; -1 with @error set */
static int
create_with (const char *path,
             const SemSalvage *salvage,
             const SemDecisions *decisions,
             GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_WRITE, error);
  g_autoptr (GPtrArray) added = NULL;

  if (!store || !sem_store_begin (store, error) || !add_folders (store, salvage->folders, error)
      || (decisions && !add_decisions (store, decisions, error))
      || !add_models (store, salvage, error))
    return -1;
  /* It is still in another place, where nobody looks for them. */
  store->decided = FALSE;
  if (!sem_store_commit (store, error) || !flatten (store, error))
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

/* Restores the folders of a library whose file is gone. */
static gboolean
restore (SemStore *store, const char *path, SemDecisions *decisions, GError **error)
{
  write_waiting (path, decisions);
  if (sem_store_begin (store, error) && add_decisions (store, decisions, error)
      && sem_store_commit (store, error))
    return TRUE;
  sem_store_rollback (store);
  return FALSE;
}

/* Where the program ended between two steps of sem_store_renew(), the damaged library is aside and
 * the new one, which is whole, not in its place: that is done now.
 * Returns: whether the library's file exists, and is not empty */
static gboolean
finish_renewal (const char *path)
{
  g_autoptr (SemDecisions) decisions = sem_decisions_read (path, NULL);
  g_autofree char *new = g_strconcat (path, ".new.db", NULL);
  char *from[SEM_STORE_N_FILES], *to[SEM_STORE_N_FILES];
  gboolean exists = sem_store_has_file (path), there = FALSE;

  sem_store_set_paths (from, new);
  sem_store_set_paths (to, path);
  if (!exists)
    there = g_file_test (from[SEM_STORE_LIBRARY], G_FILE_TEST_EXISTS);
  for (int part = SEM_STORE_N_FILES - 1; there && part >= 0; part--)
    if (g_file_test (from[part], G_FILE_TEST_EXISTS))
      there = g_rename (from[part], to[part]) == 0;
  if (there && decisions)
    write_waiting (path, decisions);
  for (int part = 0; part < SEM_STORE_N_FILES; part++)
    {
      g_free (from[part]);
      g_free (to[part]);
    }
  return exists || there;
}

char *
sem_store_renew (const char *path, guint *n_folders, GError **error)
{
  g_autoptr (SemSalvage) salvage = sem_salvage_new (path);
  g_autoptr (SemDecisions) decisions = sem_decisions_read (path, NULL);
  g_autofree char *new = g_strconcat (path, ".new.db", NULL), *aside = NULL;
  char *from[SEM_STORE_N_FILES], *to[SEM_STORE_N_FILES];
  gboolean ok = FALSE;
  int n;

  sem_store_set_paths (from, new);
  sem_store_set_paths (to, path);
  remove_files (from);
  /* Before the damaged one moves, so that its folders are not lost where this fails. */
  n = create_with (new, salvage, decisions, error);
  if (n >= 0)
    aside = sem_store_set_aside (path, error);
  if (aside)
    ok = move_into_place (from, to, error);
  if (ok && decisions)
    write_waiting (path, decisions);
  /* The new library is the only one from when the damaged one is aside. */
  if (!ok && !aside)
    remove_files (from);
  *n_folders = ok ? (guint) n : 0;
  for (int part = 0; part < SEM_STORE_N_FILES; part++)
    {
      g_free (from[part]);
      g_free (to[part]);
    }
  return ok ? g_steal_pointer (&aside) : NULL;
}

/* Of programs that open a damaged library at once, one renews it, and the others find a sound one.
 * The folder is what they lock: a file of its own would stay behind. Where it cannot be locked, as
 * on some network file systems, they continue without a lock.
 * Returns: a descriptor to close, or -1 */
static int
lock_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  while (fd >= 0 && flock (fd, LOCK_EX) != 0)
    if (errno != EINTR)
      {
        close (fd);
        return -1;
      }
  return fd;
}

static SemStore *
open_or_renew (const char *path, char **aside, guint *n_folders, GError **error)
{
  g_autoptr (SemDecisions) lost = finish_renewal (path) ? NULL : sem_decisions_read (path, NULL);
  g_autoptr (GError) local = NULL;
  SemStore *store = sem_store_open (path, SEM_STORE_WRITE, &local);

  *aside = NULL;
  *n_folders = 0;
  if (store && is_small (path)
      && !sem_store_looks_sound (store, SEM_STORE_LIBRARY, CHECK_MILLISECONDS))
    {
      sem_store_set_error (store, SEM_STORE_LIBRARY, SQLITE_CORRUPT, &local);
      g_clear_pointer (&store, sem_store_close);
    }
  if (store && lost && !restore (store, path, lost, &local))
    g_clear_pointer (&store, sem_store_close);
  if (store)
    {
      sem_store_keep_decisions (store);
      return store;
    }
  if (!g_error_matches (local, SEM_ERROR, SEM_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  *aside = sem_store_renew (path, n_folders, error);
  if (!*aside)
    return NULL;
  store = sem_store_open (path, SEM_STORE_WRITE, error);
  if (store)
    sem_store_keep_decisions (store);
  else
    g_clear_pointer (aside, g_free);
  return store;
}

SemStore *
sem_store_open_or_renew (const char *path, char **aside, guint *n_folders, GError **error)
{
  const int lock = lock_folder (path);
  SemStore *store = open_or_renew (path, aside, n_folders, error);

  if (lock >= 0)
    close (lock);
  return store;
}
