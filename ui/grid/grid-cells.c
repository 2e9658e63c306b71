/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-grid"

#include "config.h"

#include "ui/grid/grid-view-private.h"

#include <math.h>

#include "ui/words.h"

/* Cells that wait to be used again: a few rows. */
#define MAX_SPARE 80

double
sem_grid_view_get_scroll (SemGridView *self)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];

  return adjustment ? gtk_adjustment_get_value (adjustment) : 0;
}

/* Cells ---------------------------------------------------------------------------------------- */

/* A screen reader sees whatever was not said to be hidden. */
static void
show_spare (GtkWidget *spare, gboolean shown)
{
  gtk_widget_set_child_visible (spare, shown);
  gtk_accessible_update_state (GTK_ACCESSIBLE (spare), GTK_ACCESSIBLE_STATE_HIDDEN, !shown, -1);
}

static GtkWidget *
take_spare (SemGridView *self)
{
  GtkWidget *cell;

  if (self->spare->len > 0)
    {
      cell = g_ptr_array_steal_index_fast (self->spare, self->spare->len - 1);
      show_spare (cell, TRUE);
      return cell;
    }
  cell = sem_grid_cell_new ();
  gtk_widget_set_parent (cell, GTK_WIDGET (self));
  return cell;
}

/* A page gives the focus back to the widget that had it last: that cell must not show another item
 * then. */
static void
drop_cell (SemGridView *self, GtkWidget *cell)
{
  const gboolean had_focus = sem_grid_cell_get_position ((SemGridCell *) cell) == self->focus;

  sem_grid_cell_unbind ((SemGridCell *) cell);
  sem_grid_cell_set_selected ((SemGridCell *) cell, FALSE);
  if (self->spare->len >= MAX_SPARE || had_focus)
    {
      gtk_widget_unparent (cell);
      return;
    }
  show_spare (cell, FALSE);
  g_ptr_array_add (self->spare, cell);
}

static void
bind (SemGridView *self, GtkWidget *cell, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (self->model, position);

  sem_grid_cell_set_size ((SemGridCell *) cell, self->layout.tile);
  sem_photo_tile_set_absence (sem_grid_cell_get_tile ((SemGridCell *) cell), self->absence);
  sem_grid_cell_bind ((SemGridCell *) cell, item, position, self->layout.n);
  sem_grid_cell_set_selected ((SemGridCell *) cell,
                              sem_grid_selection_contains (self->selection, position));
}

/* A cell with the focus is kept where it is: without it the focus would leave the grid. */
static void
drop_or_keep (SemGridView *self, GtkWidget *cell)
{
  if (gtk_widget_has_focus (cell))
    {
      if (self->stray)
        drop_cell (self, self->stray);
      self->stray = cell;
    }
  else
    drop_cell (self, cell);
}

/* Takes the cells that lie in the new range out of the old ones. */
static GPtrArray *
sort_cells (SemGridView *self, guint first, guint end)
{
  GPtrArray *cells = g_ptr_array_sized_new (end - first);
  GtkWidget *stray = g_steal_pointer (&self->stray);

  g_ptr_array_set_size (cells, (int) (end - first));
  for (guint i = 0; i < self->cells->len; i++)
    {
      const guint position = self->first + i;
      GtkWidget *cell = g_ptr_array_index (self->cells, i);

      if (position >= first && position < end)
        cells->pdata[position - first] = cell;
      else
        drop_or_keep (self, cell);
    }
  if (stray)
    {
      const guint position = sem_grid_cell_get_position ((SemGridCell *) stray);

      if (position >= first && position < end && !cells->pdata[position - first])
        cells->pdata[position - first] = stray;
      else
        drop_or_keep (self, stray);
    }
  return cells;
}

/* A screen reader meets cells in the order of the widgets. */
static void
link_cells (SemGridView *self)
{
  GtkWidget *before = NULL;

  for (guint i = 0; i < self->cells->len; i++)
    {
      GtkWidget *cell = g_ptr_array_index (self->cells, i);

      if (before && gtk_widget_get_prev_sibling (cell) != before)
        gtk_widget_insert_after (cell, GTK_WIDGET (self), before);
      before = cell;
    }
}

static void
update_range (SemGridView *self, guint first, guint end)
{
  GPtrArray *cells;
  gboolean changed = first != self->first || end - first != self->cells->len;

  if (!changed)
    return;
  cells = sort_cells (self, first, end);
  g_ptr_array_unref (self->cells);
  self->cells = cells;
  self->first = first;
  for (guint i = 0; i < cells->len; i++)
    if (!cells->pdata[i])
      {
        cells->pdata[i] = take_spare (self);
        bind (self, cells->pdata[i], first + i);
      }
  link_cells (self);
}

/* Headings ------------------------------------------------------------------------------------- */

