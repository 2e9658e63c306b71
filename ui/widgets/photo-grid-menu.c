/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/widgets/photo-grid-private.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"

static SemPhotoTile *
tile_at (SemPhotoGrid *self, double x, double y)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);

  if (!picked)
    return NULL;
  return (SemPhotoTile *) gtk_widget_get_ancestor (picked, SEM_TYPE_PHOTO_TILE);
}

/* Restores the tooltip, which would cover the open menu. */
static void
forget_menu_tile (SemPhotoGrid *self)
{
  if (self->menu_tile)
    gtk_widget_set_has_tooltip (self->menu_tile, TRUE);
  g_clear_weak_pointer (&self->menu_tile);
}

static void
popup_at (SemPhotoGrid *self, SemPhotoTile *tile, double x, double y)
{
  GtkListItem *list_item = g_object_get_data (G_OBJECT (tile), "list-item");

  if (!list_item)
    return;
  gtk_single_selection_set_selected (self->selection, gtk_list_item_get_position (list_item));

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
  g_set_weak_pointer (&self->menu_tile, GTK_WIDGET (tile));
  gtk_widget_set_has_tooltip (self->menu_tile, FALSE);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
popup_in_view (SemPhotoGrid *self, double x, double y)
{
  SemPhotoTile *tile = tile_at (self, x, y);

  if (tile)
    {
      gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (self), x, y, &x, &y);
      popup_at (self, tile, x, y);
    }
}

/* GtkGridView counts the clicks on each cell. The first click on a photo that is partly out of view
 * scrolls it into view, so that the second one meets another photo: it is for the first one. */
void
sem_photo_grid_click_cb (GtkGestureClick *gesture,
                         int n_press,
                         double x,
                         double y,
                         SemPhotoGrid *self)
{
  SemPhotoTile *tile = tile_at (self, x, y);
  GtkListItem *item = tile != NULL ? g_object_get_data (G_OBJECT (tile), "list-item") : NULL;

  if (n_press == 1)
    self->clicked = item != NULL ? gtk_list_item_get_position (item) : GTK_INVALID_LIST_POSITION;
  else if (n_press == 2 && self->clicked != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.activate-item", "u", self->clicked);
}

void
sem_photo_grid_secondary_click_cb (GtkGestureClick *gesture,
                                   int n_press,
                                   double x,
                                   double y,
                                   SemPhotoGrid *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  popup_in_view (self, x, y);
}

void
sem_photo_grid_long_press_cb (GtkGestureLongPress *gesture, double x, double y, SemPhotoGrid *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  popup_in_view (self, x, y);
}

void
sem_photo_grid_popup_menu (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemPhotoGrid *self = (SemPhotoGrid *) widget;
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  GtkWidget *tile = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;
  double x, y;

  if (!SEM_IS_PHOTO_TILE (tile) || !gtk_widget_is_ancestor (tile, widget))
    return;
  gtk_widget_translate_coordinates (tile, widget, gtk_widget_get_width (tile) / 2,
                                    gtk_widget_get_height (tile) / 2, &x, &y);
  popup_at (self, SEM_PHOTO_TILE (tile), x, y);
}

guint
sem_photo_grid_get_position_at (SemPhotoGrid *self, double x, double y)
{
  GtkListItem *list_item = NULL;
  SemPhotoTile *tile;

  g_return_val_if_fail (self != NULL, GTK_INVALID_LIST_POSITION);

  gtk_widget_translate_coordinates (GTK_WIDGET (self), GTK_WIDGET (self->view), x, y, &x, &y);
  tile = tile_at (self, x, y);
  if (tile)
    list_item = g_object_get_data (G_OBJECT (tile), "list-item");
  return list_item ? gtk_list_item_get_position (list_item) : GTK_INVALID_LIST_POSITION;
}
