/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/photos/content.h"
#include "engine/indexing/index-run.h"
#include "engine/photos/scan.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/mounts.h"

#include <dirent.h>
#include <errno.h>

#include <glib/gi18n-lib.h>

static void
mount_free (gpointer data)
{
  SemIndexMount *mount = data;

  g_free (mount->row.path);
  g_free (mount);
}

static SemIndexMount *
add_mount (SemIndexRun *run, gint64 folder, const char *path)
{
  SemIndexMount *mount = g_new0 (SemIndexMount, 1);

  mount->row.folder = folder;
  mount->row.path = g_strdup (path);
  g_ptr_array_add (run->mounts, mount);
  return mount;
}

static SemIndexMount *
find_mount (SemIndexRun *run, const char *path)
{
  for (guint i = 0; i < run->mounts->len; i++)
    {
      SemIndexMount *mount = g_ptr_array_index (run->mounts, i);

      if (g_str_equal (mount->row.path, path))
        return mount;
    }
  return NULL;
}

/* Whether somebody said that what is not found there is gone. */
static gboolean
is_forgotten (SemIndexRun *run, const char *path)
{
  for (guint i = 0; i < run->mounts->len; i++)
    {
      const SemIndexMount *mount = g_ptr_array_index (run->mounts, i);

      if (mount->forget && sem_path_covers (mount->row.path, path))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_root (SemIndexRun *run, const char *path)
{
  for (guint i = 0; i < run->folders->len; i++)
    if (g_str_equal (((SemStoreFolder *) g_ptr_array_index (run->folders, i))->path, path))
      return TRUE;
  return FALSE;
}

/* Telling ------------------------------------------------------------------------------------ */

static void
tell_away (SemIndexRun *run, const SemIndexMount *mount)
{
  g_autofree char *name = g_filename_display_name (mount->row.path);
  g_autofree char *reason = NULL, *sentence = NULL;

  if (mount->row.away == SEM_AWAY_UNREADABLE || mount->row.away == SEM_AWAY_ABSENT)
    reason =
      g_strdup_printf (_("The folder “%s” cannot be read: %s."), name, g_strerror (mount->code));
  else if (mount->row.away == SEM_AWAY_UNMOUNTED)
    reason = g_strdup_printf (_("The disk of the folder “%s” is not connected."), name);
  else
    reason = g_strdup_printf (_("None of the known files of the folder “%s” is there."), name);
  sentence =
    g_strdup_printf (_("%s Its photos are kept in the library until it is back."), reason);
  sem_index_run_tell (run, mount->row.path, sentence);
}

/* @code: errno, where the folder cannot be read. */
static void
set_away (SemIndexRun *run, SemIndexMount *mount, SemAway away, int code)
{
  mount->row.away = away;
  mount->code = code;
  g_ptr_array_add (run->unreadable, g_strdup (mount->row.path));
}

/* Before the scan ---------------------------------------------------------------------------- */

/* A walk that only looks whether files that are known by another name are there. */

typedef struct
{
  SemIndexRun *run;
  gboolean found;
  GError *error;
} Moved;

static gboolean
moved_file (const char *path, const struct stat *st, gpointer user_data)
{
  Moved *moved = user_data;
  SemFileIdentity identity;

  sem_content_identify (st, &identity);
  moved->found =
    sem_store_find_identity (moved->run->store, &identity, moved->run->backbone, &moved->error) > 0;
  return !moved->found && !moved->error;
}

static void
moved_note (const char *path, const char *sentence, gpointer user_data)
{
}

static void
moved_unreadable (const char *path, gpointer user_data)
{
}

static gboolean
moved_folder (const char *path, gpointer user_data)
{
  return !sem_index_run_is_away (((Moved *) user_data)->run, path);
}

static gboolean
find_moved (SemIndexRun *run, const char *path, gboolean *found, GError **error)
{
  static const SemScanHandlers handlers = { moved_file, moved_note, moved_unreadable,
                                            moved_folder };
  Moved moved = { .run = run };

  sem_scan (path, &handlers, &moved, run->stop, NULL);
  *found = moved.found;
  if (moved.error)
    g_propagate_error (error, moved.error);
  return moved.error == NULL;
}

/* FALSE with errno set. */
static gboolean
can_be_read (SemIndexRun *run, SemIndexMount *mount)
{
  DIR *dir = opendir (mount->row.path);

  if (!dir)
    return FALSE;
  closedir (dir);
  return sem_mount_state_read (mount->row.path, run->self->device, &mount->state);
}

static gboolean
is_absent (int code)
{
  return code == ENOENT || code == ENOTDIR;
}

/* A folder of the library is away even where nothing in it is known; one inside is then none. */
static gboolean
check_unreadable (SemIndexRun *run, SemIndexMount *mount, int code, GError **error)
{
  gboolean root = is_root (run, mount->row.path);
  SemAway away = is_absent (code) ? SEM_AWAY_ABSENT : SEM_AWAY_UNREADABLE;
  SemKnownFiles files;

  if (!sem_known_files_look (run->store, mount->row.path, run->unreadable, FALSE, &files, error))
    return FALSE;
  if (is_absent (code) && is_forgotten (run, mount->row.path))
    {
      mount->gone = TRUE;
      mount->row.mounted = FALSE;
      mount->row.away = root ? away : SEM_AWAY_NOT;
    }
  else if (root || files.any)
    set_away (run, mount, away, code);
  else
    mount->row.mounted = FALSE;
  return TRUE;
}

static gboolean
check_mount (SemIndexRun *run, SemIndexMount *mount, GError **error)
{
  gboolean was_mounted = mount->row.mounted, found = FALSE;
  SemKnownFiles files;
  SemAway away;

  if (!can_be_read (run, mount))
    return check_unreadable (run, mount, errno, error);
  if (!sem_known_files_look (run->store, mount->row.path, run->unreadable,
                             was_mounted && !mount->state.mounted, &files, error))
    return FALSE;
  away = is_forgotten (run, mount->row.path)
           ? SEM_AWAY_NOT
           : sem_presence_decide (was_mounted, mount->state.mounted, &files);
  if (away == SEM_AWAY_EMPTIED && !find_moved (run, mount->row.path, &found, error))
    return FALSE;
  if (found)
    away = SEM_AWAY_NOT;
  mount->all_inside = files.left_out && !files.any;
  if (away)
    set_away (run, mount, away, 0);
  else
    mount->row.mounted = mount->state.mounted;
  return TRUE;
}

/* What is known of the folders of this run, those inside before those that contain them. */
static gboolean
list_mounts (SemIndexRun *run, GError **error)
{
  g_autoptr (GPtrArray) stored = sem_store_list_mounts (run->store, error);

  for (guint i = stored ? stored->len : 0; i > 0; i--)
    {
      const SemStoreMount *row = g_ptr_array_index (stored, i - 1);

      for (guint j = 0; j < run->folders->len; j++)
        if (((SemStoreFolder *) g_ptr_array_index (run->folders, j))->id == row->folder)
          {
            SemIndexMount *mount = add_mount (run, row->folder, row->path);

            mount->row.mounted = row->mounted;
            mount->forget = row->forget;
          }
    }
  for (guint i = 0; stored && i < run->folders->len; i++)
    {
      const SemStoreFolder *folder = g_ptr_array_index (run->folders, i);

      if (!find_mount (run, folder->path))
        add_mount (run, folder->id, folder->path);
    }
  return stored != NULL;
}

/* Whether a folder around it is away as well: then nothing has to be said of this one. */
static gboolean
lies_in_away (SemIndexRun *run, const char *path)
{
  g_autofree char *above = g_path_get_dirname (path);

  for (guint i = 0; i < run->mounts->len; i++)
    {
      const SemIndexMount *mount = g_ptr_array_index (run->mounts, i);

      if (mount->row.away && !g_str_equal (mount->row.path, path)
          && sem_path_covers (mount->row.path, above))
        return TRUE;
    }
  return FALSE;
}

gboolean
sem_index_run_is_away (SemIndexRun *run, const char *path)
{
  return g_hash_table_contains (run->away, path);
}

gboolean
sem_index_run_check_mounts (SemIndexRun *run, GError **error)
{
  run->mounts = g_ptr_array_new_with_free_func (mount_free);
  run->away = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!list_mounts (run, error))
    return FALSE;
  for (guint i = 0; i < run->mounts->len; i++)
    {
      SemIndexMount *mount = g_ptr_array_index (run->mounts, i);

      if (!check_mount (run, mount, error))
        return FALSE;
      if (mount->row.away && !mount->gone)
        g_hash_table_add (run->away, g_strdup (mount->row.path));
    }
  if (g_cancellable_set_error_if_cancelled (run->stop, error))
    return FALSE;
  for (guint i = 0; i < run->mounts->len; i++)
    {
      const SemIndexMount *mount = g_ptr_array_index (run->mounts, i);

      if (mount->row.away && !mount->gone && !lies_in_away (run, mount->row.path))
        tell_away (run, mount);
    }
  return TRUE;
}

/* While and after a folder is scanned --------------------------------------------------------- */

gboolean
sem_index_run_enter (SemIndexRun *run, const char *path)
{
  SemMountState state;

  if (sem_index_run_is_away (run, path))
    return FALSE;
  /* The scan says itself what it cannot read. */
  if (sem_mount_state_read (path, run->self->device, &state) && state.mounted)
    {
      SemIndexMount *mount = find_mount (run, path);

      if (!mount)
        mount = add_mount (run, run->folder, path);
      if (!mount->row.mounted)
        mount->state = state;
      mount->row.mounted = TRUE;
    }
  return TRUE;
}

void
sem_index_run_lose_folder (SemIndexRun *run, const char *path)
{
  SemIndexMount *mount = find_mount (run, path);

  if (mount && !mount->row.away)
    set_away (run, mount, SEM_AWAY_UNREADABLE, 0);
}

gboolean
sem_index_run_is_still_there (SemIndexRun *run, const SemStoreFolder *folder)
{
  gboolean there = TRUE;

  for (guint i = 0; i < run->mounts->len; i++)
    {
      SemIndexMount *mount = g_ptr_array_index (run->mounts, i);
      SemMountState now;

      if (mount->row.folder != folder->id || mount->row.away
          || !(mount->row.mounted || g_str_equal (mount->row.path, folder->path)))
        continue;
      if (!sem_mount_state_read (mount->row.path, run->self->device, &now))
        set_away (run, mount, is_absent (errno) ? SEM_AWAY_ABSENT : SEM_AWAY_UNREADABLE, errno);
      else if (now.device != mount->state.device || now.inode != mount->state.inode)
        set_away (run, mount, SEM_AWAY_UNMOUNTED, 0);
      else
        continue;
      tell_away (run, mount);
      there &= !g_str_equal (mount->row.path, folder->path);
    }
  return there;
}

gboolean
sem_index_run_is_gone (SemIndexRun *run, const char *path)
{
  const SemIndexMount *mount = find_mount (run, path);

  return mount && mount->gone;
}

gboolean
sem_index_run_is_all_inside (SemIndexRun *run, const char *path)
{
  const SemIndexMount *mount = find_mount (run, path);

  return mount && mount->all_inside;
}

gboolean
sem_index_run_store_mounts (SemIndexRun *run, const SemStoreFolder *folder, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  for (guint i = 0; i < run->mounts->len; i++)
    {
      SemIndexMount *mount = g_ptr_array_index (run->mounts, i);

      if (mount->row.mounted || mount->row.away)
        g_ptr_array_add (rows, &mount->row);
    }
  return sem_store_set_mounts (run->store, folder->id, rows, error);
}
