/* export.h - a plot as a picture or as a table
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/plot/colours.h"
#include "engine/plot/plot.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * sem_plot_to_png:
 * @scale: pixels of the picture for each pixel of the look, greater than 0
 *
 * Returns: (transfer full): a PNG file, or %NULL with SEM_ERROR_FAILED where there is no memory for
 *   a picture of this size
 */
GBytes *sem_plot_to_png (const SemPlot *self, const SemPlotLook *look, double scale, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/**
 * sem_plot_to_svg:
 *
 * Texts are outlines, so that it looks the same everywhere; title and names of series are in its
 * description as well. It refers to nothing outside itself. The same plot gives the same bytes.
 *
 * Returns: (transfer full): an SVG file in UTF-8
 */
char *sem_plot_to_svg (const SemPlot *self, const SemPlotLook *look) G_GNUC_WARN_UNUSED_RESULT;
/* @prefix: letters, other ones for each picture of a page, since its ids begin with them.
 * Returns: (transfer full): the same for the body of an HTML page */
char *sem_plot_to_html (const SemPlot *self,
                        const SemPlotLook *look,
                        const char *prefix) G_GNUC_WARN_UNUSED_RESULT;
/**
 * sem_plot_to_csv:
 *
 * One row a point: "series,x,y,sd", "row,column,value" of a heat map, or of a space
 * "eye,x,y,z,axis_x,axis_y,axis_z,value", its dots without an eye's number. Numbers are the same in
 * every locale; with categories x is the word.
 *
 * Returns: (transfer full): a table as RFC 4180 describes it, in UTF-8
 */
char *sem_plot_to_csv (const SemPlot *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
