/* watches.h - the kernel's watches of a set of folders
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SemWatches:
 *
 * One inotify descriptor with a watch for each folder. For one thread.
 */
typedef struct _SemWatches SemWatches;

/**
 * sem_watches_new:
 * @library: (type filename): the library; changes of its own files are ignored
 * @most: maximum number of watches; beyond it the kernel counts as having none left
 */
SemWatches *sem_watches_new (const char *library, guint most) G_GNUC_WARN_UNUSED_RESULT;
void sem_watches_free (SemWatches *self);

/* Watches a folder and its subfolders; a folder that does not exist is left out. @path: (type
 * filename)
 */
void sem_watches_add (SemWatches *self, const char *path, GCancellable *cancellable);
/* Whether a folder could not be watched. */
gboolean sem_watches_is_full (SemWatches *self);
/* To wait for with poll(); -1 where there is none. */
int sem_watches_get_fd (SemWatches *self);

/**
 * sem_watches_read:
 * @stale: (out): whether folders have moved or events were lost, so that all are to be watched anew
 *
 * Reads what has happened, without waiting, and watches new folders.
 *
 * Returns: whether a file may have changed
 */
gboolean sem_watches_read (SemWatches *self, GCancellable *cancellable, gboolean *stale);

G_END_DECLS
