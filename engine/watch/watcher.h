/* watcher.h - notice that files in folders have changed
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/* Seconds between two reports of a change for folders that cannot be watched. */
#define SEM_WATCH_PERIOD 600

/* Called in the watcher's thread, or in that of sem_watcher_set_folders(), a moment after the last
 * change, and during a long series of them at least every half minute. Must not call the watcher.
 * @last: when that change was noticed, by g_get_monotonic_time(): a scan that began later has seen
 * all of them */
typedef void (*SemWatchFunc) (gint64 last, gpointer user_data);

/**
 * SemWatcher:
 *
 * Watches folders recursively, with one thread of its own. It reports that something may have
 * changed, but not what: a scan finds that. Mounting and unmounting count as changes, and so do
 * folders that appear or disappear.
 *
 * Uses inotify directly: a GFileMonitor does not report that the kernel has no watches left, and
 * then polls each folder every few seconds.
 *
 * Where a folder cannot be watched, because the kernel's watches are used up or its file system may
 * be changed by other computers, a change is reported every %SEM_WATCH_PERIOD seconds.
 *
 * Files whose suffix is not that of an image do not count.
 */
typedef struct _SemWatcher SemWatcher;

/**
 * sem_watcher_new:
 * @library: (type filename): the library; changes of its own files are ignored
 *
 * Returns: (transfer full): a watcher of nothing
 */
SemWatcher *sem_watcher_new (const char *library,
                             SemWatchFunc changed,
                             gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
/* @self: (nullable). Waits for the thread; the function is not called afterwards. */
void sem_watcher_free (SemWatcher *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemWatcher, sem_watcher_free)

/**
 * sem_watcher_set_folders:
 * @folders: (element-type filename): absolute; they need not exist
 *
 * Watches these folders instead of the previous ones. Returns at once. As soon as they are watched,
 * or cannot be, a change is reported, so that a scan at that time misses nothing; a scan before
 * that is not needed. Does nothing where the folders are the same. Any thread.
 */
void sem_watcher_set_folders (SemWatcher *self, const GPtrArray *folders);

/**
 * SemWatchLimits:
 * @full: the kernel has no more watches; the setting fs.inotify.max_user_watches is how many it has
 * @shared: a file system may be changed by other computers, or by programs behind it
 * @ready: whether all folders of the last sem_watcher_set_folders() are watched, or cannot be, so
 *   that a scan that begins now covers the change that is reported for them
 */
typedef struct
{
  gboolean full;
  gboolean shared;
  gboolean ready;
} SemWatchLimits;

/* @limits: (out): why not all is watched. Any thread. */
void sem_watcher_get_limits (SemWatcher *self, SemWatchLimits *limits);

G_END_DECLS
