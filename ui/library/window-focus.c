/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

/* The user may have changed the library by the command line meanwhile. */
static void
active_cb (SemWindow *self)
{
  if (self->library && gtk_window_is_active (GTK_WINDOW (self)))
    sem_library_look_again (self->library);
}

void
sem_window_watch_focus (SemWindow *self)
{
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_cb), NULL);
}

/* This file calls none of the other pages, which call it. */
static gboolean
shows_quality (SemWindow *self)
{
  return gtk_stack_get_visible_child (self->content) == GTK_WIDGET (self->quality_page);
}

/* Where each page goes back to; NULL for pages that always go back to the photos. */
static GtkWidget **
find_before (SemWindow *self, GtkWidget *page)
{
  if (page == GTK_WIDGET (self->learning_page))
    return &self->before_learning;
  if (page == GTK_WIDGET (self->strips_page))
    return &self->before_strips;
  if (page == GTK_WIDGET (self->compare_page))
    return &self->before_compare;
  return page == GTK_WIDGET (self->viewer) ? &self->before_viewer : NULL;
}

void
sem_window_go_to (SemWindow *self, GtkWidget *page)
{
  GtkWidget *shown = gtk_stack_get_visible_child (self->pages), *at = shown;

  while (at && at != page)
    at = find_before (self, at) ? *find_before (self, at) : NULL;
  /* One that is among those before it is gone back to: else there would be no way out of both. */
  if (!at)
    *find_before (self, page) = shown;
  gtk_stack_set_visible_child (self->pages, page);
}

void
sem_window_focus_photos (SemWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);

  if (page != GTK_WIDGET (self->leaflet))
    gtk_widget_grab_focus (page);
  else if (self->session && !sem_session_get_results (self->session) && shows_quality (self))
    sem_quality_page_take_focus (self->quality_page);
  else if (self->session && sem_session_get_results (self->session))
    sem_results_page_take_focus (self->results_page);
  else if (gtk_stack_get_visible_child (self->content) != GTK_WIDGET (self->library_page))
    gtk_widget_grab_focus (gtk_stack_get_visible_child (self->content));
  else
    sem_library_page_take_focus (self->library_page);
}

SemPhotoGrid *
sem_window_get_grid (SemWindow *self)
{
  if (sem_session_get_results (self->session))
    return sem_results_page_get_grid (self->results_page);
  if (shows_quality (self))
    return sem_quality_page_get_grid (self->quality_page);
  return sem_library_page_get_grid (self->library_page);
}
