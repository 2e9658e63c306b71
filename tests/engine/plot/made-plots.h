/* made-plots.h - one plot of each kind
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/plot/plot.h"

G_BEGIN_DECLS

#define MADE_CELLS 12

/* Each (transfer full). */
SemPlot *made_plot_lines (void);
SemPlot *made_plot_histograms (void);
SemPlot *made_plot_strip (void);
SemPlot *made_plot_bars (void);
SemPlot *made_plot_heat (void);
/* Dots in a cube of which one corner is white and one black, and five eyes around it. */
SemPlot *made_plot_space (void);

typedef struct
{
  const char *name;
  SemPlot *(*make) (void);
} MadePlot;

#define MADE_EYES 5
#define MADE_N_PLOTS 6
extern const MadePlot made_plots[MADE_N_PLOTS];

G_END_DECLS
