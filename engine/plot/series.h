/* series.h - lines, steps, bars and cells of a plot
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/plot/pen.h"

G_BEGIN_DECLS

/* series.c: lines, steps and bars. */
void sem_plot_series_draw (SemPlotPen *pen);
/* heat.c: the cells of a heat map and their scale. */
void sem_plot_heat_draw (SemPlotPen *pen);

G_END_DECLS
