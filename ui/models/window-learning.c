/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

gboolean
sem_window_get_shows_learning (SemWindow *self)
{
  return gtk_stack_get_visible_child (self->pages) == GTK_WIDGET (self->learning_page);
}

static void
learning_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;

  sem_library_look_again (self->library);
  sem_window_go_to (self, GTK_WIDGET (self->learning_page));
  sem_learning_page_open (self->learning_page, g_action_get_name (G_ACTION (action)));
}

gboolean
sem_window_leave_learning (SemWindow *self)
{
  if (!sem_window_get_shows_learning (self))
    return FALSE;
  gtk_stack_set_visible_child (self->pages, self->before_learning);
  sem_window_focus_photos (self);
  return TRUE;
}

/* Training has the offer and the progress on its own page. */
static void
show_bars (SemWindow *self)
{
  const gboolean shown = sem_window_get_shows_learning (self)
                         && sem_learning_page_get_shows_training (self->learning_page);

  sem_codes_bar_set_held_back (self->codes_bar, shown);
  sem_progress_strip_set_held_back (self->strip, shown);
}

void
sem_window_install_learning (SemWindow *self)
{
  static const GActionEntry entries[] = {
    { "train", learning_action },
    { "models", learning_action },
    { "networks", learning_action },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

void
sem_window_connect_learning (SemWindow *self)
{
  sem_learning_page_set_library (self->learning_page, self->library);
  g_signal_connect_object (self->learning_page, "closed", G_CALLBACK (sem_window_leave_learning),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->learning_page, "tab-changed", G_CALLBACK (show_bars), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (show_bars), self,
                           G_CONNECT_SWAPPED);
}
