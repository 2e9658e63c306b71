/* test-asking-keys.c - the query and regions by keyboard and pointer, with real events
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/keys.h"
#include "ui/pictures/picture-view.h"
#include "ui/region/region-view.h"
#include "ui/window-private.h"

static SemQuery *
get_query (Fixture *fixture)
{
  return sem_session_get_query (sem_window_get_session (fixture->window));
}

/* The query is one stop of the Tab key; arrows go along it, Delete takes a part out, and the focus
 * stays there. */
static void
test_query (Fixture *fixture, gconstpointer data)
{
  SemQueryBar *bar;
  guint steps = 0;

  fill (fixture, 10);
  bar = sem_results_page_get_query_bar (sem_window_get_results_page (fixture->window));
  press ("Right");
  ui_test_activate (fixture, "find-similar");
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_settle (fixture);
  press ("Right");
  wait_until (sem_photo_grid_get_selected_position (fixture->results) == 1);
  press ("plus");
  wait_until (sem_query_get_n_sources (get_query (fixture)) == 2);
  wait_until (ui_test_focus (fixture->results) == 0);
  press ("Right");
  press ("Right");
  wait_until (sem_photo_grid_get_selected_position (fixture->results) == 2);
  press ("minus");
  wait_until (sem_query_get_n_unlike (get_query (fixture)) == 1);
  ui_test_settle (fixture);
  while (!sem_query_bar_has_focus (bar))
    {
      GtkWidget *before = gtk_window_get_focus (GTK_WINDOW (fixture->window));

      press ("Tab");
      wait_until (gtk_window_get_focus (GTK_WINDOW (fixture->window)) != before);
      g_assert_cmpuint (++steps, <, 12);
    }
  press ("Right");
  press ("Right");
  press ("Delete");
  wait_until (sem_query_get_n_sources (get_query (fixture)) == 2);
  g_assert_cmpuint (sem_query_get_n_unlike (get_query (fixture)), ==, 0);
  ui_test_settle (fixture);
  g_assert_true (sem_query_bar_has_focus (bar));
  press ("Left");
  press ("Left");
  press ("Delete");
  wait_until (sem_query_get_n_sources (get_query (fixture)) == 1);
  press ("Tab");
  wait_until (!sem_query_bar_has_focus (bar));
}

/* A region is marked, moved, resized and asked with by keys alone. */
static void
test_region (Fixture *fixture, gconstpointer data)
{
  SemViewer *viewer = sem_window_get_viewer (fixture->window);
  SemRegionView *view = ui_test_find (viewer, SEM_TYPE_REGION_VIEW);
  double region[4];

  fill (fixture, 10);
  press ("Right");
  press ("Return");
  wait_until (sem_window_get_shows_viewer (fixture->window));
  wait_until (sem_picture_view_get_texture (ui_test_find (viewer, SEM_TYPE_PICTURE_VIEW)) != NULL);
  ui_test_settle (fixture);
  press ("r");
  wait_until (sem_region_view_get_marking (view));
  press ("Right");
  press ("Right");
  press ("Up");
  press ("shift+Left");
  press ("ctrl+Down");
  wait_until ((sem_region_view_get_region (view, region), region[1] > .231));
  press ("Escape");
  wait_until (!sem_region_view_get_marking (view));
  g_assert_true (sem_window_get_shows_viewer (fixture->window));
  press ("r");
  wait_until (sem_region_view_get_marking (view));
  press ("Right");
  press ("shift+Left");
  press ("Return");
  wait_until (get_query (fixture) != NULL);
  g_assert_true (sem_query_get_source_region (get_query (fixture), 0, region));
  g_assert_cmpfloat_with_epsilon (region[0], .27, .001);
  g_assert_cmpfloat_with_epsilon (region[1], .25, .001);
  g_assert_cmpfloat_with_epsilon (region[2], .48, .001);
  g_assert_cmpfloat_with_epsilon (region[3], .5, .001);
  wait_until (sem_window_get_shows_results (fixture->window));
}

/* With the pointer: a new rectangle outside the marked one. */
static void
test_region_drag (Fixture *fixture, gconstpointer data)
{
  SemViewer *viewer = sem_window_get_viewer (fixture->window);
  SemRegionView *view = ui_test_find (viewer, SEM_TYPE_REGION_VIEW);
  SemPictureView *picture = ui_test_find (viewer, SEM_TYPE_PICTURE_VIEW);
  graphene_rect_t bounds;
  graphene_point_t origin;
  double region[4];

  fill (fixture, 10);
  press ("Return");
  wait_until (sem_window_get_shows_viewer (fixture->window));
  wait_until (sem_picture_view_get_texture (picture) != NULL);
  ui_test_settle (fixture);
  press ("r");
  wait_until (sem_region_view_get_marking (view));
  g_assert_true (sem_picture_view_get_bounds (picture, &bounds));
  g_assert_true (gtk_widget_compute_point (GTK_WIDGET (picture), GTK_WIDGET (fixture->window),
                                           &bounds.origin, &origin));
  {
    const int x = (int) origin.x, y = (int) origin.y;
    g_autofree char *line = g_strdup_printf (
      "mousemove --window %s %d %d mousedown 1 mousemove --window %s %d %d mousemove --window %s "
      "%d %d mouseup 1",
      ui_test_window_id (fixture), x + (int) (bounds.size.width * .05f),
      y + (int) (bounds.size.height * .05f), ui_test_window_id (fixture),
      x + (int) (bounds.size.width * .15f), y + (int) (bounds.size.height * .15f),
      ui_test_window_id (fixture), x + (int) (bounds.size.width * .2f),
      y + (int) (bounds.size.height * .2f));

    xdotool (line);
  }
  wait_until ((sem_region_view_get_region (view, region), region[0] < .1));
  ui_test_settle (fixture);
  sem_region_view_get_region (view, region);
  g_assert_cmpfloat_with_epsilon (region[0], .05, .03);
  g_assert_cmpfloat_with_epsilon (region[1], .05, .03);
  g_assert_cmpfloat_with_epsilon (region[2], .15, .03);
  g_assert_cmpfloat_with_epsilon (region[3], .15, .03);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/asking-keys/query", test_query);
  ui_test_add ("/ui/asking-keys/region", test_region);
  ui_test_add ("/ui/asking-keys/region-drag", test_region_drag);

  return g_test_run ();
}
