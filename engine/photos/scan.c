/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/photos/scan.h"

#include <dirent.h>
#include <errno.h>

#include <glib/gi18n-lib.h>

/* Deeper than any real tree; a file system that is mounted inside itself would never end. */
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

/* @sentence: (transfer full). FALSE where the scan is to end. */
static gboolean
tell_unreadable (Scan *scan, const char *path, int code, char *sentence, gboolean *ended)
{
  gboolean goes_on = !scan->handlers->unreadable
                     || scan->handlers->unreadable (path, code, sentence, scan->user_data);

  g_free (sentence);
  *ended |= !goes_on;
  return goes_on;
}

/* A file whose state is unknown is not missing: it is reported like a folder that cannot be read.
 */
static gboolean
note_unknown (Scan *scan, const char *path, const char *name, gboolean *ended)
{
  const int code = errno;

  return tell_unreadable (scan, path, code,
                          g_strdup_printf (_(
                                             "“%s” cannot be looked at: %s. It is left as it was."),
                                           name, g_strerror (code)),
                          ended);
}

/* A link to what cannot be looked at. FALSE where the scan is to end. */
static gboolean
note_link (Scan *scan, const char *path, const char *name, gboolean *ended)
{
  if (errno == ELOOP)
    note (scan, path, _("“%s” is a link that leads to itself; it is left out."), name);
  else if (errno == ENOENT || errno == ENOTDIR)
    note (scan, path, _("“%s” is a link to a file that cannot be found; it is left out."), name);
  else
    return note_unknown (scan, path, name, ended);
  return TRUE;
}

/* What is no folder. @st: of lstat(). FALSE where the scan is to end. */
static gboolean
scan_other (Scan *scan, const char *path, struct stat *st, gboolean *ended)
{
  g_autofree char *name = NULL;

  if (S_ISLNK (st->st_mode) && stat (path, st) != 0)
    {
      const int code = errno;

      name = g_filename_display_name (path);
      errno = code;
      return note_link (scan, path, name, ended);
    }
  if (S_ISDIR (st->st_mode))
    return TRUE;
  if (!S_ISREG (st->st_mode))
    {
      name = g_filename_display_name (path);
      note (scan, path, _("“%s” is not a regular file; it is left out."), name);
      return TRUE;
    }
  *ended = !scan->handlers->file (path, st, scan->user_data);
  return !*ended;
}

static gboolean
scan_entry (Scan *scan, const char *path, guint depth, gboolean *ended)
{
  struct stat st;

  if (lstat (path, &st) != 0)
    {
      const int code = errno;
      g_autofree char *name = g_filename_display_name (path);

      /* It may have been removed after the folder was listed: the next scan will not list it. */
      errno = code;
      return code == ENOENT || note_unknown (scan, path, name, ended);
    }
  if (is_left_out (scan, path, S_ISDIR (st.st_mode), FALSE))
    return TRUE;
  if (!S_ISDIR (st.st_mode))
    return scan_other (scan, path, &st, ended);
  return (scan->handlers->folder && !scan->handlers->folder (path, scan->user_data))
         || scan_folder (scan, path, depth + 1, ended);
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

      return tell_unreadable (
        scan, path, 0,
        g_strdup_printf (_("“%s” lies more than %d folders deep; it is left out."), name,
                         MAX_DEPTH),
        ended);
    }
  names = list_names (path, &is_marked);
  if (!names)
    {
      const int code = errno;
      g_autofree char *name = g_filename_display_name (path);

      return tell_unreadable (
        scan, path, code,
        g_strdup_printf (_(
                           "The folder “%s” cannot be read: %s. Its photos are left as they were."),
                         name, g_strerror (code)),
        ended);
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

/* Counting ------------------------------------------------------------------------------------- */

/* @kind: (inout): as the folder tells it of most of its entries; DT_UNKNOWN for what counts not */
static void
find_kind (const char *path, guint8 *kind)
{
  struct stat st;

  if (*kind != DT_UNKNOWN && *kind != DT_LNK)
    return;
  *kind = DT_UNKNOWN;
  if (lstat (path, &st) != 0)
    return;
  if (S_ISDIR (st.st_mode))
    *kind = DT_DIR;
  else if ((!S_ISLNK (st.st_mode) || stat (path, &st) == 0) && S_ISREG (st.st_mode))
    *kind = DT_REG;
}

static void count_folder (Scan *scan, const char *path, guint depth);

static void
count_entry (Scan *scan, const char *path, guint8 kind, guint depth)
{
  find_kind (path, &kind);
  if (is_left_out (scan, path, kind == DT_DIR, FALSE))
    return;
  if (kind == DT_REG)
    scan->handlers->file (path, NULL, scan->user_data);
  else if (kind == DT_DIR && scan->handlers->folder (path, scan->user_data))
    count_folder (scan, path, depth + 1);
}

static void
count_folder (Scan *scan, const char *path, guint depth)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GByteArray) kinds = g_byte_array_new ();
  DIR *dir = depth > MAX_DEPTH ? NULL : opendir (path);
  struct dirent *entry;
  gboolean is_marked = FALSE;

  while (dir && (entry = readdir (dir)))
    if (entry->d_name[0] != '.')
      {
        g_ptr_array_add (names, g_build_filename (path, entry->d_name, NULL));
        g_byte_array_append (kinds, &entry->d_type, 1);
      }
    else
      is_marked |= g_str_equal (entry->d_name, SEM_EXCLUDES_MARK);
  if (dir)
    closedir (dir);
  if (depth > 0 && is_marked && is_left_out (scan, path, TRUE, TRUE))
    return;
  for (guint i = 0; i < names->len && !g_cancellable_is_cancelled (scan->cancellable); i++)
    count_entry (scan, g_ptr_array_index (names, i), kinds->data[i], depth);
}

void
sem_scan_count (const char *root,
                const SemScanHandlers *handlers,
                gpointer user_data,
                GCancellable *cancellable)
{
  Scan scan = { handlers, user_data, cancellable };

  count_folder (&scan, root, 0);
}
