/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/store-private.h"

#include <stdatomic.h>

/* How long a wait lasts before it is reported, and how long the report stays valid after the last
 * attempt to take the lock. */
#define NOTICE_MICROSECONDS G_USEC_PER_SEC
#define FRESH_MICROSECONDS (G_USEC_PER_SEC / 2)

/* When a connection last tried to take a lock that it has waited for long; monotonic. */
static _Atomic gint64 last_long_wait;

/* The lock belongs to a live process, since the system releases the locks of processes that end:
 * only cancelling ends the wait. */
gboolean
sem_store_wait (gint64 began, int n_before)
{
  static const gulong pauses[] = { 1000, 2000, 5000, 10000, 20000, 50000 };
  gint64 now = g_get_monotonic_time ();

  if (g_cancellable_is_cancelled (g_cancellable_get_current ()))
    return FALSE;
  if (now - began > NOTICE_MICROSECONDS)
    atomic_store (&last_long_wait, now);
  g_usleep (pauses[CLAMP (n_before, 0, (int) G_N_ELEMENTS (pauses) - 1)]);
  return TRUE;
}

static int
busy_cb (void *data, int n_before)
{
  SemStore *self = data;

  if (n_before == 0)
    self->wait_began = g_get_monotonic_time ();
  return sem_store_wait (self->wait_began, n_before);
}

void
sem_store_wait_when_busy (SemStore *self, SemStorePart part)
{
  sqlite3_busy_handler (self->dbs[part], busy_cb, self);
}

gboolean
sem_store_is_waiting (void)
{
  gint64 last = atomic_load (&last_long_wait);

  return last > 0 && g_get_monotonic_time () - last < FRESH_MICROSECONDS;
}
