/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define UNFINISHED ".XXXXXX"
/* As many as Linux follows. */
#define MAX_LINKS 40
#define BLOCK 65536
#define NEW_MODE 0666

/* Where the bytes of a file go. */
typedef struct
{
  char *path;   /* without links; NULL where it is written in place */
  int open;     /* standard output or error, which it is; or -1 */
  gboolean old; /* whether there is a file of that name */
  mode_t mode;  /* its permissions */
} Place;

struct _SemOutput
{
  char *name; /* as it was given */
  char *path; /* NULL where it is written in place */
  char *part; /* what takes @path in the end; NULL without it */
  FILE *stream;
  int copied_to; /* what gets the bytes of @stream in the end, or -1 */
  int failed;    /* the error code of the first failure, or 0 */
};

static gboolean
set_error (const char *path, int code, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _("“%s” cannot be written: %s. Choose another folder."), name, g_strerror (code));
  return FALSE;
}

/* (transfer full): what links lead to, also where it is not there yet; NULL where they lead in
 * circles */
static char *
follow_links (const char *path)
{
  g_autofree char *at = g_strdup (path);

  for (guint i = 0; i < MAX_LINKS; i++)
    {
      g_autofree char *link = g_file_read_link (at, NULL);
      g_autofree char *folder = g_path_get_dirname (at);

      if (!link)
        return g_steal_pointer (&at);
      g_free (at);
      at =
        g_path_is_absolute (link) ? g_steal_pointer (&link) : g_build_filename (folder, link, NULL);
    }
  return NULL;
}

/* A file that this program has open already must not be replaced or emptied: what is printed would
 * be lost, or lie over it. */
static int
find_open (const struct stat *found)
{
  for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
    {
      struct stat open;

      if (fstat (fd, &open) == 0 && open.st_dev == found->st_dev && open.st_ino == found->st_ino)
        return fd;
    }
  return -1;
}

static int
find_place (const char *path, Place *place)
{
  struct stat found;

  *place = (Place){ .open = -1, .mode = NEW_MODE };
  if (stat (path, &found) == 0)
    {
      place->open = find_open (&found);
      if (place->open >= 0 || !S_ISREG (found.st_mode))
        return 0;
      place->old = TRUE;
      place->mode = found.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO);
    }
  else if (errno != ENOENT)
    return errno;
  place->path = follow_links (path);
  return place->path ? 0 : ELOOP;
}

static int
open_beside (SemOutput *self, const Place *place)
{
  int fd;

  self->part = g_strconcat (place->path, UNFINISHED, NULL);
  fd = g_mkstemp_full (self->part, O_RDWR | O_CLOEXEC, NEW_MODE);
  if (fd < 0)
    g_clear_pointer (&self->part, g_free);
  else if (place->old && fchmod (fd, place->mode) != 0)
    sem_output_fail (self, errno);
  return fd;
}

/* Where it has to seek, a nameless file takes the bytes first. */
static int
open_in_place (SemOutput *self, const Place *place, gboolean seeks)
{
  g_autofree char *name = NULL;
  int fd = place->open >= 0 ? fcntl (place->open, F_DUPFD_CLOEXEC, 0)
                            : open (self->name, O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOCTTY);

  if (fd < 0 || !seeks)
    return fd;
  self->copied_to = fd;
  name = g_build_filename (g_get_tmp_dir (), "semblance" UNFINISHED, NULL);
  fd = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd >= 0)
    g_unlink (name);
  return fd;
}

SemOutput *
sem_output_new (const char *path, gboolean seeks, GError **error)
{
  g_autoptr (SemOutput) self = g_new0 (SemOutput, 1);
  Place place;
  int code = find_place (path, &place), fd;

  self->name = g_strdup (path);
  self->path = place.path;
  self->copied_to = -1;
  if (code != 0)
    {
      set_error (path, code, error);
      return NULL;
    }
  fd = place.path ? open_beside (self, &place) : open_in_place (self, &place, seeks);
  self->stream = fd >= 0 ? fdopen (fd, seeks ? "w+" : "w") : NULL;
  if (self->stream)
    return g_steal_pointer (&self);
  code = errno;
  if (fd >= 0)
    close (fd);
  set_error (path, code, error);
  return NULL;
}

void
sem_output_free (SemOutput *self)
{
  if (!self)
    return;
  if (self->stream)
    fclose (self->stream);
  if (self->part)
    g_remove (self->part);
  if (self->copied_to >= 0)
    close (self->copied_to);
  g_free (self->name);
  g_free (self->path);
  g_free (self->part);
  g_free (self);
}

FILE *
sem_output_get_stream (const SemOutput *self)
{
  return self->stream;
}

void
sem_output_fail (SemOutput *self, int code)
{
  if (self->failed == 0)
    self->failed = code != 0 ? code : EIO;
}

gboolean
sem_output_has_failed (const SemOutput *self)
{
  return self->failed != 0;
}

static int
write_all (int fd, const char *data, gsize size)
{
  while (size > 0)
    {
      const ssize_t n = write (fd, data, size);

      if (n < 0 && errno != EINTR)
        return errno;
      if (n > 0)
        {
          data += n;
          size -= (gsize) n;
        }
    }
  return 0;
}

/* Moves what the nameless file took to where it belongs. */
static int
copy (FILE *from, int to)
{
  g_autofree char *block = g_malloc (BLOCK);
  gsize n;
  int code = 0;

  rewind (from);
  while (code == 0 && (n = fread (block, 1, BLOCK, from)) > 0)
    code = write_all (to, block, n);
  return code == 0 && ferror (from) ? EIO : code;
}

/* A file beside its name is whole on the disk before it takes the name. */
static void
flush (SemOutput *self)
{
  int code = 0;

  if (fflush (self->stream) != 0 || (self->part && fsync (fileno (self->stream)) != 0))
    sem_output_fail (self, errno);
  if (self->failed == 0 && self->copied_to >= 0)
    code = copy (self->stream, self->copied_to);
  if (code != 0)
    sem_output_fail (self, code);
}

gboolean
sem_output_finish (SemOutput *self, GError **error)
{
  flush (self);
  if (fclose (self->stream) != 0)
    sem_output_fail (self, errno);
  self->stream = NULL;
  if (self->failed == 0 && self->part && g_rename (self->part, self->path) != 0)
    sem_output_fail (self, errno);
  if (self->failed != 0)
    return set_error (self->name, self->failed, error);
  g_clear_pointer (&self->part, g_free);
  return TRUE;
}

gboolean
sem_output_write (const char *path, gconstpointer data, gsize size, GError **error)
{
  g_autoptr (SemOutput) self = sem_output_new (path, FALSE, error);

  if (!self)
    return FALSE;
  if (size > 0 && fwrite (data, 1, size, self->stream) != size)
    sem_output_fail (self, errno);
  return sem_output_finish (self, error);
}

gboolean
sem_output_check (const char *path, GError **error)
{
  g_autofree char *folder = NULL;
  Place place;
  int code = find_place (path, &place);

  if (code == 0 && place.path)
    {
      folder = g_path_get_dirname (place.path);
      if (g_access (folder, W_OK | X_OK) != 0)
        code = errno;
      else if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
        code = ENOTDIR;
    }
  else if (code == 0 && place.open < 0)
    {
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        code = EISDIR;
      else if (g_access (path, W_OK) != 0)
        code = errno;
    }
  g_free (place.path);
  return code == 0 || set_error (path, code, error);
}

gboolean
sem_output_replaces (const char *path)
{
  Place place;
  const gboolean replaces = find_place (path, &place) == 0 && place.path && place.old;

  g_free (place.path);
  return replaces;
}
