/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/base/error.h"
#include "engine/model/viewer/trash-table.h"

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

/* Returns: an errno; 0 for success */
static int
restore (SemTrashTable *table, const char *path)
{
  const char *info = sem_trash_table_find (table, path);
  const int system_error = info ? move_back (info, path) : ENOENT;

  if (system_error == 0)
    sem_trash_table_drop (table, path);
  return system_error;
}

static void
restore_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *path = g_file_get_path (source);
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (SemTrashTable) own = data ? NULL : sem_trash_table_new ();
  const int system_error = restore (data ? data : own, path);

  if (system_error == 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, SEM_ERROR, SEM_ERROR_FAILED,
                             _("“%s” could not be taken out of the trash: %s. Look for it there."),
                             name, g_strerror (system_error));
}

void
sem_trash_restore_async (GFile *file,
                         SemTrashTable *table,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (file, cancellable, callback, user_data);

  g_task_set_source_tag (task, sem_trash_restore_async);
  g_task_set_task_data (task, table, NULL);
  g_task_run_in_thread (task, restore_worker);
}

gboolean
sem_trash_restore_finish (GFile *file, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
