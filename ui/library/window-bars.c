/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

/* The library and the results say what is selected in them. What can be done to a single hit stands
 * beside the results, which are not to move whenever one is looked at. */
static void
update (SemWindow *self)
{
  const gboolean photos = gtk_stack_get_visible_child (self->pages) == GTK_WIDGET (self->leaflet);
  SemPhotoGrid *grid = NULL;
  guint least = 1;

  if (photos && adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (self->results_page))
    {
      grid = sem_results_page_get_grid (self->results_page);
      least = 2;
    }
  else if (photos && gtk_stack_get_visible_child (self->content) == GTK_WIDGET (self->library_page))
    grid = sem_library_page_get_grid (self->library_page);
  sem_selection_bar_set_grid (self->selection_bar, grid, least);
}

static gboolean
fold_cb (gpointer user_data)
{
  SemWindow *self = user_data;
  const gboolean folded = adw_flap_get_folded (self->frame);

  self->folding = 0;
  g_object_set (self->library_page, "narrow", folded, NULL);
  g_object_set (self->duplicates_page, "narrow", folded, NULL);
  g_object_set (self->map_page, "narrow", folded, NULL);
  g_object_set (self->quality_page, "narrow", folded, NULL);
  g_object_set (sem_results_page_get_query_bar (self->results_page), "narrow", folded, NULL);
  return G_SOURCE_REMOVE;
}

/* The frame folds while GTK allocates it. Pages that showed or hid buttons then would ask for a
 * layout that never comes: nothing would be drawn any more. */
static void
folded_cb (SemWindow *self)
{
  if (!self->folding)
    self->folding = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fold_cb, self, NULL);
}

void
sem_window_disconnect_bars (SemWindow *self)
{
  g_clear_handle_id (&self->folding, g_source_remove);
  sem_window_disconnect_jobs (self);
}

void
sem_window_bind_bars (GtkWidgetClass *widget_class)
{
  g_type_ensure (SEM_TYPE_MOVED_BAR);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, moved_bar);
}

void
sem_window_connect_bars (SemWindow *self)
{
  fold_cb (self);
  g_signal_connect_object (self->frame, "notify::folded", G_CALLBACK (folded_cb), self,
                           G_CONNECT_SWAPPED);
  sem_progress_strip_set_library (self->strip, self->library);
  sem_window_connect_jobs (self);
  sem_window_connect_preferences (self);
  sem_codes_bar_set_library (self->codes_bar, self->library);
  sem_moved_bar_set_removals (self->moved_bar, self->removals, self->toast_overlay);
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->content, "notify::visible-child", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->leaflet, "notify::visible-child", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
