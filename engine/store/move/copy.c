/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/move/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define CHUNK (1 << 20)
/* Of the work; comparing takes the rest. */
#define COPYING 0.5

struct _SemStoreCopy
{
  char *source;
  char *target;
  char *partial; /* the name of @target until it is kept; NULL afterwards */
  int from;
  int to;
  guint64 size;
};

static gboolean
fail (const char *path, int code, const char *format, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *sentence = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  sentence = g_strdup_printf (format, shown, g_strerror (code));
#pragma GCC diagnostic pop
  g_set_error_literal (error, SEM_ERROR,
                       code == ENOSPC || code == EDQUOT ? SEM_ERROR_FULL : SEM_ERROR_UNREADABLE,
                       sentence);
  return FALSE;
}

static gboolean
fail_to_read (const char *path, int code, GError **error)
{
  return fail (path, code, _("“%s” cannot be read: %s."), error);
}

static gboolean
fail_to_write (const char *path, int code, GError **error)
{
  return fail (path, code, _("“%s” cannot be written: %s. Choose another folder."), error);
}

SemStoreCopy *
sem_store_copy_new (const char *from, const char *to, const char *name, GError **error)
{
  SemStoreCopy *self = g_new0 (SemStoreCopy, 1);
  struct stat st;

  self->source = g_build_filename (from, name, NULL);
  self->target = g_build_filename (to, name, NULL);
  self->to = -1;
  self->from = open (self->source, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (self->from < 0 || fstat (self->from, &st) != 0)
    {
      fail_to_read (self->source, errno, error);
      sem_store_copy_free (self);
      return NULL;
    }
  self->size = (guint64) st.st_size;
  return self;
}

void
sem_store_copy_free (gpointer copy)
{
  SemStoreCopy *self = copy;

  if (self->partial)
    g_unlink (self->partial);
  if (self->from >= 0)
    close (self->from);
  if (self->to >= 0)
    close (self->to);
  g_free (self->source);
  g_free (self->target);
  g_free (self->partial);
  g_free (self);
}

guint64
sem_store_copy_get_size (const SemStoreCopy *self)
{
  return self->size;
}

static gssize
read_at (int fd, guint8 *bytes, guint64 offset)
{
  gssize n;

  do
    n = pread (fd, bytes, CHUNK, (off_t) offset);
  while (n < 0 && errno == EINTR);
  return n;
}

static gboolean
write_all (int fd, const guint8 *bytes, gsize size, guint64 offset)
{
  while (size > 0)
    {
      const gssize n = pwrite (fd, bytes, size, (off_t) offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      bytes += n;
      offset += (guint64) n;
      size -= (gsize) n;
    }
  return TRUE;
}

static gboolean
copy (SemStoreCopy *self, guint8 *bytes, const SemProgress *progress, GError **error)
{
  guint64 offset = 0;
  gssize n;

  while ((n = read_at (self->from, bytes, offset)) > 0)
    {
      if (g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (progress), error))
        return FALSE;
      if (!write_all (self->to, bytes, (gsize) n, offset))
        return fail_to_write (self->target, errno, error);
      offset += (guint64) n;
      sem_progress_report (progress, COPYING * MIN (1, (double) offset / (double) self->size));
    }
  if (n < 0)
    return fail_to_read (self->source, errno, error);
  return fsync (self->to) == 0 || fail_to_write (self->target, errno, error);
}

static gboolean
compare (SemStoreCopy *self, guint8 *bytes, const SemProgress *progress, GError **error)
{
  guint64 offset = 0;
  gssize n, n_copied;

  /* From the disk, and not from memory. */
  posix_fadvise (self->to, 0, 0, POSIX_FADV_DONTNEED);
  while ((n = read_at (self->from, bytes, offset)) > 0)
    {
      n_copied = read_at (self->to, bytes + CHUNK, offset);
      if (g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (progress), error))
        return FALSE;
      if (n_copied != n || memcmp (bytes, bytes + CHUNK, (gsize) n) != 0)
        break;
      offset += (guint64) n;
      sem_progress_report (progress,
                           COPYING
                             + (1 - COPYING) * MIN (1, (double) offset / (double) self->size));
    }
  if (n == 0 && read_at (self->to, bytes, offset) == 0)
    return TRUE;
  if (n < 0)
    return fail_to_read (self->source, errno, error);

  g_autofree char *shown = g_filename_display_name (self->target);

  g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
               _("“%s” is not what was written to it: its disk may be damaged. The library stays "
                 "where it was."),
               shown);
  return FALSE;
}

gboolean
sem_store_copy_run (SemStoreCopy *self, const SemProgress *progress, GError **error)
{
  g_autofree guint8 *bytes = g_malloc (2 * CHUNK);
  g_autofree char *folder = g_path_get_dirname (self->target);

  g_return_val_if_fail (self->to < 0, FALSE);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail_to_write (folder, errno, error);
  self->partial = g_strconcat (self->target, SEM_STORE_COPY_ENDING, NULL);
  self->to = open (self->partial, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->to < 0)
    return fail_to_write (self->target, errno, error);
  return copy (self, bytes, progress, error) && compare (self, bytes, progress, error);
}

gboolean
sem_store_copy_keep (SemStoreCopy *self, GError **error)
{
  if (g_rename (self->partial, self->target) != 0)
    return fail_to_write (self->target, errno, error);
  g_clear_pointer (&self->partial, g_free);
  return TRUE;
}

gboolean
sem_store_copy_sync_folder (const char *folder, GError **error)
{
  const int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const gboolean ok = fd >= 0 && (fsync (fd) == 0 || errno == EINVAL);
  const int code = errno;

  if (fd >= 0)
    close (fd);
  return ok || fail_to_write (folder, code, error);
}

void
sem_store_copy_sweep (const char *folder, gboolean (*is_ours) (const char *name))
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *own =
        g_strndup (name, strlen (name) - MIN (strlen (name), strlen (SEM_STORE_COPY_ENDING)));

      if (g_str_has_suffix (name, SEM_STORE_COPY_ENDING) && (!is_ours || is_ours (own)))
        g_unlink (path);
    }
  if (dir)
    g_dir_close (dir);
}
