/* find.h - find the point of a plot at a place
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/plot/colours.h"
#include "engine/plot/plot.h"

G_BEGIN_DECLS

/**
 * sem_plot_find:
 * @look: as the plot was drawn
 * @x, @y: a place in pixels, from the upper left corner
 * @point: (out): written only where there is one
 *
 * A bar or a step is found anywhere above or below it; of several the one whose edge is nearest. A
 * point of a line and an eye are found within 24 pixels times look->text. A cell is found inside
 * it.
 *
 * Returns: whether a point lies there
 */
gboolean sem_plot_find (const SemPlot *self,
                        const SemPlotLook *look,
                        double x,
                        double y,
                        SemPlotPoint *point);

G_END_DECLS
