/* curve-span.h - what the axis of a curve spans, so that its change can be seen
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemCurveSpan:
 * @low: the number at the lower end
 * @high: the number at the upper end, greater than @low
 * @logarithmic: whether numbers are placed by their logarithm
 */
typedef struct
{
  double low;
  double high;
  gboolean logarithmic;
} SemCurveSpan;

/* @values: (array length=n): finite; those below 0 are not known and left out
 * @is_share: whether they are shares, which are never placed by their logarithm */
void sem_curve_span_init (SemCurveSpan *self, const double *values, guint n, gboolean is_share);
/* Returns: from 0 at the lower end to 1 at the upper end */
double sem_curve_span_place (const SemCurveSpan *self, double value);
/* Returns: the number at @share of the axis, the inverse */
double sem_curve_span_get_value (const SemCurveSpan *self, double share);

G_END_DECLS
