/* test-search.c - searches in the window and their history
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/window-private.h"
#include "tests/ui/ui-test.h"
#include "ui/pictures/framed-paintable.h"
#include "ui/widgets/query-well.h"

static void
test_find_similar (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 10);
  ui_test_activate (fixture, "find-similar");
  wait_until (ui_test_shows (fixture->window, "Select a photo first."));

  sem_photo_grid_select (fixture->photos, 0);
  ui_test_activate (fixture, "find-similar");
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_assert_distances (fixture, UI_TEST_FROM_RED);

  sem_photo_grid_select (fixture->results, 2);
  ui_test_activate (fixture, "find-similar");
  wait_until (g_strcmp0 (ui_test_query_title (fixture), "photo-001.jpg") == 0);
  ui_test_assert_distances (fixture, "0 37 37 64 74 101 111 138 148 175");
}

/* The button of the well toggles between similar photos and copies. */
static void
test_find_copies (Fixture *fixture, gconstpointer data)
{
  GtkWidget *well;

  ui_test_fill (fixture, 10);
  ui_test_activate (fixture, "find-copies");
  wait_until (ui_test_shows (fixture->window, "Select a photo first."));

  sem_photo_grid_select (fixture->photos, 0);
  ui_test_activate (fixture, "find-copies");
  wait_until (sem_window_get_shows_results (fixture->window));
  g_assert_nonnull (sem_query_get_original (sem_results_get_query (ui_test_results (fixture))));
  well = ui_test_find (fixture->window, SEM_TYPE_QUERY_WELL);
  wait_until (ui_test_shows (fixture->window, "Mirrored · 100 %"));
  g_assert_true (ui_test_shows (well, "Show All Similar"));

  ui_test_activate (fixture, "toggle-copies");
  wait_until (!sem_query_get_original (sem_results_get_query (ui_test_results (fixture))));
  wait_until (ui_test_shows (well, "Find Copies"));
  g_assert_false (ui_test_shows (fixture->window, "Mirrored · 100 %"));

  ui_test_activate (fixture, "toggle-copies");
  wait_until (sem_query_get_original (sem_results_get_query (ui_test_results (fixture))) != NULL);
}

/* The kinds of copies come later, when the hits have been looked at closely: labels change and hits
 * move, but the tile that is pointed at keeps its place and its widget, and the selected hit stays
 * selected. */
static void
test_late_kinds (Fixture *fixture, gconstpointer data)
{
  GtkWidget *tile;
  SemPhoto *photo;

  ui_test_fill (fixture, 10);
  sem_fake_library_hold_proofs (fixture->library, TRUE);
  sem_photo_grid_select (fixture->photos, 0);
  ui_test_activate (fixture, "find-copies");
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_settle (fixture);
  ui_test_assert_distances (fixture, UI_TEST_FROM_RED);
  g_assert_false (ui_test_shows (fixture->window, "Mirrored · 100 %"));

  sem_photo_grid_select (fixture->results, 3);
  photo = sem_photo_grid_get_selected_photo (fixture->results);
  tile = ui_test_find_tile (fixture->results, 2);
  sem_session_set_held (sem_window_get_session (fixture->window), 2);
  sem_fake_library_hold_proofs (fixture->library, FALSE);
  wait_until (ui_test_shows (fixture->window, "Mirrored · 100 %"));
  ui_test_settle (fixture);
  ui_test_assert_distances (fixture, "101 0 37 27 64 74 111 138 148 175");
  g_assert_true (ui_test_find_tile (fixture->results, 2) == tile);
  g_assert_true (sem_photo_grid_get_selected_photo (fixture->results) == photo);
  g_assert_cmpuint (sem_session_get_selected (sem_window_get_session (fixture->window)), ==, 4);
}

/* The selected hit that lies in a part of the query has a frame there, and the part has a name;
 * another hit has neither. */
