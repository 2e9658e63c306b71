/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/indexing/reading/media.h"
#include "engine/indexing/reading/samples.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Number of consecutive failures after which a disk is tested, and after which it counts as lost
 * where the test has no result: scratches damage some neighbouring files. */
#define MANY 16
#define MOST 64

/* Files that could be read in an earlier run, the first one and the last ones that were met. */
#define N_KNOWN 4

/* Files by which a disk is tested. (nullable), each. */
typedef struct
{
  char *good; /* the last one that was read */
  char *known[N_KNOWN];
  char *met; /* the last one that the scan met and knew nothing of */
} Witnesses;

/* @above: a folder with its files
 * @above_device: of that: some file systems give files another one */
typedef struct
{
  gint64 folder;
  guint64 device;
  char *above;
  guint64 above_device;
  guint n_failed[SEM_MEDIA_N_ACTIONS]; /* since the last success */
  Witnesses witnesses;
  guint n_known; /* that were noted */
  gboolean lost;
  SemMediaLoss loss; /* where it is lost */
} Medium;

typedef enum
{
  GOES_ON, /* nothing is known */
  WORKS,
  LOST
} Verdict;

struct _SemMedia
{
  GMutex mutex;
  GPtrArray *media; /* Medium */
};

static void
witnesses_clear (Witnesses *self)
{
  g_clear_pointer (&self->good, g_free);
  g_clear_pointer (&self->met, g_free);
  for (guint i = 0; i < N_KNOWN; i++)
    g_clear_pointer (&self->known[i], g_free);
}

static void
medium_clear (Medium *self)
{
  witnesses_clear (&self->witnesses);
  g_clear_pointer (&self->above, g_free);
}

/* Without what is known of its loss. */
static Medium
medium_copy (const Medium *self)
{
  Medium copy = *self;

  copy.above = g_strdup (self->above);
  copy.witnesses.good = g_strdup (self->witnesses.good);
  copy.witnesses.met = g_strdup (self->witnesses.met);
  for (guint i = 0; i < N_KNOWN; i++)
    copy.witnesses.known[i] = g_strdup (self->witnesses.known[i]);
  copy.loss = (SemMediaLoss){ 0 };
  return copy;
}

