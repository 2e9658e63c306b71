/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

gboolean
sem_window_get_shows_map (SemWindow *self)
{
  return gtk_stack_get_visible_child (self->content) == GTK_WIDGET (self->map_page)
         && !sem_session_get_results (self->session);
}

void
sem_window_show_map (SemWindow *self)
{
  gtk_stack_set_visible_child (self->content, GTK_WIDGET (self->map_page));
  sem_sidebar_select_entry (self->sidebar, SEM_SIDEBAR_MAP);
  gtk_widget_grab_focus (GTK_WIDGET (self->map_page));
}

static void
open_photo_cb (SemMapPage *page, guint position, SemWindow *self)
{
  sem_window_open_on_map (self, position);
}

static void
chosen_cb (SemSidebar *sidebar, SemWindow *self)
{
  sem_window_show_map (self);
  if (adw_flap_get_folded (self->frame))
    adw_flap_set_reveal_flap (self->frame, FALSE);
}

/* The hits of the last search are marked. */
static void
results_cb (SemWindow *self)
{
  SemResults *results = sem_session_get_results (self->session);

  if (results)
    sem_map_page_set_hits (self->map_page, G_LIST_MODEL (results));
}

gboolean
sem_window_ask_map (SemWindow *self, gboolean copies)
{
  g_autoptr (SemPhoto) photo =
    sem_window_get_shows_map (self) ? sem_map_page_dup_photo (self->map_page) : NULL;
  g_autoptr (SemQuery) query = photo ? sem_query_new_for_photo (photo) : NULL;
  g_autoptr (SemQuery) for_copies = query && copies ? sem_query_new_for_copies (query) : NULL;

  if (query)
    sem_window_ask (self, copies ? for_copies : query, photo);
  return query != NULL;
}

void
sem_window_connect_map (SemWindow *self)
{
  g_signal_connect_object (self->map_page, "open-photo", G_CALLBACK (open_photo_cb), self, 0);
  g_signal_connect_object (self->sidebar, "map-chosen", G_CALLBACK (chosen_cb), self, 0);
  g_signal_connect_object (self->session, "notify::results", G_CALLBACK (results_cb), self,
                           G_CONNECT_SWAPPED);
}

SemMapPage *
sem_window_get_map_page (SemWindow *self)
{
  return self->map_page;
}
