/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/widgets/curve-span.h"

#include <math.h>

/* The axis is logarithmic where the largest value is this many times the smallest. */
#define LOGARITHMIC 3
/* What differs by less is one value. */
#define SAME 1e-9

void
sem_curve_span_init (SemCurveSpan *self, const double *values, guint n, gboolean is_share)
{
  double low = G_MAXDOUBLE, high = -G_MAXDOUBLE;

  for (guint i = 0; i < n; i++)
    if (values[i] >= 0)
      {
        low = MIN (low, values[i]);
        high = MAX (high, values[i]);
      }
  if (high < low)
    low = high = 0;
  /* One value lies in the middle. */
  if (high - low <= SAME * MAX (high, 1))
    {
      low *= .95;
      high = high > 0 ? high * 1.05 : 1;
    }
  *self = (SemCurveSpan){ low, high, !is_share && low > 0 && high / low >= LOGARITHMIC };
}

double
sem_curve_span_place (const SemCurveSpan *self, double value)
{
  double share = self->logarithmic ? log (value / self->low) / log (self->high / self->low)
                                   : (value - self->low) / (self->high - self->low);

  return CLAMP (share, 0, 1);
}

double
sem_curve_span_get_value (const SemCurveSpan *self, double share)
{
  return self->logarithmic ? self->low * pow (self->high / self->low, share)
                           : self->low + (self->high - self->low) * share;
}
