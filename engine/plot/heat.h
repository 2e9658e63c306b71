/* heat.h - the cells of a heat map and their scale
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/plot/pen.h"

G_BEGIN_DECLS

void sem_plot_heat_draw (SemPlotPen *pen);

G_END_DECLS
