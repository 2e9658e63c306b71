/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/plot/draw.h"

#include "engine/plot/axes.h"
#include "engine/plot/pen.h"
#include "engine/plot/plot-private.h"
#include "engine/plot/series.h"
#include "engine/plot/space/space.h"

#define RING 6.0

static void
pen_init (SemPlotPen *pen, const SemPlot *plot, cairo_t *cr, const SemPlotLook *look)
{
  *pen = (SemPlotPen){ .cr = cr, .plot = plot, .look = look };
  sem_plot_frame_init (&pen->frame, plot, look);
}

static void
draw_axes (SemPlotPen *pen)
{
  sem_plot_axes_draw (pen);
  if (pen->plot->cells)
    sem_plot_heat_draw (pen);
  else
    sem_plot_series_draw (pen);
  sem_plot_axes_draw_legend (pen);
}

void
sem_plot_draw (const SemPlot *self, cairo_t *cr, const SemPlotLook *look)
{
  SemPlotPen pen;

  g_return_if_fail (self != NULL && cr != NULL && look != NULL);
  g_return_if_fail (look->width > 0 && look->height > 0 && look->text > 0);

  pen_init (&pen, self, cr, look);
  cairo_save (cr);
  cairo_new_path (cr);
  if (look->colours->background.alpha > 0)
    {
      sem_plot_pen_set_colour (&pen, &look->colours->background, 1);
      cairo_rectangle (cr, 0, 0, look->width, look->height);
      cairo_fill (cr);
    }
  sem_plot_axes_draw_titles (&pen);
  if (self->eyes)
    sem_plot_space_draw (&pen);
  else
    draw_axes (&pen);
  cairo_restore (cr);
}

void
sem_plot_draw_point (const SemPlot *self,
                     cairo_t *cr,
                     const SemPlotLook *look,
                     const SemPlotPoint *point)
{
  SemPlotPen pen;
  SemPlotBox box;
  double x, y;

  g_return_if_fail (self != NULL && cr != NULL && look != NULL && point != NULL);

  pen_init (&pen, self, cr, look);
  cairo_save (cr);
  cairo_new_path (cr);
  if (self->eyes)
    {
      if (sem_plot_space_place (&pen.frame, self, &look->turn, point->index, &x, &y))
        cairo_arc (cr, x, y, 2 * RING * look->text, 0, 2 * G_PI);
    }
  else if (!self->cells && sem_plot_get_series (self, point->series)->mark == SEM_PLOT_LINE)
    {
      sem_plot_frame_place (&pen.frame, self, point, &x, &y);
      cairo_arc (cr, x, y, RING * look->text, 0, 2 * G_PI);
    }
  else
    {
      sem_plot_frame_get_box (&pen.frame, self, point, &box);
      cairo_rectangle (cr, box.x - 1, box.y - 1, box.width + 2, box.height + 2);
    }
  sem_plot_pen_set_colour (&pen, &look->colours->text, 1);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
  cairo_restore (cr);
}
