/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/indexing/reading/samples.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#define MOST_FOLDERS 64
/* Files of one folder, from its last to its first. */
#define OF_FOLDER 8

typedef struct
{
  guint64 device;
  SemSampleFunc func;
  gpointer user_data;
  GPtrArray *folders; /* paths, in the order in which they are visited */
  guint n_files;
  gboolean ended;
} Visit;

static gboolean
is_on (const char *path, guint64 device, mode_t kind)
{
  struct stat st;

  return lstat (path, &st) == 0 && (st.st_mode & S_IFMT) == kind && st.st_dev == device
         && (kind == S_IFDIR || st.st_size > 0);
}

static int
compare_backwards (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) b, *(char *const *) a);
}

static void
visit_file (Visit *self, const char *path)
{
  if (self->ended || self->n_files >= SEM_SAMPLES_MOST || !is_on (path, self->device, S_IFREG))
    return;
  self->n_files++;
  self->ended = !self->func (path, self->user_data);
}

static void
visit_folder (Visit *self, const char *path)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  DIR *dir = opendir (path);
  struct dirent *entry;

  while (dir && (entry = readdir (dir)))
    if (entry->d_name[0] != '.')
      g_ptr_array_add (entry->d_type == DT_REG ? files : folders,
                       g_build_filename (path, entry->d_name, NULL));
  if (dir)
    closedir (dir);
  g_ptr_array_sort (files, compare_backwards);
  g_ptr_array_sort (folders, compare_backwards);
  for (guint i = 0; i < MIN (OF_FOLDER, files->len); i++)
    visit_file (self, g_ptr_array_index (files, files->len <= OF_FOLDER
                                                  ? i
                                                  : i * (files->len - 1) / (OF_FOLDER - 1)));
  /* Where the directory entries have no types, files are among them. */
  for (guint i = 0; i < folders->len && self->folders->len < MOST_FOLDERS && !self->ended; i++)
    if (is_on (g_ptr_array_index (folders, i), self->device, S_IFDIR))
      g_ptr_array_add (self->folders, g_strdup (g_ptr_array_index (folders, i)));
    else
      visit_file (self, g_ptr_array_index (folders, i));
}

/* (transfer full): the outermost folder around @path up to @root that is on the device; @root where
 * there is none. */
static char *
find_top (const char *root, const char *path, guint64 device)
{
  g_autofree char *at = g_path_get_dirname (path);
  char *top = NULL;

  while (!g_str_equal (at, root) && strlen (at) > strlen (root))
    {
      char *above = g_path_get_dirname (at);

      if (is_on (at, device, S_IFDIR))
        {
          g_free (top);
          top = g_strdup (at);
        }
      g_free (at);
      at = above;
    }
  if (!top || is_on (root, device, S_IFDIR))
    {
      g_free (top);
      top = g_strdup (root);
    }
  return top;
}

void
sem_samples_visit (const char *root,
                   const char *path,
                   guint64 device,
                   SemSampleFunc func,
                   gpointer user_data)
{
  Visit visit = { device, func, user_data, g_ptr_array_new_with_free_func (g_free), 0, FALSE };

  g_ptr_array_add (visit.folders, find_top (root, path, device));
  for (guint i = 0; i < visit.folders->len && !visit.ended; i++)
    visit_folder (&visit, g_ptr_array_index (visit.folders, i));
  g_ptr_array_unref (visit.folders);
}
