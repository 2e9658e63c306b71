/* plots.h - the figures of an evaluation, as files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/evaluate.h"
#include "engine/evaluate/reports/plot-files.h"

G_BEGIN_DECLS

/**
 * sem_plots_write:
 * @folder: (type filename): created if needed; files with the same names are replaced
 * @error: return location; a file error, a translated sentence that names the file
 *
 * Over the code lengths: map-all, p-10. For every length K: precision-recall-K, precision-at-K,
 * nn10-K, radius-precision-K and radius-found-K; all of the rankings by Hamming distance, with
 * those by the cosines of the features for comparison. For every length at which a method was
 * trained in epochs: training-K, its loss in the first split. Each as SVG, PNG and CSV. table.csv
 * and table.tex.
 */
gboolean sem_plots_write (SemEvaluation *evaluation, const char *folder, GError **error);

G_END_DECLS
