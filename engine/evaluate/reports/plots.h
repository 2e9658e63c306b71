/* plots.h - an evaluation's curves as pictures
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/evaluate.h"

G_BEGIN_DECLS

/* @folder: (type filename): made, with those above it, when it is not there. Returns FALSE after a
 * file error with a sentence that names it. */
gboolean sem_plots_make_folder (const char *folder, GError **error);

/**
 * sem_plots_write:
 * @folder: (type filename): made when it is not there; pictures of the same names are replaced
 * @error: return location; a file error, with a sentence that names the file
 *
 * Over the lengths: map-all.svg, p-10.svg. For every length K: precision-recall-K.svg,
 * nn10-K.svg, radius-precision-K.svg and radius-found-K.svg. All by Hamming order, the cosines of
 * the features beside them.
 */
gboolean sem_plots_write (SemEvaluation *evaluation, const char *folder, GError **error);

G_END_DECLS
