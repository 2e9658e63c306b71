/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/plot/plot-private.h"

#include "engine/plot/figures.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

static char *
dup_valid (const char *text)
{
  return text ? g_utf8_make_valid (text, -1) : NULL;
}

static void
axis_clear (SemPlotAxis *axis)
{
  g_free ((char *) axis->label);
  g_free ((double *) axis->ticks);
  *axis = (SemPlotAxis){ 0 };
}

static void
series_clear (gpointer data)
{
  SemPlotSeries *series = data;

  g_free ((char *) series->name);
  g_free ((double *) series->x);
  g_free ((double *) series->y);
  g_free ((double *) series->sd);
}

SemPlot *
sem_plot_new (const char *title, const char *subtitle)
{
  SemPlot *self;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_new0 (SemPlot, 1);
  g_atomic_ref_count_init (&self->n_refs);
  self->title = dup_valid (title);
  self->subtitle = dup_valid (subtitle);
  self->series = g_array_new (FALSE, FALSE, sizeof (SemPlotSeries));
  g_array_set_clear_func (self->series, series_clear);
  return self;
}

SemPlot *
sem_plot_ref (SemPlot *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
sem_plot_unref (SemPlot *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_free (self->title);
  g_free (self->subtitle);
  axis_clear (&self->x);
  axis_clear (&self->y);
  g_strfreev (self->categories);
  g_array_unref (self->series);
  g_free (self->cells);
  g_free (self->dots);
  g_free (self->eyes);
  g_free (self);
}

static void
set_axis (SemPlotAxis *own, const SemPlotAxis *axis)
{
  axis_clear (own);
  *own = *axis;
  own->label = dup_valid (axis->label);
  own->ticks = axis->n_ticks > 0 ? g_memdup2 (axis->ticks, axis->n_ticks * sizeof (double)) : NULL;
}

void
sem_plot_set_x_axis (SemPlot *self, const SemPlotAxis *axis)
{
  g_return_if_fail (self != NULL && axis != NULL);

  set_axis (&self->x, axis);
}

void
sem_plot_set_y_axis (SemPlot *self, const SemPlotAxis *axis)
{
  g_return_if_fail (self != NULL && axis != NULL);

  set_axis (&self->y, axis);
}

void
sem_plot_set_categories (SemPlot *self, const char *const *labels, guint n)
{
  g_return_if_fail (self != NULL && labels != NULL && n > 0);

  g_strfreev (self->categories);
  self->categories = g_new0 (char *, n + 1);
  self->n_categories = n;
  for (guint i = 0; i < n; i++)
    self->categories[i] = dup_valid (labels[i]);
}

void
sem_plot_set_band (SemPlot *self, double low, double high)
{
  g_return_if_fail (self != NULL && low <= high);

  self->has_band = TRUE;
  self->band[0] = low;
  self->band[1] = high;
}

void
sem_plot_add (SemPlot *self, const SemPlotSeries *series)
{
  SemPlotSeries own;
  gsize size;

  g_return_if_fail (self != NULL && series != NULL && series->n > 0);
  g_return_if_fail (!self->cells && !self->eyes);

  size = series->n * sizeof (double);
  own = *series;
  own.name = dup_valid (series->name);
  own.x = g_memdup2 (series->x, size);
  own.y = g_memdup2 (series->y, size);
  own.sd = series->sd ? g_memdup2 (series->sd, size) : NULL;
  g_array_append_val (self->series, own);
}

void
sem_plot_set_cells (SemPlot *self, const double *values, guint n)
{
  g_return_if_fail (self != NULL && self->series->len == 0 && !self->eyes);
  g_return_if_fail (n > 0 && n <= SEM_PLOT_MAX_CELLS);

  g_free (self->cells);
  self->cells = g_memdup2 (values, (gsize) n * n * sizeof (double));
  self->n_cells = n;
}

void
sem_plot_set_space (SemPlot *self,
                    const SemPlotDot *dots,
                    guint n_dots,
                    const SemPlotEye *eyes,
                    guint n_eyes)
{
  g_return_if_fail (self != NULL && self->series->len == 0 && !self->cells);
  g_return_if_fail (n_eyes > 0 && n_eyes <= SEM_PLOT_MAX_EYES && n_dots <= SEM_PLOT_MAX_DOTS);

  g_free (self->dots);
  g_free (self->eyes);
  self->dots = g_memdup2 (dots, n_dots * sizeof *dots);
  self->n_dots = n_dots;
  self->eyes = g_memdup2 (eyes, n_eyes * sizeof *eyes);
  self->n_eyes = n_eyes;
}

const char *
sem_plot_get_title (const SemPlot *self)
{
  return self->title;
}

guint
sem_plot_get_n_series (const SemPlot *self)
{
  return self->series->len;
}

const SemPlotSeries *
sem_plot_get_series (const SemPlot *self, guint series)
{
  g_return_val_if_fail (series < self->series->len, NULL);

  return &g_array_index (self->series, SemPlotSeries, series);
}

guint
sem_plot_get_n_cells (const SemPlot *self)
{
  return self->n_cells;
}

guint
sem_plot_get_n_eyes (const SemPlot *self)
{
  return self->n_eyes;
}

gboolean
sem_plot_get_point (const SemPlot *self, guint series, guint index, SemPlotPoint *point)
{
  const SemPlotSeries *own;

  g_return_val_if_fail (self != NULL && point != NULL, FALSE);

  *point = (SemPlotPoint){ .series = series, .index = index };
  if (self->cells)
    {
      if (series > 0 || index >= self->n_cells * self->n_cells)
        return FALSE;
      point->x = index % self->n_cells;
      point->y = index / self->n_cells;
      point->value = self->cells[index];
      return TRUE;
    }
  if (self->eyes)
    {
      if (series > 0 || index >= self->n_eyes)
        return FALSE;
      point->x = index;
      point->value = point->y = self->eyes[index].value;
      return TRUE;
    }
  if (series >= self->series->len)
    return FALSE;
  own = sem_plot_get_series (self, series);
  if (index >= own->n)
    return FALSE;
  point->x = own->x[index];
  point->value = point->y = own->y[index];
  return TRUE;
}

/* Fine enough to tell two neighbours of a series apart, and no finer than people read. */
static double
get_step (const SemPlotAxis *axis, double value)
{
  switch (axis->unit)
    {
    case SEM_PLOT_COUNT:
      return 1;
    case SEM_PLOT_PERCENT:
      return 0.001;
    case SEM_PLOT_SHARE:
      return 0.001;
    case SEM_PLOT_NUMBER:
    default:
      if (fabs (value) >= 1000 || (axis->high > axis->low && axis->high - axis->low > 20))
        return 1;
      return fabs (value) >= 100 ? 0.1 : 0.01;
    }
}

/* (transfer full): of "bit, the rarest first" what one of them is called. */
static char *
name_one (const char *label)
{
  const char *comma = strstr (label, ", "), *wide = strstr (label, "，");
  const char *end = comma ? comma : wide;

  return end ? g_strndup (label, (gsize) (end - label)) : g_strdup (label);
}

static char *
describe_x (const SemPlot *self, double x)
{
  g_autofree char *number = NULL, *name = self->x.label ? name_one (self->x.label) : NULL;

  if (self->categories && x >= 0 && x < self->n_categories)
    return g_strdup (self->categories[(guint) x]);
  number = sem_plot_format (self->x.unit, x, x == round (x) ? 1 : get_step (&self->x, x), FALSE);
  return name ? g_strdup_printf ("%s %s", name, number) : g_steal_pointer (&number);
}

static char *
format_place (float place)
{
  return sem_plot_format (SEM_PLOT_NUMBER, (double) place, 0.01, FALSE);
}

/* "photo 3: 812 points; at (0.31; -0.20; 1.10)" */
static char *
describe_eye (const SemPlot *self, const SemPlotPoint *point, const char *x)
{
  const SemPlotEye *eye = &self->eyes[MIN (point->index, self->n_eyes - 1)];
  g_autofree char *value =
    sem_plot_format (self->y.unit, point->value, get_step (&self->y, point->value), FALSE);
  g_autofree char *across = format_place (eye->place[0]);
  g_autofree char *up = format_place (eye->place[1]);
  g_autofree char *near = format_place (eye->place[2]);

  /* Translators: a photo, a number and what is counted, and a place in space: “photo 3: 812 points;
   * at (0.31; -0.20; 1.10)” */
  return g_strdup_printf (_("%s: %s %s; at (%s; %s; %s)"), x, value,
                          self->y.label ? self->y.label : "", across, up, near);
}

char *
sem_plot_describe (const SemPlot *self, const SemPlotPoint *point)
{
  g_autofree char *x = NULL, *value = NULL;

  g_return_val_if_fail (self != NULL && point != NULL, NULL);

  x = describe_x (self, point->x);
  if (self->eyes)
    return describe_eye (self, point, x);
  if (self->cells)
    {
      g_autofree char *y = sem_plot_format (self->y.unit, point->y, 1, FALSE);

      value = sem_plot_format (SEM_PLOT_SHARE, point->value, 0.001, FALSE);
      if (self->categories && point->y >= 0 && point->y < self->n_categories)
        return g_strdup_printf ("%s %s, %s %s: %s", self->y.label ? self->y.label : "",
                                self->categories[(guint) point->y],
                                self->x.label ? self->x.label : "", x, value);
      return g_strdup_printf ("%s, %s %s: %s", x, self->y.label ? self->y.label : "", y, value);
    }
  value = sem_plot_format (self->y.unit, point->y, get_step (&self->y, point->y), FALSE);
  if (self->series->len == 1)
    return g_strdup_printf ("%s: %s", x, value);
  return g_strdup_printf ("%s, %s: %s", sem_plot_get_series (self, point->series)->name, x, value);
}
