/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/plot/space/space.h"

#include "engine/plot/plot-private.h"

#include <math.h>
#include <stdlib.h>

/* Seen from there where nothing is turned: over the shoulders of those who took the photos. */
#define YAW 0.5
#define PITCH 0.35
/* Distance of the viewer from the origin; the space has a radius of about 1. */
#define DISTANCE 4.0
#define NEAREST 0.1
/* Half of the area's shorter side in units of the space. */
#define SIDE 1.1
#define DOT 2.0
#define LARGEST_DOT 4.0
/* Length of an eye in units of the space. */
#define SMALLEST_EYE 0.04
#define LARGEST_EYE 0.09
/* The least difference in lightness of a dot to what is behind it. */
#define CONTRAST 0.45
#define FAINTEST 0.3

/* Of a turned space. */
typedef struct
{
  double sines[2], cosines[2]; /* yaw, pitch */
  double x, y;                 /* of the origin, in pixels */
  double scale;
} View;

typedef struct
{
  double x, y;
  double depth;
} Spot;

typedef struct
{
  Spot spot;
  guint index;
} Drawn;

static void
view_init (View *view, const SemPlotFrame *frame, const SemPlotTurn *turn)
{
  const double angles[2] = { YAW + turn->yaw, PITCH + turn->pitch };

  for (guint i = 0; i < 2; i++)
    {
      view->sines[i] = sin (angles[i]);
      view->cosines[i] = cos (angles[i]);
    }
  view->x = frame->area.x + frame->area.width / 2;
  view->y = frame->area.y + frame->area.height / 2;
  view->scale = MIN (frame->area.width, frame->area.height) / 2 / SIDE * exp2 (turn->zoom);
}

/* Returns: FALSE where it is behind the viewer */
static gboolean
project (const View *view, const float *place, Spot *spot)
{
  const double x = (double) place[0] * view->cosines[0] + (double) place[2] * view->sines[0];
  const double z = (double) place[2] * view->cosines[0] - (double) place[0] * view->sines[0];
  const double y = (double) place[1] * view->cosines[1] - z * view->sines[1];
  const double near = z * view->cosines[1] + (double) place[1] * view->sines[1];

  spot->depth = DISTANCE - near;
  if (!(spot->depth > NEAREST))
    return FALSE;
  spot->x = view->x + view->scale * x * DISTANCE / spot->depth;
  spot->y = view->y - view->scale * y * DISTANCE / spot->depth;
  return TRUE;
}

/* The farthest first. */
static int
compare_drawn (const void *a, const void *b)
{
  const Drawn *one = a, *other = b;

  if (one->spot.depth < other->spot.depth || one->spot.depth > other->spot.depth)
    return one->spot.depth > other->spot.depth ? -1 : 1;
  return (one->index > other->index) - (one->index < other->index);
}

static double
get_lightness (const SemPlotColour *colour)
{
  return 0.299 * colour->red + 0.587 * colour->green + 0.114 * colour->blue;
}

/* The colour of a dot that has none, which is fainter the farther it is. */
static SemPlotColour
get_shade (const SemPlotColours *colours, double depth)
{
  SemPlotColour colour = colours->text;

  colour.alpha = CLAMP (1 - (depth - (DISTANCE - 1)) / 2 * (1 - FAINTEST), FAINTEST, 1);
  return colour;
}

/* The colour of a dot, moved away from what is behind it: text is far from it. */
static SemPlotColour
get_colour (const SemPlotColours *colours, const guint8 *rgb)
{
  const double text = get_lightness (&colours->text);
  SemPlotColour colour = { rgb[0] / 255.0, rgb[1] / 255.0, rgb[2] / 255.0, 1 };
  const double from = fabs (get_lightness (&colour) - (text < 0.5 ? 1 : 0));
  const double share = from < CONTRAST ? CONTRAST - from : 0;

  colour.red += share * (colours->text.red - colour.red);
  colour.green += share * (colours->text.green - colour.green);
  colour.blue += share * (colours->text.blue - colour.blue);
  return colour;
}

