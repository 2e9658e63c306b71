/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-watch"

#include "config.h"

#include "engine/watch/watcher-private.h"
#include "engine/watch/watches.h"
#include "engine/store/folders.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

/* Milliseconds. */
#define QUIET 2000
#define LONGEST_WAIT 30000 /* for quiet */
#define ROOTS_PERIOD 30000 /* between two looks at whether the folders exist */

struct _SemWatcher
{
  char *library;
  SemWatchFunc changed;
  gpointer user_data;
  guint quiet;
  guint period;
  guint most;
  GThread *thread;
  GCancellable *stop;
  int wake; /* eventfd: the folders are others, or the thread is to end */

  GMutex mutex; /* of what follows */
  GPtrArray *folders;
  gboolean new_folders;
  gboolean look_now; /* for tests */
  SemWatchLimits limits;
};

/* What the thread alone uses. Times are those of g_get_monotonic_time(), 0 for never. */
typedef struct
{
  SemWatcher *watcher;
  SemWatches *watches;
  GPtrArray *folders;
  char *places; /* what dup_places() said when they were last watched */
  int mounts;   /* readable with priority after each change of what is mounted; or -1 */
  gboolean limited;
  gboolean stale;    /* all are to be watched anew */
  gboolean at_once;  /* what was not told does not wait for quiet */
  gint64 first;      /* change that was not told */
  gint64 last;       /* likewise */
  gint64 looked;     /* time of the last report of a change of unwatched folders */
  gint64 roots_seen; /* when the folders were last looked for */
} Watch;

/* The thread ----------------------------------------------------------------------------------- */

/* The mount point of a line of mountinfo; NULL for none. */
static char *
dup_mount_point (const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, " ", 6);

  return g_strv_length (fields) == 6 ? g_strcompress (fields[4]) : NULL;
}

/* Says which file systems the folders are on and have in them: another text means that one was
 * mounted or unmounted, or that a folder came or went. */
static char *
dup_places (const Watch *self)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GString *places = g_string_new (NULL);

  g_file_get_contents ("/proc/self/mountinfo", &text, NULL, NULL);
  lines = g_strsplit (text ? text : "", "\n", -1);
  for (guint i = 0; i < self->folders->len; i++)
    {
      const char *folder = g_ptr_array_index (self->folders, i);
      struct stat st = { 0 };

      if (stat (folder, &st) != 0)
        st.st_ino = 0;
      g_string_append_printf (places, "%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n",
                              (guint64) st.st_dev, (guint64) st.st_ino);
      for (char **line = lines; *line; line++)
        {
          g_autofree char *point = dup_mount_point (*line);

          if (point && sem_path_covers (folder, point))
            g_string_append_printf (places, "%s\n", *line);
        }
    }
  return g_string_free (places, FALSE);
}

static gboolean
is_shared (const Watch *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->folders->len; i++)
    {
      gboolean network = FALSE;
      g_autofree char *kind G_GNUC_UNUSED =
        sem_store_describe_place (g_ptr_array_index (self->folders, i), &network);

      any |= network;
    }
  return any;
}

/* Unread events of the old watches are lost: a change has to be reported afterwards. */
static void
watch_all (Watch *self)
{
  SemWatcher *watcher = self->watcher;
  SemWatches *watches = sem_watches_new (watcher->library, watcher->most);
  SemWatchLimits limits = { 0 };

  /* Where both sets do not fit, the new one comes second. */
  for (guint i = 0; i < self->folders->len; i++)
    sem_watches_add (watches, g_ptr_array_index (self->folders, i), watcher->stop);
  if (sem_watches_is_full (watches) && self->watches)
    {
      g_clear_pointer (&self->watches, sem_watches_free);
      sem_watches_free (watches);
      watches = sem_watches_new (watcher->library, watcher->most);
      for (guint i = 0; i < self->folders->len; i++)
        sem_watches_add (watches, g_ptr_array_index (self->folders, i), watcher->stop);
    }
  g_clear_pointer (&self->watches, sem_watches_free);
  self->watches = watches;
  self->stale = FALSE;
  g_free (self->places);
  self->places = dup_places (self);
  limits.full = sem_watches_is_full (watches);
  limits.shared = is_shared (self);
  self->limited = limits.full || limits.shared;
  g_mutex_lock (&watcher->mutex);
  limits.ready = watcher->limits.ready;
  watcher->limits = limits;
  g_mutex_unlock (&watcher->mutex);
}

