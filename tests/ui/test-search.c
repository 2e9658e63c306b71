/* test-search.c - searches in the window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/pictures/framed-paintable-private.h"
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
  wait_until (ui_test_shows (fixture->window, "Mirrored"));
  g_assert_true (ui_test_shows (well, "Show All Similar"));

  ui_test_activate (fixture, "toggle-copies");
  wait_until (!sem_query_get_original (sem_results_get_query (ui_test_results (fixture))));
  wait_until (ui_test_shows (well, "Find Copies"));
  g_assert_false (ui_test_shows (fixture->window, "Mirrored"));

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
  g_assert_false (ui_test_shows (fixture->window, "Mirrored"));
  g_assert_true (ui_test_shows (fixture->window, "Comparing…"));
  g_assert_true (ui_test_shows (fixture->window, "Copies"));

  sem_photo_grid_select (fixture->results, 3);
  photo = sem_photo_grid_get_selected_photo (fixture->results);
  tile = ui_test_find_tile (fixture->results, 2);
  sem_session_set_held (sem_window_get_session (fixture->window), 2);
  sem_fake_library_hold_proofs (fixture->library, FALSE);
  wait_until (ui_test_shows (fixture->window, "Mirrored"));
  ui_test_settle (fixture);
  g_assert_true (ui_test_shows (fixture->window, "2 copies"));
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
  wait_until (ui_test_shows (fixture->window, "Mirrored"));
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
  wait_until (ui_test_shows (fixture->window, "Nothing is more or less of a copy"));
  sem_photo_grid_select (fixture->results, 1);
  ui_test_activate (fixture, "more-like");
  wait_for_title (fixture, "3 photos, unlike 1");
  for (guint i = 0; i < 2; i++)
    ui_test_activate (fixture, "back");
  g_assert_cmpstr (ui_test_query_title (fixture), ==, "2 photos");
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = ui_test_make_image ("red.png", 0);
  g_autoptr (SemQuery) query = sem_query_new_for_file (file), scoped = NULL;
  g_autoptr (SemScope) scope = sem_scope_new ();

  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  ui_test_fill (fixture, 3);
  sem_fake_library_find_nothing (fixture->library, TRUE);
  sem_session_search (sem_window_get_session (fixture->window), query, NULL);
  wait_until (sem_window_get_shows_results (fixture->window));
  wait_until (ui_test_shows (fixture->window, "Nothing Looks Like It"));
  g_assert_false (ui_test_shows (fixture->window, "Nothing Looks Like It Here"));

  /* Where only a part of the library is searched, that is said. */
  sem_scope_set_dates (scope, "2040", NULL);
  scoped = sem_query_new_with_scope (query, scope);
  sem_session_search (sem_window_get_session (fixture->window), scoped, NULL);
  wait_until (ui_test_shows (fixture->window, "Nothing Looks Like It Here"));
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
  ui_test_activate (fixture, "find-similar");
  wait_until (sem_window_get_shows_results (fixture->window));
  results = ui_test_results (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (results)), ==, above);
  wait_until (ui_test_shows (fixture->window, "Show More"));
  g_assert_true (ui_test_shows (fixture->window,
                                above > 0 ? "Less likely photos follow" : "Nothing Looks Like It"));
  g_assert_true (ui_test_shows (fixture->window, above > 0 ? "4 photos" : "None"));

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

