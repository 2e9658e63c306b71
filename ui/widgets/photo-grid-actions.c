/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/widgets/photo-grid-private.h"

#include <glib/gi18n-lib.h>

#include "ui/grid/grid-cell.h"
#include "ui/photo-actions.h"
#include "ui/toast.h"

static SemGridSelection *
selection_of (SemPhotoGrid *self)
{
  return sem_grid_view_get_selection (self->view);
}

static void
find_similar (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemPhoto *photo = sem_item_get_photo (((SemPhotoGrid *) widget)->selected);

  if (!photo)
    sem_toast_show (widget, _("Select a photo first."));
  else
    g_signal_emit_by_name (widget, "find-similar", photo);
}

/* Returns: (nullable): the file of the selected photo; shows a toast where it is missing. */
static GFile *
dup_selected_file (SemPhotoGrid *self)
{
  SemPhoto *photo = sem_item_get_photo (self->selected);
  const guint position = sem_grid_selection_get_lead (selection_of (self));
  GFile *file = photo ? sem_list_dup_file (sem_grid_view_get_model (self->view), position) : NULL;

  if (photo && !file)
    sem_toast_show (
      GTK_WIDGET (self),
      _("The file of this photo is missing. If it is on another disk, connect that disk."));
  return file;
}

static GSList *
list_files (SemPhotoGrid *self)
{
  GListModel *model = sem_grid_view_get_model (self->view);
  GSList *files = NULL;
  GtkBitsetIter iter;
  guint position, n = 0;

  if (gtk_bitset_iter_init_first (&iter, sem_grid_selection_get (selection_of (self)), &position))
    do
      {
        GFile *file = sem_list_dup_file (model, position);

        if (file)
          files = g_slist_prepend (files, file);
      }
    while (++n < SEM_FILES_MOST && gtk_bitset_iter_next (&iter, &position));
  return g_slist_reverse (files);
}

static void
copy (SemPhotoGrid *self, GFile *file)
{
  const guint position = sem_grid_selection_get_lead (selection_of (self));
  SemGridCell *cell = (SemGridCell *) sem_grid_view_get_cell (self->view, position);
  g_autoslist (GFile) files = NULL;

  if (sem_grid_selection_get_n (selection_of (self)) > 1)
    {
      files = list_files (self);
      sem_files_copy (files, NULL, GTK_WIDGET (self));
    }
  else
    sem_file_copy (file, cell ? sem_photo_tile_get_texture (sem_grid_cell_get_tile (cell)) : NULL,
                   GTK_WIDGET (self));
}

/* As Enter does, which the menu shows beside it. */
static void
open (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const guint position = sem_grid_selection_get_lead (selection_of ((SemPhotoGrid *) widget));

  if (sem_item_get_photo (((SemPhotoGrid *) widget)->selected))
    g_signal_emit_by_name (widget, "open-photo", position);
}

static void
mark_region (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const guint position = sem_grid_selection_get_lead (selection_of ((SemPhotoGrid *) widget));

  if (sem_item_get_photo (((SemPhotoGrid *) widget)->selected))
    g_signal_emit_by_name (widget, "mark-region", position);
  else
    sem_toast_show (widget, _("Select a photo first."));
}

static void
file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemPhotoGrid *self = (SemPhotoGrid *) widget;
  g_autoptr (GFile) file = dup_selected_file (self);

  if (!file)
    return;
  if (g_str_equal (name, "grid.show-in-folder"))
    sem_file_show_in_folder (file, widget);
  else
    copy (self, file);
}

void
sem_photo_grid_update_actions (SemPhotoGrid *self)
{
  gboolean any = sem_grid_selection_get_n (selection_of (self)) > 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "grid.open", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "grid.show-in-folder", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "grid.copy", any);
}

void
sem_photo_grid_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "grid.find-similar", NULL, find_similar);
  gtk_widget_class_install_action (widget_class, "grid.mark-region", NULL, mark_region);
  gtk_widget_class_install_action (widget_class, "grid.open", NULL, open);
  gtk_widget_class_install_action (widget_class, "grid.show-in-folder", NULL, file_action);
  gtk_widget_class_install_action (widget_class, "grid.copy", NULL, file_action);
  gtk_widget_class_install_action (widget_class, "grid.popup-menu", NULL,
                                   sem_photo_grid_popup_menu);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "grid.copy",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, 0, "win.compare", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, 0, "grid.mark-region", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "win.trash", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "win.trash", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Add, 0, "win.add-selected", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Subtract, 0, "win.less-like", NULL);
  /* Menus show the last key of an action. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_plus, 0, "win.add-selected", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_minus, 0, "win.less-like", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "grid.popup-menu",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "grid.popup-menu", NULL);
}
