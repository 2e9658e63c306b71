/* test-regions.c - Tab goes from region to region of the window, arrows inside one
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/keys.h"
#include "ui/window-private.h"

/* Tab goes through the window in few steps, with the grid as one of them, in both directions. */
static void
test_tab (Fixture *fixture, gconstpointer data)
{
  static const char *const keys[] = { "Tab", "shift+Tab" };
  GtkWidget *grid = GTK_WIDGET (fixture->photos);

  fill (fixture, 500);
  press ("End");
  wait_until (ui_test_focus (fixture->photos) == 499);
  press ("Left");
  wait_until (ui_test_focus (fixture->photos) == 498);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      guint steps = 0;

      do
        {
          GtkWidget *before = gtk_window_get_focus (GTK_WINDOW (fixture->window));

          press (keys[i]);
          wait_until (gtk_window_get_focus (GTK_WINDOW (fixture->window)) != before);
          if (steps == 0)
            g_assert_false (
              gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)), grid));
          g_assert_cmpuint (++steps, <, 13);
        }
      while (ui_test_focus (fixture->photos) == GTK_INVALID_LIST_POSITION);
      g_assert_cmpuint (ui_test_focus (fixture->photos), ==, 498);
      g_assert_cmpuint (steps, >, 1);
    }
}

/* The pages of the sidebar are one stop, entered at the page that shows; arrows go through them. */
static void
test_sidebar (Fixture *fixture, gconstpointer data)
{
  static const char *const keys[] = { "Tab", "shift+Tab" };
  GtkWidget *pages = ui_test_find (fixture->window->sidebar, GTK_TYPE_LIST_BOX);

  fill (fixture, 60);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      guint n_stops = 0;

      do
        {
          GtkWidget *before = gtk_window_get_focus (GTK_WINDOW (fixture->window));

          press (keys[i]);
          wait_until (gtk_window_get_focus (GTK_WINDOW (fixture->window)) != before);
          if (!gtk_widget_get_focus_child (pages))
            continue;
          g_assert_true (gtk_widget_get_focus_child (pages) == gtk_widget_get_first_child (pages));
          n_stops++;
          press ("Down");
          wait_until (gtk_widget_get_focus_child (pages) != gtk_widget_get_first_child (pages));
          press ("Up");
          wait_until (gtk_widget_get_focus_child (pages) == gtk_widget_get_first_child (pages));
        }
      while (ui_test_focus (fixture->photos) == GTK_INVALID_LIST_POSITION);
      g_assert_cmpuint (n_stops, ==, 1);
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/regions/tab", test_tab);
  ui_test_add ("/ui/regions/sidebar", test_sidebar);

  return g_test_run ();
}
