/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/output/pace.h"

#include <math.h>

#include <glib/gi18n.h>

/* Before that, starting the workers weighs too much. */
#define LEAST_SECONDS 3.0
/* The rate is that of about the last so many seconds. */
#define MEMORY_SECONDS 20.0
#define STEP_SECONDS 1.0

static void
measure (CliPace *self, gint64 now, guint done)
{
  const double seconds = (double) (now - self->looked) / G_USEC_PER_SEC;
  const double rate = (done - self->done) / seconds;
  const double weight = 1 - exp (-seconds / MEMORY_SECONDS);

  if (self->rate > 0)
    self->rate += weight * (rate - self->rate);
  else
    self->rate = (done - self->first) / ((double) (now - self->started) / G_USEC_PER_SEC);
  self->looked = now;
  self->done = done;
}

/* Rounded to the precision of the estimate. */
static char *
describe_left (double seconds)
{
  if (seconds < 55)
    return g_strdup_printf (_("%.0f s left"), MAX (5, ceil (seconds / 5) * 5));
  if (seconds < 5700)
    return g_strdup_printf (_("%.0f min left"), ceil (seconds / 60));
  return g_strdup_printf (_("%.1f h left"), seconds / 3600);
}

char *
cli_describe_seconds (double seconds)
{
  if (seconds < 55)
    return g_strdup_printf (_("%.0f s"), MAX (5, ceil (seconds / 5) * 5));
  if (seconds < 5700)
    return g_strdup_printf (_("%.0f min"), ceil (seconds / 60));
  return g_strdup_printf (_("%.1f h"), seconds / 3600);
}

char *
cli_pace_look (CliPace *self, gint64 now, guint done, guint total)
{
  g_autofree char *left = NULL;

  if (self->started == 0)
    *self = (CliPace){ .started = now, .first = done, .looked = now, .done = done };
  if (now - self->started < LEAST_SECONDS * G_USEC_PER_SEC)
    return NULL;
  if (now - self->looked >= STEP_SECONDS * G_USEC_PER_SEC)
    measure (self, now, done);
  if (self->rate < .05 || done >= total)
    return NULL;
  left = describe_left ((total - done) / self->rate);
  /* Translators: a speed and a time, such as "52 a second, 3 min left". */
  return self->rate < 9.95 ? g_strdup_printf (_("%.1f a second, %s"), self->rate, left)
                           : g_strdup_printf (_("%.0f a second, %s"), self->rate, left);
}
