/* keys.h - real keys and clicks, for tests of the window that have a window manager
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tests/ui/ui-test.h"

static inline void
exited_cb (GPid pid, int status, gpointer user_data)
{
  g_assert_cmpint (status, ==, 0);
  *(gboolean *) user_data = TRUE;
}

/* Runs xdotool with @arguments, separated by spaces, while the main loop runs. */
static inline void
xdotool (const char *arguments)
{
  g_autofree char *line = g_strconcat ("xdotool ", arguments, NULL);
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;
  GPid pid;

  g_spawn_async (NULL, words, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                 &pid, &error);
  g_assert_no_error (error);
  g_child_watch_add (pid, exited_cb, &done);
  wait_until (done);
}

static inline void
press (const char *key)
{
  g_autofree char *arguments = g_strconcat ("key ", key, NULL);

  xdotool (arguments);
}

/* Fills the library, in a window that keys reach. */
static inline void
fill (Fixture *fixture, guint n)
{
  g_autofree char *focus = g_strconcat ("windowfocus ", ui_test_window_id (fixture), NULL);

  ui_test_settle (fixture);
  if (!gtk_window_is_active (GTK_WINDOW (fixture->window)))
    xdotool (focus);
  wait_until (gtk_window_is_active (GTK_WINDOW (fixture->window)));
  ui_test_fill (fixture, n);
}
