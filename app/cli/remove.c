/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"
#include "app/cli/output/output.h"
#include "engine/store/folders.h"
#include "engine/store/photos.h"
#include "engine/store/sweep.h"

#include <stdlib.h>

#include <glib/gi18n.h>

/* (transfer full): the path of a folder of the library, by the given path or by where that leads.
 */
static char *
find_folder (SemStore *store, const char *argument, GError **error)
{
  g_autoptr (GPtrArray) folders = sem_store_list_folders (store, error);
  g_autofree char *plain = cli_get_path (argument);
  g_autofree char *name = g_filename_display_name (plain);
  char *resolved = realpath (plain, NULL);
  char *found = NULL, *outer = NULL;

  for (guint i = 0; folders && !found && i < folders->len; i++)
    {
      const SemStoreFolder *folder = g_ptr_array_index (folders, i);

      if (g_strcmp0 (folder->path, plain) == 0 || g_strcmp0 (folder->path, resolved) == 0)
        found = g_strdup (folder->path);
      else if (sem_path_covers (folder->path, resolved ? resolved : plain))
        {
          g_free (outer);
          outer = g_filename_display_name (folder->path);
        }
    }
  free (resolved);
  if (folders && !found && outer)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                 _("“%s” lies in “%s”, a folder of the library. Only that can be removed, as a "
                   "whole."),
                 name, outer);
  else if (folders && !found)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                 _("The library has no folder “%s”; “semblance-cli status” lists them."), name);
  g_free (outer);
  return found;
}

/* @photos: those that only the folder held */
typedef struct
{
  char *path;
  guint photos;
} Removed;

static void
clear_removed (gpointer data)
{
  g_free (((Removed *) data)->path);
}

static gboolean
count_photos (SemStore *store, guint *photos, GError **error)
{
  SemStoreCounts counts = { 0 };
  gboolean ok = sem_store_count (store, &counts, error);

  *photos = counts.photos;
  return ok;
}

/* @removed: (out) */
static gboolean
remove_folder (SemStore *store, const char *argument, Removed *removed, GError **error)
{
  g_autofree char *path = find_folder (store, argument, error);
  guint before, after;

  if (!path || !count_photos (store, &before, error) || !sem_store_begin (store, error))
    return FALSE;
  if (!sem_store_remove_folder (store, path, error) || !sem_store_commit (store, error)
      || !sem_store_sweep (store, error))
    {
      sem_store_rollback (store);
      return FALSE;
    }
  if (!count_photos (store, &after, error))
    return FALSE;
  removed->path = g_steal_pointer (&path);
  removed->photos = before > after ? before - after : 0;
  return TRUE;
}

static gboolean
print_lines (SemStore *store, const GArray *removed, GError **error)
{
  guint photos;

  if (!count_photos (store, &photos, error))
    return FALSE;
  for (guint i = 0; i < removed->len; i++)
    {
      const Removed *folder = &g_array_index (removed, Removed, i);
      g_autofree char *name = cli_name (folder->path);

      g_print (_("Removed from the library: %s (photos: %u)\n"), name, folder->photos);
    }
  if (removed->len)
    g_print (_("Photos that are left: %u. The files on disk were not changed.\n"), photos);
  return TRUE;
}

static gboolean
print_json (SemStore *store, const GArray *removed, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  guint photos;

  if (!count_photos (store, &photos, error))
    return FALSE;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "removed");
  json_builder_begin_array (builder);
  for (guint i = 0; i < removed->len; i++)
    {
      const Removed *folder = &g_array_index (removed, Removed, i);

      json_builder_begin_object (builder);
      cli_json_add_path (builder, "path", folder->path);
      cli_json_add_int (builder, "photos", folder->photos);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  cli_json_add_int (builder, "photos", photos);
  cli_json_add_failure (builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
  return TRUE;
}

static int
run_remove (const CliCommand *command, int argc, char **argv)
{
  g_auto (CliCommon) common = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SemStore) store = NULL;
  g_autoptr (GArray) removed = g_array_new (FALSE, TRUE, sizeof (Removed));
  int code = CLI_DONE, lock;

  g_array_set_clear_func (removed, clear_removed);
  if (!cli_parse (command, NULL, &common, &argc, &argv))
    return CLI_USAGE;
  if (argc < 2)
    return cli_usage (command, _("give the folder to remove from the library."));
  if (!g_file_test (common.library, G_FILE_TEST_EXISTS))
    store = sem_store_open (common.library, SEM_STORE_READ, &error);
  else
    store = sem_store_open (common.library, SEM_STORE_WRITE, &error);
  if (!store)
    return cli_fail (error);
  /* A process that is indexing the folder would add its photos again. */
  lock = sem_store_lock (common.library, &error);
  if (lock < 0)
    return cli_fail (error);
  for (int i = 1; i < argc; i++)
    {
      Removed folder = { 0 };

      if (remove_folder (store, argv[i], &folder, &error))
        g_array_append_val (removed, folder);
      else
        code = cli_fail_at (argv[i], error);
      g_clear_error (&error);
    }
  sem_store_unlock (lock);
  if (!(common.json ? print_json : print_lines) (store, removed, &error))
    return cli_fail (error);
  return code;
}

const CliCommand cli_remove_command = {
  .name = "remove",
  .summary = N_("Remove folders from the library"),
  .arguments = N_("FOLDER…"),
  .help = N_("Removes the folders and their photos from the library, and prints how many photos "
             "that were. The files on disk are not changed."),
  .run = run_remove,
};
