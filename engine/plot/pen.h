/* pen.h - texts, colours and marks on a picture
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/plot/colours.h"
#include "engine/plot/frame.h"

#include <cairo.h>

G_BEGIN_DECLS

typedef enum
{
  SEM_PLOT_LEFT,
  SEM_PLOT_CENTRE,
  SEM_PLOT_RIGHT,
} SemPlotAnchor;

/**
 * SemPlotPen:
 * @cr: to draw to
 * @plot, @look: what is drawn, and how
 * @frame: where
 */
typedef struct
{
  cairo_t *cr;
  const SemPlot *plot;
  const SemPlotLook *look;
  SemPlotFrame frame;
} SemPlotPen;

/* @opacity: factor, 0 to 1 */
void sem_plot_pen_set_colour (SemPlotPen *self, const SemPlotColour *colour, double opacity);
/* The colour of a series. */
const SemPlotColour *sem_plot_pen_get_colour (const SemPlotPen *self, guint series);
/* Sets the dashes of a series, by which series of the same colour differ. */
void sem_plot_pen_set_dashes (SemPlotPen *self, guint series);
/* Fills a disc, square, triangle or diamond of the series' colour. */
void sem_plot_pen_mark (SemPlotPen *self, guint series, double x, double y);

/**
 * SemPlotText:
 * @text: UTF-8, not markup
 * @x: where the anchor is
 * @y: the upper edge
 * @width: the widest that it may be; a longer word is written smaller, and what is longer still
 *   ends in an ellipsis
 * @n_lines: the most lines that it is broken into
 * @size: factor of the usual size
 */
typedef struct
{
  const char *text;
  SemPlotAnchor anchor;
  double x;
  double y;
  double width;
  guint n_lines;
  double size;
  gboolean bold;
} SemPlotText;

void sem_plot_pen_write (SemPlotPen *self, const SemPlotText *text);
/* Returns: the factor, at most 1, by which the text is made smaller so that its words fit */
double sem_plot_pen_fit (SemPlotPen *self, const SemPlotText *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
