/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/rest.h"

#define LONGEST (5 * G_TIME_SPAN_SECOND)
#define TICK (100 * G_TIME_SPAN_MILLISECOND)

static GMutex mutex; /* guards what follows */
static GCond changed;
static double resting; /* the share of the time in which nothing is computed */

void
sem_rest_set_share (double share)
{
  g_return_if_fail (share > 0 && share <= 1);

  g_mutex_lock (&mutex);
  resting = 1 - share;
  g_cond_broadcast (&changed);
  g_mutex_unlock (&mutex);
}

double
sem_rest_get_share (void)
{
  double share;

  g_mutex_lock (&mutex);
  share = 1 - resting;
  g_mutex_unlock (&mutex);
  return share;
}

gint64
sem_rest_get_length (gint64 worked, double share)
{
  g_return_val_if_fail (share > 0 && share <= 1, 0);

  return (gint64) MIN ((double) MAX (worked, 0) * (1 - share) / share, (double) LONGEST);
}

gint64
sem_rest (gint64 began, GCancellable *stop)
{
  const gint64 ended = g_get_monotonic_time ();
  gint64 now = ended;

  g_mutex_lock (&mutex);
  while (now < ended + sem_rest_get_length (ended - began, 1 - resting)
         && !g_cancellable_is_cancelled (stop))
    {
      const gint64 until = ended + sem_rest_get_length (ended - began, 1 - resting);

      g_cond_wait_until (&changed, &mutex, MIN (until, now + TICK));
      now = g_get_monotonic_time ();
    }
  g_mutex_unlock (&mutex);
  return now;
}
