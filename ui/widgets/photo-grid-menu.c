/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/widgets/photo-grid-private.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/grid/grid-cell.h"

/* Restores the tooltip, which would cover the open menu. */
static void
forget_menu_tile (SemPhotoGrid *self)
{
  if (self->menu_tile)
    gtk_widget_set_has_tooltip (self->menu_tile, TRUE);
  g_clear_weak_pointer (&self->menu_tile);
}

static void
popup_at (SemPhotoGrid *self, guint position, double x, double y)
{
  GtkWidget *cell = sem_grid_view_get_cell (self->view, position);

  if (!self->popover)
    {
      self->popover = gtk_popover_menu_new_from_model (self->menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
      sem_accessible_set_label (self->popover, _("Photo"));
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
      g_signal_connect_swapped (self->popover, "closed", G_CALLBACK (forget_menu_tile), self);
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover),
                               &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  forget_menu_tile (self);
  if (cell)
    {
      GtkWidget *tile = GTK_WIDGET (sem_grid_cell_get_tile (SEM_GRID_CELL (cell)));

      g_set_weak_pointer (&self->menu_tile, tile);
      gtk_widget_set_has_tooltip (tile, FALSE);
    }
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

void
sem_photo_grid_menu_cb (SemGridView *view, guint position, double x, double y, SemPhotoGrid *self)
{
  gtk_widget_translate_coordinates (GTK_WIDGET (view), GTK_WIDGET (self), x, y, &x, &y);
  popup_at (self, position, x, y);
}

void
sem_photo_grid_popup_menu (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemPhotoGrid *self = (SemPhotoGrid *) widget;
  const guint position = sem_grid_view_get_focus (self->view);
  GtkWidget *cell = sem_grid_view_get_cell (self->view, position);
  SemGridSelection *selection = sem_grid_view_get_selection (self->view);
  double x, y;

  if (!cell || !gtk_widget_get_focus_child (GTK_WIDGET (self->view)))
    return;
  if (!sem_grid_selection_contains (selection, position))
    sem_grid_selection_set_only (selection, position);
  gtk_widget_translate_coordinates (cell, widget, gtk_widget_get_width (cell) / 2,
                                    gtk_widget_get_height (cell) / 2, &x, &y);
  popup_at (self, position, x, y);
}
