/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/indexing/presence.h"

#include "engine/photos/content.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"

#include <errno.h>

gboolean
sem_mount_state_read (const char *path, SemDeviceFunc device, SemMountState *state)
{
  /* The dot makes stat() fail for what is not a folder, or one that cannot be entered. */
  g_autofree char *inside = g_build_filename (path, ".", NULL);
  g_autofree char *above = g_path_get_dirname (path);
  struct stat st, above_st;

  if (stat (inside, &st) != 0 || stat (above, &above_st) != 0)
    return FALSE;
  state->device = device ? device (path, &st) : st.st_dev;
  state->disk = st.st_dev;
  state->inode = st.st_ino;
  state->mounted = state->device != (device ? device (above, &above_st) : above_st.st_dev);
  return TRUE;
}

typedef struct
{
  SemKnownFiles *files;
  const GPtrArray *without;
  gboolean all;
} Look;

static gboolean
look_cb (const char *path, const SemFileIdentity *identity, gpointer user_data)
{
  const Look *look = user_data;
  SemKnownFiles *files = look->files;
  SemFileIdentity now;
  struct stat st;

  for (guint i = 0; i < look->without->len; i++)
    if (sem_path_covers (g_ptr_array_index (look->without, i), path))
      {
        files->left_out = TRUE;
        return TRUE;
      }
  files->any = TRUE;
  if (stat (path, &st) != 0)
    {
      files->unknown |= errno != ENOENT && errno != ENOTDIR;
      files->same = FALSE;
      return TRUE;
    }
  files->found = TRUE;
  sem_content_identify (&st, &now);
  files->same &= now.size == identity->size && now.mtime == identity->mtime;
  return look->all && files->same;
}

gboolean
sem_known_files_look (SemStore *store,
                      const char *path,
                      const GPtrArray *without,
                      gboolean all,
                      SemKnownFiles *files,
                      GError **error)
{
  Look look = { files, without, all };

  *files = (SemKnownFiles){ .same = TRUE };
  return sem_store_read_files (store, path, look_cb, &look, error);
}

SemAway
sem_presence_decide (gboolean was_mounted, gboolean mounted, const SemKnownFiles *files)
{
  if (!files->any)
    return SEM_AWAY_NOT;
  if (was_mounted && !mounted && !files->same)
    return SEM_AWAY_UNMOUNTED;
  return files->found || files->unknown ? SEM_AWAY_NOT : SEM_AWAY_EMPTIED;
}
