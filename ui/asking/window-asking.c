/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

#include "ui/asking/recent.h"
#include "ui/grid/items.h"
#include "ui/toast.h"

/* As many as can be dropped at once. */
#define MAX_SOURCES 20

/* Asking ----------------------------------------------------------------------------------------*/

/* A query from results keeps their scope; one from the library searches everywhere.
 */
void
sem_window_ask (SemWindow *self, SemQuery *query, SemPhoto *photo)
{
  SemQuery *shown = sem_session_get_query (self->session);
  g_autoptr (SemQuery) scoped = NULL;

  sem_intake_cancel (self->intake);
  if (shown && !sem_scope_is_everywhere (sem_query_get_scope (shown)))
    scoped = sem_query_new_with_scope (query, sem_query_get_scope (shown));
  sem_session_search (self->session, scoped ? scoped : query,
                      photo && !sem_photo_get_is_outside (photo) ? photo : NULL);
}

static void
say_most (SemWindow *self)
{
  g_autofree char *sentence =
    g_strdup_printf (_("At most %u photos can be searched for at once."), MAX_SOURCES);

  sem_toast_show (GTK_WIDGET (self), sentence);
}

/* To the query that is shown, or at the library, to the last one. */
void
sem_window_add_to_query (SemWindow *self, SemQuery *other, gboolean like)
{
  SemQuery *query = sem_session_get_last_query (self->session);
  g_autoptr (SemQuery) refined = NULL;

  if (!query)
    {
      sem_window_ask (self, other, NULL);
      return;
    }
  if (sem_query_get_n_sources (query) + sem_query_get_n_sources (other) > MAX_SOURCES)
    {
      say_most (self);
      return;
    }
  sem_intake_cancel (self->intake);
  refined = sem_query_new_refined (query, other, like);
  sem_session_change_query (self->session, refined, NULL);
}

/* (transfer full) (nullable): what is selected, as one query; %NULL after saying what is wrong.
 */
static SemQuery *
make_query (SemWindow *self)
{
  SemGridView *view = sem_photo_grid_get_view (sem_window_get_grid (self));
  SemGridSelection *selection = sem_grid_view_get_selection (view);
  g_autoptr (GPtrArray) queries = g_ptr_array_new_with_free_func (g_object_unref);
  GtkBitsetIter iter;
  guint position;

  if (sem_grid_selection_get_n (selection) > MAX_SOURCES)
    {
      say_most (self);
      return NULL;
    }
  if (gtk_bitset_iter_init_first (&iter, sem_grid_selection_get (selection), &position))
    do
      {
        g_autoptr (SemPhoto) photo = sem_list_dup_photo (sem_grid_view_get_model (view), position);

        if (photo)
          g_ptr_array_add (queries, sem_query_new_for_photo (photo));
      }
    while (gtk_bitset_iter_next (&iter, &position));
  if (queries->len > 0)
    return sem_query_new_for_several (queries);
  sem_toast_show (GTK_WIDGET (self), _("Select a photo first."));
  return NULL;
}

gboolean
sem_window_ask_with_selected (SemWindow *self)
{
  SemGridView *view = sem_photo_grid_get_view (sem_window_get_grid (self));
  g_autoptr (SemQuery) query = NULL;

  if (sem_grid_selection_get_n (sem_grid_view_get_selection (view)) < 2)
    return FALSE;
  query = make_query (self);
  if (query)
    sem_window_ask (self, query, NULL);
  return TRUE;
}

static void
add (SemWindow *self, gboolean like)
{
  g_autoptr (SemQuery) other = make_query (self);

  if (other)
    sem_window_add_to_query (self, other, like);
}

static void
add_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  add (user_data, !g_str_equal (g_action_get_name (G_ACTION (action)), "less-like"));
}

static void
add_by_clipboard_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;

  self->adding = TRUE;
  sem_intake_take_clipboard (self->intake, gtk_widget_get_clipboard (GTK_WIDGET (self)));
}

static void
narrow_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  sem_query_bar_narrow (sem_results_page_get_query_bar (((SemWindow *) user_data)->results_page));
}

void
sem_window_narrow_to_folder (SemWindow *self, GFile *folder)
{
  SemQuery *query = sem_session_get_query (self->session);
  g_autoptr (SemScope) scope = query ? sem_scope_copy (sem_query_get_scope (query)) : NULL;
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();
  g_autoptr (SemQuery) narrowed = NULL;
  const char *path = g_file_peek_path (folder);

  if (!scope || !path)
    return;
  for (guint i = 0; scope->folders && scope->folders[i]; i++)
    if (!g_str_equal (scope->folders[i], path))
      g_ptr_array_add (folders, scope->folders[i]);
  g_ptr_array_add (folders, (gpointer) path);
  g_ptr_array_add (folders, NULL);
  sem_scope_set_folders (scope, (const char *const *) folders->pdata);
  narrowed = sem_query_new_with_scope (query, scope);
  sem_session_change_query (self->session, narrowed, sem_session_get_photo (self->session));
}

/* History ---------------------------------------------------------------------------------------*/

static void
go_to_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;
  const guint position = g_variant_get_uint32 (parameter);

  if (position <= sem_session_get_n_steps (self->session))
    sem_session_go_to (self->session, position);
}

static void
ask_again_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (SemQuery) query = sem_recent_new_query (g_variant_get_string (parameter, NULL));

  if (query)
    sem_window_ask (user_data, query, NULL);
}

static void
history_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;

  if (sem_session_get_results (self->session))
    sem_results_page_show_history (self->results_page);
  else
    sem_library_page_show_history (self->library_page);
}

/* Regions ---------------------------------------------------------------------------------------*/

gboolean
sem_window_get_shows_region (SemWindow *self)
{
  return gtk_stack_get_visible_child (self->pages) == GTK_WIDGET (self->region_page);
}

