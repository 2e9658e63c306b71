/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-grid"

#include "config.h"

#include "ui/grid/grid-cell.h"

struct _SemGridCell
{
  GtkWidget parent_instance;

  SemPhotoTile *tile;
  guint position;
  guint n;
};

G_DEFINE_FINAL_TYPE (SemGridCell, sem_grid_cell, GTK_TYPE_WIDGET)

static void
sem_grid_cell_dispose (GObject *object)
{
  SemGridCell *self = SEM_GRID_CELL (object);

  if (self->tile)
    gtk_widget_unparent (GTK_WIDGET (self->tile));
  self->tile = NULL;
  G_OBJECT_CLASS (sem_grid_cell_parent_class)->dispose (object);
}

static void
sem_grid_cell_class_init (SemGridCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_grid_cell_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "cell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID_CELL);
}

static void
sem_grid_cell_init (SemGridCell *self)
{
  self->position = GTK_INVALID_LIST_POSITION;
  self->tile = SEM_PHOTO_TILE (sem_photo_tile_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->tile), GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, FALSE, -1);
}

GtkWidget *
sem_grid_cell_new (void)
{
  return g_object_new (SEM_TYPE_GRID_CELL, NULL);
}

SemPhotoTile *
sem_grid_cell_get_tile (SemGridCell *self)
{
  return self->tile;
}

guint
sem_grid_cell_get_position (SemGridCell *self)
{
  return self->position;
}

void
sem_grid_cell_move (SemGridCell *self, guint position, guint n)
{
  if (self->position == position && self->n == n)
    return;
  self->position = position;
  self->n = n;
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_POS_IN_SET,
                                  (int) position + 1, GTK_ACCESSIBLE_RELATION_SET_SIZE, (int) n,
                                  -1);
}

void
sem_grid_cell_bind (SemGridCell *self, gpointer item, guint position, guint n)
{
  sem_grid_cell_move (self, position, n);
  sem_photo_tile_bind (self->tile, item);
}

void
sem_grid_cell_set_size (SemGridCell *self, int size)
{
  sem_photo_tile_set_size (self->tile, MAX (1, size - 2 * SEM_GRID_CELL_PADDING));
}

void
sem_grid_cell_unbind (SemGridCell *self)
{
  if (self->position == GTK_INVALID_LIST_POSITION)
    return;
  self->position = GTK_INVALID_LIST_POSITION;
  sem_photo_tile_unbind (self->tile);
}

void
sem_grid_cell_set_selected (SemGridCell *self, gboolean selected)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (selected == ((gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_SELECTED) != 0))
    return;
  if (selected)
    gtk_widget_set_state_flags (widget, GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (widget, GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
}
