/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/map/map-place.h"

#include <math.h>

/* Of a square. */
#define MOST_SIDE 256

void
sem_map_place_init (SemMapPlace *self)
{
  *self = (SemMapPlace){ .side = 1, .fits = TRUE };
}

static guint
get_rows (const SemMapPlace *self)
{
  return self->columns > 0 ? (self->n + self->columns - 1) / self->columns : 0;
}

/* Whole lengths where that shows all squares, so that thumbnails are sharp. */
static double
get_fit_side (const SemMapPlace *self)
{
  double side;

  if (self->columns == 0 || self->width <= 0 || self->height <= 0)
    return 1;
  side = MIN (self->width / self->columns, self->height / get_rows (self));
  return CLAMP (side >= 2 ? floor (side) : side, 1e-3, MOST_SIDE);
}

/* In the middle where the map is smaller than the widget; else no edge of it is inside. */
static double
clamp_corner (double corner, double length, double visible)
{
  if (length <= visible)
    return floor ((visible - length) / 2);
  return CLAMP (corner, visible - length, 0);
}

static void
settle (SemMapPlace *self)
{
  const double fit = get_fit_side (self);

  self->side = self->fits ? fit : CLAMP (self->side, fit, MAX (fit, MOST_SIDE));
  self->x = clamp_corner (self->x, self->side * self->columns, self->width);
  self->y = clamp_corner (self->y, self->side * get_rows (self), self->height);
}

void
sem_map_place_set_grid (SemMapPlace *self, guint n, guint columns)
{
  self->n = n;
  self->columns = n > 0 ? columns : 0;
  self->fits = TRUE;
  settle (self);
}

void
sem_map_place_resize (SemMapPlace *self, double width, double height)
{
  self->width = width;
  self->height = height;
  settle (self);
}

void
sem_map_place_fit (SemMapPlace *self)
{
  self->fits = TRUE;
  settle (self);
}

void
sem_map_place_zoom (SemMapPlace *self, double factor, double x, double y)
{
  const double fit = get_fit_side (self), before = self->side;

  self->side = CLAMP (before * factor, fit, MAX (fit, MOST_SIDE));
  self->fits = self->side <= fit;
  self->x = x - (x - self->x) * self->side / before;
  self->y = y - (y - self->y) * self->side / before;
  settle (self);
}

void
sem_map_place_move (SemMapPlace *self, double x, double y)
{
  self->x = x;
  self->y = y;
  settle (self);
}

void
sem_map_place_reveal (SemMapPlace *self, guint position)
{
  graphene_rect_t bounds;

  if (self->columns == 0)
    return;
  sem_map_place_get_bounds (self, position, &bounds);
  self->x -= MIN (0, bounds.origin.x) + MAX (0, bounds.origin.x + self->side - self->width);
  self->y -= MIN (0, bounds.origin.y) + MAX (0, bounds.origin.y + self->side - self->height);
  settle (self);
}

gboolean
sem_map_place_find (const SemMapPlace *self, double x, double y, guint *position)
{
  const double column = floor ((x - self->x) / self->side);
  const double row = floor ((y - self->y) / self->side);

  if (column < 0 || column >= self->columns || row < 0 || row >= get_rows (self)
      || row * self->columns + column >= self->n)
    return FALSE;
  *position = (guint) row * self->columns + (guint) column;
  return TRUE;
}

void
sem_map_place_get_bounds (const SemMapPlace *self, guint position, graphene_rect_t *bounds)
{
  const guint columns = MAX (self->columns, 1);

  *bounds = GRAPHENE_RECT_INIT ((float) (self->x + position % columns * self->side),
                                (float) (self->y + position / columns * self->side),
                                (float) self->side, (float) self->side);
}

static guint
count_before (double offset, double side, guint most, double (*round) (double))
{
  return (guint) CLAMP (round (offset / side), 0, most);
}

void
sem_map_place_get_visible (const SemMapPlace *self, SemMapRange *range)
{
  range->left = count_before (-self->x, self->side, self->columns, floor);
  range->top = count_before (-self->y, self->side, get_rows (self), floor);
  range->right = count_before (self->width - self->x, self->side, self->columns, ceil);
  range->bottom = count_before (self->height - self->y, self->side, get_rows (self), ceil);
}
