/* space.h - points in space, and where photos of them were taken from
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/plot/pen.h"

G_BEGIN_DECLS

/* Draws the dots, and over them the eyes as small pyramids that open in their viewing direction. */
void sem_plot_space_draw (SemPlotPen *pen);

/**
 * sem_plot_space_place:
 * @frame: of a plot of a space
 * @eye: its number
 * @x, @y: (out): where it is drawn, in pixels
 *
 * Returns: FALSE where it is behind the viewer
 */
gboolean sem_plot_space_place (const SemPlotFrame *frame,
                               const SemPlot *plot,
                               const SemPlotTurn *turn,
                               guint eye,
                               double *x,
                               double *y);

G_END_DECLS
