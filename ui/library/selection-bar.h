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
 * Is shown only while photos of a grid are selected.
 */
G_DECLARE_FINAL_TYPE (SemSelectionBar, sem_selection_bar, SEM, SELECTION_BAR, GtkWidget)

/* Whether the grid is what a person sees; initially not. */
void sem_selection_bar_set_shown (SemSelectionBar *self, gboolean shown);
/* Called once. */
void sem_selection_bar_set_grid (SemSelectionBar *self, SemPhotoGrid *grid);

G_END_DECLS
