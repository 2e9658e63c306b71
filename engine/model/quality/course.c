/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/model/quality/course.h"

#include <glib/gi18n-lib.h>

#include "engine/model/codes.h"

/* The axis is logarithmic where the largest value is this many times the smallest. */
#define LOGARITHMIC 3

static const struct
{
  const char *name;
  double (*get) (SemEpoch *epoch);
  gboolean is_share;
} terms[SEM_COURSE_N_TERMS] = {
  [SEM_COURSE_PAIRS] = { N_("Pairs"), sem_epoch_get_pair_loss, FALSE },
  [SEM_COURSE_ROUNDING] = { N_("Rounding"), sem_epoch_get_code_loss, FALSE },
  [SEM_COURSE_NEAR_ONE] = { N_("Outputs near ±1"), sem_epoch_get_near_one, TRUE },
  [SEM_COURSE_QUALITY] = { N_("Recall on held-out photos"), sem_epoch_get_quality, TRUE },
};

const char *
sem_course_get_name (SemCourseTerm term)
{
  return _(terms[term].name);
}

/* What is measured of a photo kept back is not known after every epoch, and is negative then.
 * Returns: whether there is any; a loss of 0 throughout is one that the method does not have */
static gboolean
read_values (GListModel *epochs, SemCourseTerm term, SemPlotSeries *series, double *x, double *y)
{
  gboolean any = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (epochs); i++)
    {
      g_autoptr (SemEpoch) epoch = g_list_model_get_item (epochs, i);
      double value = terms[term].get (epoch);

      if (value < 0)
        continue;
      any = any || value > 0 || terms[term].is_share;
      x[series->n] = sem_epoch_get_number (epoch);
      y[series->n++] = value;
    }
  return any;
}

static void
find_range (const SemPlotSeries *series, double *least, double *most)
{
  *least = *most = series->y[0];
  for (guint i = 1; i < series->n; i++)
    {
      *least = MIN (*least, series->y[i]);
      *most = MAX (*most, series->y[i]);
    }
}

SemPlot *
sem_course_new_plot (GListModel *epochs, SemCourseTerm term)
{
  guint n = g_list_model_get_n_items (epochs);
  g_autofree double *x = g_new (double, n + 1), *y = g_new (double, n + 1);
  g_autoptr (SemEpoch) last = n > 0 ? g_list_model_get_item (epochs, n - 1) : NULL;
  SemPlotSeries series = { _(terms[term].name), SEM_PLOT_LINE, FALSE, 0, x, y, NULL };
  SemPlotAxis number = { .label = _("epoch"), .unit = SEM_PLOT_COUNT, .low = 1 };
  SemPlotAxis value = { .unit = terms[term].is_share ? SEM_PLOT_PERCENT : SEM_PLOT_NUMBER };
  double least, most;
  SemPlot *plot;

  if (!read_values (epochs, term, &series, x, y))
    return NULL;
  find_range (&series, &least, &most);
  number.high = MAX (sem_epoch_get_total (last), 2);
  value.logarithmic = !terms[term].is_share && least > 0 && most >= LOGARITHMIC * least;
  plot = sem_plot_new (_(terms[term].name), NULL);
  sem_plot_set_x_axis (plot, &number);
  sem_plot_set_y_axis (plot, &value);
  sem_plot_add (plot, &series);
  return plot;
}
