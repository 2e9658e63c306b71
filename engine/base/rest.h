/* rest.h - background work that rests, so that others get the computer or the battery lasts
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * sem_rest_set_share:
 * @share: share of the time in which background work computes, above 0, at most 1; 1, the initial
 *   value, for no rest
 *
 * Sets the share for the whole process, and wakes the threads that rest. Any thread.
 */
void sem_rest_set_share (double share);
/* The share that sem_rest_set_share() has set. Any thread. */
double sem_rest_get_share (void);

/* @worked: how long a thread has worked, in microseconds; @share: as above.
 * Returns: how long it rests then, in microseconds, at most 5,000,000 */
gint64 sem_rest_get_length (gint64 worked, double share);

/**
 * sem_rest:
 * @began: when the thread began to work, by g_get_monotonic_time()
 * @stop: (nullable)
 *
 * To be called between two steps of work that nobody waits for, while no lock is held and no
 * transaction is open. Rests for as long as the share demands after the work since @began, and ends
 * a tenth of a second after @stop was cancelled. Any thread. It changes no result.
 *
 * Returns: when the next step begins
 */
gint64 sem_rest (gint64 began, GCancellable *stop);

G_END_DECLS
