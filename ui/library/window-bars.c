/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

/* Only the library says what is selected in it. */
static void
update (SemWindow *self)
{
  sem_selection_bar_set_shown (self->selection_bar,
                               gtk_stack_get_visible_child (self->pages)
                                   == GTK_WIDGET (self->leaflet)
                                 && adw_leaflet_get_visible_child (self->leaflet)
                                      == GTK_WIDGET (self->frame));
}

void
sem_window_connect_bars (SemWindow *self)
{
  sem_progress_strip_set_library (self->strip, self->library);
  sem_codes_bar_set_library (self->codes_bar, self->library);
  sem_selection_bar_set_grid (self->selection_bar, sem_library_page_get_grid (self->library_page));
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->leaflet, "notify::visible-child", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
