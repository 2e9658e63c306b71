/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

#include "ui/toast.h"

/* Shorter searches show no spinner. */
#define SEARCHING_DELAY_MS 300

static gboolean
shows_results (SemWindow *self)
{
  return adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (self->results_page);
}

static void
results_cb (SemWindow *self)
{
  GtkWidget *page = GTK_WIDGET (self->frame);

  sem_window_leave_pages (self);
  if (sem_session_get_results (self->session))
    {
      page = GTK_WIDGET (self->results_page);
      if (!shows_results (self))
        self->library_place =
          sem_photo_grid_get_place (sem_library_page_get_grid (self->library_page));
    }
  adw_leaflet_set_visible_child (self->leaflet, page);
  if (page == GTK_WIDGET (self->results_page))
    sem_results_page_take_focus (self->results_page);
}

static gboolean
searching_timeout_cb (gpointer user_data)
{
  SemWindow *self = user_data;

  self->searching_id = 0;
  gtk_revealer_set_reveal_child (self->searching, TRUE);
  return G_SOURCE_REMOVE;
}

static void
searching_cb (SemWindow *self)
{
  g_clear_handle_id (&self->searching_id, g_source_remove);
  if (sem_session_get_searching (self->session))
    self->searching_id = g_timeout_add (SEARCHING_DELAY_MS, searching_timeout_cb, self);
  else
    gtk_revealer_set_reveal_child (self->searching, FALSE);
}

static void
error_cb (SemWindow *self)
{
  if (sem_session_get_error (self->session))
    sem_toast_say (sem_toast_find_overlay (GTK_WINDOW (self)),
                   sem_session_get_error (self->session));
}

void
sem_window_connect_session (SemWindow *self)
{
  sem_results_page_set_session (self->results_page, self->session);
  sem_library_page_set_session (self->library_page, self->session);
  g_signal_connect_swapped (self->session, "notify::results", G_CALLBACK (results_cb), self);
  g_signal_connect_swapped (self->session, "notify::searching", G_CALLBACK (searching_cb), self);
  g_signal_connect_swapped (self->session, "notify::error", G_CALLBACK (error_cb), self);
  g_signal_connect_swapped (self->session, "notify::can-go-back",
                            G_CALLBACK (sem_window_update_actions), self);
  g_signal_connect_swapped (self->session, "notify::can-go-forward",
                            G_CALLBACK (sem_window_update_actions), self);
}

void
sem_window_disconnect_session (SemWindow *self)
{
  g_clear_handle_id (&self->searching_id, g_source_remove);
  if (self->session)
    {
      g_signal_handlers_disconnect_by_data (self->session, self);
      sem_session_cancel (self->session);
    }
}

void
sem_window_visible_child_cb (AdwLeaflet *leaflet, GParamSpec *pspec, SemWindow *self)
{
  if (!self->session || shows_results (self))
    return;
  sem_session_show_library (self->session);
  sem_photo_grid_set_place (sem_library_page_get_grid (self->library_page), &self->library_place);
  sem_library_page_take_focus (self->library_page);
}