static void
draw_dots (SemPlotPen *pen, const View *view)
{
  const SemPlot *plot = pen->plot;
  g_autofree Drawn *drawn = g_new (Drawn, MAX (plot->n_dots, 1));
  const double size = MIN (DOT * exp2 (pen->look->turn.zoom / 2), LARGEST_DOT) * pen->frame.text;
  guint n = 0;

  for (guint i = 0; i < plot->n_dots; i++)
    if (project (view, plot->dots[i].place, &drawn[n].spot))
      drawn[n++].index = i;
  qsort (drawn, n, sizeof *drawn, compare_drawn);
  for (guint i = 0; i < n; i++)
    {
      const guint8 *rgb = plot->dots[drawn[i].index].colour;
      const SemPlotColour colour = rgb[0] + rgb[1] + rgb[2] > 0
                                     ? get_colour (pen->look->colours, rgb)
                                     : get_shade (pen->look->colours, drawn[i].spot.depth);

      sem_plot_pen_set_colour (pen, &colour, 1);
      cairo_rectangle (pen->cr, drawn[i].spot.x - size / 2, drawn[i].spot.y - size / 2, size, size);
      cairo_fill (pen->cr);
    }
}

/* The corners of the base of the pyramid, in turn, and at last its tip. */
static gboolean
project_eye (const View *view, const SemPlotEye *eye, double length, Spot *spots)
{
  static const float sides[4][2] = { { -1, -1 }, { 1, -1 }, { 1, 1 }, { -1, 1 } };
  const float right[3] = { eye->axis[1] * eye->up[2] - eye->axis[2] * eye->up[1],
                           eye->axis[2] * eye->up[0] - eye->axis[0] * eye->up[2],
                           eye->axis[0] * eye->up[1] - eye->axis[1] * eye->up[0] };

  for (guint i = 0; i < 4; i++)
    {
      float corner[3];

      for (guint j = 0; j < 3; j++)
        corner[j] =
          eye->place[j]
          + (float) length
              * (eye->axis[j] + sides[i][0] * 0.6f * right[j] + sides[i][1] * 0.45f * eye->up[j]);
      if (!project (view, corner, &spots[i]))
        return FALSE;
    }
  return project (view, eye->place, &spots[4]);
}

static void
draw_eye (SemPlotPen *pen, const View *view, guint index, double length)
{
  cairo_t *cr = pen->cr;
  Spot spots[5];

  if (!project_eye (view, &pen->plot->eyes[index], length, spots))
    return;
  for (guint i = 0; i < 4; i++)
    {
      cairo_move_to (cr, spots[4].x, spots[4].y);
      cairo_line_to (cr, spots[i].x, spots[i].y);
      cairo_line_to (cr, spots[(i + 1) % 4].x, spots[(i + 1) % 4].y);
    }
  sem_plot_pen_set_colour (pen, &pen->look->colours->series[0], 1);
  cairo_set_line_width (cr, 1.2 * pen->frame.text);
  cairo_stroke (cr);
}

static void
draw_eyes (SemPlotPen *pen, const View *view)
{
  const SemPlot *plot = pen->plot;
  g_autofree Drawn *drawn = g_new (Drawn, MAX (plot->n_eyes, 1));
  const double length = CLAMP (0.5 / sqrt (MAX (plot->n_eyes, 1)), SMALLEST_EYE, LARGEST_EYE);
  guint n = 0;

  for (guint i = 0; i < plot->n_eyes; i++)
    if (project (view, plot->eyes[i].place, &drawn[n].spot))
      drawn[n++].index = i;
  qsort (drawn, n, sizeof *drawn, compare_drawn);
  for (guint i = 0; i < n; i++)
    draw_eye (pen, view, drawn[i].index, length);
}

void
sem_plot_space_draw (SemPlotPen *pen)
{
  const SemPlotBox *area = &pen->frame.area;
  View view;

  view_init (&view, &pen->frame, &pen->look->turn);
  cairo_save (pen->cr);
  cairo_rectangle (pen->cr, area->x, area->y, area->width, area->height);
  cairo_clip (pen->cr);
  draw_dots (pen, &view);
  draw_eyes (pen, &view);
  cairo_restore (pen->cr);
}

gboolean
sem_plot_space_place (const SemPlotFrame *frame,
                      const SemPlot *plot,
                      const SemPlotTurn *turn,
                      guint eye,
                      double *x,
                      double *y)
{
  View view;
  Spot spot;

  g_return_val_if_fail (eye < plot->n_eyes, FALSE);

  view_init (&view, frame, turn);
  if (!project (&view, plot->eyes[eye].place, &spot))
    return FALSE;
  *x = spot.x;
  *y = spot.y;
  return TRUE;
}
