/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/indexing/reading/media.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files in a row that fail before a disk is asked whether it still works, and where nothing of it
 * could be read so far, before it is given up: scratches spoil some neighbours. */
#define MANY 16
#define MOST 64

/* @above: the device of a folder with its files: some file systems give files another one
 * @good: (nullable): a file that could be read */
typedef struct
{
  gint64 folder;
  guint64 device;
  guint64 above;
  gboolean knows_above;
  guint n_failed[SEM_MEDIA_N_ACTIONS]; /* since the last success */
  char *good;
  gboolean lost;
  SemMediaLoss loss; /* where it is lost */
} Medium;

struct _SemMedia
{
  GMutex mutex;
  GPtrArray *media; /* Medium */
};

static void
medium_free (gpointer data)
{
  Medium *medium = data;

  g_free (medium->good);
  g_free (medium->loss.path);
  g_free (medium);
}

SemMedia *
sem_media_new (void)
{
  SemMedia *self = g_new0 (SemMedia, 1);

  g_mutex_init (&self->mutex);
  self->media = g_ptr_array_new_with_free_func (medium_free);
  return self;
}

void
sem_media_free (SemMedia *self)
{
  g_ptr_array_unref (self->media);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

gboolean
sem_media_is_failure (int code)
{
  switch (code)
    {
    case EIO:
    case EREMOTEIO:
    case ENODEV:
    case ENXIO:
    case ENOMEDIUM:
    case ESTALE:
    case ENOTCONN:
    case ESHUTDOWN:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case ENETDOWN:
    case ENETUNREACH:
    case ENETRESET:
    case ECONNRESET:
    case ECONNABORTED:
    case ECONNREFUSED:
    case ETIMEDOUT:
      return TRUE;
    default:
      return FALSE;
    }
}

static Medium *
find (SemMedia *self, const SemMediaPlace *place, gboolean make)
{
  Medium *medium;

  for (guint i = 0; i < self->media->len; i++)
    {
      medium = g_ptr_array_index (self->media, i);
      if (medium->folder == place->folder && medium->device == place->device)
        return medium;
    }
  if (!make)
    return NULL;
  medium = g_new0 (Medium, 1);
  medium->folder = place->folder;
  medium->device = place->device;
  g_ptr_array_add (self->media, medium);
  return medium;
}

gboolean
sem_media_is_lost (SemMedia *self, const SemMediaPlace *place)
{
  const Medium *medium;
  gboolean lost;

  g_mutex_lock (&self->mutex);
  medium = find (self, place, FALSE);
  lost = medium && medium->lost;
  g_mutex_unlock (&self->mutex);
  return lost;
}

/* The device that the folder of the file is on. */
static gboolean
read_above (const char *path, guint64 *device)
{
  g_autofree char *above = g_path_get_dirname (path);
  struct stat st;

  if (stat (above, &st) != 0)
    return FALSE;
  *device = st.st_dev;
  return TRUE;
}

void
sem_media_note_success (SemMedia *self, const SemMediaPlace *place, SemMediaAction action)
{
  Medium *medium;

  g_mutex_lock (&self->mutex);
  medium = find (self, place, TRUE);
  medium->n_failed[action] = 0;
  if (!medium->knows_above)
    medium->knows_above = read_above (place->path, &medium->above);
  if (action == SEM_MEDIA_READ && !medium->good)
    medium->good = g_strdup (place->path);
  g_mutex_unlock (&self->mutex);
}

/* Asking the disk ------------------------------------------------------------------------------ */

/* Whether the library's folder itself is not there, or fails. */
static gboolean
root_fails (const SemMediaPlace *place)
{
  DIR *dir = opendir (place->root);

  if (!dir)
    return errno == ENOENT || errno == ENOTDIR || sem_media_is_failure (errno);
  closedir (dir);
  return FALSE;
}

/* Of a file that does not exist: whether what exists of the folders around it lies on another
 * device than before, as where a disk was mounted. */
static gboolean
has_gone (const SemMediaPlace *place, const Medium *medium)
{
  g_autofree char *at = g_path_get_dirname (place->path);
  struct stat st;

  /* A link is there, whatever has become of its target. */
  if (lstat (place->path, &st) == 0)
    return FALSE;
  while (stat (at, &st) != 0)
    {
      char *above = g_path_get_dirname (at);

      if (g_str_equal (at, place->root) || g_str_equal (at, above))
        {
          g_free (above);
          return TRUE;
        }
      g_free (at);
      at = above;
    }
  return medium->knows_above && st.st_dev != medium->above;
}

/* Whether a file can be read from its disk, and not only from memory. */
static gboolean
can_be_read (const char *path)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  guint8 byte;
  gboolean good;

  if (fd < 0)
    return FALSE;
  posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED);
  good = pread (fd, &byte, 1, 0) >= 0;
  close (fd);
  return good;
}

/* @medium: as it was. FALSE also where only some files seem to be damaged. */
static gboolean
is_over (const SemMediaPlace *place, const Medium *medium, guint n_failed, int code)
{
  if (code == ENOENT || code == ENOTDIR)
    return has_gone (place, medium);
  if (!sem_media_is_failure (code))
    return FALSE;
  if (root_fails (place))
    return TRUE;
  if (!medium->good)
    return n_failed >= MOST;
  return n_failed >= MANY && !can_be_read (medium->good);
}

gboolean
sem_media_note_failure (SemMedia *self, const SemMediaPlace *place, SemMediaAction action, int code)
{
  Medium *medium, seen;
  guint n_failed;
  gboolean over;

  g_mutex_lock (&self->mutex);
  medium = find (self, place, TRUE);
  if (sem_media_is_failure (code))
    medium->n_failed[action]++;
  n_failed = medium->n_failed[action];
  seen = *medium;
  g_mutex_unlock (&self->mutex);

  /* A disk that fails may take long: nobody else waits for it here. What is known of a good file
   * never changes. */
  over = seen.lost || is_over (place, &seen, n_failed, code);
  g_mutex_lock (&self->mutex);
  if (over && !medium->lost)
    {
      medium->lost = TRUE;
      medium->loss = (SemMediaLoss){ place->folder, g_strdup (place->path), code };
    }
  else if (!over && n_failed >= MANY && seen.good)
    medium->n_failed[action] = 0;
  g_mutex_unlock (&self->mutex);
  return over;
}

GPtrArray *
sem_media_list_lost (SemMedia *self)
{
  GPtrArray *losses = g_ptr_array_new ();

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->media->len; i++)
    {
      Medium *medium = g_ptr_array_index (self->media, i);

      if (medium->lost)
        g_ptr_array_add (losses, &medium->loss);
    }
  g_mutex_unlock (&self->mutex);
  return losses;
}