static void
note_change (Watch *self, gint64 now)
{
  if (!self->first)
    self->first = now;
  self->last = now;
}

/* Takes the folders that were set. */
static void
take_folders (Watch *self)
{
  guint64 number;
  gboolean taken, look;

  if (read (self->watcher->wake, &number, sizeof number) < 0)
    return;
  g_mutex_lock (&self->watcher->mutex);
  taken = self->watcher->new_folders;
  look = self->watcher->look_now;
  self->watcher->new_folders = self->watcher->look_now = FALSE;
  if (taken)
    {
      g_ptr_array_unref (self->folders);
      self->folders = g_ptr_array_ref (self->watcher->folders);
    }
  g_mutex_unlock (&self->watcher->mutex);
  if (taken)
    {
      watch_all (self);
      self->looked = self->roots_seen = g_get_monotonic_time ();
      /* What changed before the walk came there was not seen, or ended unread with the old watches.
       */
      note_change (self, self->looked);
      self->at_once = TRUE;
      g_mutex_lock (&self->watcher->mutex);
      self->watcher->limits.ready = !self->watcher->new_folders;
      g_mutex_unlock (&self->watcher->mutex);
    }
  else if (look)
    self->roots_seen = 0;
}

/* When the thread has to do something by itself; -1 for never. */
static int
choose_timeout (const Watch *self, gint64 now)
{
  const SemWatcher *watcher = self->watcher;
  gint64 due = self->roots_seen + ROOTS_PERIOD * 1000;

  if (self->first)
    due = MIN (due, MIN (self->last + watcher->quiet * (gint64) 1000,
                         self->first + LONGEST_WAIT * 1000));
  else if (self->limited)
    due = MIN (due, self->looked + watcher->period * (gint64) 1000);
  if (self->folders->len == 0 && !self->first)
    return -1;
  return (int) CLAMP ((due - now + 999) / 1000, 0, ROOTS_PERIOD);
}

static void
look_for_folders (Watch *self, gint64 now)
{
  g_autofree char *places = dup_places (self);

  self->roots_seen = now;
  if (g_strcmp0 (places, self->places) == 0)
    return;
  self->stale = TRUE;
  note_change (self, now);
}

static void
wait_for_events (Watch *self)
{
  struct pollfd fds[] = {
    { self->watcher->wake, POLLIN, 0 },
    { sem_watches_get_fd (self->watches), POLLIN, 0 },
    { self->mounts, POLLPRI, 0 },
  };
  gboolean stale = FALSE;
  gint64 now;

  if (poll (fds, G_N_ELEMENTS (fds), choose_timeout (self, g_get_monotonic_time ())) < 0)
    return;
  if (fds[0].revents)
    {
      /* The other events may be those of watches that are gone now. */
      take_folders (self);
      return;
    }
  now = g_get_monotonic_time ();
  if (fds[1].revents && sem_watches_read (self->watches, self->watcher->stop, &stale))
    note_change (self, now);
  self->stale |= stale;
  if (fds[2].revents || now - self->roots_seen >= ROOTS_PERIOD * 1000)
    look_for_folders (self, now);
  if (self->limited && !self->first && now - self->looked >= self->watcher->period * (gint64) 1000)
    note_change (self, now);
}

/* Tells what has changed, when it is quiet again. */
static void
tell (Watch *self)
{
  const gint64 now = g_get_monotonic_time ();
  gint64 last = self->last;

  if (!self->first
      || (!self->at_once && now - self->last < self->watcher->quiet * (gint64) 1000
          && now - self->first < LONGEST_WAIT * 1000))
    return;
  self->first = self->last = 0;
  self->at_once = FALSE;
  self->looked = now;
  /* Before the scan, so that it sees what came before the watches. */
  if (self->stale)
    {
      watch_all (self);
      last = g_get_monotonic_time ();
    }
  self->watcher->changed (last, self->watcher->user_data);
}

