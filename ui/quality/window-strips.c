/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

#include "ui/toast.h"

gboolean
sem_window_get_shows_strips (SemWindow *self)
{
  return gtk_stack_get_visible_child (self->pages) == GTK_WIDGET (self->strips_page);
}

static void
show (SemWindow *self)
{
  sem_window_go_to (self, GTK_WIDGET (self->strips_page));
  gtk_widget_grab_focus (GTK_WIDGET (self->strips_page));
}

gboolean
sem_window_leave_strips (SemWindow *self)
{
  if (!sem_window_get_shows_strips (self))
    return FALSE;
  gtk_stack_set_visible_child (self->pages, self->before_strips);
  sem_strips_clear (sem_strips_page_get_strips (self->strips_page));
  sem_window_focus_photos (self);
  return TRUE;
}

/* Each may lead back to another. */
void
sem_window_leave_pages (SemWindow *self)
{
  for (guint i = 0; i < 5; i++)
    {
      sem_window_leave_learning (self);
      sem_window_leave_viewer (self);
      sem_window_leave_region (self);
      sem_window_leave_strips (self);
      sem_window_leave_compare (self);
    }
}

static void
inspect_photo (SemWindow *self, SemPhoto *photo)
{
  g_autoptr (GListStore) photos = g_list_store_new (SEM_TYPE_PHOTO);

  g_list_store_append (photos, photo);
  sem_strips_ask_photos (sem_strips_page_get_strips (self->strips_page), G_LIST_MODEL (photos), 0);
  show (self);
}

/* (transfer full) (nullable): the photo of the library that is looked at, or selected where nothing
 * is searched for */
static SemPhoto *
dup_photo (SemWindow *self)
{
  const gboolean results = sem_session_get_results (self->session) != NULL;
  SemPhoto *photo = NULL;

  if (sem_window_get_shows_strips (self))
    photo = sem_strips_page_get_photo (self->strips_page);
  else if (gtk_stack_get_visible_child (self->pages) == GTK_WIDGET (self->viewer))
    photo = sem_viewer_get_photo (self->viewer);
  else if (!results && gtk_stack_get_visible_child (self->content) == GTK_WIDGET (self->map_page))
    return sem_map_page_dup_photo (self->map_page);
  else if (!results)
    photo = sem_photo_grid_get_selected_photo (sem_window_get_grid (self));
  return photo && !sem_photo_get_is_outside (photo) ? g_object_ref (photo) : NULL;
}

/* Of what is shown: a photo, or else a search. */
static void
inspect_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;
  SemResults *results = sem_session_get_results (self->session);
  g_autoptr (SemPhoto) photo = dup_photo (self);

  if (!photo && (!results || sem_query_get_n_sources (sem_results_get_query (results)) == 0))
    {
      sem_toast_show (GTK_WIDGET (self), _("Select a photo first."));
      return;
    }
  sem_window_leave_compare (self);
  sem_window_leave_learning (self);
  sem_window_leave_viewer (self);
  sem_window_leave_region (self);
  if (photo)
    inspect_photo (self, photo);
  else
    {
      sem_strips_ask_results (sem_strips_page_get_strips (self->strips_page), results);
      show (self);
    }
}

/* Of a photo in the grid, whatever the query was. */
static void
inspect_selected_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;
  SemPhoto *photo = sem_photo_grid_get_selected_photo (sem_window_get_grid (self));

  if (photo)
    inspect_photo (self, photo);
  else
    sem_toast_show (GTK_WIDGET (self), _("Select a photo first."));
}

/* The codes that are offered with those in use. */
static void
compare_codes_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;
  SemCodes *codes = sem_library_get_codes (self->library);
  SemCodes *offer = sem_library_get_offer (self->library);

  if (!codes || !offer)
    return;
  sem_strips_ask_models (sem_strips_page_get_strips (self->strips_page), codes, offer);
  show (self);
}

/* (transfer full) (nullable) */
static SemCodes *
find_codes (SemWindow *self, gint64 id)
{
  GListModel *models = sem_library_get_models (self->library);

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr (SemCodes) codes = g_list_model_get_item (models, i);

      if (sem_codes_get_id (codes) == id)
        return g_steal_pointer (&codes);
    }
  return NULL;
}

/* Any two models of the library. */
static void
compare_models_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;
  g_autoptr (SemCodes) first = NULL, second = NULL;
  gint64 ids[2];

  g_variant_get (parameter, "(xx)", &ids[0], &ids[1]);
  first = self->library ? find_codes (self, ids[0]) : NULL;
  second = self->library ? find_codes (self, ids[1]) : NULL;
  if (!first || !second)
    return;
  sem_strips_ask_models (sem_strips_page_get_strips (self->strips_page), first, second);
  show (self);
}

static void
inspect_cb (SemQualityPage *page, GListModel *photos, guint position, SemWindow *self)
{
  sem_strips_ask_photos (sem_strips_page_get_strips (self->strips_page), photos, position);
  show (self);
}

gboolean
sem_window_ask_strips (SemWindow *self, gboolean copies)
{
  SemPhoto *photo;
  g_autoptr (SemQuery) query = NULL, of_copies = NULL;

  if (!sem_window_get_shows_strips (self))
    return FALSE;
  photo = sem_strips_page_get_photo (self->strips_page);
  if (!photo)
    return TRUE;
  query = sem_query_new_for_photo (photo);
  of_copies = copies ? sem_query_new_for_copies (query) : NULL;
  sem_window_ask (self, of_copies ? of_copies : query, photo);
  return TRUE;
}

static void
open_cb (SemStripsPage *page, GListModel *photos, guint position, SemWindow *self)
{
  sem_window_view_photos (self, photos, position);
}

void
sem_window_install_strips (SemWindow *self)
{
  static const GActionEntry entries[] = {
    { "inspect", inspect_action },
    { "inspect-selected", inspect_selected_action },
    { "compare-codes", compare_codes_action },
    { "compare-models", compare_models_action, "(xx)" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  sem_window_install_compare (self);
}

void
sem_window_bind_quality (GtkWidgetClass *widget_class)
{
  g_type_ensure (SEM_TYPE_MAP_PAGE);
  g_type_ensure (SEM_TYPE_QUALITY_PAGE);
  g_type_ensure (SEM_TYPE_STRIPS_PAGE);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, map_page);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, quality_page);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, strips_page);
  sem_window_bind_compare (widget_class);
  sem_window_bind_duplicates (widget_class);
}

void
sem_window_connect_strips (SemWindow *self)
{
  sem_strips_page_set_library (self->strips_page, self->library);
  sem_window_connect_compare (self);
  sem_window_connect_duplicates (self);
  g_signal_connect_object (self->quality_page, "inspect", G_CALLBACK (inspect_cb), self, 0);
  g_signal_connect_object (self->strips_page, "closed", G_CALLBACK (sem_window_leave_strips), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->strips_page, "open-photo", G_CALLBACK (open_cb), self, 0);
}

SemStripsPage *
sem_window_get_strips_page (SemWindow *self)
{
  return self->strips_page;
}