static void
medium_free (gpointer data)
{
  Medium *medium = data;

  medium_clear (medium);
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

static void
replace (char **path, const char *with)
{
  g_free (*path);
  *path = g_strdup (with);
}

/* The folder of a link says nothing of the disk that its target is on. */
static void
note_above (Medium *medium, const char *path)
{
  g_autofree char *above = g_path_get_dirname (path);
  struct stat st;

  if (lstat (path, &st) != 0 || S_ISLNK (st.st_mode) || stat (above, &st) != 0)
    return;
  medium->above = g_steal_pointer (&above);
  medium->above_device = st.st_dev;
}

void
sem_media_note_success (SemMedia *self, const SemMediaPlace *place, SemMediaAction action)
{
  Medium *medium;

  g_mutex_lock (&self->mutex);
  medium = find (self, place, TRUE);
  medium->n_failed[action] = 0;
  if (!medium->above)
    note_above (medium, place->path);
  if (action == SEM_MEDIA_READ)
    replace (&medium->witnesses.good, place->path);
  g_mutex_unlock (&self->mutex);
}

void
sem_media_note_met (SemMedia *self, const SemMediaPlace *place, gboolean known)
{
  Medium *medium;
  guint i;

  g_mutex_lock (&self->mutex);
  medium = find (self, place, TRUE);
  i = medium->n_known;
  if (!known)
    replace (&medium->witnesses.met, place->path);
  else
    {
      replace (&medium->witnesses.known[i == 0 ? 0 : 1 + i % (N_KNOWN - 1)], place->path);
      medium->n_known++;
    }
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

/* Whether what exists of the folders around a file lies on another device than @device, as where a
 * disk was mounted; and where there are none of them up to the library's folder. */
static gboolean
has_left (const char *path, const char *root, guint64 device)
{
  g_autofree char *at = g_path_get_dirname (path);
  struct stat st;

  while (stat (at, &st) != 0)
    {
      char *above = g_path_get_dirname (at);

      if (g_str_equal (at, root) || g_str_equal (at, above))
        {
          g_free (above);
          return TRUE;
        }
      g_free (at);
      at = above;
    }
  return st.st_dev != device;
}

/* Of a file that does not exist: whether its disk does not either. It may be a link that was
 * deleted, on another disk than its target. */
static gboolean
has_gone (const SemMediaPlace *place, const Medium *medium)
{
  g_autofree char *inside = NULL;
  struct stat st;

  /* A link is there, whatever has become of its target. */
  if (lstat (place->path, &st) == 0)
    return FALSE;
  if (!medium->above)
    return stat (place->root, &st) != 0;
  inside = g_build_filename (medium->above, ".", NULL);
  return has_left (place->path, place->root, medium->above_device)
         && has_left (inside, place->root, medium->above_device);
}

/* Whether a file can be read from its disk, and not only from memory. One that was moved, emptied
 * or replaced says nothing. */
static Verdict
ask (const char *path, guint64 device)
{
  const int fd = path ? open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
  gssize n = fd < 0 ? -1 : 0;
  guint8 byte;
  struct stat st;
  int code;

  if (!path)
    return GOES_ON;
  if (fd >= 0 && fstat (fd, &st) == 0 && S_ISREG (st.st_mode) && st.st_dev == device)
    {
      posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED);
      n = pread (fd, &byte, 1, 0);
    }
  code = errno;
  if (fd >= 0)
    close (fd);
  if (n > 0)
    return WORKS;
  return n < 0 && sem_media_is_failure (code) ? LOST : GOES_ON;
}

typedef struct
{
  guint64 device;
  gboolean works;
} Probe;

static gboolean
ask_sample (const char *path, gpointer user_data)
{
  Probe *probe = user_data;

  probe->works = ask (path, probe->device) == WORKS;
  return !probe->works;
}

/* Nothing is known that could be read: whether any other file can be. */
static Verdict
ask_around (const SemMediaPlace *place)
{
  Probe probe = { .device = place->device };

  sem_samples_visit (place->root, place->path, place->device, ask_sample, &probe);
  return probe.works ? WORKS : LOST;
}

/* What could be read in this run counts for most: other files may have been damaged before. */
static Verdict
ask_witnesses (const SemMediaPlace *place, const Medium *medium, guint n_failed)
{
  const Witnesses *witnesses = &medium->witnesses;
  const Verdict good = ask (witnesses->good, medium->device);

  if (good == WORKS || ask (witnesses->met, medium->device) == WORKS)
    return WORKS;
  for (guint i = 0; i < N_KNOWN; i++)
    if (ask (witnesses->known[i], medium->device) == WORKS)
      return WORKS;
  if (good == LOST)
    return LOST;
  return n_failed >= MOST ? ask_around (place) : GOES_ON;
}

/* @medium: as it was. What is not lost may be some files that are damaged. */
static Verdict
judge (const SemMediaPlace *place, const Medium *medium, guint n_failed, int code)
{
  if (medium->lost)
    return LOST;
  if (code == ENOENT || code == ENOTDIR)
    return has_gone (place, medium) ? LOST : GOES_ON;
  if (!sem_media_is_failure (code))
    return GOES_ON;
  if (root_fails (place))
    return LOST;
  /* An answer may take long. */
  return n_failed % MANY == 0 ? ask_witnesses (place, medium, n_failed) : GOES_ON;
}

gboolean
sem_media_note_failure (SemMedia *self, const SemMediaPlace *place, SemMediaAction action, int code)
{
  Medium *medium, seen;
  Verdict verdict;

  g_mutex_lock (&self->mutex);
  medium = find (self, place, TRUE);
  if (sem_media_is_failure (code))
    medium->n_failed[action]++;
  seen = medium_copy (medium);
  g_mutex_unlock (&self->mutex);

  /* A disk that fails may take long: nobody else waits for it here. */
  verdict = judge (place, &seen, seen.n_failed[action], code);
  medium_clear (&seen);
  g_mutex_lock (&self->mutex);
  if (verdict == LOST && !medium->lost)
    {
      medium->lost = TRUE;
      medium->loss = (SemMediaLoss){ place->folder, g_strdup (place->path),
                                     medium->above ? medium->above_device : medium->device, code };
    }
  else if (verdict == WORKS)
    medium->n_failed[action] = 0;
  g_mutex_unlock (&self->mutex);
  return verdict == LOST;
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
