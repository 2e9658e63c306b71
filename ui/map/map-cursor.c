/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-map-view"

#include "config.h"

#include "ui/accessible.h"
#include "ui/map/map-view-private.h"

static void
named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemMapView) self = user_data;
  g_autoptr (GError) error = NULL;
  SemPixels *pixels = sem_photo_load_thumbnail_finish (SEM_PHOTO (source), result, &error);

  g_clear_pointer (&pixels, sem_pixels_free);
  if (SEM_PHOTO (source) != self->photo)
    return;
  sem_accessible_set_label (GTK_WIDGET (self), sem_photo_get_title (self->photo));
  g_signal_emit_by_name (self, "named");
}

void
sem_map_view_load_name (SemMapView *self)
{
  g_cancellable_cancel (self->naming);
  g_clear_object (&self->naming);
  g_clear_object (&self->photo);
  if (self->cursor < sem_map_view_get_n (self))
    self->photo = g_list_model_get_item (G_LIST_MODEL (self->map), self->cursor);
  if (!self->photo)
    return;
  self->naming = g_cancellable_new ();
  sem_photo_load_thumbnail_async (self->photo, self->naming, named_cb, g_object_ref (self));
}

void
sem_map_view_move_cursor (SemMapView *self, guint position)
{
  if (position >= sem_map_view_get_n (self))
    return;
  sem_map_place_reveal (&self->place, position);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (position == self->cursor && self->photo)
    return;
  self->cursor = position;
  sem_map_view_load_name (self);
  g_object_notify (G_OBJECT (self), "cursor");
}
