/* layout.h - where the tiles and the headings of a grid lie
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Pixels around all tiles, and between two of them. */
#define SEM_GRID_MARGIN 9
#define SEM_GRID_MAX_COLUMNS 64

/**
 * SemGridLayout:
 * @n: number of items
 * @columns: tiles in a full row, at least 1
 * @tile: side of a tile in pixels
 * @width: of the grid in pixels
 * @heading: height of a heading in pixels; 0 where there are none
 * @starts: (element-type guint): positions of the first items of sections; the first is 0. Empty
 *   where there are no sections
 * @tops: (element-type double): where sections begin, in pixels from the top; one more than there
 *   are sections, and where nothing has been fitted yet none
 *
 * Rows of square tiles, in sections that begin with a heading and a row of their own. All
 * coordinates are pixels from the upper edge of the whole, and from the left edge, or the right one
 * where text runs to the left.
 */
typedef struct
{
  guint n;
  guint columns;
  int tile;
  int width;
  int heading;
  GArray *starts;
  GArray *tops;
} SemGridLayout;

void sem_grid_layout_init (SemGridLayout *self);
void sem_grid_layout_clear (SemGridLayout *self);

/* @starts: (nullable) (element-type guint): ascending from 0, below @n; %NULL for no sections. */
void sem_grid_layout_set_items (SemGridLayout *self, guint n, const GArray *starts, int heading);
/* Tiles are at least @least pixels wide where that fits, and at most @most where columns allow. */
void sem_grid_layout_fit (SemGridLayout *self, int width, int least, int most);

double sem_grid_layout_get_height (const SemGridLayout *self);
/* 1 where there are no sections, also of an empty grid. */
guint sem_grid_layout_get_n_sections (const SemGridLayout *self);
/* The section of an item. */
guint sem_grid_layout_find_section (const SemGridLayout *self, guint position);
/* @section: below the number of sections. Returns: where its heading begins */
double sem_grid_layout_get_top (const SemGridLayout *self, guint section);
/* The first section that ends below @y. */
guint sem_grid_layout_find_section_at (const SemGridLayout *self, double y);

/* Where the tile of an item lies; @x and @y: (out). */
void sem_grid_layout_get_place (const SemGridLayout *self, guint position, double *x, double *y);
/* The items whose rows are touched by @from to @to, from the one above to the one below; @first and
 * @end: (out): the first one, and the one after the last one. */
void sem_grid_layout_get_range (const SemGridLayout *self,
                                double from,
                                double to,
                                guint *first,
                                guint *end);
/* Returns: the item at a point, or %GTK_INVALID_LIST_POSITION between tiles. */
guint sem_grid_layout_find (const SemGridLayout *self, double x, double y);
/* @items: receives those whose tiles touch the rectangle. */
void sem_grid_layout_add_touched (const SemGridLayout *self,
                                  const graphene_rect_t *rectangle,
                                  GtkBitset *items);

/* Returns: the item in the row above or below in the same column, or the last one of a shorter row;
 * @position where there is no such row. @rows: −1 or 1. */
guint sem_grid_layout_step (const SemGridLayout *self, guint position, int rows);
/* Returns: the item in the same column that is about @pixels further down, at least one row. */
guint sem_grid_layout_leap (const SemGridLayout *self, guint position, double pixels);

/* How many items lie above @y; a part of a row counts as that share of its items. */
double sem_grid_layout_count_above (const SemGridLayout *self, double y);
/* The inverse of sem_grid_layout_count_above(): @y for a number of items. For a row that follows a
 * heading, it is below the heading. */
double sem_grid_layout_find_above (const SemGridLayout *self, double n);

G_END_DECLS