static void
test_region (Fixture *fixture, gconstpointer data)
{
  SemQueryWell *well = ui_test_find (fixture->window, SEM_TYPE_QUERY_WELL);
  GdkPaintable *shown;
  GtkPicture *picture;
  const graphene_rect_t *part;

  ui_test_fill (fixture, 10);
  sem_photo_grid_select (fixture->photos, 0);
  ui_test_activate (fixture, "find-copies");
  wait_until (ui_test_shows (fixture->window, "Mirrored · 100 %"));
  ui_test_settle (fixture);
  picture = ui_test_find (GTK_WIDGET (well), GTK_TYPE_PICTURE);
  sem_photo_grid_select (fixture->results, 1);
  wait_until (!SEM_IS_FRAMED_PAINTABLE (gtk_picture_get_paintable (picture)));
  g_assert_false (ui_test_shows (GTK_WIDGET (well), "lower left quarter of your picture"));

  sem_photo_grid_select (fixture->results, 0);
  wait_until (SEM_IS_FRAMED_PAINTABLE (gtk_picture_get_paintable (picture)));
  g_assert_true (ui_test_shows (GTK_WIDGET (well), "lower left quarter of your picture"));
  shown = gtk_picture_get_paintable (picture);
  part = sem_framed_paintable_get_part (SEM_FRAMED_PAINTABLE (shown));
  g_assert_cmpfloat (part->origin.x, ==, 0);
  g_assert_cmpfloat (part->origin.y, ==, 0.5f);
  g_assert_cmpfloat (part->size.width, ==, 0.5f);
  g_assert_cmpfloat (part->size.height, ==, 0.5f);
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (shown), ==,
                   gdk_paintable_get_intrinsic_width (
                     sem_framed_paintable_get_picture (SEM_FRAMED_PAINTABLE (shown))));

  sem_photo_grid_select (fixture->results, 1);
  wait_until (!SEM_IS_FRAMED_PAINTABLE (gtk_picture_get_paintable (picture)));
  g_assert_false (ui_test_shows (GTK_WIDGET (well), "lower left quarter of your picture"));
}

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

  sem_photo_grid_set_place (fixture->results, &(SemPhotoGridPlace){ position, position });
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

  /* A search from the library discards the history. */
  ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_activate (fixture, "back");
  g_assert_false (sem_window_get_shows_results (fixture->window));
}

static void
wait_for_title (Fixture *fixture, const char *title)
{
  wait_until (g_strcmp0 (ui_test_query_title (fixture), title) == 0);
}

/* A query is refined by its hits, by more and by less like them, and step by step back. */
static void
test_refine (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemPhoto) photo = NULL;

  ui_test_fill (fixture, 10);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 0);
  g_assert_false (ui_test_enabled (fixture, "more-like"));
  ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_activate (fixture, "more-like");
  wait_until (ui_test_shows (fixture->window, "Select a photo first."));
  sem_photo_grid_select (fixture->results, 5);
  ui_test_activate (fixture, "more-like");
  wait_for_title (fixture, "2 photos");
  ui_test_assert_distances (fixture, "0 0 27 37 37 37 74 74 111 111");
  sem_photo_grid_select (fixture->results, 9);
  ui_test_activate (fixture, "less-like");
  wait_for_title (fixture, "2 photos, unlike 1");
  ui_test_activate (fixture, "find-copies");
  wait_until (sem_query_get_original (sem_results_get_query (ui_test_results (fixture))) != NULL);
  sem_photo_grid_select (fixture->results, 1);
  ui_test_activate (fixture, "more-like");
  wait_for_title (fixture, "3 photos, unlike 1");
  for (guint i = 0; i < 3; i++)
    ui_test_activate (fixture, "back");
  g_assert_cmpstr (ui_test_query_title (fixture), ==, "2 photos");
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = ui_test_make_image ("red.png", 0);
  g_autoptr (SemQuery) query = sem_query_new_for_file (file);

  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  sem_session_search (sem_window_get_session (fixture->window), query, NULL);
  wait_until (sem_window_get_shows_results (fixture->window));
  wait_until (ui_test_shows (fixture->window, "Nothing Looks Like It"));
}

static void
test_error (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemPhoto) photo = NULL;

  ui_test_fill (fixture, 10);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 0);
  sem_fake_library_set_search_error (fixture->library, "No codes <yet> & no search.");
  ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
  wait_until (ui_test_shows (fixture->window, "No codes <yet> & no search."));
  g_assert_false (sem_window_get_shows_results (fixture->window));
}

/* A new search cancels the one before; a slow one shows a spinner. */
static void
test_newest_wins (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemPhoto) one = NULL;
  g_autoptr (SemPhoto) other = NULL;

  ui_test_fill (fixture, 10);
  one = g_list_model_get_item (sem_library_get_photos (fixture->library), 1);
  other = g_list_model_get_item (sem_library_get_photos (fixture->library), 2);
  sem_fake_library_hold_searches (fixture->library, TRUE);
  ui_test_drop (fixture, SEM_TYPE_PHOTO, one);
  wait_until (ui_test_shows (fixture->window, "Searching…"));
  ui_test_drop (fixture, SEM_TYPE_PHOTO, other);
  sem_fake_library_hold_searches (fixture->library, FALSE);
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_settle (fixture);
  g_assert_cmpstr (ui_test_query_title (fixture), ==, "photo-002.jpg");
  wait_until (!ui_test_shows (fixture->window, "Searching…"));
  ui_test_activate (fixture, "back");
  g_assert_false (sem_window_get_shows_results (fixture->window));
}

