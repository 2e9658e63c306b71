/* series.h - lines, steps and bars of a plot
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/plot/pen.h"

G_BEGIN_DECLS

void sem_plot_series_draw (SemPlotPen *pen);

G_END_DECLS