void
sem_window_leave_region (SemWindow *self)
{
  if (!sem_window_get_shows_region (self))
    return;
  gtk_stack_set_visible_child (self->pages, GTK_WIDGET (self->leaflet));
  sem_region_page_close (self->region_page);
  sem_results_page_take_focus (self->results_page);
}

static void
mark_region_cb (SemQueryBar *bar, guint source, SemWindow *self)
{
  SemResults *results = sem_session_get_results (self->session);

  if (!results)
    return;
  sem_region_page_open (self->region_page, results, source);
  gtk_stack_set_visible_child (self->pages, GTK_WIDGET (self->region_page));
  gtk_widget_grab_focus (GTK_WIDGET (self->region_page));
}

static void
marked_cb (SemRegionPage *page, SemQuery *query, SemWindow *self)
{
  sem_session_change_query (self->session, query, NULL);
}

static void
closed_cb (SemRegionPage *page, SemWindow *self)
{
  sem_window_leave_region (self);
}

static void
find_region_cb (SemViewer *viewer, SemPhoto *photo, SemWindow *self)
{
  g_autoptr (SemQuery) whole = sem_query_new_for_photo (photo);
  g_autoptr (SemQuery) part = NULL;
  double region[4];

  sem_viewer_get_region (viewer, region);
  part = sem_query_new_with_region (whole, 0, region);
  sem_window_ask (self, part, NULL);
}

/* The hint at what a drop does leaves the row of chips in sight, which does something else. */
static void
place_drop_hint (SemWindow *self)
{
  GtkWidget *bar = GTK_WIDGET (sem_results_page_get_query_bar (self->results_page));
  GtkWidget *around = gtk_widget_get_parent (GTK_WIDGET (self->drop_hint));
  const gboolean results = gtk_widget_get_mapped (bar);
  graphene_rect_t bounds;
  int top = 0;

  if (results && gtk_widget_compute_bounds (bar, around, &bounds))
    top = (int) (bounds.origin.y + bounds.size.height);
  gtk_widget_set_margin_top (GTK_WIDGET (self->drop_hint), top);
  gtk_widget_set_visible (self->drop_hint_add, results);
}

/* Drops on the window
 * -------------------------------------------------------------------------------- */

/* A browser offers an image's URI besides the image itself; only the image can be searched for. */
GdkDragAction
sem_window_drop_enter_cb (GtkDropTarget *target, double x, double y, SemWindow *self)
{
  GdkDrop *drop = gtk_drop_target_get_current_drop (target);
  gboolean from_browser =
    drop != NULL
    && gdk_content_formats_contain_mime_type (gdk_drop_get_formats (drop), "text/html");
  g_autoptr (GdkContentFormats) formats = sem_intake_get_formats (from_browser);
  gsize n_types;
  const GType *types = gdk_content_formats_get_gtypes (formats, &n_types);

  gtk_drop_target_set_gtypes (target, (GType *) types, n_types);
  place_drop_hint (self);
  /* Who drags a photo out of the window wants to see what is beside it. */
  gtk_revealer_set_reveal_child (self->drop_hint, !drop || !gdk_drop_get_drag (drop));
  return GDK_ACTION_COPY;
}

void
sem_window_drop_leave_cb (GtkDropTarget *target, SemWindow *self)
{
  gtk_revealer_set_reveal_child (self->drop_hint, FALSE);
}

gboolean
sem_window_drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, SemWindow *self)
{
  gtk_revealer_set_reveal_child (self->drop_hint, FALSE);
  self->adding = FALSE;
  return sem_intake_take_value (self->intake, value);
}

/* Drops on the row of chips ---------------------------------------------------------------------*/

static GdkDragAction
chips_enter_cb (GtkDropTarget *target, double x, double y, SemWindow *self)
{
  gtk_revealer_set_reveal_child (self->drop_hint, FALSE);
  return GDK_ACTION_COPY;
}

static gboolean
chips_drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, SemWindow *self)
{
  gtk_revealer_set_reveal_child (self->drop_hint, FALSE);
  self->adding = TRUE;
  return sem_intake_take_value (self->intake, value);
}

void
sem_window_connect_asking (SemWindow *self)
{
  SemQueryBar *bar = sem_results_page_get_query_bar (self->results_page);
  GtkDropTarget *target = sem_query_bar_get_drop_target (bar);
  g_autoptr (GdkContentFormats) formats = sem_intake_get_formats (FALSE);
  gsize n_types;
  const GType *types = gdk_content_formats_get_gtypes (formats, &n_types);

  gtk_drop_target_set_gtypes (target, (GType *) types, n_types);
  g_signal_connect_object (target, "enter", G_CALLBACK (chips_enter_cb), self, 0);
  g_signal_connect_object (target, "drop", G_CALLBACK (chips_drop_cb), self, 0);
  g_signal_connect_object (bar, "mark-region", G_CALLBACK (mark_region_cb), self, 0);
  g_signal_connect_object (self->region_page, "marked", G_CALLBACK (marked_cb), self, 0);
  g_signal_connect_object (self->region_page, "closed", G_CALLBACK (closed_cb), self, 0);
  g_signal_connect_object (self->viewer, "find-region", G_CALLBACK (find_region_cb), self, 0);
}

void
sem_window_install_asking (SemWindow *self)
{
  static const GActionEntry entries[] = {
    { "add-to-query", add_action },
    { "add-selected", add_action },
    { "more-like", add_action },
    { "less-like", add_action },
    { "add-by-clipboard", add_by_clipboard_action },
    { "narrow", narrow_action },
    { "go-to", go_to_action, "u" },
    { "ask-again", ask_again_action, "s" },
    { "history", history_action },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
