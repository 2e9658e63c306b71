/* map-place.h - where the squares of a similarity map lie in its widget
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <graphene.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemMapPlace:
 * @n: number of squares
 * @columns: of them; 0 without squares
 * @width, @height: of the widget
 * @side: of a square
 * @x, @y: of the first one's corner, in the widget's coordinates
 * @fits: whether the whole map is shown, whatever the widget's size
 */
typedef struct
{
  guint n;
  guint columns;
  double width;
  double height;
  double side;
  double x;
  double y;
  gboolean fits;
} SemMapPlace;

/* Rows and columns, from the first to before the last. */
typedef struct
{
  guint left;
  guint top;
  guint right;
  guint bottom;
} SemMapRange;

void sem_map_place_init (SemMapPlace *self);
void sem_map_place_set_grid (SemMapPlace *self, guint n, guint columns);
void sem_map_place_resize (SemMapPlace *self, double width, double height);
/* Shows the whole map. */
void sem_map_place_fit (SemMapPlace *self);
/* Makes the squares larger by @factor, within limits, so that the point at @x, @y does not move. */
void sem_map_place_zoom (SemMapPlace *self, double factor, double x, double y);
/* Moves the first corner there, limited so that a part of the map stays visible. */
void sem_map_place_move (SemMapPlace *self, double x, double y);
/* Moves the map until the square is wholly visible. */
void sem_map_place_reveal (SemMapPlace *self, guint position);
/* @position: (out): the square at a point. Returns: whether there is one */
gboolean sem_map_place_find (const SemMapPlace *self, double x, double y, guint *position);
void sem_map_place_get_bounds (const SemMapPlace *self, guint position, graphene_rect_t *bounds);
/* The squares that are visible, wholly or in part. @range: (out) */
void sem_map_place_get_visible (const SemMapPlace *self, SemMapRange *range);

G_END_DECLS
