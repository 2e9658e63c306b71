/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define NAME "library.place"
/* Of a file that may be one, in bytes: two paths. */
#define MAX_SIZE 16384

char *
sem_store_pointer_dup_home (void)
{
  return g_build_filename (g_get_user_data_dir (), "semblance", NULL);
}

static char *
dup_name (void)
{
  return g_build_filename (g_get_user_data_dir (), "semblance", NAME, NULL);
}

/* @is_there: (out): whether there is such a file, or that cannot be known
 * Returns: (transfer full) (nullable): its text, not trusted */
static char *
read_text (gboolean *is_there)
{
  g_autofree char *name = dup_name ();
  g_autofree char *text = NULL;
  GStatBuf st;
  gsize size;

  *is_there = TRUE;
  if (g_stat (name, &st) != 0)
    *is_there = errno != ENOENT && errno != ENOTDIR;
  else if (S_ISREG (st.st_mode) && st.st_size <= MAX_SIZE
           && g_file_get_contents (name, &text, &size, NULL) && strlen (text) == size)
    return g_steal_pointer (&text);
  return NULL;
}

void
sem_store_pointer_read (SemStorePointer *self)
{
  gboolean is_there;
  g_autofree char *text = read_text (&is_there);
  g_auto (GStrv) lines = g_strsplit (text ? text : "", "\n", 3);
  const guint n = g_strv_length (lines);

  *self = (SemStorePointer){ 0 };
  self->unclear = is_there && (n < 2 || !g_path_is_absolute (lines[0]));
  if (is_there && !self->unclear)
    self->folder = g_canonicalize_filename (lines[0], NULL);
  else
    self->folder = sem_store_pointer_dup_home ();
  if (n > 2 && g_path_is_absolute (lines[1]))
    self->old = g_canonicalize_filename (lines[1], NULL);
  if (g_strcmp0 (self->old, self->folder) == 0)
    g_clear_pointer (&self->old, g_free);
}

static gboolean
fail (const char *name, int code, GError **error)
{
  g_autofree char *shown = g_filename_display_name (name);

  g_set_error (error, SEM_ERROR, code == ENOSPC ? SEM_ERROR_FULL : SEM_ERROR_UNREADABLE,
               _("“%s” cannot be written: %s."), shown, g_strerror (code));
  return FALSE;
}

/* What was renamed or removed in a folder is so on the disk, too. */
static void
sync_folder (const char *name)
{
  g_autofree char *folder = g_path_get_dirname (name);
  const int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

gboolean
sem_store_pointer_write (const SemStorePointer *self, GError **error)
{
  g_autofree char *name = dup_name (), *home = sem_store_pointer_dup_home (), *text = NULL;
  g_autoptr (GError) local = NULL;
  int code = 0;

  if (!self->old && g_str_equal (self->folder, home))
    {
      if (g_unlink (name) != 0 && errno != ENOENT)
        code = errno;
    }
  else
    {
      text = g_strdup_printf ("%s\n%s%s", self->folder, self->old ? self->old : "",
                              self->old ? "\n" : "");
      if (!g_file_set_contents_full (name, text, -1,
                                     G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                     0600, &local))
        code = local->code == G_FILE_ERROR_NOSPC ? ENOSPC : EIO;
    }
  if (code != 0)
    return fail (name, code, error);
  sync_folder (name);
  return TRUE;
}

void
sem_store_pointer_clear (SemStorePointer *self)
{
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->old, g_free);
}

/* Of a file that is not there, in a folder in which the library is not, or not known to be. */
static gboolean
check_left (const SemStorePointer *self, const char *folder, GError **error)
{
  g_autofree char *home = sem_store_pointer_dup_home (), *file = dup_name ();
  g_autofree char *shown = g_filename_display_name (self->folder);
  g_autofree char *shown_file = g_filename_display_name (file);

  if (self->unclear && g_str_equal (folder, home))
    g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
                 _("“%s” should name the folder of the library, and cannot be read. Write that "
                   "folder into its first line; or remove the file to begin with a new library."),
                 shown_file);
  else if (!g_str_equal (folder, self->folder)
           && (g_str_equal (folder, home) || g_strcmp0 (folder, self->old) == 0))
    g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                 _("The library has been moved to “%s”. Use it there."), shown);
  else
    return TRUE;
  return FALSE;
}

gboolean
sem_store_pointer_check (const char *path, GError **error)
{
  g_auto (SemStorePointer) pointer = { 0 };
  g_autofree char *folder = g_path_get_dirname (path), *home = sem_store_pointer_dup_home ();
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = g_filename_display_name (folder), *file = dup_name ();
  g_autofree char *shown_file = g_filename_display_name (file);

  sem_store_pointer_read (&pointer);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  /* Files of other names may be made where it was. */
  if (g_str_equal (name, SEM_STORE_LIBRARY_NAME) && !check_left (&pointer, folder, error))
    return FALSE;
  if (g_str_equal (pointer.folder, home) || !g_str_equal (pointer.folder, folder))
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
               _(
                 "The library was moved to “%s”, and is not there now. Connect its disk; or remove "
                 "the file “%s” to begin with a new library."),
               shown, shown_file);
  return FALSE;
}
