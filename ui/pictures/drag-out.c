/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-drag-out"

#include "config.h"

#include "ui/pictures/drag-out.h"

#include "ui/photo-actions.h"
#include "ui/widgets/photo-tile.h"

/* The longest side of what is seen under the pointer. */
#define ICON_SIDE 96

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, gpointer user_data)
{
  const SemDragOutFunc func = (SemDragOutFunc) user_data;
  GdkTexture *texture = NULL;
  SemPhoto *photo =
    func (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source)), &texture);

  return photo ? sem_photo_make_content (photo, texture) : NULL;
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, gpointer user_data)
{
  const SemDragOutFunc func = (SemDragOutFunc) user_data;
  GdkTexture *texture = NULL;
  double width, height, scale;
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GdkPaintable) icon = NULL;

  func (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source)), &texture);
  if (!texture)
    return;
  width = gdk_texture_get_width (texture);
  height = gdk_texture_get_height (texture);
  scale = MIN (1, ICON_SIDE / MAX (width, height));
  gdk_paintable_snapshot (GDK_PAINTABLE (texture), snapshot, width * scale, height * scale);
  icon = gtk_snapshot_to_paintable (snapshot, NULL);
  gtk_drag_source_set_icon (source, icon, (int) (width * scale / 2), (int) (height * scale / 2));
}

void
sem_drag_out_add (GtkWidget *widget, SemDragOutFunc func)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), (gpointer) func);
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb), (gpointer) func);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (source));
}

static SemPhoto *
get_photo (GtkWidget *widget, GdkTexture **texture)
{
  SemPhotoTile *tile = SEM_PHOTO_TILE (widget);

  *texture = sem_photo_tile_get_texture (tile);
  return sem_photo_tile_get_photo (tile);
}

void
sem_drag_out_add_to_tile (GtkWidget *tile)
{
  g_return_if_fail (SEM_IS_PHOTO_TILE (tile));
  sem_drag_out_add (tile, get_photo);
}
