/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/search/search-folders.h"
#include "engine/store/scope.h"

#include <stdlib.h>

#include <glib/gi18n.h>

/* (transfer full) (nullable): where a path leads. */
static char *
resolve (const char *path)
{
  char *real = realpath (path, NULL);
  char *copy = g_strdup (real);

  free (real);
  return copy;
}

/* (transfer full): by the given path or by where that leads, as the library has it. A folder that
 * is not there may be on a disk that is not connected. */
static char *
find_folder (SemStore *store, const char *argument, GError **error)
{
  g_autofree char *plain = cli_get_path (argument);
  g_autofree char *resolved = resolve (plain);
  g_autofree char *name = g_filename_display_name (plain);
  gboolean found;

  if (!sem_store_has_photos_below (store, plain, &found, error))
    return NULL;
  if (found)
    return g_steal_pointer (&plain);
  if (resolved && !sem_store_has_photos_below (store, resolved, &found, error))
    return NULL;
  if (found)
    return g_steal_pointer (&resolved);
  g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
               _("The library has no photos in “%s”. “semblance-cli status” lists its folders."),
               name);
  return NULL;
}

char **
cli_search_find_folders (char **folders, const char *library, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (library, SEM_STORE_READ, error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; store && folders[i]; i++)
    {
      char *path = find_folder (store, folders[i], error);

      if (!path)
        return NULL;
      g_ptr_array_add (found, path);
    }
  g_ptr_array_add (found, NULL);
  return store ? g_strdupv ((char **) found->pdata) : NULL;
}
