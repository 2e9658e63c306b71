/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/plot/scale.h"

#include <math.h>

/* Rounding errors of a multiple of a step. */
#define SLACK 1e-9

static double
choose_step (double range, guint n_wanted)
{
  double step = pow (10, floor (log10 (range / n_wanted)));
  const double factors[] = { 1, 2, 5, 10 };

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    if (range / (step * factors[i]) <= n_wanted * (1 + SLACK))
      return step * factors[i];
  return step * 10;
}

/* Around the data, to round numbers. */
static void
fit (SemPlotScale *self, double least, double most, guint n_wanted)
{
  double floor_of_unit = self->unit == SEM_PLOT_NUMBER ? -G_MAXDOUBLE : 0;
  double ceiling_of_unit =
    self->unit == SEM_PLOT_SHARE || self->unit == SEM_PLOT_PERCENT ? 1 : G_MAXDOUBLE;
  double step;

  if (self->unit == SEM_PLOT_COUNT)
    least = 0;
  if (!(most > least))
    most = least + MAX (fabs (least) * 0.1, self->unit == SEM_PLOT_COUNT ? 1 : 0.01);
  step = choose_step (most - least, n_wanted);
  self->low = MAX (floor_of_unit, floor (least / step + SLACK) * step);
  self->high = MIN (ceiling_of_unit, ceil (most / step - SLACK) * step);
  if (self->high - self->low < step / 2)
    self->low = self->high - step;
}

static void
add_tick (SemPlotScale *self, double value)
{
  double slack = (self->high - self->low) * SLACK;

  if (self->n_ticks < SEM_PLOT_MAX_TICKS && value >= self->low - slack
      && value <= self->high + slack)
    self->ticks[self->n_ticks++] = value;
}

static void
try_ticks (SemPlotScale *self, guint n_wanted)
{
  double first;

  self->n_ticks = 0;
  self->step = choose_step (self->high - self->low, n_wanted);
  if (self->unit == SEM_PLOT_COUNT)
    self->step = MAX (self->step, 1);
  first = ceil (self->low / self->step - SLACK);
  for (guint i = 0; i < SEM_PLOT_MAX_TICKS; i++)
    add_tick (self, (first + i) * self->step);
}

/* A range that does not begin at a round number may have one tick less: a single one says nothing
 * of the scale. */
static void
choose_ticks (SemPlotScale *self, guint n_wanted)
{
  for (guint n = n_wanted; n < SEM_PLOT_MAX_TICKS; n++)
    {
      try_ticks (self, n);
      if (self->n_ticks > 1)
        return;
    }
}

static void
choose_logarithmic_ticks (SemPlotScale *self)
{
  const double factors[] = { 1, 2, 5 };
  double decades = log10 (self->high / self->low);
  guint n_factors = decades > 4 ? 1 : G_N_ELEMENTS (factors);

  for (double power = pow (10, floor (log10 (self->low))); power <= self->high; power *= 10)
    for (guint i = 0; i < n_factors; i++)
      add_tick (self, power * factors[i]);
}

void
sem_plot_scale_init (SemPlotScale *self,
                     const SemPlotAxis *axis,
                     double least,
                     double most,
                     guint n_wanted)
{
  *self = (SemPlotScale){ .unit = axis->unit, .logarithmic = axis->logarithmic };
  n_wanted = CLAMP (n_wanted, 2, SEM_PLOT_MAX_TICKS - 2);
  if (axis->high > axis->low)
    {
      self->low = axis->low;
      self->high = axis->high;
    }
  else if (axis->logarithmic)
    {
      self->low = MAX (least, G_MINDOUBLE);
      self->high = most > self->low ? most : self->low * 10;
    }
  else
    fit (self, least, most, n_wanted);
  if (axis->n_ticks == 0 && axis->logarithmic)
    choose_logarithmic_ticks (self);
  else if (axis->n_ticks == 0)
    choose_ticks (self, n_wanted);
  for (guint i = 0; i < axis->n_ticks; i++)
    add_tick (self, axis->ticks[i]);
}

double
sem_plot_scale_place (const SemPlotScale *self, double value)
{
  double inside = CLAMP (value, self->low, self->high);
  double share = self->logarithmic ? log (inside / self->low) / log (self->high / self->low)
                                   : (inside - self->low) / (self->high - self->low);

  return self->from + share * (self->to - self->from);
}
