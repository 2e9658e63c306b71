/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"
#include "engine/store/store.h"

#include <stdlib.h>

#include <glib/gi18n.h>

/* The folder's row by the name that was given, or by what that name leads to. */
static char *
find_folder (SemStore *store, const char *argument, GError **error)
{
  g_autoptr (GPtrArray) folders = sem_store_list_folders (store, error);
  g_autofree char *plain = g_canonicalize_filename (argument, NULL);
  char *resolved = realpath (argument, NULL);
  char *found = NULL;

  for (guint i = 0; folders && !found && i < folders->len; i++)
    {
      const SemStoreFolder *folder = g_ptr_array_index (folders, i);

      if (g_strcmp0 (folder->path, plain) == 0 || g_strcmp0 (folder->path, resolved) == 0)
        found = g_strdup (folder->path);
    }
  free (resolved);
  if (folders && !found)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                 _("The library has no folder “%s”; “semblance-cli status” lists them."), plain);
  return found;
}

static gboolean
remove_folder (SemStore *store, const char *argument, GError **error)
{
  g_autofree char *path = find_folder (store, argument, error);

  if (!path || !sem_store_begin (store, error))
    return FALSE;
  if (sem_store_remove_folder (store, path, error) && sem_store_commit (store, error)
      && sem_store_sweep (store, error))
    return TRUE;
  sem_store_rollback (store);
  return FALSE;
}

static int
run_remove (const CliCommand *command, int argc, char **argv)
{
  g_auto (CliCommon) common = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SemStore) store = NULL;
  int code = CLI_DONE, lock;

  if (!cli_parse (command, NULL, &common, &argc, &argv))
    return CLI_USAGE;
  if (argc < 2)
    return cli_usage (command, _("name the folder to take out of the library."));
  if (!g_file_test (common.library, G_FILE_TEST_EXISTS))
    store = sem_store_open (common.library, SEM_STORE_READ, &error);
  else
    store = sem_store_open (common.library, SEM_STORE_WRITE, &error);
  if (!store)
    return cli_fail (error);
  /* Who indexes the folder at the moment would put its photos back. */
  lock = sem_store_lock (common.library, &error);
  if (lock < 0)
    return cli_fail (error);
  for (int i = 1; i < argc; i++)
    if (!remove_folder (store, argv[i], &error))
      {
        code = cli_fail (error);
        g_clear_error (&error);
      }
  sem_store_unlock (lock);
  return code;
}

const CliCommand cli_remove_command = {
  .name = "remove",
  .summary = N_ ("Take folders out of the library"),
  .arguments = N_ ("FOLDER…"),
  .help = N_ ("Forgets the folders and their photos. The files on disk are not touched."),
  .run = run_remove,
};
