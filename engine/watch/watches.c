/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-watch"

#include "config.h"

#include "engine/watch/watches.h"
#include "engine/decode/format.h"
#include "engine/photos/scan.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <sys/inotify.h>

/* A file counts as changed when it is closed, not while it is being written. */
#define EVENTS                                                                                     \
  (IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_ATTRIB                \
   | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK)

struct _SemWatches
{
  int fd;
  char *own; /* how the paths of the library's files begin */
  guint most;
  gboolean full;
  GHashTable *paths; /* watch -> path (char *) of its folder */
};

SemWatches *
sem_watches_new (const char *library, guint most)
{
  SemWatches *self = g_new0 (SemWatches, 1);

  self->fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  self->full = self->fd < 0;
  self->most = most;
  self->own = g_str_has_suffix (library, ".db") ? g_strndup (library, strlen (library) - 2)
                                                : g_strdup (library);
  self->paths = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return self;
}

void
sem_watches_free (SemWatches *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_hash_table_unref (self->paths);
  g_free (self->own);
  g_free (self);
}

gboolean
sem_watches_is_full (SemWatches *self)
{
  return self->full;
}

int
sem_watches_get_fd (SemWatches *self)
{
  return self->fd;
}

/* FALSE where there are no more watches. */
static gboolean
watch (SemWatches *self, const char *path)
{
  int watch = -1;

  if (self->full)
    return FALSE;
  if (g_hash_table_size (self->paths) >= self->most)
    errno = ENOSPC;
  else
    watch = inotify_add_watch (self->fd, path, EVENTS);
  if (watch >= 0)
    g_hash_table_insert (self->paths, GINT_TO_POINTER (watch), g_strdup (path));
  /* A folder that is gone or cannot be entered is for the scan to report. */
  else if (errno == ENOSPC || errno == ENOMEM)
    self->full = TRUE;
  return !self->full;
}

static gboolean
skip_file (const char *path, const struct stat *st, gpointer user_data)
{
  /* Ends the walk once nothing can be watched. */
  return !((SemWatches *) user_data)->full;
}

static gboolean
watch_folder (const char *path, gpointer user_data)
{
  return watch (user_data, path);
}

void
sem_watches_add (SemWatches *self, const char *path, GCancellable *cancellable)
{
  static const SemScanHandlers handlers = { .file = skip_file, .folder = watch_folder };

  if (watch (self, path))
    sem_scan (path, &handlers, self, cancellable, NULL);
}

/* What was only created is written later, and then counts; a link is complete. */
static gboolean
is_complete (const char *path)
{
  struct stat st;

  return lstat (path, &st) == 0 && (!S_ISREG (st.st_mode) || st.st_nlink > 1);
}

/* Other programs keep databases and notes beside photos, and write to them all the time. A file
 * without an ending may be a photo. */
static gboolean
may_be_photo (const char *name)
{
  return sem_format_is_image_name (name) || !strchr (name, '.');
}

static gboolean
take_event (SemWatches *self,
            const struct inotify_event *event,
            GCancellable *cancellable,
            gboolean *stale)
{
  const char *folder = g_hash_table_lookup (self->paths, GINT_TO_POINTER (event->wd));
  const gboolean is_folder = (event->mask & IN_ISDIR) != 0;
  g_autofree char *path = NULL;

  if (event->mask & IN_Q_OVERFLOW)
    return *stale = TRUE;
  if (!folder)
    return FALSE;
  if (event->mask & IN_IGNORED)
    {
      g_hash_table_remove (self->paths, GINT_TO_POINTER (event->wd));
      return FALSE;
    }
  if (event->len == 0)
    {
      *stale |= (event->mask & (IN_MOVE_SELF | IN_DELETE_SELF | IN_UNMOUNT)) != 0;
      return (event->mask & ~(guint32) IN_ISDIR) != IN_ATTRIB;
    }
  path = g_build_filename (folder, event->name, NULL);
  if (event->name[0] == '.' || g_str_has_prefix (path, self->own)
      || (!is_folder && !may_be_photo (event->name)))
    return FALSE;
  if (is_folder && event->mask & (IN_CREATE | IN_MOVED_TO))
    sem_watches_add (self, path, cancellable);
  *stale |= is_folder && event->mask & IN_MOVED_FROM;
  return is_folder || !(event->mask & IN_CREATE) || is_complete (path);
}

gboolean
sem_watches_read (SemWatches *self, GCancellable *cancellable, gboolean *stale)
{
  char buffer[16 << 10] __attribute__ ((aligned (__alignof__(struct inotify_event))));
  gboolean changed = FALSE;
  gssize n;

  *stale = FALSE;
  while ((n = read (self->fd, buffer, sizeof buffer)) > 0)
    for (gssize i = 0; i < n;)
      {
        const struct inotify_event *event = (const struct inotify_event *) (gpointer) (buffer + i);

        changed |= take_event (self, event, cancellable, stale);
        i += (gssize) (sizeof *event + event->len);
      }
  return changed;
}
