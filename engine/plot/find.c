/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/plot/find.h"

#include "engine/plot/frame.h"
#include "engine/plot/plot-private.h"
#include "engine/plot/space/space.h"

#include <math.h>

#define REACH 24.0

/* The distance of a place to a point; infinite where it is out of reach. */
static double
measure (const SemPlotFrame *frame,
         const SemPlot *plot,
         const SemPlotPoint *point,
         double x,
         double y)
{
  double px, py, distance;
  SemPlotBox box;

  sem_plot_frame_place (frame, plot, point, &px, &py);
  if (sem_plot_get_series (plot, point->series)->mark == SEM_PLOT_LINE)
    {
      distance = hypot (px - x, py - y);
      return distance <= REACH * frame->text ? distance : INFINITY;
    }
  sem_plot_frame_get_box (frame, plot, point, &box);
  return x >= box.x && x < box.x + box.width ? fabs (py - y) : INFINITY;
}

static gboolean
find_cell (const SemPlotFrame *frame, const SemPlot *plot, double x, double y, SemPlotPoint *point)
{
  double side = frame->area.width / plot->n_cells;
  double column = floor ((x - frame->area.x) / side), row = floor ((y - frame->area.y) / side);

  if (!(column >= 0 && row >= 0 && column < plot->n_cells && row < plot->n_cells))
    return FALSE;
  return sem_plot_get_point (plot, 0, (guint) row * plot->n_cells + (guint) column, point);
}

static gboolean
find_eye (const SemPlotFrame *frame,
          const SemPlot *plot,
          const SemPlotTurn *turn,
          double x,
          double y,
          SemPlotPoint *point)
{
  double nearest = REACH * frame->text, px, py;
  gboolean found = FALSE;

  for (guint i = 0; i < plot->n_eyes; i++)
    if (sem_plot_space_place (frame, plot, turn, i, &px, &py) && hypot (px - x, py - y) < nearest)
      {
        nearest = hypot (px - x, py - y);
        found = sem_plot_get_point (plot, 0, i, point);
      }
  return found;
}

static gboolean
is_inside (const SemPlotBox *area, double x, double y)
{
  return x >= area->x - REACH && x <= area->x + area->width + REACH && y >= area->y - REACH
         && y <= area->y + area->height + REACH;
}

gboolean
sem_plot_find (const SemPlot *self,
               const SemPlotLook *look,
               double x,
               double y,
               SemPlotPoint *point)
{
  SemPlotFrame frame;
  double nearest = INFINITY;

  g_return_val_if_fail (self != NULL && look != NULL && point != NULL, FALSE);

  sem_plot_frame_init (&frame, self, look);
  if (self->cells)
    return find_cell (&frame, self, x, y, point);
  if (self->eyes)
    return find_eye (&frame, self, &look->turn, x, y, point);
  for (guint s = 0; s < self->series->len && is_inside (&frame.area, x, y); s++)
    for (guint i = 0; i < sem_plot_get_series (self, s)->n; i++)
      {
        SemPlotPoint at;
        double distance;

        sem_plot_get_point (self, s, i, &at);
        distance = measure (&frame, self, &at, x, y);
        if (distance < nearest)
          {
            nearest = distance;
            *point = at;
          }
      }
  return nearest < INFINITY;
}

void
sem_plot_get_place (const SemPlot *self,
                    const SemPlotLook *look,
                    const SemPlotPoint *point,
                    double *x,
                    double *y)
{
  SemPlotFrame frame;

  g_return_if_fail (self != NULL && look != NULL && point != NULL);

  sem_plot_frame_init (&frame, self, look);
  if (!self->eyes)
    sem_plot_frame_place (&frame, self, point, x, y);
  else if (!sem_plot_space_place (&frame, self, &look->turn, point->index, x, y))
    *x = *y = -1;
}
