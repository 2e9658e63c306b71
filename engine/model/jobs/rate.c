/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/model/jobs/rate.h"

double
sem_rate_update (SemRate *self, guint done, gboolean moving, gint64 now)
{
  double seconds, rate;

  if (!moving || self->since == 0 || done < self->from)
    {
      *self = (SemRate){ moving ? now : 0, done, -1 };
      return -1;
    }
  seconds = (double) (now - self->since) / G_USEC_PER_SEC;
  if (seconds < SEM_RATE_SECONDS)
    return self->rate;
  rate = (done - self->from) / seconds;
  /* What is shown does not jump with each step that takes longer than others. */
  *self = (SemRate){ now, done, self->rate < 0 ? rate : .5 * (self->rate + rate) };
  return self->rate;
}
