/* figure-card.h - one plot of the quality page, with what belongs to it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "ui/quality/plot-view.h"

G_BEGIN_DECLS

#define SEM_TYPE_FIGURE_CARD (sem_figure_card_get_type ())

/**
 * SemFigureCard:
 *
 * Title, explanation, plot, healthy range, the numbers of the point under the pointer, a table of
 * all points for screen readers, and a button to save.
 *
 * Signal "point-opened" (pointer to #SemPlotPoint): the user opened a point of plot or table.
 */
G_DECLARE_FINAL_TYPE (SemFigureCard, sem_figure_card, SEM, FIGURE_CARD, GtkWidget)

GtkWidget *sem_figure_card_new (SemFigure *figure);
/* Returns: (transfer none) */
SemFigure *sem_figure_card_get_figure (SemFigureCard *self);
/* Writes the figure to @file, in the format of its suffix, and shows a toast with the result. */
void sem_figure_card_save (SemFigureCard *self, GFile *file);
/* A box for cards, two in a row where there is room, empty. @name: for screen readers */
GtkFlowBox *sem_figure_cards_new (const char *name);

G_END_DECLS
