/* test-history.c - the history of searches in the window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/widgets/photo-grid-private.h"
#include "ui/window-private.h"
#include "tests/ui/ui-test.h"
#include "ui/asking/back-button.h"
#include "ui/widgets/query-well.h"

/* Back and forward go step by step. */
static void
test_back (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 10);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (SemPhoto) photo =
        g_list_model_get_item (sem_library_get_photos (fixture->library), i);
      SemResults *before = ui_test_results (fixture);

      ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
      wait_until (ui_test_results (fixture) != before);
    }
  g_assert_cmpstr (ui_test_query_title (fixture), ==, "photo-002.jpg");
  ui_test_activate (fixture, "back");
  g_assert_cmpstr (ui_test_query_title (fixture), ==, "photo-001.jpg");
  ui_test_activate (fixture, "back");
  g_assert_cmpstr (ui_test_query_title (fixture), ==, "photo-000.jpg");
  g_assert_true (sem_window_get_shows_results (fixture->window));
  ui_test_activate (fixture, "back");
  g_assert_false (sem_window_get_shows_results (fixture->window));
  g_assert_false (ui_test_enabled (fixture, "back"));
  g_assert_false (ui_test_enabled (fixture, "show-library"));

  g_assert_true (ui_test_enabled (fixture, "forward"));
  for (guint i = 0; i < 3; i++)
    ui_test_activate (fixture, "forward");
  g_assert_true (sem_window_get_shows_results (fixture->window));
  g_assert_cmpstr (ui_test_query_title (fixture), ==, "photo-002.jpg");
  g_assert_false (ui_test_enabled (fixture, "forward"));
}

/* Selection and scroll position come back with the results, in both directions. */
static void
test_restored (Fixture *fixture, gconstpointer data)
{
  GtkAdjustment *scroll = sem_photo_grid_get_vadjustment (fixture->results);
  SemQueryWell *well = ui_test_find (fixture->window, SEM_TYPE_QUERY_WELL);
  double place;

  ui_test_fill (fixture, 2000);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SemPhoto) photo =
        g_list_model_get_item (sem_library_get_photos (fixture->library), i);
      SemResults *before = ui_test_results (fixture);

      ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
      wait_until (ui_test_results (fixture) != before);
      ui_test_settle (fixture);
      g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 0);
      g_assert_true (ui_test_shows (well, "Select a photo"));
      if (i > 0)
        continue;
      gtk_adjustment_set_value (scroll, 2000);
      sem_photo_grid_select (fixture->results, 3);
      ui_test_settle (fixture);
    }
  place = 2000;
  for (guint turn = 0; turn < 2; turn++)
    {
      ui_test_activate (fixture, "back");
      ui_test_settle (fixture);
      g_assert_cmpstr (ui_test_query_title (fixture), ==, "photo-000.jpg");
      g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (scroll), place, 1);
      g_assert_cmpuint (sem_photo_grid_get_selected_position (fixture->results), ==, 3);
      g_assert_false (ui_test_shows (well, "Select a photo"));
      ui_test_activate (fixture, "forward");
      ui_test_settle (fixture);
      g_assert_cmpstr (ui_test_query_title (fixture), ==, "photo-001.jpg");
      g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 0);
      g_assert_cmpuint (sem_photo_grid_get_selected_position (fixture->results), ==,
                        GTK_INVALID_LIST_POSITION);
    }
}

/* Asks for what the photo at @position of the results resembles, as Enter does on it. Returns: the
 * scroll position that the results had. */
static double
go_on (Fixture *fixture, guint position)
{
  SemResults *before = ui_test_results (fixture);
  double scroll;

  sem_photo_grid_set_place (fixture->results,
                            &(SemGridPlace){ .scroll = position, .focus = position });
  sem_photo_grid_select (fixture->results, position);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->results));
  ui_test_settle (fixture);
  scroll = gtk_adjustment_get_value (sem_photo_grid_get_vadjustment (fixture->results));
  g_assert_cmpuint (ui_test_focus (fixture->results), ==, position);
  sem_photo_grid_select (fixture->results, position);
  ui_test_activate (fixture, "find-similar");
  wait_until (ui_test_results (fixture) != before);
  ui_test_settle (fixture);
  return scroll;
}

/* A search that is started far down a list shows its best hits, which have the focus. The list that
 * it was started from comes back as it was left, at any zoom. */
static void
test_top (Fixture *fixture, gconstpointer data)
{
  GtkAdjustment *scroll = sem_photo_grid_get_vadjustment (fixture->results);
  static const guint positions[] = { 100, 199, 37 };
  double places[G_N_ELEMENTS (positions)];

  ui_test_fill (fixture, 2000);
  for (int zoom = 0; zoom < SEM_PHOTO_GRID_N_ZOOM_LEVELS; zoom += 2)
    {
      g_autoptr (SemPhoto) photo =
        g_list_model_get_item (sem_library_get_photos (fixture->library), 5);

      sem_photo_grid_set_zoom_level (fixture->results, zoom);
      ui_test_settle (fixture);
      ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
      wait_until (sem_window_get_shows_results (fixture->window));
      ui_test_settle (fixture);
      for (guint i = 0; i < G_N_ELEMENTS (positions); i++)
        {
          g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 0);
          g_assert_cmpuint (ui_test_focus (fixture->results), ==, 0);
          g_assert_nonnull (ui_test_find_tile (fixture->results, 0));
          if (i > 0)
            g_assert_cmpuint (sem_photo_grid_get_selected_position (fixture->results), ==,
                              GTK_INVALID_LIST_POSITION);
          places[i] = go_on (fixture, positions[i]);
        }
      for (int i = G_N_ELEMENTS (positions) - 1; i >= 0; i--)
        {
          ui_test_activate (fixture, "back");
          ui_test_settle (fixture);
          g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, places[i]);
          g_assert_cmpuint (ui_test_focus (fixture->results), ==, positions[i]);
          g_assert_cmpuint (sem_photo_grid_get_selected_position (fixture->results), ==,
                            positions[i]);
        }
      ui_test_activate (fixture, "show-library");
    }
}

