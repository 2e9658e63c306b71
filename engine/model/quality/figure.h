/* figure.h - a plot of the quality page, and the photos behind it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "engine/plot/draw.h"
#include "engine/plot/export.h"
#include "engine/plot/find.h"

G_BEGIN_DECLS

/**
 * SemFigureBehind:
 * @list: ids of photos (gint64) behind a point, which may be none; the caller owns the array
 * @describe: what these photos have in common, a translated sentence
 * @destroy: (nullable): frees the data of sem_figure_new()
 */
typedef struct
{
  GArray *(*list) (gpointer data, const SemPlotPoint *point);
  char *(*describe) (gpointer data, const SemPlotPoint *point);
  GDestroyNotify destroy;
} SemFigureBehind;

#define SEM_TYPE_FIGURE (sem_figure_get_type ())

/**
 * SemFigure:
 *
 * A plot, which the functions of engine/plot draw, find points in and save; with a sentence that
 * says what to look for and one that says what is healthy. Immutable.
 */
G_DECLARE_FINAL_TYPE (SemFigure, sem_figure, SEM, FIGURE, GObject)

/**
 * sem_figure_new:
 * @name: of files, such as "recall"
 * @explanation: a translated sentence
 * @healthy: the figure and its healthy range in words; "" for none
 * @plot: (transfer none)
 * @behind: (nullable): copied: what lists the photos behind a point; %NULL for none
 * @data: (transfer full): for its functions
 */
SemFigure *sem_figure_new (const char *name,
                           const char *explanation,
                           const char *healthy,
                           SemPlot *plot,
                           const SemFigureBehind *behind,
                           gpointer data) G_GNUC_WARN_UNUSED_RESULT;
/* Each (transfer none). */
const char *sem_figure_get_name (SemFigure *self);
const char *sem_figure_get_explanation (SemFigure *self);
const char *sem_figure_get_healthy (SemFigure *self);
SemPlot *sem_figure_get_plot (SemFigure *self);
/**
 * sem_figure_list_photos:
 * @point: of the plot
 *
 * Returns: (transfer full) (element-type gint64): the photos behind a point
 */
GArray *sem_figure_list_photos (SemFigure *self,
                                const SemPlotPoint *point) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): what these photos have in common, a translated sentence */
char *sem_figure_describe_photos (SemFigure *self,
                                  const SemPlotPoint *point) G_GNUC_WARN_UNUSED_RESULT;
/**
 * sem_figure_list_points:
 * @n: (out): how many there are
 *
 * The points that a table shows: all of them, or of a heat map the largest 200 beside the diagonal.
 *
 * Returns: (transfer full) (array length=n): the points; free with g_free()
 */
SemPlotPoint *sem_figure_list_points (SemFigure *self, guint *n) G_GNUC_WARN_UNUSED_RESULT;
/* Makes the file that @name ends in: ".png", ".svg" or ".csv"; another ending is as ".png".
 * @turn: (nullable): the view of a space
 * Returns: (transfer full): the contents, or %NULL with @error set */
GBytes *
sem_figure_save (SemFigure *self, const char *name, const SemPlotTurn *turn, GError **error);

G_END_DECLS
