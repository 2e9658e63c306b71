/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/widgets/photo-grid-private.h"

#include <glib/gi18n-lib.h>

#include "ui/photo-actions.h"
#include "ui/toast.h"

static SemPhoto *
selected_photo (SemPhotoGrid *self)
{
  return sem_photo_grid_item_photo (gtk_single_selection_get_selected_item (self->selection));
}

static void
find_similar (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemPhoto *photo = selected_photo ((SemPhotoGrid *) widget);

  if (!photo)
    sem_toast_show (widget, _("Select a photo first."));
  else
    g_signal_emit_by_name (widget, "find-similar", photo);
}

/* Returns: (nullable): the file of the selected photo; shows a toast where it is missing. */
static GFile *
selected_file (SemPhotoGrid *self)
{
  SemPhoto *photo = selected_photo (self);
  GFile *file = photo != NULL ? sem_photo_get_file (photo) : NULL;

  if (photo && !file)
    sem_toast_show (
      GTK_WIDGET (self),
      _("The file of this photo is missing. If it is on another disk, connect that disk."));
  return file;
}

static void
file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemPhotoGrid *self = (SemPhotoGrid *) widget;
  GFile *file = selected_file (self);

  if (!file)
    return;
  if (g_str_equal (name, "grid.open"))
    sem_file_open (file, widget);
  else if (g_str_equal (name, "grid.show-in-folder"))
    sem_file_show_in_folder (file, widget);
  else
    {
      SemPhotoTile *tile = sem_photo_grid_find_tile (self, selected_photo (self));

      sem_file_copy (file, tile != NULL ? sem_photo_tile_get_texture (tile) : NULL, widget);
    }
}

void
sem_photo_grid_update_actions (SemPhotoGrid *self)
{
  gboolean any = selected_photo (self) != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "grid.open", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "grid.show-in-folder", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "grid.copy", any);
}

void
sem_photo_grid_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "grid.find-similar", NULL, find_similar);
  gtk_widget_class_install_action (widget_class, "grid.open", NULL, file_action);
  gtk_widget_class_install_action (widget_class, "grid.show-in-folder", NULL, file_action);
  gtk_widget_class_install_action (widget_class, "grid.copy", NULL, file_action);
  gtk_widget_class_install_action (widget_class, "grid.popup-menu", NULL,
                                   sem_photo_grid_popup_menu);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "grid.copy",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Add, 0, "win.more-like", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Subtract, 0, "win.less-like", NULL);
  /* Menus show the last key of an action. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_plus, 0, "win.more-like", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_minus, 0, "win.less-like", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "grid.popup-menu",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "grid.popup-menu", NULL);
}
