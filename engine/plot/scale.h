/* scale.h - from numbers to places along an axis
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/plot/plot.h"

G_BEGIN_DECLS

#define SEM_PLOT_MAX_TICKS 16

/**
 * SemPlotScale:
 * @unit: of its numbers
 * @logarithmic: whether values are placed by their logarithm
 * @low: the number at @from
 * @high: the number at @to, greater than @low
 * @from, @to: places in pixels; @to may be smaller
 * @step: distance of two ticks, or 0 where they are not even
 * @ticks: (array length=n_ticks): rising
 */
typedef struct
{
  SemPlotUnit unit;
  gboolean logarithmic;
  double low;
  double high;
  double from;
  double to;
  double step;
  guint n_ticks;
  double ticks[SEM_PLOT_MAX_TICKS];
} SemPlotScale;

/**
 * sem_plot_scale_init:
 * @least, @most: the smallest and the largest number of the data
 * @n_wanted: about as many ticks as there is room for, at least 2
 *
 * Chooses range and ticks; @from and @to stay 0. Steps are 1, 2 or 5 times a power of ten.
 */
void sem_plot_scale_init (SemPlotScale *self,
                          const SemPlotAxis *axis,
                          double least,
                          double most,
                          guint n_wanted);

/* Returns: the place of @value in pixels; values outside are placed at the ends */
double sem_plot_scale_place (const SemPlotScale *self, double value);

G_END_DECLS
