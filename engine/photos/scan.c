/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/photos/scan.h"

#include <dirent.h>
#include <errno.h>

#include <glib/gi18n-lib.h>

/* Deeper than any tree a person made; a mount inside itself would never end. */
#define MAX_DEPTH 100

typedef struct
{
  const SemScanHandlers *handlers;
  gpointer user_data;
  GCancellable *cancellable;
} Scan;

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* (element-type filename): the visible names of a folder in byte order; NULL with errno set.
 * @is_marked: (out): whether it contains SEM_EXCLUDES_MARK */
static GPtrArray *
list_names (const char *path, gboolean *is_marked)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  DIR *dir = opendir (path);
  struct dirent *entry;
  int code;

  *is_marked = FALSE;
  if (!dir)
    return NULL;
  /* Only readdir() tells its end from its failure by errno: what comes between may set it. */
  while (errno = 0, (entry = readdir (dir)))
    if (entry->d_name[0] != '.')
      g_ptr_array_add (names, g_strdup (entry->d_name));
    else
      *is_marked |= g_str_equal (entry->d_name, SEM_EXCLUDES_MARK);
  code = errno;
  closedir (dir);
  if (code)
    {
      errno = code;
      return NULL;
    }
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

G_GNUC_PRINTF (3, 4)
static void
note (Scan *scan, const char *path, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  va_list args;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);
  if (scan->handlers->note)
    scan->handlers->note (path, sentence, scan->user_data);
}

static gboolean
is_left_out (Scan *scan, const char *path, gboolean is_folder, gboolean is_marked)
{
  const SemExcludes *excludes = scan->handlers->excludes;
  const char *pattern = excludes ? sem_excludes_find (excludes, path, is_folder, is_marked) : NULL;

  if (pattern && scan->handlers->left_out)
    scan->handlers->left_out (path, pattern, scan->user_data);
  return pattern != NULL;
}

static gboolean scan_folder (Scan *scan, const char *path, guint depth, gboolean *ended);

static void
set_unreadable (Scan *scan, const char *path)
{
  if (scan->handlers->unreadable)
    scan->handlers->unreadable (path, scan->user_data);
}

/* A file whose state is unknown is not missing: it is reported like a folder that cannot be read.
 */
static void
note_unknown (Scan *scan, const char *path, const char *name, int code)
{
  note (scan, path, _("“%s” cannot be looked at: %s. It is left as it was."), name,
        g_strerror (code));
  set_unreadable (scan, path);
}

static gboolean
scan_entry (Scan *scan, const char *path, guint depth, gboolean *ended)
{
  g_autofree char *name = g_filename_display_name (path);
  struct stat st;

  if (lstat (path, &st) != 0)
    {
      /* It was removed after the folder was listed: the next scan will not list it. */
      if (errno != ENOENT)
        note_unknown (scan, path, name, errno);
      return TRUE;
    }
  if (is_left_out (scan, path, S_ISDIR (st.st_mode), FALSE))
    return TRUE;
  if (S_ISDIR (st.st_mode))
    return (scan->handlers->folder && !scan->handlers->folder (path, scan->user_data))
           || scan_folder (scan, path, depth + 1, ended);
  if (S_ISLNK (st.st_mode))
    {
      if (stat (path, &st) != 0)
        {
          if (errno == ELOOP)
            note (scan, path, _("“%s” is a link that leads to itself; it is left out."), name);
          else if (errno == ENOENT || errno == ENOTDIR)
            note (scan, path, _("“%s” is a link to a file that cannot be found; it is left out."),
                  name);
          else
            note_unknown (scan, path, name, errno);
          return TRUE;
        }
      if (S_ISDIR (st.st_mode))
        return TRUE;
    }
  if (!S_ISREG (st.st_mode))
    {
      note (scan, path, _("“%s” is not a regular file; it is left out."), name);
      return TRUE;
    }
  if (!scan->handlers->file (path, &st, scan->user_data))
    {
      *ended = TRUE;
      return FALSE;
    }
  return TRUE;
}

static gboolean
scan_names (Scan *scan, const char *path, GPtrArray *names, guint depth, gboolean *ended)
{
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *child = g_build_filename (path, g_ptr_array_index (names, i), NULL);

      if (g_cancellable_is_cancelled (scan->cancellable))
        return FALSE;
      if (!scan_entry (scan, child, depth, ended))
        return FALSE;
    }
  return TRUE;
}

static gboolean
scan_folder (Scan *scan, const char *path, guint depth, gboolean *ended)
{
  g_autoptr (GPtrArray) names = NULL;
  gboolean is_marked;

  if (depth > MAX_DEPTH)
    {
      g_autofree char *name = g_filename_display_name (path);

      note (scan, path, _("“%s” lies more than %d folders deep; it is left out."), name,
            MAX_DEPTH);
      set_unreadable (scan, path);
      return TRUE;
    }
  names = list_names (path, &is_marked);
  if (!names)
    {
      g_autofree char *name = g_filename_display_name (path);

      note (scan, path, _("The folder “%s” cannot be read: %s. Its photos are left as they were."),
            name, g_strerror (errno));
      set_unreadable (scan, path);
      return TRUE;
    }
  return (is_marked && is_left_out (scan, path, TRUE, TRUE))
         || scan_names (scan, path, names, depth, ended);
}

/* (element-type filename): what the root lists, where that can be looked at as well: a folder that
 * may be listed and not entered would give a note for each of its files. */
static GPtrArray *
list_root (const char *root)
{
  g_autofree char *inside = g_build_filename (root, ".", NULL);
  gboolean is_marked;
  struct stat st;

  return stat (inside, &st) == 0 ? list_names (root, &is_marked) : NULL;
}

gboolean
sem_scan (const char *root,
          const SemScanHandlers *handlers,
          gpointer user_data,
          GCancellable *cancellable,
          GError **error)
{
  Scan scan = { handlers, user_data, cancellable };
  gboolean ended = FALSE;
  g_autoptr (GPtrArray) names = list_root (root);

  if (!names)
    {
      int code = errno;
      g_autofree char *name = g_filename_display_name (root);

      g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
                   _("The folder “%s” cannot be read: %s."), name, g_strerror (code));
      return FALSE;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (scan_names (&scan, root, names, 0, &ended) || ended)
    return TRUE;
  g_cancellable_set_error_if_cancelled (cancellable, error);
  return FALSE;
}
