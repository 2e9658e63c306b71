/* plots.h - the curves of an evaluation as SVG files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/evaluate.h"

G_BEGIN_DECLS

/* @folder: (type filename): created with its parents if needed. Returns: %FALSE with a file error,
 * a translated sentence that names the folder. */
gboolean sem_plots_make_folder (const char *folder, GError **error);

/**
 * sem_plots_write:
 * @folder: (type filename): created if needed; files with the same names are replaced
 * @error: return location; a file error, a translated sentence that names the file
 *
 * Over the code lengths: map-all.svg, p-10.svg. For every length K: precision-recall-K.svg,
 * nn10-K.svg, radius-precision-K.svg and radius-found-K.svg. All of the rankings by Hamming
 * distance, with those by the cosines of the features for comparison.
 */
gboolean sem_plots_write (SemEvaluation *evaluation, const char *folder, GError **error);

G_END_DECLS