/* A window that is closed during a search must be freed when the search ends. */
static void
test_closed_while_searching (Fixture *fixture, gconstpointer data)
{
  gpointer window = fixture->window;
  g_autoptr (SemPhoto) photo = NULL;

  ui_test_fill (fixture, 10);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 1);
  sem_fake_library_hold_searches (fixture->library, TRUE);
  ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
  g_object_add_weak_pointer (window, &window);
  gtk_window_destroy (window);
  sem_fake_library_hold_searches (fixture->library, FALSE);
  wait_until (!window);
}

static void
test_copy (Fixture *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));
  GdkContentFormats *formats;

  ui_test_fill (fixture, 10);
  sem_photo_grid_select (fixture->photos, 3);
  gtk_widget_activate_action (GTK_WIDGET (fixture->photos), "grid.copy", NULL);
  formats = gdk_clipboard_get_formats (clipboard);
  g_assert_true (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST));
  g_assert_true (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE));
}

/* Where likeness ends: the others come after a divider, when they are asked for, and by keyboard.
 */
static void
test_less_likely (Fixture *fixture, gconstpointer data)
{
  const guint above = GPOINTER_TO_UINT (data);
  SemResults *results;

  sem_fake_set_n_above (above);
  ui_test_fill (fixture, 10);
  sem_photo_grid_select (fixture->photos, 0);
  ui_test_activate (fixture, "find-copies");
  wait_until (sem_window_get_shows_results (fixture->window));
  results = ui_test_results (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (results)), ==, above);
  wait_until (ui_test_shows (fixture->window, "Show More"));
  g_assert_true (ui_test_shows (fixture->window,
                                above > 0 ? "Less likely photos follow" : "Nothing Looks Like It"));
  g_assert_true (ui_test_shows (fixture->window, above > 0 ? "4 photos" : "0 photos"));

  gtk_widget_activate_action (gtk_widget_get_parent (GTK_WIDGET (fixture->results)),
                              "results.show-more", NULL);
  ui_test_settle (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (results)), ==, 10);
  g_assert_false (ui_test_shows (fixture->window, "Show More"));
  g_assert_false (ui_test_shows (fixture->window, "Nothing Looks Like It"));
  g_assert_true (ui_test_shows (fixture->window, above > 0 ? "less likely" : "the nearest"));
  for (guint i = 0; i < 10; i++)
    g_assert_true (gtk_widget_has_css_class (ui_test_find_tile (fixture->results, i), "less-likely")
                   == (i >= above));
  sem_fake_set_n_above (G_MAXUINT);
}

static void
test_some_less_likely (Fixture *fixture, gconstpointer data)
{
  test_less_likely (fixture, GUINT_TO_POINTER (4));
}

static void
test_all_less_likely (Fixture *fixture, gconstpointer data)
{
  test_less_likely (fixture, GUINT_TO_POINTER (0));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/search/find-similar", test_find_similar);
  ui_test_add ("/ui/search/find-copies", test_find_copies);
  ui_test_add ("/ui/search/late-kinds", test_late_kinds);
  ui_test_add ("/ui/search/region", test_region);
  ui_test_add ("/ui/search/back", test_back);
  ui_test_add ("/ui/search/restored", test_restored);
  ui_test_add ("/ui/search/top", test_top);
  ui_test_add ("/ui/search/apart", test_apart);
  ui_test_add ("/ui/search/back-and-forth", test_back_and_forth);
  ui_test_add ("/ui/search/library-stays", test_library_stays);
  ui_test_add ("/ui/search/refine", test_refine);
  ui_test_add ("/ui/search/nothing", test_nothing);
  ui_test_add ("/ui/search/some-less-likely", test_some_less_likely);
  ui_test_add ("/ui/search/all-less-likely", test_all_less_likely);
  ui_test_add ("/ui/search/error", test_error);
  ui_test_add ("/ui/search/newest-wins", test_newest_wins);
  ui_test_add ("/ui/search/closed-while-searching", test_closed_while_searching);
  ui_test_add ("/ui/search/copy", test_copy);

  return g_test_run ();
}