static gpointer
watch_thread (gpointer data)
{
  SemWatcher *watcher = data;
  Watch self = { .watcher = watcher,
                 .watches = sem_watches_new (watcher->library, watcher->most),
                 .folders = g_ptr_array_new (),
                 .mounts = open ("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC) };

  self.places = dup_places (&self);
  while (!g_cancellable_is_cancelled (watcher->stop))
    {
      wait_for_events (&self);
      tell (&self);
    }
  sem_watches_free (self.watches);
  g_ptr_array_unref (self.folders);
  g_free (self.places);
  if (self.mounts >= 0)
    close (self.mounts);
  return NULL;
}

/* The object ----------------------------------------------------------------------------------- */

static void
wake (SemWatcher *self)
{
  const guint64 one = 1;

  /* It fails only where a wake is pending already. */
  if (write (self->wake, &one, sizeof one) < 0)
    g_debug ("the watcher is awake");
}

SemWatcher *
sem_watcher_new (const char *library, SemWatchFunc changed, gpointer user_data)
{
  SemWatcher *self = g_new0 (SemWatcher, 1);

  self->library = g_strdup (library);
  self->changed = changed;
  self->user_data = user_data;
  self->quiet = QUIET;
  self->period = SEM_WATCH_PERIOD * 1000;
  self->most = G_MAXUINT;
  self->stop = g_cancellable_new ();
  self->wake = eventfd (0, EFD_NONBLOCK | EFD_CLOEXEC);
  self->folders = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&self->mutex);
  return self;
}

void
sem_watcher_free (SemWatcher *self)
{
  if (!self)
    return;
  g_cancellable_cancel (self->stop);
  wake (self);
  if (self->thread)
    g_thread_join (self->thread);
  if (self->wake >= 0)
    close (self->wake);
  g_object_unref (self->stop);
  g_ptr_array_unref (self->folders);
  g_mutex_clear (&self->mutex);
  g_free (self->library);
  g_free (self);
}

void
sem_watcher_set_times (SemWatcher *self, guint quiet, guint period, guint most)
{
  self->quiet = quiet;
  self->period = period;
  self->most = most;
}

void
sem_watcher_look_now (SemWatcher *self)
{
  g_mutex_lock (&self->mutex);
  self->look_now = TRUE;
  g_mutex_unlock (&self->mutex);
  wake (self);
}

static gboolean
are_equal (const GPtrArray *a, const GPtrArray *b)
{
  for (guint i = 0; a->len == b->len && i < a->len; i++)
    if (!g_str_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return a->len == b->len;
}

void
sem_watcher_set_folders (SemWatcher *self, const GPtrArray *folders)
{
  gboolean same;

  g_mutex_lock (&self->mutex);
  same = are_equal (self->folders, folders);
  if (!same)
    {
      g_ptr_array_unref (self->folders);
      self->folders = g_ptr_array_new_with_free_func (g_free);
      for (guint i = 0; i < folders->len; i++)
        g_ptr_array_add (self->folders, g_strdup (g_ptr_array_index (folders, i)));
      self->new_folders = TRUE;
      self->limits.ready = FALSE;
    }
  g_mutex_unlock (&self->mutex);
  if (same)
    return;
  /* Without a descriptor to be woken by, a thread could not be ended either. */
  if (self->wake < 0)
    {
      self->changed (g_get_monotonic_time (), self->user_data);
      return;
    }
  if (!self->thread)
    self->thread = g_thread_new ("watch", watch_thread, self);
  wake (self);
}

void
sem_watcher_get_limits (SemWatcher *self, SemWatchLimits *limits)
{
  g_mutex_lock (&self->mutex);
  *limits = self->limits;
  g_mutex_unlock (&self->mutex);
}
