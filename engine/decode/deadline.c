/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/decode/deadline.h"

/* How much longer than its CPU time a worker may take by the clock. */
#define MOST_BUSY 20
/* The share of the time that a worker which computes gets at least on a busy machine is 1 / this.
 */
#define LEAST_SHARE 100
/* Milliseconds between two looks at the clocks, at least, and as a share of the limit. */
#define SHORTEST_LOOK 100
#define LOOKS 4

SemDecodeWait
sem_deadline_wait (const SemDecodeProcess *process,
                   guint milliseconds,
                   GCancellable *cancellable,
                   SemDecodeReply *reply)
{
  const gint64 limit = (gint64) milliseconds * 1000, start = g_get_monotonic_time ();
  const gint64 first_cpu = sem_decode_process_get_cpu (process);
  gint64 before = start, cpu_before = first_cpu;
  const guint shortest = MAX (milliseconds / LOOKS, SHORTEST_LOOK);
  guint look = milliseconds;

  for (;;)
    {
      const SemDecodeWait wait = sem_decode_process_wait (process, look, cancellable, reply);
      const gint64 now = g_get_monotonic_time (), cpu = sem_decode_process_get_cpu (process);

      if (wait != SEM_DECODE_WAIT_LATE || first_cpu < 0 || cpu < 0)
        return wait;
      if (cpu - first_cpu >= limit || now - start >= limit * MOST_BUSY
          || (cpu - cpu_before) * LEAST_SHARE < now - before)
        return wait;
      before = now;
      cpu_before = cpu;
      look = (guint) MAX ((limit - (cpu - first_cpu)) / 1000, shortest);
    }
}
