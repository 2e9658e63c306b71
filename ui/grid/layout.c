/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/grid/layout.h"

#include <math.h>

void
sem_grid_layout_init (SemGridLayout *self)
{
  *self = (SemGridLayout){
    .columns = 1,
    .tile = 1,
    .starts = g_array_new (FALSE, FALSE, sizeof (guint)),
    .tops = g_array_new (FALSE, FALSE, sizeof (double)),
  };
}

void
sem_grid_layout_clear (SemGridLayout *self)
{
  g_clear_pointer (&self->starts, g_array_unref);
  g_clear_pointer (&self->tops, g_array_unref);
}

guint
sem_grid_layout_get_n_sections (const SemGridLayout *self)
{
  return MAX (1, self->starts->len);
}

static guint
get_start (const SemGridLayout *self, guint section)
{
  if (section < self->starts->len)
    return g_array_index (self->starts, guint, section);
  return section == 0 ? 0 : self->n;
}

/* Items of a section. */
static guint
count_items (const SemGridLayout *self, guint section)
{
  const guint end =
    section + 1 < sem_grid_layout_get_n_sections (self) ? get_start (self, section + 1) : self->n;

  return end - get_start (self, section);
}

static guint
count_rows (const SemGridLayout *self, guint section)
{
  return (count_items (self, section) + self->columns - 1) / self->columns;
}

static void
place_sections (SemGridLayout *self)
{
  double top = SEM_GRID_MARGIN;

  g_array_set_size (self->tops, 0);
  for (guint i = 0; i < sem_grid_layout_get_n_sections (self); i++)
    {
      g_array_append_val (self->tops, top);
      top += self->heading + (double) count_rows (self, i) * self->tile;
    }
  g_array_append_val (self->tops, top);
}

void
sem_grid_layout_set_items (SemGridLayout *self, guint n, const GArray *starts, int heading)
{
  self->n = n;
  g_array_set_size (self->starts, 0);
  if (starts && n > 0)
    g_array_append_vals (self->starts, starts->data, starts->len);
  self->heading = self->starts->len > 0 ? heading : 0;
  place_sections (self);
}

void
sem_grid_layout_fit (SemGridLayout *self, int width, int least, int most)
{
  const int inner = MAX (1, width - 2 * SEM_GRID_MARGIN);
  const int fitting = inner / least, needed = (inner + most - 1) / most;

  self->width = width;
  self->columns = (guint) CLAMP (MAX (fitting, needed), 1, SEM_GRID_MAX_COLUMNS);
  self->tile = MAX (1, inner / (int) self->columns);
  place_sections (self);
}

double
sem_grid_layout_get_height (const SemGridLayout *self)
{
  return self->tops->len ? g_array_index (self->tops, double, self->tops->len - 1) + SEM_GRID_MARGIN
                         : 0;
}

double
sem_grid_layout_get_top (const SemGridLayout *self, guint section)
{
  return g_array_index (self->tops, double, section);
}

guint
sem_grid_layout_find_section (const SemGridLayout *self, guint position)
{
  guint from = 0, to = sem_grid_layout_get_n_sections (self);

  while (to - from > 1)
    {
      const guint middle = from + (to - from) / 2;

      if (get_start (self, middle) <= position)
        from = middle;
      else
        to = middle;
    }
  return from;
}

guint
sem_grid_layout_find_section_at (const SemGridLayout *self, double y)
{
  guint from = 0, to = sem_grid_layout_get_n_sections (self);

  while (to - from > 1)
    {
      const guint middle = from + (to - from) / 2;

      if (sem_grid_layout_get_top (self, middle) <= y)
        from = middle;
      else
        to = middle;
    }
  return from;
}

void
sem_grid_layout_get_place (const SemGridLayout *self, guint position, double *x, double *y)
{
  const guint section = sem_grid_layout_find_section (self, position);
  const guint place = position - get_start (self, section);
  const int inner = MAX (1, self->width - 2 * SEM_GRID_MARGIN);

  *x = SEM_GRID_MARGIN + (double) (inner * (int) (place % self->columns) / (int) self->columns);
  *y = sem_grid_layout_get_top (self, section) + self->heading
       + (double) (place / self->columns) * self->tile;
}

/* The row of a section at @y, from 0 to the number of rows: within that number where it is below
 * all. */
static guint
row_at (const SemGridLayout *self, guint section, double y)
{
  const double inside = y - sem_grid_layout_get_top (self, section) - self->heading;

  return (guint) CLAMP (floor (inside / self->tile), 0, count_rows (self, section));
}

void
sem_grid_layout_get_range (const SemGridLayout *self,
                           double from,
                           double to,
                           guint *first,
                           guint *end)
{
  guint section, row;

  *first = *end = 0;
  if (self->n == 0 || self->tops->len == 0)
    return;
  section = sem_grid_layout_find_section_at (self, from);
  *first = get_start (self, section)
           + MIN (row_at (self, section, from) * self->columns, count_items (self, section));
  section = sem_grid_layout_find_section_at (self, to);
  row = row_at (self, section, to);
  if (to >= sem_grid_layout_get_top (self, section) + self->heading)
    row++;
  *end = get_start (self, section) + MIN (row * self->columns, count_items (self, section));
}

guint
sem_grid_layout_find (const SemGridLayout *self, double x, double y)
{
  guint section, row, column, place;
  double inside;

  if (self->n == 0 || y < 0 || x < SEM_GRID_MARGIN)
    return GTK_INVALID_LIST_POSITION;
  section = sem_grid_layout_find_section_at (self, y);
  inside = y - sem_grid_layout_get_top (self, section) - self->heading;
  row = row_at (self, section, y);
  if (inside < 0 || row >= count_rows (self, section))
    return GTK_INVALID_LIST_POSITION;
  column =
    (guint) ((x - SEM_GRID_MARGIN) * self->columns / MAX (1, self->width - 2 * SEM_GRID_MARGIN));
  place = row * self->columns + column;
  if (column >= self->columns || place >= count_items (self, section))
    return GTK_INVALID_LIST_POSITION;
  return get_start (self, section) + place;
}

