/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

#include "ui/grid/items.h"
#include "ui/toast.h"

gboolean
sem_window_get_shows_compare (SemWindow *self)
{
  return gtk_stack_get_visible_child (self->pages) == GTK_WIDGET (self->compare_page);
}

gboolean
sem_window_leave_compare (SemWindow *self)
{
  if (!sem_window_get_shows_compare (self))
    return FALSE;
  gtk_stack_set_visible_child (self->pages, self->before_compare);
  sem_compare_page_close (self->compare_page);
  sem_window_focus_photos (self);
  return TRUE;
}

/* (transfer full) (nullable): a photo by its file alone, which is what is compared. */
static SemPhoto *
new_photo (GFile *file)
{
  g_autofree char *base = file ? g_file_get_basename (file) : NULL;
  g_autofree char *title = base ? g_filename_display_name (base) : NULL;

  if (!file || !g_file_peek_path (file))
    return NULL;
  return sem_photo_new_outside (file, NULL, title);
}

static SemPhoto *
dup_at (GListModel *list, guint position)
{
  g_autoptr (GFile) file = sem_list_dup_file (list, position);

  return new_photo (file);
}

/* Of the query the first picture that results shall resemble, and that is a file. */
static SemPhoto *
dup_query (SemWindow *self)
{
  SemQuery *query = sem_session_get_query (self->session);

  for (guint i = 0; query && i < sem_query_get_n_sources (query); i++)
    {
      g_autoptr (GFile) file = sem_query_dup_source_file (query, i);
      g_autoptr (SemPhoto) photo = NULL;
      gint64 id;

      if (!sem_query_get_source_like (query, i))
        continue;
      id = sem_query_get_source_photo (query, i);
      if (!file && id >= 0)
        {
          photo = sem_library_dup_photo (self->library, id, NULL);
          g_set_object (&file, sem_photo_get_file (photo));
        }
      if (file && g_file_peek_path (file))
        return new_photo (file);
    }
  return NULL;
}

/* The two photos that are meant: @pair is filled with what is known of them.
 * Returns: (nullable): what to do first where two are not chosen */
static const char *
choose (SemWindow *self, SemPhoto **pair)
{
  SemGridView *view = sem_photo_grid_get_view (sem_window_get_grid (self));
  GtkBitset *selected = sem_grid_selection_get (sem_grid_view_get_selection (view));
  GListModel *list = sem_grid_view_get_model (view);
  const gboolean results = sem_session_get_results (self->session) != NULL;
  const guint64 n = gtk_bitset_get_size (selected);

  if (n == 2)
    {
      pair[0] = dup_at (list, gtk_bitset_get_minimum (selected));
      pair[1] = dup_at (list, gtk_bitset_get_maximum (selected));
      return NULL;
    }
  if (!results || n != 1)
    return results ? _("Select a result to compare it with the query, or two to compare these.")
                   : _("Select two photos to compare them.");
  pair[0] = dup_query (self);
  pair[1] = dup_at (list, gtk_bitset_get_minimum (selected));
  return NULL;
}

static const char *
choose_duplicates (SemWindow *self, SemPhoto **pair)
{
  pair[0] = sem_duplicates_page_dup_other (self->duplicates_page);
  pair[1] = sem_duplicates_page_dup_photo (self->duplicates_page);
  return pair[0] && pair[1] ? NULL : _("There is no other photo to compare it with.");
}

/* The photo that is shown and the query; where there is no query, the photo and the next one. */
static const char *
choose_in_viewer (SemWindow *self, SemPhoto **pair)
{
  GListModel *list = sem_viewer_get_list (self->viewer);
  const guint position = sem_viewer_get_position (self->viewer);
  const guint n = list ? g_list_model_get_n_items (list) : 0;

  if (position >= n)
    return _("Select two photos to compare them.");
  pair[1] = dup_at (list, position);
  if (sem_session_get_results (self->session) && self->viewer_grid)
    pair[0] = dup_query (self);
  else if (n > 1)
    {
      pair[0] = g_steal_pointer (&pair[1]);
      pair[1] = dup_at (list, (position + 1) % n);
    }
  else
    return _("There is no other photo to compare it with.");
  return NULL;
}

static void
compare_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;
  SemPhoto *pair[2] = { NULL, NULL };
  const char *missing;

  if (sem_window_get_shows_compare (self))
    return;
  if (sem_window_get_shows_viewer (self))
    missing = choose_in_viewer (self, pair);
  else if (!sem_session_get_results (self->session)
           && gtk_stack_get_visible_child (self->content) == GTK_WIDGET (self->duplicates_page))
    missing = choose_duplicates (self, pair);
  else
    missing = choose (self, pair);
  if (!missing && (!pair[0] || !pair[1]))
    missing = _("Only photos in files on this computer can be compared.");
  if (missing)
    sem_toast_show (GTK_WIDGET (self), missing);
  else
    {
      sem_window_go_to (self, GTK_WIDGET (self->compare_page));
      sem_compare_page_open (self->compare_page, pair[0], pair[1]);
      gtk_widget_grab_focus (GTK_WIDGET (self->compare_page));
    }
  g_clear_object (&pair[0]);
  g_clear_object (&pair[1]);
}

void
sem_window_install_compare (SemWindow *self)
{
  static const GActionEntry entries[] = { { "compare", compare_action } };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

void
sem_window_connect_compare (SemWindow *self)
{
  sem_compare_page_set_library (self->compare_page, self->library);
  g_signal_connect_object (self->compare_page, "closed", G_CALLBACK (sem_window_leave_compare),
                           self, G_CONNECT_SWAPPED);
}

void
sem_window_bind_compare (GtkWidgetClass *widget_class)
{
  g_type_ensure (SEM_TYPE_COMPARE_PAGE);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, compare_page);
}

SemComparePage *
sem_window_get_compare_page (SemWindow *self)
{
  return self->compare_page;
}
