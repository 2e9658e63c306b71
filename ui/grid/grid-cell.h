/* grid-cell.h - the place of one item in a grid
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/widgets/photo-tile.h"

G_BEGIN_DECLS

#define SEM_TYPE_GRID_CELL (sem_grid_cell_get_type ())

/**
 * SemGridCell:
 *
 * The widget that takes the focus and shows the selection; its only child is the tile.
 */
G_DECLARE_FINAL_TYPE (SemGridCell, sem_grid_cell, SEM, GRID_CELL, GtkWidget)

GtkWidget *sem_grid_cell_new (void);

SemPhotoTile *sem_grid_cell_get_tile (SemGridCell *self);
/* The position of the item that it shows; %GTK_INVALID_LIST_POSITION for none. */
guint sem_grid_cell_get_position (SemGridCell *self);
/* Pixels around the tile, as in the style sheet. */
#define SEM_GRID_CELL_PADDING 4

/* Shows @item, (type GObject), which is at @position of @n. */
void sem_grid_cell_bind (SemGridCell *self, gpointer item, guint position, guint n);
/* @size: of the cell, in pixels; to be set before something is bound. */
void sem_grid_cell_set_size (SemGridCell *self, int size);
/* Changes the position of the item that is shown. */
void sem_grid_cell_move (SemGridCell *self, guint position, guint n);
void sem_grid_cell_unbind (SemGridCell *self);
void sem_grid_cell_set_selected (SemGridCell *self, gboolean selected);

G_END_DECLS
