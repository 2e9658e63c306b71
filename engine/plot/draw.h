/* draw.h - draw a plot
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/plot/colours.h"
#include "engine/plot/plot.h"

#include <cairo.h>

G_BEGIN_DECLS

/* Draws the plot from (0, 0) to (look->width, look->height) of @cr, whose state is as before
 * afterwards. A plot without series and cells has its axes only. */
void sem_plot_draw (const SemPlot *self, cairo_t *cr, const SemPlotLook *look);

/* Marks one point of a plot that is drawn with the same @look. */
void sem_plot_draw_point (const SemPlot *self,
                          cairo_t *cr,
                          const SemPlotLook *look,
                          const SemPlotPoint *point);

G_END_DECLS
