/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

#include "ui/preferences/help.h"
#include "ui/preferences/preferences.h"
#include "ui/settings.h"

static void
automatic_cb (SemWindow *self)
{
  if (g_settings_get_boolean (sem_settings_get (), "index-automatically"))
    sem_library_watch (self->library);
  else
    sem_library_unwatch (self->library);
}

static void
cache_cb (SemWindow *self)
{
  const guint64 megabytes = g_settings_get_uint (sem_settings_get (), "thumbnail-cache");

  sem_library_set_thumbnail_cache (self->library, megabytes << 20);
}

static void
preferences_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemWindow *self = user_data;

  gtk_window_present (sem_preferences_new (GTK_WINDOW (self), self->library));
}

static void
help_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_present (sem_help_new (user_data));
}

void
sem_window_connect_preferences (SemWindow *self)
{
  static const GActionEntry entries[] = {
    { "preferences", preferences_action },
    { "help", help_action },
  };
  GSettings *settings = sem_settings_get ();

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  /* At every start of the program; it looks there once by itself. */
  if (!settings || g_settings_get_boolean (settings, "index-automatically"))
    sem_library_watch (self->library);
  if (!settings)
    return;
  g_signal_connect_object (settings, "changed::index-automatically", G_CALLBACK (automatic_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::thumbnail-cache", G_CALLBACK (cache_cb), self,
                           G_CONNECT_SWAPPED);
  cache_cb (self);
}