/* A photo that was scrolled away keeps the focus, and the list keeps its place. */
static void
test_apart (Fixture *fixture, gconstpointer data)
{
  SemPhotoGrid *grids[] = { fixture->photos, fixture->results };
  g_autoptr (SemPhoto) photo = NULL;

  ui_test_fill (fixture, 2000);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 5);
  for (guint i = 0; i < G_N_ELEMENTS (grids); i++)
    {
      GtkAdjustment *scroll = sem_photo_grid_get_vadjustment (grids[i]);
      double place;

      gtk_widget_grab_focus (gtk_widget_get_parent (ui_test_find_tile (grids[i], 3)));
      gtk_adjustment_set_value (scroll, 2001);
      ui_test_settle (fixture);
      place = gtk_adjustment_get_value (scroll);
      g_assert_cmpfloat (place, >, 1900);
      ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
      wait_until (sem_window_get_shows_results (fixture->window));
      ui_test_settle (fixture);
      if (i > 0)
        {
          g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 0);
        }
      ui_test_activate (fixture, "back");
      ui_test_settle (fixture);
      g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, place);
      g_assert_cmpuint (ui_test_focus (grids[i]), ==, 3);
      ui_test_activate (fixture, "forward");
      ui_test_settle (fixture);
    }
}

/* Results that arrive during the animation back to the library must stay. */
static void
test_back_and_forth (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemPhoto) photo = NULL;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  ui_test_fill (fixture, 10);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 0);
  for (guint i = 0; i < 3; i++)
    {
      ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
      wait_until (sem_window_get_shows_results (fixture->window));
      ui_test_settle (fixture);
      ui_test_assert_distances (fixture, UI_TEST_FROM_RED);
      wait_until (ui_test_find_tile (fixture->results, 0) != NULL);
      ui_test_activate (fixture, "back");
      for (guint turn = 0; turn < 40; turn++)
        ui_test_turn ();
    }
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

static void
test_library_stays (Fixture *fixture, gconstpointer data)
{
  GtkAdjustment *scroll = sem_photo_grid_get_vadjustment (fixture->photos);
  g_autoptr (SemPhoto) photo = NULL;
  double place;

  ui_test_fill (fixture, 2000);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 3);
  gtk_adjustment_set_value (scroll, 7000);
  ui_test_settle (fixture);
  place = gtk_adjustment_get_value (scroll);
  g_assert_cmpfloat (place, >, 5000);

  for (guint i = 0; i < 2; i++)
    {
      ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
      wait_until (sem_window_get_shows_results (fixture->window));
      ui_test_settle (fixture);
      ui_test_activate (fixture, "show-library");
      g_assert_false (sem_window_get_shows_results (fixture->window));
      ui_test_settle (fixture);
      g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (scroll), place, 1);
    }

  /* Back at the library nothing is lost: one goes on to the searches, and searches from there. */
  g_assert_true (ui_test_enabled (fixture, "back"));
  ui_test_activate (fixture, "back");
  g_assert_true (sem_window_get_shows_results (fixture->window));
  ui_test_activate (fixture, "show-library");
  ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_activate (fixture, "back");
  g_assert_false (sem_window_get_shows_results (fixture->window));
  g_assert_true (ui_test_enabled (fixture, "back"));
  g_assert_true (ui_test_enabled (fixture, "forward"));
}

static GtkWidget *
find_back_button (gpointer page)
{
  return ui_test_find (page, SEM_TYPE_BACK_BUTTON);
}

/* The library has the list of searches too, once there is one. */
static void
test_list_in_library (Fixture *fixture, gconstpointer data)
{
  SemLibraryPage *page = sem_window_get_library_page (fixture->window);
  GtkWidget *button = find_back_button (page);

  ui_test_fill (fixture, 10);
  g_assert_false (gtk_widget_get_visible (button));
  g_assert_false (ui_test_enabled (fixture, "history"));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SemPhoto) photo =
        g_list_model_get_item (sem_library_get_photos (fixture->library), i);

      ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
      wait_until (sem_window_get_shows_results (fixture->window));
      ui_test_activate (fixture, "show-library");
      wait_until (!sem_window_get_shows_results (fixture->window));
    }
  ui_test_settle (fixture);
  g_assert_true (gtk_widget_get_visible (button));
  g_assert_true (ui_test_enabled (fixture, "history"));
  ui_test_activate (fixture, "history");
  wait_until (ui_test_shows (button, "Similar to photo-001.jpg"));
  g_assert_true (ui_test_shows (button, "Similar to photo-000.jpg"));
  g_assert_true (ui_test_shows (button, "All Photos"));
  gtk_widget_activate_action (button, "win.go-to", "u", 1);
  wait_until (sem_window_get_shows_results (fixture->window));
  g_assert_cmpstr (ui_test_query_title (fixture), ==, "photo-000.jpg");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/history/back", test_back);
  ui_test_add ("/ui/history/restored", test_restored);
  ui_test_add ("/ui/history/top", test_top);
  ui_test_add ("/ui/history/apart", test_apart);
  ui_test_add ("/ui/history/back-and-forth", test_back_and_forth);
  ui_test_add ("/ui/history/library-stays", test_library_stays);
  ui_test_add ("/ui/history/list-in-library", test_list_in_library);

  return g_test_run ();
}
