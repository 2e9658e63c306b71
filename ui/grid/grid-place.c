/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-grid"

#include "config.h"

#include "ui/grid/grid-view-private.h"

static double
get_page (SemGridView *self)
{
  return gtk_widget_get_height (GTK_WIDGET (self));
}

void
sem_grid_view_set_scroll (SemGridView *self, double y)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];

  if (adjustment)
    gtk_adjustment_set_value (adjustment, y);
}

/* Where an item begins and ends; the first row of a section begins with the heading. */
static void
get_extent (SemGridView *self, guint position, double *top, double *bottom)
{
  const guint section = sem_grid_layout_find_section (&self->layout, position);
  double x, first;

  sem_grid_layout_get_place (&self->layout, position, &x, top);
  *bottom = *top + self->layout.tile;
  first = sem_grid_layout_get_top (&self->layout, section) + self->layout.heading;
  if (*top <= first)
    *top = section == 0 ? 0 : sem_grid_layout_get_top (&self->layout, section);
  if (position + self->layout.columns >= self->layout.n
      && *bottom + SEM_GRID_MARGIN >= sem_grid_layout_get_height (&self->layout))
    *bottom += SEM_GRID_MARGIN;
}

void
sem_grid_view_scroll_to (SemGridView *self, guint position)
{
  const double scroll = sem_grid_view_get_scroll (self), page = get_page (self);
  double top, bottom;

  if (position >= self->layout.n || page <= 0 || self->placing)
    return;
  get_extent (self, position, &top, &bottom);
  if (bottom - top > page)
    top = bottom - MAX (page, self->layout.tile);
  if (top < scroll)
    sem_grid_view_set_scroll (self, top);
  else if (bottom > scroll + page)
    sem_grid_view_set_scroll (self, bottom - page);
}

gboolean
sem_grid_view_is_in_view (SemGridView *self, guint position)
{
  const double scroll = sem_grid_view_get_scroll (self);
  double x, y;

  if (position >= self->layout.n)
    return FALSE;
  sem_grid_layout_get_place (&self->layout, position, &x, &y);
  return y + self->layout.tile > scroll && y < scroll + get_page (self);
}

/* The first item that is wholly in view, else the first one in view, else the first one. */
guint
sem_grid_view_find_first_in_view (SemGridView *self)
{
  const double scroll = sem_grid_view_get_scroll (self);
  guint first = 0, end, below;
  double x, y;

  if (self->layout.n == 0)
    return GTK_INVALID_LIST_POSITION;
  sem_grid_layout_get_range (&self->layout, scroll, scroll + get_page (self), &first, &end);
  first = MIN (first, self->layout.n - 1);
  sem_grid_layout_get_place (&self->layout, first, &x, &y);
  if (y >= scroll - .5)
    return first;
  below = sem_grid_layout_step (&self->layout, first, 1);
  sem_grid_layout_get_place (&self->layout, below, &x, &y);
  return y + self->layout.tile <= scroll + get_page (self) + .5 ? below : first;
}

gboolean
sem_grid_view_focus_item (SemGridView *self, guint position, gboolean scroll)
{
  GtkWidget *cell;

  if (position >= self->layout.n)
    return FALSE;
  self->focus = position;
  if (scroll)
    sem_grid_view_scroll_to (self, position);
  sem_grid_view_update_cells (self, gtk_widget_get_height (GTK_WIDGET (self)));
  cell = sem_grid_view_find_cell (self, position);
  if (!cell)
    {
      /* Out of view: its cell is made for the focus alone. */
      g_autoptr (GObject) item = g_list_model_get_item (self->model, position);

      cell = sem_grid_cell_new ();
      gtk_widget_set_parent (cell, GTK_WIDGET (self));
      sem_grid_cell_set_size ((SemGridCell *) cell, self->layout.tile);
      sem_photo_tile_set_absence (sem_grid_cell_get_tile ((SemGridCell *) cell), self->absence);
      sem_grid_cell_bind ((SemGridCell *) cell, item, position, self->layout.n);
      sem_grid_cell_set_selected ((SemGridCell *) cell,
                                  sem_grid_selection_contains (self->selection, position));
      if (self->stray)
        gtk_widget_unparent (self->stray);
      self->stray = cell;
    }
  return gtk_widget_grab_focus (cell);
}

gboolean
sem_grid_view_focus_last (SemGridView *self, gboolean in_view)
{
  guint position = self->focus;

  if (position >= self->layout.n || (in_view && !sem_grid_view_is_in_view (self, position)))
    position = sem_grid_view_find_first_in_view (self);
  if (position == GTK_INVALID_LIST_POSITION)
    return FALSE;
  return sem_grid_view_focus_item (self, position, in_view);
}
