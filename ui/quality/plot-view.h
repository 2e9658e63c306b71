/* plot-view.h - a plot whose points can be pointed at
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/quality/figure.h"

G_BEGIN_DECLS

#define SEM_TYPE_PLOT_VIEW (sem_plot_view_get_type ())

/**
 * SemPlotView:
 *
 * Draws a figure in the colours of the theme. Left and Right go from point to point, Enter or a
 * click opens the photos behind it.
 *
 * A space is turned by dragging or by the arrow keys, and zoomed by plus, minus, two fingers or the
 * wheel with Ctrl; 0 puts it back. Page Up and Page Down go from point to point.
 *
 * Property "words" (string, nullable, read-only): the point under the pointer or the keyboard's
 * point, in words.
 *
 * Signal "point-opened" (pointer to #SemPlotPoint): the user opened a point.
 */
G_DECLARE_FINAL_TYPE (SemPlotView, sem_plot_view, SEM, PLOT_VIEW, GtkWidget)

GtkWidget *sem_plot_view_new (SemFigure *figure);
/* Returns: (nullable) (transfer none): "words" */
const char *sem_plot_view_get_words (SemPlotView *self);
/* Returns: (transfer none): the view of a space */
const SemPlotTurn *sem_plot_view_get_turn (SemPlotView *self);
/* Points at the place, as the pointer does. */
void sem_plot_view_point_at (SemPlotView *self, double x, double y);

G_END_DECLS
