/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

static void
open_photo_cb (SemPhotoGrid *grid, guint position, SemWindow *self)
{
  sem_window_open_viewer (self, grid, position);
}

static void
find_similar_cb (gpointer grid, SemPhoto *photo, SemWindow *self)
{
  g_autoptr (SemQuery) query = sem_query_new_for_photo (photo);

  sem_window_ask (self, query, photo);
}

gboolean
sem_window_get_shows_quality (SemWindow *self)
{
  return gtk_stack_get_visible_child (self->content) == GTK_WIDGET (self->quality_page);
}

void
sem_window_show_quality (SemWindow *self, gboolean shown)
{
  gtk_stack_set_visible_child (self->content, shown ? GTK_WIDGET (self->quality_page)
                                                    : GTK_WIDGET (self->library_page));
  sem_sidebar_select_entry (self->sidebar, shown ? SEM_SIDEBAR_QUALITY : SEM_SIDEBAR_PHOTOS);
}

static void
chosen_cb (SemSidebar *sidebar, SemWindow *self)
{
  sem_window_show_quality (self, TRUE);
  if (adw_flap_get_folded (self->frame))
    adw_flap_set_reveal_flap (self->frame, FALSE);
  gtk_widget_child_focus (GTK_WIDGET (self->quality_page), GTK_DIR_TAB_FORWARD);
}

void
sem_window_connect_quality (SemWindow *self)
{
  SemPhotoGrid *grid = sem_quality_page_get_grid (self->quality_page);

  g_signal_connect_object (grid, "open-photo", G_CALLBACK (open_photo_cb), self, 0);
  g_signal_connect_object (grid, "find-similar", G_CALLBACK (find_similar_cb), self, 0);
  g_signal_connect_object (self->sidebar, "quality-chosen", G_CALLBACK (chosen_cb), self, 0);
}

SemQualityPage *
sem_window_get_quality_page (SemWindow *self)
{
  return self->quality_page;
}
