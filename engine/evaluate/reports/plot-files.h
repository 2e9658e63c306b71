/* plot-files.h - a plot as files: SVG, PNG and CSV
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"
#include "engine/plot/plot.h"

G_BEGIN_DECLS

/* @folder: (type filename): created with its parents if needed. Returns: %FALSE with a file error,
 * a translated sentence that names the folder. */
gboolean sem_plots_make_folder (const char *folder, GError **error);

/* Writes NAME.svg, NAME.png, which has twice the pixels, and NAME.csv, its numbers; the same in
 * every locale. Returns: %FALSE with SEM_ERROR_FAILED, a sentence that names the file */
gboolean
sem_plot_files_write (const SemPlot *plot, const char *folder, const char *name, GError **error);

G_END_DECLS
