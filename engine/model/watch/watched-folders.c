/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/model/library-private.h"
#include "engine/store/folders.h"

#include <string.h>

/* Adds @path, unless a folder around it is watched; then those below it are not. */
static void
add_watched (GPtrArray *paths, char *path)
{
  for (guint i = 0; i < paths->len; i++)
    if (sem_path_covers (g_ptr_array_index (paths, i), path))
      return;
  for (guint i = paths->len; i > 0; i--)
    if (sem_path_covers (path, g_ptr_array_index (paths, i - 1)))
      g_ptr_array_remove_index (paths, i - 1);
  g_ptr_array_add (paths, path);
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

void
sem_library_watch_folders (SemLibrary *self)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->folders));

  if (!self->watcher)
    return;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SemFolder) folder = g_list_model_get_item (G_LIST_MODEL (self->folders), i);

      g_ptr_array_add (paths, (char *) g_file_peek_path (sem_folder_get_file (folder)));
    }
  for (guint i = 0; i < self->coming->len; i++)
    add_watched (paths, g_ptr_array_index (self->coming, i));
  /* As the library lists them: the same folders are not watched anew. */
  g_ptr_array_sort (paths, compare_paths);
  sem_watcher_set_folders (self->watcher, paths);
}
