/* plots.h - the plots of an inspection
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/inspect/inspection.h"
#include "engine/plot/plot.h"

G_BEGIN_DECLS

/**
 * SemInspectPlot:
 * @SEM_INSPECT_PLOT_RECALL: share of the nearest found among the first R, by codes and by searches
 * @SEM_INSPECT_PLOT_COPIES: share of altered photos that find their source, by alteration
 * @SEM_INSPECT_PLOT_DISTANCES: distances of random, neighbouring and altered pairs
 * @SEM_INSPECT_PLOT_BALANCE: share of the codes in which a bit is set, the rarest first
 * @SEM_INSPECT_PLOT_CORRELATION: correlation of the bits
 * @SEM_INSPECT_PLOT_HUBS: photos that are near to most others
 * @SEM_INSPECT_PLOT_OUTPUTS: the outputs around 0
 */
typedef enum
{
  SEM_INSPECT_PLOT_RECALL,
  SEM_INSPECT_PLOT_COPIES,
  SEM_INSPECT_PLOT_DISTANCES,
  SEM_INSPECT_PLOT_BALANCE,
  SEM_INSPECT_PLOT_CORRELATION,
  SEM_INSPECT_PLOT_HUBS,
  SEM_INSPECT_PLOT_OUTPUTS,
  SEM_INSPECT_N_PLOTS,
} SemInspectPlot;

/* Returns: (transfer none): the name of files with the plot; static */
const char *sem_inspect_plot_get_name (SemInspectPlot plot);
/* Returns: (transfer none): a translated sentence that says what to look for; static */
const char *sem_inspect_plot_get_explanation (SemInspectPlot plot);
/* Returns: (transfer full): the figure of the plot and its healthy range in words; "" for none */
char *sem_inspect_plot_dup_healthy (const SemInspection *inspection,
                                    SemInspectPlot plot) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (nullable): the plot; %NULL where it was not measured */
SemPlot *sem_inspect_plot_new (const SemInspection *inspection,
                               SemInspectPlot plot) G_GNUC_WARN_UNUSED_RESULT;

/* For behind.c: */

/* Distances in a bin of the histogram, at least 1. */
guint sem_inspect_get_bin_width (guint n_bits);
/* (transfer full): shape (n): the bits, the rarest first */
guint *sem_inspect_sort_bits (const double *share, guint n);

G_END_DECLS
