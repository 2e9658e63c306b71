/* plot-private.h - the data of a plot, for engine/plot and its tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/plot/find.h"
#include "engine/plot/plot.h"

G_BEGIN_DECLS

/* @series: (element-type SemPlotSeries): owns what they point to
 * @cells: (nullable): shape (n_cells, n_cells) */
struct _SemPlot
{
  gatomicrefcount n_refs;
  char *title;
  char *subtitle;
  SemPlotAxis x;
  SemPlotAxis y;
  char **categories;
  guint n_categories;
  gboolean has_band;
  double band[2];
  GArray *series;
  double *cells;
  guint n_cells;
};

/**
 * sem_plot_get_place:
 * @x, @y: (out): where the point is drawn, in pixels: a bar's or step's upper edge, a cell's middle
 */
void sem_plot_get_place (const SemPlot *self,
                         const SemPlotLook *look,
                         const SemPlotPoint *point,
                         double *x,
                         double *y);

G_END_DECLS