static GtkWidget *
take_heading (SemGridView *self)
{
  GtkWidget *label;

  if (self->spare_headings->len > 0)
    {
      label = g_ptr_array_steal_index_fast (self->spare_headings, self->spare_headings->len - 1);
      show_spare (label, TRUE);
      return label;
    }
  label = g_object_new (GTK_TYPE_LABEL, "xalign", 0., "ellipsize", PANGO_ELLIPSIZE_MIDDLE,
                        "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);
  gtk_widget_add_css_class (label, "section-heading");
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static void
drop_headings (SemGridView *self)
{
  for (guint i = 0; i < self->headings->len; i++)
    {
      GtkWidget *label = g_ptr_array_index (self->headings, i);

      show_spare (label, FALSE);
      g_ptr_array_add (self->spare_headings, label);
    }
  g_ptr_array_set_size (self->headings, 0);
}

static void
name_heading (SemGridView *self, GtkWidget *label, guint section)
{
  SemBrowse *browse = (SemBrowse *) self->model;
  g_autofree char *title = sem_browse_dup_section_title (browse, section);

  if (sem_browse_get_rule (browse)->order == SEM_BROWSE_BY_FOLDER && *title == '/')
    {
      g_autoptr (GFile) folder = g_file_new_for_path (title);

      g_free (title);
      title = sem_words_for_folder (folder);
    }
  gtk_label_set_label (GTK_LABEL (label), title);
}

static void
update_headings (SemGridView *self, double from, double to)
{
  guint first, end;

  if (self->layout.starts->len == 0)
    {
      drop_headings (self);
      return;
    }
  first = sem_grid_layout_find_section_at (&self->layout, from);
  end = sem_grid_layout_find_section_at (&self->layout, to) + 1;
  if (self->headings->len > 0 && first == self->first_heading && end - first == self->headings->len)
    return;
  drop_headings (self);
  self->first_heading = first;
  for (guint i = first; i < end; i++)
    {
      GtkWidget *label = take_heading (self);

      name_heading (self, label, i);
      g_ptr_array_add (self->headings, label);
    }
}

/* All ------------------------------------------------------------------------------------------ */

gboolean
sem_grid_view_has_cells (SemGridView *self, int height)
{
  const double from = sem_grid_view_get_scroll (self);
  guint first = 0, end = 0;

  if (!self->model || self->layout.width <= 0)
    return TRUE;
  sem_grid_layout_get_range (&self->layout, from, from + height, &first, &end);
  if (first != self->first || MAX (first, end) - first != self->cells->len)
    return FALSE;
  if (self->layout.starts->len == 0)
    return self->headings->len == 0;
  first = sem_grid_layout_find_section_at (&self->layout, from);
  end = sem_grid_layout_find_section_at (&self->layout, from + height) + 1;
  return self->headings->len > 0 && first == self->first_heading
         && end - first == self->headings->len;
}

void
sem_grid_view_update_cells (SemGridView *self, int height)
{
  const double from = sem_grid_view_get_scroll (self);
  const double to = from + height;
  guint first = 0, end = 0;

  if (!self->model || self->layout.width <= 0)
    return;
  sem_grid_layout_get_range (&self->layout, from, to, &first, &end);
  update_range (self, first, MAX (first, end));
  update_headings (self, from, to);
}

static void
allocate (SemGridView *self, GtkWidget *widget, double x, double y, int width, int height)
{
  const int whole = gtk_widget_get_width (GTK_WIDGET (self));
  int minimum;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = whole - x - width;
  /* A widget must be measured before it is allocated. */
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, MAX (minimum, width), &minimum, NULL, NULL,
                      NULL);
  gtk_widget_size_allocate (
    widget, &(GtkAllocation){ (int) x, (int) floor (y + .5), width, MAX (minimum, height) }, -1);
}

static void
allocate_cell (SemGridView *self, GtkWidget *cell)
{
  const double scroll = sem_grid_view_get_scroll (self);
  double x, y;

  sem_grid_layout_get_place (&self->layout, sem_grid_cell_get_position ((SemGridCell *) cell), &x,
                             &y);
  allocate (self, cell, x, y - scroll, self->layout.tile, self->layout.tile);
}

void
sem_grid_view_allocate_cells (SemGridView *self)
{
  const double scroll = sem_grid_view_get_scroll (self);

  for (guint i = 0; i < self->cells->len; i++)
    allocate_cell (self, g_ptr_array_index (self->cells, i));
  if (self->stray)
    allocate_cell (self, self->stray);
  for (guint i = 0; i < self->headings->len; i++)
    allocate (self, g_ptr_array_index (self->headings, i), SEM_GRID_MARGIN,
              sem_grid_layout_get_top (&self->layout, self->first_heading + i) - scroll,
              MAX (1, self->layout.width - 2 * SEM_GRID_MARGIN), self->layout.heading);
}

void
sem_grid_view_rebind (SemGridView *self)
{
  for (guint i = 0; i < self->cells->len; i++)
    bind (self, g_ptr_array_index (self->cells, i), self->first + i);
  drop_headings (self);
}

void
sem_grid_view_drop_cells (SemGridView *self)
{
  for (guint i = 0; i < self->cells->len; i++)
    drop_cell (self, g_ptr_array_index (self->cells, i));
  g_ptr_array_set_size (self->cells, 0);
  if (self->stray)
    drop_cell (self, g_steal_pointer (&self->stray));
  drop_headings (self);
}

void
sem_grid_view_show_absence (SemGridView *self)
{
  for (guint i = 0; i < self->cells->len; i++)
    sem_photo_tile_set_absence (sem_grid_cell_get_tile (g_ptr_array_index (self->cells, i)),
                                self->absence);
}

void
sem_grid_view_show_selection (SemGridView *self)
{
  for (guint i = 0; i < self->cells->len; i++)
    sem_grid_cell_set_selected (g_ptr_array_index (self->cells, i),
                                sem_grid_selection_contains (self->selection, self->first + i));
}

GtkWidget *
sem_grid_view_find_cell (SemGridView *self, guint position)
{
  if (position >= self->first && position - self->first < self->cells->len)
    return g_ptr_array_index (self->cells, position - self->first);
  if (self->stray && sem_grid_cell_get_position ((SemGridCell *) self->stray) == position)
    return self->stray;
  return NULL;
}
