/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/benchmarks/list-files.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define MAX_DEPTH 4
#define MAX_SIZE (512 << 20)

struct _SemListFiles
{
  GPtrArray *paths;
};

static gboolean
may_be_list (const char *name)
{
  static const char *const endings[] = { ".txt", ".dat", ".json" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i]))
      return TRUE;
  return FALSE;
}

static void
walk (SemListFiles *self, const char *folder, guint depth)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf info;

      if (may_be_list (name))
        g_ptr_array_add (self->paths, g_steal_pointer (&path));
      else if (depth < MAX_DEPTH && !strchr (name, '.') && g_lstat (path, &info) == 0
               && S_ISDIR (info.st_mode))
        walk (self, path, depth + 1);
    }
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

SemListFiles *
sem_list_files_new (const char *folder)
{
  SemListFiles *self = g_new (SemListFiles, 1);

  self->paths = g_ptr_array_new_with_free_func (g_free);
  walk (self, folder, 0);
  g_ptr_array_sort (self->paths, compare_paths);
  return self;
}

void
sem_list_files_free (SemListFiles *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->paths);
  g_free (self);
}

static const char *
get_name (const char *path)
{
  return strrchr (path, '/') + 1;
}

const char *
sem_list_files_find (const SemListFiles *self, const char *name)
{
  for (guint i = 0; i < self->paths->len; i++)
    if (g_str_equal (get_name (g_ptr_array_index (self->paths, i)), name))
      return g_ptr_array_index (self->paths, i);
  return NULL;
}

GPtrArray *
sem_list_files_match (const SemListFiles *self, const char *prefix, const char *suffix)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < self->paths->len; i++)
    {
      const char *name = get_name (g_ptr_array_index (self->paths, i));

      if (g_str_has_prefix (name, prefix) && g_str_has_suffix (name, suffix)
          && strlen (name) >= strlen (prefix) + strlen (suffix))
        g_ptr_array_add (found, g_ptr_array_index (self->paths, i));
    }
  return found;
}

gboolean
sem_list_text_open (SemListText *self, const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  GStatBuf info;

  *self = (SemListText){ .name = g_filename_display_name (path) };
  if (g_stat (path, &info) == 0 && info.st_size > MAX_SIZE)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
                   _("“%s” is larger than 512 MB, and so no list."), self->name);
      return FALSE;
    }
  if (!g_file_get_contents (path, &self->text, &self->size, &local))
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE, _("“%s” cannot be read: %s"),
                   self->name, local->message);
      return FALSE;
    }
  return sem_lines_init (&self->lines, self->name, self->text, self->size, error);
}

void
sem_list_text_clear (SemListText *self)
{
  sem_lines_clear (&self->lines);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->text, g_free);
}
