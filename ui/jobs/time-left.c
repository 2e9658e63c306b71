/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/jobs/time-left.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Before, the rate is not known well enough. */
#define FEWEST_SECONDS 2.0
#define LEAST_PROGRESS 0.03
/* What lies further back says little where work goes easy now and then. */
#define SPAN (30 * G_TIME_SPAN_SECOND)

static void
move_on (SemTimeLeft *self, double progress, gint64 now)
{
  if (now - self->mark < SPAN || progress - self->mark_from < LEAST_PROGRESS)
    return;
  self->began = self->mark;
  self->from = self->mark_from;
  self->mark = now;
  self->mark_from = progress;
}

double
sem_time_left_update_at (SemTimeLeft *self, double progress, gint64 now)
{
  double seconds, done;

  if (progress < 0 || (self->began > 0 && progress < self->from))
    {
      *self = (SemTimeLeft){ 0 };
      return -1;
    }
  if (self->began == 0)
    *self = (SemTimeLeft){ now, progress, now, progress, .seconds = -1 };
  if (self->shown > 0 && now - self->shown < G_USEC_PER_SEC)
    return self->seconds;
  seconds = (double) (now - self->began) / G_USEC_PER_SEC;
  done = progress - self->from;
  if (seconds < FEWEST_SECONDS || done < LEAST_PROGRESS)
    return -1;
  self->seconds = seconds * (1 - progress) / done;
  self->shown = now;
  move_on (self, progress, now);
  return self->seconds;
}

double
sem_time_left_update (SemTimeLeft *self, double progress)
{
  return sem_time_left_update_at (self, progress, g_get_monotonic_time ());
}

char *
sem_time_left_describe (double seconds)
{
  guint n;

  /* No more digits than are known. */
  if (seconds < 99.5)
    {
      n = (guint) MAX (1, seconds < 10 ? ceil (seconds) : ceil (seconds / 5) * 5);
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "about %u second", "about %u seconds",
                                           n),
                              n);
    }
  n = (guint) (seconds / 60 + 0.5);
  if (n < 100)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "about %u minute", "about %u minutes", n),
                            n);
  n = (guint) (seconds / 3600 + 0.5);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "about %u hour", "about %u hours", n), n);
}
