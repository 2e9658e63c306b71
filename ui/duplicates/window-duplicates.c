/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

#include "ui/toast.h"

/* A group whose photos the user marked as different. */
typedef struct
{
  SemDuplicateFinder *finder;
  SemDuplicateSet *set;
} Different;

gboolean
sem_window_get_shows_duplicates (SemWindow *self)
{
  return gtk_stack_get_visible_child (self->content) == GTK_WIDGET (self->duplicates_page)
         && !sem_session_get_results (self->session);
}

void
sem_window_show_duplicates (SemWindow *self)
{
  gtk_stack_set_visible_child (self->content, GTK_WIDGET (self->duplicates_page));
  sem_sidebar_select_entry (self->sidebar, SEM_SIDEBAR_DUPLICATES);
  gtk_widget_grab_focus (GTK_WIDGET (self->duplicates_page));
}

static void
chosen_cb (SemSidebar *sidebar, SemWindow *self)
{
  sem_window_show_duplicates (self);
  if (adw_flap_get_folded (self->frame))
    adw_flap_set_reveal_flap (self->frame, FALSE);
}

static void
open_photo_cb (SemDuplicatesPage *page, guint index, SemWindow *self)
{
  SemDuplicateSet *set =
    sem_duplicates_view_get_current (sem_duplicates_page_get_view (page), NULL);

  sem_window_view_group (self, set, index);
}

static void
trash_cb (SemDuplicatesPage *page, GPtrArray *sets, guint only, SemWindow *self)
{
  sem_window_trash_sets (self, sets, only);
}

gboolean
sem_window_trash_on_duplicates (SemWindow *self)
{
  if (!sem_window_get_shows_duplicates (self))
    return FALSE;
  sem_duplicates_page_trash_photo (self->duplicates_page);
  return TRUE;
}

gboolean
sem_window_ask_duplicates (SemWindow *self, gboolean copies)
{
  g_autoptr (SemPhoto) photo = sem_window_get_shows_duplicates (self)
                                 ? sem_duplicates_page_dup_photo (self->duplicates_page)
                                 : NULL;
  g_autoptr (SemQuery) query = photo ? sem_query_new_for_photo (photo) : NULL;
  g_autoptr (SemQuery) for_copies = query && copies ? sem_query_new_for_copies (query) : NULL;

  if (query)
    sem_window_ask (self, copies ? for_copies : query, photo);
  return query != NULL;
}

/* Not the same --------------------------------------------------------------------------------- */

static void
different_free (gpointer data)
{
  Different *different = data;

  g_object_unref (different->finder);
  g_object_unref (different->set);
  g_free (different);
}

static void
take_back (gpointer data)
{
  Different *different = data;

  sem_duplicate_finder_set_different (different->finder, different->set, FALSE);
}

static void
different_cb (SemDuplicatesPage *page, SemDuplicateSet *set, SemWindow *self)
{
  SemDuplicateFinder *finder = sem_duplicates_page_get_finder (page);
  Different *different = g_new (Different, 1);
  AdwToast *toast;

  *different = (Different){ g_object_ref (finder), g_object_ref (set) };
  toast = sem_toast_new (sem_duplicate_set_get_kind (set) == SEM_DUPLICATE_SET_IDENTICAL
                           ? _("All of these files stay")
                           : _("These photos will not be shown as duplicates again"));
  sem_duplicate_finder_set_different (finder, set, TRUE);
  sem_undo_offer (self->undo, sem_undo_add (self->undo, take_back, different, different_free),
                  toast);
  sem_toast_add (self->toast_overlay, toast);
}

/* ---------------------------------------------------------------------------------------------- */

static void
count_cb (SemWindow *self)
{
  SemDuplicateFinder *finder = sem_duplicates_page_get_finder (self->duplicates_page);

  sem_sidebar_set_n_duplicates (self->sidebar, g_list_model_get_n_items (G_LIST_MODEL (
                                                 sem_duplicate_finder_get_list (finder))));
}

void
sem_window_bind_duplicates (GtkWidgetClass *widget_class)
{
  g_type_ensure (SEM_TYPE_DUPLICATES_PAGE);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, duplicates_page);
}

void
sem_window_connect_duplicates (SemWindow *self)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/semblance/Semblance/ui/menu.ui");
  SemDuplicatesPage *page = self->duplicates_page;

  sem_duplicates_page_set_menu (page, G_MENU_MODEL (gtk_builder_get_object (builder, "menu")));
  sem_duplicates_page_set_library (page, self->library);
  g_signal_connect_object (page, "open-photo", G_CALLBACK (open_photo_cb), self, 0);
  g_signal_connect_object (page, "trash", G_CALLBACK (trash_cb), self, 0);
  g_signal_connect_object (page, "different", G_CALLBACK (different_cb), self, 0);
  g_signal_connect_object (self->sidebar, "duplicates-chosen", G_CALLBACK (chosen_cb), self, 0);
  g_signal_connect_object (sem_duplicate_finder_get_list (sem_duplicates_page_get_finder (page)),
                           "changed", G_CALLBACK (count_cb), self, G_CONNECT_SWAPPED);
}

SemDuplicatesPage *
sem_window_get_duplicates_page (SemWindow *self)
{
  return self->duplicates_page;
}
