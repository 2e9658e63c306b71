/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

/* The page ------------------------------------------------------------------------------------- */

gboolean
sem_window_get_shows_viewer (SemWindow *self)
{
  return gtk_stack_get_visible_child (self->pages) == GTK_WIDGET (self->viewer);
}

static void
show_viewer (SemWindow *self, GListModel *model, guint position)
{
  SemPhoto *photo;

  g_clear_pointer (&self->viewer_group, sem_removal_free);
  if (position >= g_list_model_get_n_items (model))
    return;
  sem_viewer_open (self->viewer, model, position);
  photo = sem_viewer_get_photo (self->viewer);
  if (photo)
    sem_library_want (self->library, sem_photo_get_id (photo));
  sem_window_go_to (self, GTK_WIDGET (self->viewer));
  gtk_widget_grab_focus (GTK_WIDGET (self->viewer));
}

void
sem_window_open_viewer (SemWindow *self, SemPhotoGrid *grid, guint position)
{
  g_autoptr (GListModel) model = NULL;

  g_object_get (grid, "model", &model, NULL);
  if (!model || position >= g_list_model_get_n_items (model))
    return;
  self->viewer_map = FALSE;
  self->viewer_grid = grid;
  self->viewer_place = sem_photo_grid_get_place (grid);
  self->viewer_place.focus = position;
  show_viewer (self, model, position);
}

void
sem_window_open_on_map (SemWindow *self, guint position)
{
  self->viewer_map = TRUE;
  self->viewer_grid = NULL;
  show_viewer (self, G_LIST_MODEL (sem_map_page_get_map (self->map_page)), position);
}

void
sem_window_view_photos (SemWindow *self, GListModel *photos, guint position)
{
  self->viewer_map = FALSE;
  self->viewer_grid = NULL;
  show_viewer (self, photos, position);
}

void
sem_window_view_group (SemWindow *self, SemDuplicateSet *set, guint index)
{
  sem_window_view_photos (self, sem_duplicate_set_get_photos (set), index);
  self->viewer_group = sem_removal_new (set, G_MAXUINT);
}

/* (transfer full): a photo of the library, or a picture from outside. */
static SemPhoto *
dup_source (SemWindow *self, SemQuery *query, guint source)
{
  const gint64 id = sem_query_get_source_photo (query, source);
  g_autoptr (GFile) file = sem_query_dup_source_file (query, source);

  if (id >= 0)
    return sem_library_dup_photo (self->library, id, file ? g_file_peek_path (file) : NULL);
  return sem_photo_new_outside (file, sem_query_get_source_bytes (query, source),
                                sem_query_get_source_title (query, source));
}

/* What is on a phone or a share is left out; @source is none of those. The viewer goes from one
 * picture of the query to the next. */
static void
open_source_cb (SemQueryBar *bar, guint source, SemWindow *self)
{
  SemQuery *query = sem_session_get_query (self->session);
  g_autoptr (GListStore) sources = g_list_store_new (SEM_TYPE_PHOTO);
  guint position = 0;

  for (guint i = 0; query && i < sem_query_get_n_sources (query); i++)
    {
      g_autoptr (GFile) file = sem_query_dup_source_file (query, i);
      g_autoptr (SemPhoto) photo = NULL;

      if (file && !g_file_peek_path (file))
        continue;
      if (i == source)
        position = g_list_model_get_n_items (G_LIST_MODEL (sources));
      photo = dup_source (self, query, i);
      g_list_store_append (sources, photo);
    }
  if (g_list_model_get_n_items (G_LIST_MODEL (sources)) == 0)
    return;
  self->viewer_map = FALSE;
  self->viewer_grid = NULL;
  self->viewer_source = source;
  show_viewer (self, G_LIST_MODEL (sources), position);
}

void
sem_window_leave_viewer (SemWindow *self)
{
  if (!sem_window_get_shows_viewer (self))
    return;
  gtk_stack_set_visible_child (self->pages, self->before_viewer);
  sem_viewer_close (self->viewer);
}

