/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

#include "ui/map/map-view-private.h"
#include "ui/toast.h"

/* Of Ctrl and a plus. */
#define STEP 1.5

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

/* The hits of the last search are marked, and remain so when it is left. */
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

gboolean
sem_window_trash_on_map (SemWindow *self)
{
  SemPhoto *photo;

  if (!sem_window_get_shows_map (self))
    return FALSE;
  /* Its file is known once its title is. */
  photo = sem_map_view_get_photo (sem_map_page_get_view (self->map_page));
  if (photo && *sem_photo_get_title (photo)
      && !sem_map_view_hides (sem_map_page_get_view (self->map_page),
                              sem_map_view_get_cursor (sem_map_page_get_view (self->map_page))))
    sem_window_trash_photo (self, photo);
  return TRUE;
}

gboolean
sem_window_zoom_map (SemWindow *self, const char *action)
{
  SemMapView *view = sem_map_page_get_view (self->map_page);

  if (!sem_window_get_shows_map (self) || sem_window_get_shows_viewer (self))
    return FALSE;
  if (g_str_equal (action, "zoom-reset"))
    sem_map_view_fit (view);
  else
    sem_map_view_zoom (view, g_str_equal (action, "zoom-in") ? STEP : 1 / STEP);
  return TRUE;
}

/* Between a photo in a list and its place on the map ------------------------------------------- */

static void
show_on_map_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;
  SemPhotoGrid *grid = sem_session_get_results (self->session)
                         ? sem_results_page_get_grid (self->results_page)
                         : sem_library_page_get_grid (self->library_page);
  SemPhoto *photo = sem_photo_grid_get_selected_photo (grid);

  if (photo)
    sem_map_page_show_photo (self->map_page, sem_photo_get_id (photo));
  sem_window_leave_pages (self);
  sem_session_show_library (self->session);
  sem_window_show_map (self);
}

static void
show_in_library_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;
  g_autoptr (SemPhoto) photo = sem_map_page_dup_photo (self->map_page);
  SemBrowse *browse = sem_library_page_get_browse (self->library_page);
  SemPhotoGrid *grid = sem_library_page_get_grid (self->library_page);
  SemGridPlace place;
  guint position;

  if (!photo || !sem_window_get_shows_map (self))
    return;
  position = sem_browse_find (browse, sem_photo_get_id (photo));
  if (position == G_MAXUINT)
    {
      sem_toast_show (GTK_WIDGET (self),
                      _(
                        "The library page does not show this photo. Choose “All Photos” and remove "
                        "the filter."));
      return;
    }
  sem_window_show_quality (self, FALSE);
  sem_photo_grid_select (grid, position);
  place = (SemGridPlace){ .scroll = position, .focus = position };
  sem_photo_grid_set_place (grid, &place);
  sem_library_page_take_focus (self->library_page);
}

void
sem_window_install_map (SemWindow *self)
{
  static const GActionEntry entries[] = {
    { "show-on-map", show_on_map_action },
    { "show-in-library", show_in_library_action },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

void
sem_window_connect_map (SemWindow *self)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/semblance/Semblance/ui/menu.ui");

  sem_map_page_set_menu (self->map_page, G_MENU_MODEL (gtk_builder_get_object (builder, "menu")));
  sem_map_page_set_library (self->map_page, self->library);
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
