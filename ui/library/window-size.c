/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

#include "ui/asking/recent.h"
#include "ui/settings.h"

void
sem_window_remember_size (SemWindow *self)
{
  GSettings *settings = sem_settings_get ();
  const char *folder;
  int width, height;

  if (!settings)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (settings, "window-width", width);
  g_settings_set_int (settings, "window-height", height);
  g_settings_set_boolean (settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  folder = sem_library_page_get_folder (self->library_page);
  g_settings_set_string (settings, "folder", folder ? folder : "");
  if (self->session)
    sem_recent_remember (self->session);
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

void
sem_window_restore_folder (SemWindow *self)
{
  GSettings *settings = sem_settings_get ();
  GListModel *folders = sem_library_get_folders (self->library);
  g_autofree char *path = settings ? g_settings_get_string (settings, "folder") : NULL;
  g_autoptr (GFile) shown = path && *path ? g_file_new_for_path (path) : NULL;

  for (guint i = 0; shown && i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (SemFolder) folder = g_list_model_get_item (folders, i);
      GFile *file = sem_folder_get_file (folder);

      /* Else it was removed from the library meanwhile. */
      if (g_file_equal (shown, file) || g_file_has_prefix (shown, file))
        {
          sem_library_page_set_folder (self->library_page, path);
          return;
        }
    }
}
