/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

#include "ui/settings.h"

void
sem_window_remember_size (SemWindow *self)
{
  GSettings *settings = sem_settings_get ();
  int width, height;

  if (!settings)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (settings, "window-width", width);
  g_settings_set_int (settings, "window-height", height);
  g_settings_set_boolean (settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
}

static gboolean
maximize_cb (gpointer user_data)
{
  g_autoptr (SemWindow) self = user_data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && !gtk_window_is_maximized (GTK_WINDOW (self)))
    gtk_window_maximize (GTK_WINDOW (self));
  return G_SOURCE_REMOVE;
}

/* Some window managers on X11 take no notice of what was asked before the window was mapped. */
static void
mapped_cb (SemWindow *self)
{
  g_signal_handlers_disconnect_by_func (self, mapped_cb, NULL);
  g_idle_add (maximize_cb, g_object_ref (self));
}

void
sem_window_restore_size (SemWindow *self)
{
  GSettings *settings = sem_settings_get ();

  if (!settings)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (!g_settings_get_boolean (settings, "window-maximized"))
    return;
  gtk_window_maximize (GTK_WINDOW (self));
  g_signal_connect_after (self, "map", G_CALLBACK (mapped_cb), NULL);
}
