/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/plot/series.h"

#include "engine/plot/plot-private.h"

/* Lines with more points than this have no marks, which would cover them. */
#define MOST_MARKS 16
#define LINE_WIDTH 2

static void
draw_deviation (SemPlotPen *pen, guint s)
{
  const SemPlotSeries *series = sem_plot_get_series (pen->plot, s);

  for (guint i = 0; i < 2 * series->n; i++)
    {
      guint at = i < series->n ? i : 2 * series->n - 1 - i;
      double sd = i < series->n ? series->sd[at] : -series->sd[at];

      cairo_line_to (pen->cr, sem_plot_scale_place (&pen->frame.x, series->x[at]),
                     sem_plot_scale_place (&pen->frame.y, series->y[at] + sd));
    }
  cairo_close_path (pen->cr);
  sem_plot_pen_set_colour (pen, sem_plot_pen_get_colour (pen, s), 0.16);
  cairo_fill (pen->cr);
}

static void
draw_line (SemPlotPen *pen, guint s)
{
  const SemPlotSeries *series = sem_plot_get_series (pen->plot, s);

  if (series->sd)
    draw_deviation (pen, s);
  for (guint i = 0; i < series->n; i++)
    cairo_line_to (pen->cr, sem_plot_scale_place (&pen->frame.x, series->x[i]),
                   sem_plot_scale_place (&pen->frame.y, series->y[i]));
  sem_plot_pen_set_colour (pen, sem_plot_pen_get_colour (pen, s), 1);
  sem_plot_pen_set_dashes (pen, s);
  cairo_set_line_width (pen->cr, LINE_WIDTH);
  cairo_set_line_join (pen->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (pen->cr);
  cairo_set_dash (pen->cr, NULL, 0, 0);
  for (guint i = 0; i < series->n && !series->reference && series->n <= MOST_MARKS; i++)
    sem_plot_pen_mark (pen, s, sem_plot_scale_place (&pen->frame.x, series->x[i]),
                       sem_plot_scale_place (&pen->frame.y, series->y[i]));
}

static void
draw_steps (SemPlotPen *pen, guint s)
{
  const SemPlotSeries *series = sem_plot_get_series (pen->plot, s);
  double zero = sem_plot_scale_place (&pen->frame.y, 0);
  SemPlotBox box = { 0 };
  SemPlotPoint point;

  for (guint i = 0; i < series->n; i++)
    {
      sem_plot_get_point (pen->plot, s, i, &point);
      sem_plot_frame_get_box (&pen->frame, pen->plot, &point, &box);
      if (i == 0)
        cairo_move_to (pen->cr, box.x, zero);
      cairo_line_to (pen->cr, box.x, box.y);
      cairo_line_to (pen->cr, box.x + box.width, box.y);
    }
  cairo_line_to (pen->cr, box.x + box.width, zero);
  sem_plot_pen_set_colour (pen, sem_plot_pen_get_colour (pen, s), 0.18);
  cairo_fill_preserve (pen->cr);
  sem_plot_pen_set_colour (pen, sem_plot_pen_get_colour (pen, s), 1);
  sem_plot_pen_set_dashes (pen, s);
  cairo_set_line_width (pen->cr, LINE_WIDTH);
  cairo_stroke (pen->cr);
  cairo_set_dash (pen->cr, NULL, 0, 0);
}

static void
draw_bars (SemPlotPen *pen, guint s)
{
  const SemPlotSeries *series = sem_plot_get_series (pen->plot, s);
  SemPlotPoint point;
  SemPlotBox box;

  for (guint i = 0; i < series->n; i++)
    {
      sem_plot_get_point (pen->plot, s, i, &point);
      sem_plot_frame_get_box (&pen->frame, pen->plot, &point, &box);
      cairo_rectangle (pen->cr, box.x, box.y, box.width, box.height);
    }
  sem_plot_pen_set_colour (pen, sem_plot_pen_get_colour (pen, s), 1);
  cairo_fill (pen->cr);
}

void
sem_plot_series_draw (SemPlotPen *pen)
{
  for (guint s = 0; s < pen->plot->series->len; s++)
    switch (sem_plot_get_series (pen->plot, s)->mark)
      {
      case SEM_PLOT_STEPS:
        draw_steps (pen, s);
        break;
      case SEM_PLOT_BARS:
        draw_bars (pen, s);
        break;
      case SEM_PLOT_LINE:
      default:
        draw_line (pen, s);
      }
}
