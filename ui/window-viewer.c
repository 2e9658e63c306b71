/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

#include "engine/model/browse/hidden.h"
#include "engine/model/viewer/trash.h"
#include "ui/toast.h"

/* The page ------------------------------------------------------------------------------------- */

gboolean
sem_window_get_shows_viewer (SemWindow *self)
{
  return gtk_stack_get_visible_child (self->pages) == GTK_WIDGET (self->viewer);
}

static void
show_viewer (SemWindow *self, GListModel *model, guint position)
{
  sem_viewer_open (self->viewer, model, position);
  gtk_stack_set_visible_child (self->pages, GTK_WIDGET (self->viewer));
  gtk_widget_grab_focus (GTK_WIDGET (self->viewer));
}

void
sem_window_open_viewer (SemWindow *self, SemPhotoGrid *grid, guint position)
{
  g_autoptr (GListModel) model = NULL;

  g_object_get (grid, "model", &model, NULL);
  if (!model || position >= g_list_model_get_n_items (model))
    return;
  self->viewer_grid = grid;
  self->viewer_place = sem_photo_grid_get_place (grid);
  self->viewer_place.focus = position;
  show_viewer (self, model, position);
}

/* (transfer full): a photo of the library, or a picture that is none. */
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
  self->viewer_grid = NULL;
  self->viewer_source = source;
  show_viewer (self, G_LIST_MODEL (sources), position);
}

void
sem_window_leave_viewer (SemWindow *self)
{
  if (!sem_window_get_shows_viewer (self))
    return;
  gtk_stack_set_visible_child (self->pages, GTK_WIDGET (self->leaflet));
  sem_viewer_close (self->viewer);
}

/* The place is the one before, unless the person went on to another photo: then that has the focus,
 * which scrolls to it where it is out of sight. */
static void
closed_cb (SemViewer *viewer, SemWindow *self)
{
  const guint position = sem_viewer_get_position (viewer);

  sem_window_leave_viewer (self);
  if (!self->viewer_grid)
    {
      sem_query_bar_focus_source (sem_results_page_get_query_bar (self->results_page),
                                  self->viewer_source);
      return;
    }
  sem_photo_grid_select (self->viewer_grid, position);
  self->viewer_place.focus = position;
  sem_photo_grid_set_place (self->viewer_grid, &self->viewer_place);
  if (sem_session_get_results (self->session))
    sem_results_page_take_focus (self->results_page);
  else
    sem_library_page_take_focus (self->library_page);
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
find_copies_cb (SemViewer *viewer, SemPhoto *photo, SemWindow *self)
{
  g_autoptr (SemQuery) query = sem_query_new_for_photo (photo);
  g_autoptr (SemQuery) copies = sem_query_new_for_copies (query);

  sem_window_ask (self, copies, photo);
}

/* The trash ------------------------------------------------------------------------------------ */

typedef struct
{
  SemWindow *window;
  gint64 photo;
} Move;

static Move *
move_new (SemWindow *window, gint64 photo)
{
  Move *move = g_new (Move, 1);

  *move = (Move){ g_object_ref (window), photo };
  return move;
}

static void
move_free (Move *move)
{
  g_object_unref (move->window);
  g_free (move);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Move, move_free)

static void
tell (SemWindow *self, const char *sentence)
{
  adw_toast_overlay_add_toast (self->toast_overlay, sem_toast_new (sentence));
}

/* The library is brought up to date when the offer to undo is gone. */
static void
dismissed_cb (AdwToast *toast, SemWindow *self)
{
  if (self->library)
    sem_library_index (self->library);
}

static void
offer_undo (SemWindow *self, GFile *file, gint64 photo)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *sentence = g_strdup_printf (_("“%s” is in the trash"), name);
  g_autofree char *uri = g_file_get_uri (file);
  AdwToast *toast = sem_toast_new (sentence);

  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_action_name (toast, "win.restore-file");
  adw_toast_set_action_target_value (toast, g_variant_new ("(sx)", uri, photo));
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (dismissed_cb), self, 0);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

static void
put_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Move) move = user_data;
  g_autoptr (GError) error = NULL;

  if (!sem_trash_put_finish (G_FILE (source), result, &error))
    {
      tell (move->window, error->message);
      return;
    }
  sem_viewer_set_hidden (move->window->viewer, move->photo, TRUE);
  if (move->window->library)
    sem_hidden_files_set (sem_library_get_hidden_files (move->window->library), G_FILE (source),
                          TRUE);
  offer_undo (move->window, G_FILE (source), move->photo);
}

static void
trash_cb (SemViewer *viewer, SemPhoto *photo, SemWindow *self)
{
  GFile *file = sem_photo_get_file (photo);

  if (file)
    sem_trash_put_async (file, NULL, put_cb, move_new (self, sem_photo_get_id (photo)));
  else
    tell (self,
          _("The file of this photo is missing. If it is on another disk, connect that disk."));
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Move) move = user_data;
  g_autoptr (GError) error = NULL;

  if (!sem_trash_restore_finish (G_FILE (source), result, &error))
    tell (move->window, error->message);
  else
    {
      sem_viewer_set_hidden (move->window->viewer, move->photo, FALSE);
      if (move->window->library)
        sem_hidden_files_set (sem_library_get_hidden_files (move->window->library), G_FILE (source),
                              FALSE);
    }
}

void
sem_window_restore_file (SemWindow *self, const char *uri, gint64 photo)
{
  g_autoptr (GFile) file = g_file_new_for_uri (uri);

  sem_trash_restore_async (file, NULL, restored_cb, move_new (self, photo));
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
  g_signal_connect_object (self->viewer, "closed", G_CALLBACK (closed_cb), self, 0);
  g_signal_connect_object (self->viewer, "find-copies", G_CALLBACK (find_copies_cb), self, 0);
  g_signal_connect_object (self->viewer, "trash", G_CALLBACK (trash_cb), self, 0);
}
