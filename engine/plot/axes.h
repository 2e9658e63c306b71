/* axes.h - axes, grid, titles and legend of a plot
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/plot/pen.h"

G_BEGIN_DECLS

void sem_plot_axes_draw_titles (SemPlotPen *pen);
/* Draws the band of healthy values, the grid and the numbers along the axes. */
void sem_plot_axes_draw (SemPlotPen *pen);
void sem_plot_axes_draw_legend (SemPlotPen *pen);

G_END_DECLS