/* The place is the earlier one, unless the user went to another photo: then that has the focus,
 * which scrolls to it where it is out of sight. */
static void
closed_cb (SemViewer *viewer, SemWindow *self)
{
  const guint position = sem_viewer_get_position (viewer);

  sem_window_leave_viewer (self);
  if (gtk_stack_get_visible_child (self->pages) == GTK_WIDGET (self->strips_page))
    {
      sem_strips_page_focus (self->strips_page, position);
      return;
    }
  if (!self->viewer_grid && !sem_session_get_results (self->session)
      && gtk_stack_get_visible_child (self->content) == GTK_WIDGET (self->duplicates_page))
    {
      sem_duplicates_page_focus_photo (self->duplicates_page, position);
      return;
    }
  if (self->viewer_map)
    {
      sem_map_view_set_cursor (sem_map_page_get_view (self->map_page), position);
      gtk_widget_grab_focus (GTK_WIDGET (self->map_page));
      return;
    }
  if (!self->viewer_grid)
    {
      sem_query_bar_focus_source (sem_results_page_get_query_bar (self->results_page),
                                  self->viewer_source);
      return;
    }
  sem_photo_grid_select (self->viewer_grid, position);
  self->viewer_place.focus = position;
  sem_photo_grid_set_place (self->viewer_grid, &self->viewer_place);
  sem_window_focus_photos (self);
}

gboolean
sem_window_ask_viewer (SemWindow *self, const char *action)
{
  if (!sem_window_get_shows_viewer (self))
    return FALSE;
  gtk_widget_activate_action (GTK_WIDGET (self->viewer), action, NULL);
  return TRUE;
}

static void
open_photo_cb (SemPhotoGrid *grid, guint position, SemWindow *self)
{
  sem_window_open_viewer (self, grid, position);
}

static void
mark_region_cb (SemPhotoGrid *grid, guint position, SemWindow *self)
{
  sem_window_open_viewer (self, grid, position);
  if (sem_window_get_shows_viewer (self))
    sem_viewer_mark_when_shown (self->viewer);
}

static void
find_copies_cb (SemViewer *viewer, SemPhoto *photo, SemWindow *self)
{
  g_autoptr (SemQuery) query = sem_query_new_for_photo (photo);
  g_autoptr (SemQuery) copies = sem_query_new_for_copies (query);

  sem_window_ask (self, copies, photo);
}

static void
trash_cb (SemViewer *viewer, SemPhoto *photo, SemWindow *self)
{
  GFile *file = sem_photo_get_file (photo);
  SemRemoval *group =
    self->viewer_group && file ? sem_removal_new_for (self->viewer_group, file) : NULL;

  if (group)
    sem_window_trash_group (self, group);
  else
    sem_window_trash_photo (self, photo);
}

void
sem_window_connect_viewer (SemWindow *self)
{
  SemPhotoGrid *photos = sem_library_page_get_grid (self->library_page);
  SemPhotoGrid *results = sem_results_page_get_grid (self->results_page);

  g_signal_connect_object (sem_results_page_get_query_bar (self->results_page), "open-source",
                           G_CALLBACK (open_source_cb), self, 0);
  g_signal_connect_object (photos, "open-photo", G_CALLBACK (open_photo_cb), self, 0);
  g_signal_connect_object (results, "open-photo", G_CALLBACK (open_photo_cb), self, 0);
  g_signal_connect_object (photos, "mark-region", G_CALLBACK (mark_region_cb), self, 0);
  g_signal_connect_object (results, "mark-region", G_CALLBACK (mark_region_cb), self, 0);
  g_signal_connect_object (self->viewer, "closed", G_CALLBACK (closed_cb), self, 0);
  g_signal_connect_object (self->viewer, "find-copies", G_CALLBACK (find_copies_cb), self, 0);
  g_signal_connect_object (self->viewer, "trash", G_CALLBACK (trash_cb), self, 0);
}
