/* grid-view.h - a grid of photos that has widgets only for what is in view
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/browse/absence.h"
#include "ui/grid/layout.h"
#include "ui/grid/selection.h"

G_BEGIN_DECLS

#define SEM_TYPE_GRID_VIEW (sem_grid_view_get_type ())

/**
 * SemGridView:
 *
 * A GtkScrollable of #SemPhoto or #SemMatch items. Where its model is a #SemBrowse, it shows the
 * sections of that, keeps the selection when it is arranged anew, and keeps the scroll position at
 * the same photos.
 *
 * It is one stop of the Tab key; arrows, Home, End and Page Up and Down move the focus, with Shift
 * they extend the selection, with Control they do not change it.
 *
 * Signal "activate" (uint): the item at this position was double-clicked, or Enter pressed on it.
 *
 * Signal "place-changed": the user scrolled, or the focus moved.
 *
 * Signal "menu" (uint, double, double): the context menu of an item is wanted, at this point.
 */
G_DECLARE_FINAL_TYPE (SemGridView, sem_grid_view, SEM, GRID_VIEW, GtkWidget)

/**
 * SemGridPlace:
 * @scroll: how many items lie above the upper edge, at least 0; a part of a row counts as that
 * share of the items in it, so that the number holds at any size of the tiles
 * @focus: position of the item that has the focus or had it last, or %GTK_INVALID_LIST_POSITION
 * @before: pixels of a heading that are in view above the first row
 *
 * The scroll position and focus of a grid.
 */
typedef struct
{
  double scroll;
  guint focus;
  double before;
} SemGridPlace;

/* @model: (nullable): shown from its start; its first item has the focus, where the grid had it. */
void sem_grid_view_set_model (SemGridView *self, GListModel *model);
/* Returns: (transfer none) (nullable) */
GListModel *sem_grid_view_get_model (SemGridView *self);
/* Returns: (transfer none) */
SemGridSelection *sem_grid_view_get_selection (SemGridView *self);
/* Sets which photos are marked as offline. @absence: (nullable): %NULL marks none. */
void sem_grid_view_set_absence (SemGridView *self, SemAbsence *absence);
/* Sets the sides of tiles in pixels, see sem_grid_layout_fit(). The photos in view stay in view. */
void sem_grid_view_set_tile_size (SemGridView *self, int least, int most);
/* Makes the cells for a width that the grid is about to get: to make them during a layout needs
 * another one. */
void sem_grid_view_expect_width (SemGridView *self, int width);
/* Returns: (transfer none): where everything lies; changes with the grid. */
const SemGridLayout *sem_grid_view_get_layout (SemGridView *self);

SemGridPlace sem_grid_view_get_place (SemGridView *self);
/* Goes to a place, once the grid is laid out. */
void sem_grid_view_set_place (SemGridView *self, const SemGridPlace *place);

/* Returns: the position of the item at a point of the grid, or %GTK_INVALID_LIST_POSITION. */
guint sem_grid_view_get_position_at (SemGridView *self, double x, double y);
/* Returns: (transfer none) (nullable): the cell of the item at @position, where it has one. */
GtkWidget *sem_grid_view_get_cell (SemGridView *self, guint position);
/* The item with the focus, or that had it last; %GTK_INVALID_LIST_POSITION for none. */
guint sem_grid_view_get_focus (SemGridView *self);
/* Gives the focus to the item that had it last, or to the first one in view where there is none or,
 * with @in_view, where it was scrolled out of view. */
gboolean sem_grid_view_take_focus (SemGridView *self, gboolean in_view);

G_END_DECLS
