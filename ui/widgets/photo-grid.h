/* photo-grid.h - a grid of photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/results.h"
#include "ui/grid/grid-view.h"

G_BEGIN_DECLS

#define SEM_TYPE_PHOTO_GRID (sem_photo_grid_get_type ())

/**
 * SemPhotoGrid:
 *
 * Properties:
 *
 * - "model" (GListModel, nullable): #SemPhoto or #SemMatch items
 * - "selected" (GObject, nullable, read-only): the item that was selected last; it is notified
 *   whenever the selection changes
 * - "zoom-level" (int): 0 (smallest tiles) to %SEM_PHOTO_GRID_N_ZOOM_LEVELS - 1
 *
 * Signal "find-similar" (#SemPhoto): the user searches for a photo.
 *
 * Signal "open-photo" (uint): the user activated the item at this position of "model".
 *
 * Signal "mark-region" (uint): the user wants to search with a part of that item.
 *
 * Signal "place-changed": the user scrolled, or moved the focus.
 *
 * Actions on the selected photo: grid.find-similar, grid.mark-region, grid.open,
 * grid.show-in-folder, grid.copy.
 */
G_DECLARE_FINAL_TYPE (SemPhotoGrid, sem_photo_grid, SEM, PHOTO_GRID, GtkWidget)

#define SEM_PHOTO_GRID_N_ZOOM_LEVELS 5
#define SEM_PHOTO_GRID_DEFAULT_ZOOM 2

/* Shows @model from its start; its first item has the focus, where the grid had it. */
void sem_photo_grid_set_model (SemPhotoGrid *self, GListModel *model);

/* Returns: its position in "model", or %GTK_INVALID_LIST_POSITION. */
guint sem_photo_grid_get_selected_position (SemPhotoGrid *self);
/* Selects one item alone. @position: a position in "model"; any other value selects nothing. */
void sem_photo_grid_select (SemPhotoGrid *self, guint position);
/* Returns: (transfer none) (nullable): its photo. */
SemPhoto *sem_photo_grid_get_selected_photo (SemPhotoGrid *self);
/* Returns: (transfer none): the menu of what is selected. */
GMenuModel *sem_photo_grid_get_menu (SemPhotoGrid *self);
/* Returns: (transfer none): the view that shows the photos and has the selection. */
SemGridView *sem_photo_grid_get_view (SemPhotoGrid *self);

/* From 0, the smallest thumbnails. */
int sem_photo_grid_get_zoom_level (SemPhotoGrid *self);
/* @level: is clamped to the valid range. */
void sem_photo_grid_set_zoom_level (SemPhotoGrid *self, int level);

SemGridPlace sem_photo_grid_get_place (SemPhotoGrid *self);
/* Goes to a place, once the grid is laid out. Its item has the focus the next time that the grid
 * gets it. */
void sem_photo_grid_set_place (SemPhotoGrid *self, const SemGridPlace *place);
/* The position of the item at a point of the grid, or %GTK_INVALID_LIST_POSITION. */
guint sem_photo_grid_get_position_at (SemPhotoGrid *self, double x, double y);

G_END_DECLS
