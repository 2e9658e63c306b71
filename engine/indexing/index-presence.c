/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/indexing/index-presence.h"
#include "engine/photos/content.h"
#include "engine/photos/scan.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/mounts.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* A folder of the library, or one inside that is or was a mount point, or was offline. */
typedef struct
{
  SemStoreMount row;   /* to be stored */
  SemMountState state; /* when it was first looked at; undefined where it was offline then */
  int code;            /* errno, where it cannot be read */
  gboolean forget;     /* missing files in it are to be forgotten in this run */
  gboolean gone;       /* it does not exist and is to be forgotten */
  gboolean all_inside; /* all its known files lie in folders inside it that are offline */
} Mount;

struct _SemIndexPresence
{
  const SemIndexContext *context;
  GPtrArray *mounts;     /* Mount */
  GHashTable *away;      /* paths of those that were offline before the scan; constant after that */
  GPtrArray *unreadable; /* paths */
};

static void
mount_free (gpointer data)
{
  Mount *mount = data;

  g_free (mount->row.path);
  g_free (mount);
}

SemIndexPresence *
sem_index_presence_new (const SemIndexContext *context)
{
  SemIndexPresence *self = g_new0 (SemIndexPresence, 1);

  self->context = context;
  self->mounts = g_ptr_array_new_with_free_func (mount_free);
  self->away = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->unreadable = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
sem_index_presence_free (SemIndexPresence *self)
{
  g_ptr_array_unref (self->mounts);
  g_hash_table_unref (self->away);
  g_ptr_array_unref (self->unreadable);
  g_free (self);
}

static Mount *
add_mount (SemIndexPresence *self, gint64 folder, const char *path)
{
  Mount *mount = g_new0 (Mount, 1);

  mount->row.folder = folder;
  mount->row.path = g_strdup (path);
  g_ptr_array_add (self->mounts, mount);
  return mount;
}

static Mount *
find_mount (SemIndexPresence *self, const char *path)
{
  for (guint i = 0; i < self->mounts->len; i++)
    {
      Mount *mount = g_ptr_array_index (self->mounts, i);

      if (g_str_equal (mount->row.path, path))
        return mount;
    }
  return NULL;
}

/* Whether the user has requested to forget the missing photos there. */
static gboolean
is_forgotten (SemIndexPresence *self, const char *path)
{
  for (guint i = 0; i < self->mounts->len; i++)
    {
      const Mount *mount = g_ptr_array_index (self->mounts, i);

      if (mount->forget && sem_path_covers (mount->row.path, path))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_root (SemIndexPresence *self, const char *path)
{
  for (guint i = 0; i < self->context->folders->len; i++)
    if (g_str_equal (((SemStoreFolder *) g_ptr_array_index (self->context->folders, i))->path,
                     path))
      return TRUE;
  return FALSE;
}

/* Reporting ---------------------------------------------------------------------------------- */

static void
tell_away (SemIndexPresence *self, const Mount *mount)
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
  sem_index_status_tell (self->context->status, mount->row.path, sentence);
}

/* @code: errno, where the folder cannot be read. */
static void
set_away (SemIndexPresence *self, Mount *mount, SemAway away, int code)
{
  mount->row.away = away;
  mount->code = code;
  g_ptr_array_add (self->unreadable, g_strdup (mount->row.path));
}

/* Before the scan ---------------------------------------------------------------------------- */

/* A scan that only looks for files that the library knows by another path. */

typedef struct
{
  SemIndexPresence *presence;
  SemStore *store;
  const char *backbone;
  gboolean found;
  GError *error;
} Moved;

static gboolean
moved_file (const char *path, const struct stat *st, gpointer user_data)
{
  Moved *moved = user_data;
  SemFileIdentity identity;

  sem_content_identify (st, &identity);
  /* Moving changes it. */
  identity.ctime = 0;
  moved->found =
    sem_store_find_identity (moved->store, &identity, moved->backbone, &moved->error) > 0;
  return !moved->found && !moved->error;
}

static gboolean
moved_folder (const char *path, gpointer user_data)
{
  return !sem_index_presence_is_away (((Moved *) user_data)->presence, path);
}

static gboolean
find_moved (SemIndexPresence *self,
            SemStore *store,
            const char *path,
            gboolean *found,
            GError **error)
{
  const SemScanHandlers handlers = { .file = moved_file,
                                     .folder = moved_folder,
                                     .excludes = self->context->excludes };
  Moved moved = { .presence = self,
                  .store = store,
                  .backbone = sem_backbone_get_id (self->context->backbone) };

  sem_scan (path, &handlers, &moved, self->context->stop, NULL);
  *found = moved.found;
  if (moved.error)
    g_propagate_error (error, moved.error);
  return !moved.error;
}

/* FALSE with errno set. */
static gboolean
can_be_read (SemIndexPresence *self, Mount *mount)
{
  DIR *dir = opendir (mount->row.path);

  if (!dir)
    return FALSE;
  closedir (dir);
  return sem_mount_state_read (mount->row.path, self->context->device, &mount->state);
}

static gboolean
is_absent (int code)
{
  return code == ENOENT || code == ENOTDIR;
}

/* A folder of the library is offline even where no file in it is known; one inside it is not. */
static gboolean
check_unreadable (SemIndexPresence *self, SemStore *store, Mount *mount, int code, GError **error)
{
  gboolean root = is_root (self, mount->row.path);
  SemAway away = is_absent (code) ? SEM_AWAY_ABSENT : SEM_AWAY_UNREADABLE;
  SemKnownFiles files;

  if (!sem_known_files_look (store, mount->row.path, self->unreadable, FALSE, &files, error))
    return FALSE;
  if (is_absent (code) && is_forgotten (self, mount->row.path))
    {
      mount->gone = TRUE;
      mount->row.mounted = FALSE;
      mount->row.away = root ? away : SEM_AWAY_NOT;
    }
  else if (root || files.any)
    set_away (self, mount, away, code);
  else
    mount->row.mounted = FALSE;
  return TRUE;
}

static gboolean
check_mount (SemIndexPresence *self, SemStore *store, Mount *mount, GError **error)
{
  gboolean was_mounted = mount->row.mounted, found = FALSE;
  SemKnownFiles files;
  SemAway away;

  if (!can_be_read (self, mount))
    return check_unreadable (self, store, mount, errno, error);
  if (!sem_known_files_look (store, mount->row.path, self->unreadable,
                             was_mounted && !mount->state.mounted, &files, error))
    return FALSE;
  away = is_forgotten (self, mount->row.path)
           ? SEM_AWAY_NOT
           : sem_presence_decide (was_mounted, mount->state.mounted, &files);
  if (away == SEM_AWAY_EMPTIED && !find_moved (self, store, mount->row.path, &found, error))
    return FALSE;
  if (found)
    away = SEM_AWAY_NOT;
  mount->all_inside = files.left_out && !files.any;
  if (away)
    set_away (self, mount, away, 0);
  else
    mount->row.mounted = mount->state.mounted;
  return TRUE;
}

/* Lists the folders of this run and the mount points in them, inner ones first. */
static gboolean
list_mounts (SemIndexPresence *self, SemStore *store, GError **error)
{
  g_autoptr (GPtrArray) stored = sem_store_list_mounts (store, error);

  for (guint i = stored ? stored->len : 0; i > 0; i--)
    {
      const SemStoreMount *row = g_ptr_array_index (stored, i - 1);

      for (guint j = 0; j < self->context->folders->len; j++)
        if (((SemStoreFolder *) g_ptr_array_index (self->context->folders, j))->id == row->folder)
          {
            Mount *mount = add_mount (self, row->folder, row->path);

            mount->row.mounted = row->mounted;
            mount->forget = row->forget;
          }
    }
  for (guint i = 0; stored && i < self->context->folders->len; i++)
    {
      const SemStoreFolder *folder = g_ptr_array_index (self->context->folders, i);

      if (!find_mount (self, folder->path))
        add_mount (self, folder->id, folder->path);
    }
  return stored != NULL;
}

/* Whether a folder around it is offline as well, so that this one needs no message. */
static gboolean
lies_in_away (SemIndexPresence *self, const char *path)
{
  g_autofree char *above = g_path_get_dirname (path);

  for (guint i = 0; i < self->mounts->len; i++)
    {
      const Mount *mount = g_ptr_array_index (self->mounts, i);

      if (mount->row.away && !g_str_equal (mount->row.path, path)
          && sem_path_covers (mount->row.path, above))
        return TRUE;
    }
  return FALSE;
}

gboolean
sem_index_presence_is_away (SemIndexPresence *self, const char *path)
{
  return g_hash_table_contains (self->away, path);
}

gboolean
sem_index_presence_check (SemIndexPresence *self, SemStore *store, GError **error)
{
  if (!list_mounts (self, store, error))
    return FALSE;
  for (guint i = 0; i < self->mounts->len; i++)
    {
      Mount *mount = g_ptr_array_index (self->mounts, i);

      if (!check_mount (self, store, mount, error))
        return FALSE;
      if (mount->row.away && !mount->gone)
        g_hash_table_add (self->away, g_strdup (mount->row.path));
    }
  if (g_cancellable_set_error_if_cancelled (self->context->stop, error))
    return FALSE;
  for (guint i = 0; i < self->mounts->len; i++)
    {
      const Mount *mount = g_ptr_array_index (self->mounts, i);

      if (mount->row.away && !mount->gone && !lies_in_away (self, mount->row.path))
        tell_away (self, mount);
    }
  return TRUE;
}

void
sem_index_presence_add_unreadable (SemIndexPresence *self, const char *path)
{
  g_ptr_array_add (self->unreadable, g_strdup (path));
}

GPtrArray *
sem_index_presence_get_unreadable (SemIndexPresence *self)
{
  return self->unreadable;
}

/* While and after a folder is scanned --------------------------------------------------------- */

gboolean
sem_index_presence_enter (SemIndexPresence *self, gint64 folder, const char *path)
{
  SemMountState state;

  if (sem_index_presence_is_away (self, path))
    return FALSE;
  /* A folder that cannot be read is reported by the scan. */
  if (sem_mount_state_read (path, self->context->device, &state) && state.mounted)
    {
      Mount *mount = find_mount (self, path);

      if (!mount)
        mount = add_mount (self, folder, path);
      if (!mount->row.mounted)
        mount->state = state;
      mount->row.mounted = TRUE;
    }
  return TRUE;
}

void
sem_index_presence_lose (SemIndexPresence *self, const char *path)
{
  Mount *mount = find_mount (self, path);

  if (mount && !mount->row.away)
    set_away (self, mount, SEM_AWAY_UNREADABLE, 0);
}

/* The innermost one with the path. @disk: that it must be on, 0 for any. One elsewhere on that disk
 * serves where there is none: a link may lead there. */
static Mount *
find_inner (SemIndexPresence *self, gint64 folder, const char *path, guint64 disk)
{
  Mount *inner = NULL;
  gsize longest = 0;

  for (guint i = 0; i < self->mounts->len; i++)
    {
      Mount *mount = g_ptr_array_index (self->mounts, i);
      const gsize n = sem_path_covers (mount->row.path, path) ? strlen (mount->row.path) : 0;

      if (mount->row.folder == folder && (mount->row.mounted || is_root (self, mount->row.path))
          && (disk ? mount->state.disk == disk : n > 0) && (!inner || n > longest))
        {
          inner = mount;
          longest = n;
        }
    }
  return inner;
}

guint64
sem_index_presence_get_disk (SemIndexPresence *self, gint64 folder, const char *path)
{
  const Mount *inner = find_inner (self, folder, path, 0);

  return inner ? inner->state.disk : 0;
}

const char *
sem_index_presence_fail (SemIndexPresence *self, const SemMediaLoss *loss)
{
  Mount *inner = find_inner (self, loss->folder, loss->path, loss->device);

  if (!inner)
    return NULL;
  if (!inner->row.away)
    {
      set_away (self, inner, is_absent (loss->code) ? SEM_AWAY_ABSENT : SEM_AWAY_UNREADABLE,
                loss->code);
      tell_away (self, inner);
    }
  return inner->row.path;
}

gboolean
sem_index_presence_is_still_there (SemIndexPresence *self, const SemStoreFolder *folder)
{
  gboolean there = TRUE;

  for (guint i = 0; i < self->mounts->len; i++)
    {
      Mount *mount = g_ptr_array_index (self->mounts, i);
      SemMountState now;

      if (mount->row.folder != folder->id || mount->row.away
          || !(mount->row.mounted || g_str_equal (mount->row.path, folder->path)))
        continue;
      if (!sem_mount_state_read (mount->row.path, self->context->device, &now))
        set_away (self, mount, is_absent (errno) ? SEM_AWAY_ABSENT : SEM_AWAY_UNREADABLE, errno);
      else if (now.device != mount->state.device || now.inode != mount->state.inode)
        set_away (self, mount, SEM_AWAY_UNMOUNTED, 0);
      else
        continue;
      tell_away (self, mount);
      there &= !g_str_equal (mount->row.path, folder->path);
    }
  return there;
}

gboolean
sem_index_presence_is_gone (SemIndexPresence *self, const char *path)
{
  const Mount *mount = find_mount (self, path);

  return mount && mount->gone;
}

gboolean
sem_index_presence_is_all_inside (SemIndexPresence *self, const char *path)
{
  const Mount *mount = find_mount (self, path);

  return mount && mount->all_inside;
}

gboolean
sem_index_presence_store (SemIndexPresence *self,
                          SemStore *store,
                          const SemStoreFolder *folder,
                          GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  for (guint i = 0; i < self->mounts->len; i++)
    {
      Mount *mount = g_ptr_array_index (self->mounts, i);

      if (mount->row.mounted || mount->row.away)
        g_ptr_array_add (rows, &mount->row);
    }
  return sem_store_set_mounts (store, folder->id, rows, error);
}