static void
add_touched_rows (const SemGridLayout *self,
                  guint section,
                  const graphene_rect_t *rectangle,
                  GtkBitset *items)
{
  const double inner = MAX (1, self->width - 2 * SEM_GRID_MARGIN);
  const double left = (rectangle->origin.x - SEM_GRID_MARGIN) / inner * self->columns;
  const double right =
    (rectangle->origin.x + rectangle->size.width - SEM_GRID_MARGIN) / inner * self->columns;
  const guint first = (guint) CLAMP (floor (left), 0, self->columns);
  const guint end = (guint) CLAMP (ceil (right), 0, self->columns);
  const guint n = count_items (self, section);
  const double top = sem_grid_layout_get_top (self, section) + self->heading;
  const guint last_row = row_at (self, section, rectangle->origin.y + rectangle->size.height);

  if (rectangle->origin.y + rectangle->size.height <= top || end <= first)
    return;
  for (guint row = row_at (self, section, rectangle->origin.y); row <= last_row; row++)
    {
      const guint from = row * self->columns + first;
      const guint to = MIN (row * self->columns + end, n);

      if (from < to)
        gtk_bitset_add_range (items, get_start (self, section) + from, to - from);
    }
}

void
sem_grid_layout_add_touched (const SemGridLayout *self,
                             const graphene_rect_t *rectangle,
                             GtkBitset *items)
{
  const double bottom = rectangle->origin.y + rectangle->size.height;

  if (self->n == 0 || self->tops->len == 0)
    return;
  for (guint i = sem_grid_layout_find_section_at (self, rectangle->origin.y);
       i < sem_grid_layout_get_n_sections (self) && sem_grid_layout_get_top (self, i) < bottom; i++)
    add_touched_rows (self, i, rectangle, items);
}

/* Steps ---------------------------------------------------------------------------------------- */

/* The item of a row that is in @column, or the last one. */
static guint
item_in_row (const SemGridLayout *self, guint section, guint row, guint column)
{
  const guint place = MIN (row * self->columns + column, count_items (self, section) - 1);

  return get_start (self, section) + place;
}

guint
sem_grid_layout_step (const SemGridLayout *self, guint position, int rows)
{
  const guint section = sem_grid_layout_find_section (self, position);
  const guint place = position - get_start (self, section);
  const guint row = place / self->columns, column = place % self->columns;

  if (rows > 0 && row + 1 < count_rows (self, section))
    return item_in_row (self, section, row + 1, column);
  if (rows > 0 && section + 1 < sem_grid_layout_get_n_sections (self))
    return item_in_row (self, section + 1, 0, column);
  if (rows < 0 && row > 0)
    return item_in_row (self, section, row - 1, column);
  if (rows < 0 && section > 0)
    return item_in_row (self, section - 1, count_rows (self, section - 1) - 1, column);
  return position;
}

guint
sem_grid_layout_leap (const SemGridLayout *self, guint position, double pixels)
{
  const guint column =
    (position - get_start (self, sem_grid_layout_find_section (self, position))) % self->columns;
  guint section, row, to;
  double x, y;

  sem_grid_layout_get_place (self, position, &x, &y);
  y = CLAMP (y + pixels, 0, sem_grid_layout_get_height (self));
  section = sem_grid_layout_find_section_at (self, y);
  row = MIN (row_at (self, section, y), count_rows (self, section) - 1);
  to = item_in_row (self, section, row, column);
  if (pixels > 0)
    return MAX (to, sem_grid_layout_step (self, position, 1));
  return MIN (to, sem_grid_layout_step (self, position, -1));
}

/* Places --------------------------------------------------------------------------------------- */

/* The margin above the first row counts as a part of it, where there is no heading. */
static gboolean
is_first_row (const SemGridLayout *self, guint section, guint row)
{
  return section == 0 && row == 0 && !self->heading;
}

double
sem_grid_layout_count_above (const SemGridLayout *self, double y)
{
  guint section, row, n;
  double inside;

  if (self->n == 0 || self->tops->len == 0 || y <= 0)
    return 0;
  section = sem_grid_layout_find_section_at (self, y);
  inside = y - sem_grid_layout_get_top (self, section) - self->heading;
  row = row_at (self, section, y);
  if (is_first_row (self, section, row))
    return y / (SEM_GRID_MARGIN + self->tile) * MIN (self->columns, count_items (self, 0));
  if (inside <= 0)
    return get_start (self, section);
  if (row >= count_rows (self, section))
    return get_start (self, section) + count_items (self, section);
  n = MIN (self->columns, count_items (self, section) - row * self->columns);
  return get_start (self, section) + row * self->columns + (inside / self->tile - row) * n;
}

double
sem_grid_layout_find_above (const SemGridLayout *self, double n)
{
  guint section, row, in_row;
  double place;

  if (self->n == 0 || self->tops->len == 0)
    return 0;
  section = sem_grid_layout_find_section (self, (guint) CLAMP (n, 0, self->n - 1));
  place = MAX (0, n - get_start (self, section));
  row = MIN ((guint) place / self->columns, count_rows (self, section) - 1);
  in_row = MIN (self->columns, count_items (self, section) - row * self->columns);
  if (is_first_row (self, section, row))
    return place / in_row * (SEM_GRID_MARGIN + self->tile);
  return sem_grid_layout_get_top (self, section) + self->heading
         + (row + (place - row * self->columns) / in_row) * self->tile;
}
