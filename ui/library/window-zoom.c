/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

static SemPhotoGrid *
get_grid (SemWindow *self)
{
  return sem_session_get_results (self->session) ? sem_results_page_get_grid (self->results_page)
                                                 : sem_library_page_get_grid (self->library_page);
}

/* Of what is shown: the viewer, the map, or photos in a grid. */
static void
zoom_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemPhotoGrid *grid = get_grid (user_data);
  const char *name = g_action_get_name (G_ACTION (action));
  int level = sem_photo_grid_get_zoom_level (grid);

  if (sem_window_zoom_map (user_data, name))
    return;
  if (sem_window_ask_viewer (user_data, g_str_equal (name, "zoom-in")    ? "viewer.zoom-in"
                                        : g_str_equal (name, "zoom-out") ? "viewer.zoom-out"
                                                                         : "viewer.fit"))
    return;
  if (g_str_equal (name, "zoom-in"))
    level++;
  else if (g_str_equal (name, "zoom-out"))
    level--;
  else
    level = SEM_PHOTO_GRID_DEFAULT_ZOOM;
  sem_photo_grid_set_zoom_level (grid, level);
}

void
sem_window_install_zoom (SemWindow *self)
{
  static const GActionEntry entries[] = {
    { "zoom-in", zoom_action },
    { "zoom-out", zoom_action },
    { "zoom-reset", zoom_action },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
