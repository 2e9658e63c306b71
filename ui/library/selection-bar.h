/* selection-bar.h - the number of selected photos, and actions for them
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
 * Visible only while photos of a grid are selected; its buttons and its menu act on them.
 */
G_DECLARE_FINAL_TYPE (SemSelectionBar, sem_selection_bar, SEM, SELECTION_BAR, GtkWidget)

/* @grid: (nullable): the visible grid; %NULL, the initial value, for none; @least: minimum number
 * of selected photos for which the bar is shown */
void sem_selection_bar_set_grid (SemSelectionBar *self, SemPhotoGrid *grid, guint least);

G_END_DECLS
