/* behind.h - the photos behind a point of a plot
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/inspect/show/plots.h"

G_BEGIN_DECLS

/* The most photos behind one point. */
#define SEM_INSPECT_MOST_BEHIND 100

/**
 * sem_inspect_list_behind:
 * @point: of sem_inspect_plot_new()
 *
 * Of the recall, photos that miss neighbours at that depth, the most first; of copies, photos that
 * are not found; of distances, the photos of such pairs, one after the other; of balance, photos of
 * the sample that have the rarer value of the bit; of correlation, those for which both bits are
 * set; of hubs, the hub and photos that it is near to; of outputs, those with most outputs there.
 *
 * Returns: (transfer full) (element-type gint64): ids, which may have left the library since
 */
GArray *sem_inspect_list_behind (const SemInspection *inspection,
                                 SemInspectPlot plot,
                                 const SemPlotPoint *point) G_GNUC_WARN_UNUSED_RESULT;
/**
 * sem_inspect_dup_behind:
 * @point: of sem_inspect_plot_new()
 *
 * Returns: (transfer full): a translated sentence that says what the photos of
 *   sem_inspect_list_behind() have in common
 */
char *sem_inspect_dup_behind (const SemInspection *inspection,
                              SemInspectPlot plot,
                              const SemPlotPoint *point) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (element-type gint64): the queries whose nearest are lost most, the
 *   worst first, at most @n */
GArray *sem_inspect_list_worst (const SemInspection *inspection, guint n) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): how much is lost of one of them, a translated sentence */
char *sem_inspect_dup_worst (const SemInspection *inspection,
                             gint64 photo) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (element-type gint64): the photos that are near to most others, the most
 *   frequent first, at most @n */
GArray *sem_inspect_list_hubs (const SemInspection *inspection, guint n) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): to how many others one of them is near, a translated sentence */
char *sem_inspect_dup_hub (const SemInspection *inspection, gint64 photo) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
