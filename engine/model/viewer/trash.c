/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/base/error.h"
#include "engine/model/viewer/trash.h"
#include "engine/model/viewer/trash-info.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define INFO_ENDING ".trashinfo"

/* Putting -------------------------------------------------------------------------------------- */

static void
put_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_file_get_path (source);
  g_autofree char *name = g_filename_display_name (path);

  if (g_file_trash (source, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, SEM_ERROR, SEM_ERROR_FAILED,
                             _("“%s” could not be moved to the trash: %s"), name, error->message);
}

void
sem_trash_put_async (GFile *file,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (file, cancellable, callback, user_data);

  g_task_set_source_tag (task, sem_trash_put_async);
  g_task_run_in_thread (task, put_worker);
}

gboolean
sem_trash_put_finish (GFile *file, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Restoring ------------------------------------------------------------------------------------ */

/* @folder: of the trash; @top: what paths in it are relative to, NULL for none */
typedef struct
{
  char *folder;
  char *top;
} Bin;

static void
bin_clear (gpointer data)
{
  Bin *bin = data;

  g_free (bin->folder);
  g_free (bin->top);
}

/* The folder of the mount that holds @path. */
static char *
find_top (const char *path)
{
  g_autofree char *top = g_path_get_dirname (path);
  GStatBuf info, above;

  if (g_stat (top, &info) != 0)
    return g_steal_pointer (&top);
  while (strcmp (top, "/") != 0)
    {
      g_autofree char *parent = g_path_get_dirname (top);

      if (g_stat (parent, &above) != 0 || above.st_dev != info.st_dev)
        break;
      g_free (top);
      top = g_steal_pointer (&parent);
    }
  return g_steal_pointer (&top);
}

static void
add_bin (GArray *bins, char *folder, const char *top)
{
  const Bin bin = { folder, g_strdup (top) };

  g_array_append_val (bins, bin);
}

static GArray *
list_bins (const char *path)
{
  GArray *bins = g_array_new (FALSE, FALSE, sizeof (Bin));
  g_autofree char *top = find_top (path);
  g_autofree char *shared = g_strdup_printf (".Trash/%u", (guint) getuid ());
  g_autofree char *own = g_strdup_printf (".Trash-%u", (guint) getuid ());

  g_array_set_clear_func (bins, bin_clear);
  add_bin (bins, g_build_filename (g_get_user_data_dir (), "Trash", NULL), NULL);
  add_bin (bins, g_build_filename (top, shared, NULL), top);
  add_bin (bins, g_build_filename (top, own, NULL), top);
  return bins;
}

/* (transfer full) (nullable): where the file of an info was. */
static char *
read_origin (const Bin *bin, const char *info)
{
  g_autofree char *text = NULL;
  GStatBuf st;
  gsize size;

  /* Other programs and, on shared disks, other people write there. */
  if (g_stat (info, &st) != 0 || !S_ISREG (st.st_mode) || st.st_size > SEM_TRASH_INFO_MAX_SIZE
      || !g_file_get_contents (info, &text, &size, NULL))
    return NULL;
  return sem_trash_info_parse (text, size, bin->top);
}

/* (transfer full) (nullable): the info of the file that was last put into the trash from @path. */
static char *
find_info (const Bin *bin, const char *path, gint64 *newest)
{
  g_autofree char *folder = g_build_filename (bin->folder, "info", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  char *found = NULL;
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *info = g_build_filename (folder, name, NULL);
      g_autofree char *origin =
        g_str_has_suffix (name, INFO_ENDING) ? read_origin (bin, info) : NULL;
      GStatBuf st;
      gint64 time;

      if (!origin || strcmp (origin, path) != 0 || g_stat (info, &st) != 0)
        continue;
      time = (gint64) st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
      if (time < *newest)
        continue;
      *newest = time;
      g_free (found);
      found = g_steal_pointer (&info);
    }
  return found;
}

/* Returns: an errno; 0 for success */
static int
move_back (const char *info, const char *path)
{
  g_autofree char *infos = g_path_get_dirname (info);
  g_autofree char *folder = g_path_get_dirname (infos);
  g_autofree char *base = g_path_get_basename (info);
  g_autofree char *name = g_strndup (base, strlen (base) - strlen (INFO_ENDING));
  g_autofree char *from = g_build_filename (folder, "files", name, NULL);

  if (renameat2 (AT_FDCWD, from, AT_FDCWD, path, RENAME_NOREPLACE) != 0)
    return errno;
  g_unlink (info);
  return 0;
}

static int
restore (const char *path)
{
  g_autoptr (GArray) bins = list_bins (path);
  g_autofree char *info = NULL;
  gint64 newest = G_MININT64;

  for (guint i = 0; i < bins->len; i++)
    {
      char *newer = find_info (&g_array_index (bins, Bin, i), path, &newest);

      if (!newer)
        continue;
      g_free (info);
      info = newer;
    }
  return info ? move_back (info, path) : ENOENT;
}

static void
restore_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *path = g_file_get_path (source);
  g_autofree char *name = g_filename_display_name (path);
  const int system_error = restore (path);

  if (system_error == 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, SEM_ERROR, SEM_ERROR_FAILED,
                             _("“%s” could not be taken out of the trash: %s. Look for it there."),
                             name, g_strerror (system_error));
}

void
sem_trash_restore_async (GFile *file,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (file, cancellable, callback, user_data);

  g_task_set_source_tag (task, sem_trash_restore_async);
  g_task_run_in_thread (task, restore_worker);
}

gboolean
sem_trash_restore_finish (GFile *file, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
