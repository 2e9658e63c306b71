/* selection-bar.h - how much is selected, and what can be done with it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/widgets/photo-grid.h"

G_BEGIN_DECLS

#define SEM_TYPE_SELECTION_BAR (sem_selection_bar_get_type ())

/**
 * SemSelectionBar:
 *
 * Is shown only while photos of a grid are selected. What its buttons and its menu do is done to
 * them.
 */
G_DECLARE_FINAL_TYPE (SemSelectionBar, sem_selection_bar, SEM, SELECTION_BAR, GtkWidget)

/* @grid: (nullable): the photos that a person sees; %NULL, as at first, where there are none;
 * @least: how many of them are to be selected for the bar to be shown */
void sem_selection_bar_set_grid (SemSelectionBar *self, SemPhotoGrid *grid, guint least);

G_END_DECLS