/* Where no more hits were asked for, the number is not all there are, and more follow. */
static void
test_cut (Fixture *fixture, gconstpointer data)
{
  SemResults *results;

  ui_test_fill (fixture, 300);
  sem_photo_grid_select (fixture->photos, 0);
  ui_test_activate (fixture, "find-similar");
  wait_until (sem_window_get_shows_results (fixture->window));
  results = ui_test_results (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (results)), ==, 200);
  wait_until (ui_test_shows (fixture->window, "Show More"));
  g_assert_true (ui_test_shows (fixture->window, "At least 200 photos"));
  g_assert_true (ui_test_shows (fixture->window, "More photos may be as likely"));

  /* What fails can be tried again. */
  sem_fake_set_refining_fails ("It is damaged.");
  gtk_widget_activate_action (gtk_widget_get_parent (GTK_WIDGET (fixture->results)),
                              "results.show-more", NULL);
  wait_until (ui_test_shows (fixture->window, "It is damaged."));
  sem_fake_set_refining_fails (NULL);
  g_assert_true (ui_test_shows (fixture->window, "Show More"));
  gtk_widget_activate_action (gtk_widget_get_parent (GTK_WIDGET (fixture->results)),
                              "results.show-more", NULL);
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (results)) == 300);
  g_assert_true (ui_test_shows (fixture->window, "300 photos"));
  g_assert_false (ui_test_shows (fixture->window, "At least"));
  g_assert_false (ui_test_shows (fixture->window, "Show More"));
}

static guint
count_copied (GtkWidget *widget)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  gdk_content_provider_get_value (gdk_clipboard_get_content (gtk_widget_get_clipboard (widget)),
                                  &value, &error);
  g_assert_no_error (error);
  return g_slist_length (g_value_get_boxed (&value));
}

/* The bar tells of the photos that are seen. */
static void
test_selection_bar (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar;

  ui_test_fill (fixture, 12);
  bar = ui_test_find (fixture->window, SEM_TYPE_SELECTION_BAR);
  sem_photo_grid_select (fixture->photos, 3);
  ui_test_settle (fixture);
  g_assert_true (ui_test_shows (bar, "1 selected"));
  sem_window_open_viewer (fixture->window, fixture->photos, 3);
  wait_until (!ui_test_shows (bar, "1 selected"));
  ui_test_activate (fixture, "back");
  wait_until (ui_test_shows (bar, "1 selected"));
  ui_test_activate (fixture, "find-similar");
  wait_until (sem_window_get_shows_results (fixture->window));
  wait_until (!ui_test_shows (bar, "1 selected"));

  /* Several hits can be selected, and what its menu offers is done to them. */
  sem_photo_grid_select (fixture->results, 1);
  sem_grid_selection_extend (sem_grid_view_get_selection (
                               sem_photo_grid_get_view (fixture->results)),
                             3, FALSE);
  wait_until (ui_test_shows (bar, "3 selected"));
  g_assert_true (gtk_widget_activate_action (bar, "grid.copy", NULL));
  g_assert_cmpuint (count_copied (bar), ==, 3);
  ui_test_activate (fixture, "trash");
  wait_until (ui_test_shows (fixture->window, "3 photos are in the trash"));
  wait_until (!ui_test_shows (bar, "selected"));
  ui_test_activate (fixture, "show-library");
  wait_until (ui_test_shows (bar, "1 selected"));
  g_assert_true (gtk_widget_activate_action (bar, "grid.open", NULL));
  wait_until (sem_window_get_shows_viewer (fixture->window));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/search/find-similar", test_find_similar);
  ui_test_add ("/ui/search/find-copies", test_find_copies);
  ui_test_add ("/ui/search/late-kinds", test_late_kinds);
  ui_test_add ("/ui/search/region", test_region);
  ui_test_add ("/ui/search/refine", test_refine);
  ui_test_add ("/ui/search/cut", test_cut);
  ui_test_add ("/ui/search/nothing", test_nothing);
  ui_test_add ("/ui/search/some-less-likely", test_some_less_likely);
  ui_test_add ("/ui/search/all-less-likely", test_all_less_likely);
  ui_test_add ("/ui/search/error", test_error);
  ui_test_add ("/ui/search/newest-wins", test_newest_wins);
  ui_test_add ("/ui/search/closed-while-searching", test_closed_while_searching);
  ui_test_add ("/ui/search/copy", test_copy);
  ui_test_add ("/ui/search/selection-bar", test_selection_bar);

  return g_test_run ();
}
