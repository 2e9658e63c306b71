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
  if (shown && self->library)
    sem_library_look_again (self->library);
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

static gint64
get_codes (SemWindow *self)
{
  SemCodes *codes = sem_library_get_codes (self->library);

  return codes ? sem_codes_get_id (codes) : 0;
}

static gboolean
has_changed (SemWindow *self)
{
  return self->measured_codes != get_codes (self)
         || self->measured_photos != sem_library_get_n_photos (self->library);
}

/* While photos are indexed there is always something new: what is there in the end counts. Whoever
 * looks at the photos behind a point is not to lose them. The library goes before the page. */
static void
follow_cb (SemWindow *self)
{
  if (self->library && has_changed (self)
      && !sem_inspector_get_running (sem_quality_page_get_inspector (self->quality_page))
      && gtk_widget_get_mapped (GTK_WIDGET (self->quality_page))
      && !g_str_equal (sem_quality_page_get_shown (self->quality_page), "photos")
      && sem_library_get_state (self->library) == SEM_LIBRARY_IDLE)
    sem_quality_page_refresh (self->quality_page);
}

/* What changes while it is measured is measured afterwards. The window may be about to go: then the
 * page stops measuring, and newer versions of GTK have taken it away before. */
static void
running_cb (SemWindow *self)
{
  if (!self->library)
    return;
  if (!sem_inspector_get_running (sem_quality_page_get_inspector (self->quality_page)))
    {
      follow_cb (self);
      return;
    }
  self->measured_codes = get_codes (self);
  self->measured_photos = sem_library_get_n_photos (self->library);
}

gboolean
sem_window_shows_photos_behind (SemWindow *self)
{
  gboolean photos;

  g_object_get (self->quality_page, "shows-photos", &photos, NULL);
  return photos && sem_window_get_shows_quality (self);
}

void
sem_window_follow_quality (SemWindow *self)
{
  static const char *const signals[] = { "notify::codes", "notify::n-photos", "notify::state" };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (self->library, signals[i], G_CALLBACK (follow_cb), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (sem_quality_page_get_inspector (self->quality_page), "notify::running",
                           G_CALLBACK (running_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->quality_page, "notify::shows-photos",
                           G_CALLBACK (sem_window_update_actions), self, G_CONNECT_SWAPPED);
  sem_window_watch_focus (self);
}

SemQualityPage *
sem_window_get_quality_page (SemWindow *self)
{
  return self->quality_page;
}
