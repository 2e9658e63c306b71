/* frame.h - where the parts of a plot lie in a picture
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/plot/colours.h"
#include "engine/plot/scale.h"

G_BEGIN_DECLS

#define SEM_PLOT_TEXT 12.0
#define SEM_PLOT_LEGEND_LINE 20.0

typedef struct
{
  double x;
  double y;
  double width;
  double height;
} SemPlotBox;

/**
 * SemPlotFrame:
 * @text: factor of the size of texts
 * @area: where the data are
 * @x: with places in pixels from the left
 * @y: with places in pixels from the top
 * @legend: where the legend is; its width is 0 where there is none
 * @legend_columns: entries beside each other in it
 * @upright: whether the names of categories are written upright
 * @slot: width of the place for a group of bars, in pixels
 * @n_bars: bars in a group
 *
 * Depends on sizes only, never on fonts: a plot has its points at the same places everywhere.
 */
typedef struct
{
  double text;
  SemPlotBox area;
  SemPlotScale x;
  SemPlotScale y;
  SemPlotBox legend;
  guint legend_columns;
  gboolean upright;
  double slot;
  guint n_bars;
} SemPlotFrame;

void sem_plot_frame_init (SemPlotFrame *self, const SemPlot *plot, const SemPlotLook *look);

/* The place of a point: for a bar or a step the middle of its upper edge, for a cell its middle. */
void sem_plot_frame_place (const SemPlotFrame *self,
                           const SemPlot *plot,
                           const SemPlotPoint *point,
                           double *x,
                           double *y);
/* The area of a bar, of the column below a step, or of a cell. */
void sem_plot_frame_get_box (const SemPlotFrame *self,
                             const SemPlot *plot,
                             const SemPlotPoint *point,
                             SemPlotBox *box);

G_END_DECLS
