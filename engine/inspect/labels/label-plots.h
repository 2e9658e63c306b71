/* label-plots.h - plots of the quality with folders as classes, and the photos behind them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/inspect/labels/labels.h"
#include "engine/plot/plot.h"

G_BEGIN_DECLS

/* The classes that plots of classes show: those that are found least. */
#define SEM_LABEL_PLOT_CLASSES 24

/**
 * SemLabelPlot:
 * @SEM_LABEL_PLOT_MAP: mAP@all of each model or method, by codes and as a search orders them
 * @SEM_LABEL_PLOT_FIRST: precision among the first k
 * @SEM_LABEL_PLOT_RECALL: precision over recall
 * @SEM_LABEL_PLOT_RADIUS: precision within radius 0, 1 and 2, by codes
 * @SEM_LABEL_PLOT_CLASSES_MAP: mAP@all by class, of the main row
 * @SEM_LABEL_PLOT_CONFUSION: which classes the first ten hits are of, of the main row
 */
typedef enum
{
  SEM_LABEL_PLOT_MAP,
  SEM_LABEL_PLOT_FIRST,
  SEM_LABEL_PLOT_RECALL,
  SEM_LABEL_PLOT_RADIUS,
  SEM_LABEL_PLOT_CLASSES_MAP,
  SEM_LABEL_PLOT_CONFUSION,
  SEM_LABEL_N_PLOTS,
} SemLabelPlot;

/* Returns: (transfer none): the name of files with the plot; static */
const char *sem_label_plot_get_name (SemLabelPlot plot);
/* Returns: (transfer none): a translated sentence that says what to look for; static */
const char *sem_label_plot_get_explanation (SemLabelPlot plot);
/* Returns: (transfer full): the plot */
SemPlot *sem_label_plot_new (const SemLabels *labels, SemLabelPlot plot) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_label_plot_list_behind:
 * @point: of sem_label_plot_new()
 * @most: maximum number of photos
 *
 * Of a model or method, the photos whose searches find least of their folder, the worst first; of a
 * class, those of this class; of confusion, photos of the row's class and, after each, its hits in
 * the column's.
 *
 * Returns: (transfer full) (element-type gint64): ids, which may have left the library since
 */
GArray *sem_label_plot_list_behind (const SemLabels *labels,
                                    SemLabelPlot plot,
                                    const SemPlotPoint *point,
                                    guint most) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): what these photos have in common, a translated sentence */
char *sem_label_plot_dup_behind (const SemLabels *labels,
                                 SemLabelPlot plot,
                                 const SemPlotPoint *point) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
