/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/duplicates/removal-private.h"

#include <sys/stat.h>

#include <glib/gi18n-lib.h>

#include "engine/base/error.h"
#include "engine/model/duplicates/companions.h"
#include "engine/photos/content.h"

static void
add_file (GPtrArray *files, const char *path, gint64 photo, gboolean is_companion)
{
  SemRemovalFile *file = g_new (SemRemovalFile, 1);

  *file = (SemRemovalFile){ g_file_new_for_path (path), photo, is_companion };
  g_ptr_array_add (files, file);
}

/* The worker ----------------------------------------------------------------------------------- */

static const SemRemovalItem *
get_item (GArray *items, guint i)
{
  return &g_array_index (items, SemRemovalItem, i);
}

/* @st: (out): of the file that the path leads to */
static gboolean
is_as_indexed (const SemDuplicateFile *file, struct stat *st)
{
  SemFileIdentity now;

  if (stat (file->path, st) != 0 || !S_ISREG (st->st_mode))
    return FALSE;
  sem_content_identify (st, &now);
  return now.size == file->size && now.mtime == file->mtime;
}

/* Whether a file stays that is there, and is not one of those that go by another path. */
static gboolean
one_stays (GArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      struct stat kept, going;
      gboolean stays =
        !get_item (items, i)->goes && is_as_indexed (&get_item (items, i)->file, &kept);

      for (guint k = 0; stays && k < items->len; k++)
        if (get_item (items, k)->goes && stat (get_item (items, k)->file.path, &going) == 0
            && going.st_ino == kept.st_ino && going.st_dev == kept.st_dev)
          stays = FALSE;
      if (stays)
        return TRUE;
    }
  return FALSE;
}

static gboolean
any_stays (GArray *items)
{
  for (guint i = 0; i < items->len; i++)
    if (!get_item (items, i)->goes)
      return TRUE;
  return FALSE;
}

static gboolean
photo_stays (GArray *items, gint64 photo)
{
  for (guint i = 0; i < items->len; i++)
    if (!get_item (items, i)->goes && get_item (items, i)->file.photo == photo)
      return TRUE;
  return FALSE;
}

static void
list_going (GArray *items, GPtrArray *files)
{
  g_autoptr (GHashTable) going = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) staying = g_ptr_array_new ();
  g_autoptr (SemCompanions) finder = sem_companions_new (going, staying);
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < items->len; i++)
    if (get_item (items, i)->goes)
      g_hash_table_add (going, get_item (items, i)->file.path);
    else
      g_ptr_array_add (staying, get_item (items, i)->file.path);
  for (guint i = 0; i < items->len; i++)
    {
      const SemDuplicateFile *file = &get_item (items, i)->file;
      g_autoptr (GPtrArray) companions = NULL;

      if (!get_item (items, i)->goes)
        continue;
      companions = sem_companions_list (finder, file->path);
      add_file (files, file->path, photo_stays (items, file->photo) ? -1 : file->photo, FALSE);
      for (guint k = 0; k < companions->len; k++)
        if (g_hash_table_add (found, g_strdup (companions->pdata[k])))
          add_file (files, companions->pdata[k], -1, TRUE);
    }
}

/* Returns: %FALSE with @error where not. */
static gboolean
may_go (GArray *items, GError **error)
{
  struct stat st;

  if (!any_stays (items))
    {
      g_set_error_literal (error, SEM_ERROR, SEM_ERROR_FAILED,
                           _("One photo of each group stays. To move also the last one to the "
                             "trash, do so in the library."));
      return FALSE;
    }

  for (guint i = 0; i < items->len; i++)
    {
      g_autofree char *base = g_path_get_basename (get_item (items, i)->file.path);
      g_autofree char *name = g_filename_display_name (base);

      if (!get_item (items, i)->goes || is_as_indexed (&get_item (items, i)->file, &st))
        continue;
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                   _("“%s” is not what it was when it was compared. Nothing of its "
                     "group was moved. Update the library."),
                   name);
      return FALSE;
    }
  if (!one_stays (items))
    {
      g_set_error_literal (error, SEM_ERROR, SEM_ERROR_FAILED,
                           _("Of the photos of a group that were to stay none is there. Nothing "
                             "of it was moved. If they are on another disk, connect that "
                             "disk."));
      return FALSE;
    }
  return TRUE;
}

static void
prepare_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GArray *items = data;
  GError *error = NULL;
  GPtrArray *files;

  if (!may_go (items, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  files = g_ptr_array_new_with_free_func ((GDestroyNotify) sem_removal_file_free);
  list_going (items, files);
  g_task_return_pointer (task, files, (GDestroyNotify) g_ptr_array_unref);
}

/* The main thread ------------------------------------------------------------------------------ */

void
sem_removal_prepare_async (SemRemoval *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, sem_removal_prepare_async);
  g_task_set_task_data (task, g_array_ref (self->items), (GDestroyNotify) g_array_unref);
  g_task_run_in_thread (task, prepare_worker);
}

GPtrArray *
sem_removal_prepare_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
