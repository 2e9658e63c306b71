/* test-details.c - the panel with the query and the selected photo
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/window-private.h"
#include "tests/ui/ui-test.h"
#include "ui/widgets/photo-tile-private.h"
#include "ui/widgets/query-well.h"
#include "ui/words.h"

#define SMALL_TILE 150

static void
test_selected (Fixture *fixture, gconstpointer data)
{
  SemQueryWell *well = ui_test_find (fixture->window, SEM_TYPE_QUERY_WELL);
  g_autoptr (SemPhoto) photo = NULL;
  int width;

  ui_test_fill (fixture, 10);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 0);
  ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
  wait_until (sem_window_get_shows_results (fixture->window));
  wait_until (ui_test_shows (well, "Select a photo"));
  ui_test_settle (fixture);
  width = gtk_widget_get_width (GTK_WIDGET (well));
  sem_photo_grid_select (fixture->results, 3);
  wait_until (ui_test_shows (well, "photo-008.jpg"));
  g_assert_true (ui_test_shows (well, "75 %"));
  g_assert_true (ui_test_shows (well, "64 bits"));
  g_assert_true (ui_test_shows (well, "/photos"));
  ui_test_settle (fixture);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (well)), ==, width);

  gtk_widget_activate_action (GTK_WIDGET (well), "results.find-similar", NULL);
  wait_until (g_strcmp0 (ui_test_query_title (fixture), "photo-008.jpg") == 0);
  wait_until (ui_test_shows (well, "Select a photo"));
}

/* Whether @widget can be seen within the window. */
static gboolean
in_window (Fixture *fixture, gpointer widget)
{
  graphene_rect_t bounds;

  return gtk_widget_get_mapped (widget)
         && gtk_widget_compute_bounds (widget, GTK_WIDGET (fixture->window), &bounds)
         && bounds.origin.x >= 0
         && bounds.origin.x + bounds.size.width
              <= gtk_widget_get_width (GTK_WIDGET (fixture->window));
}

/* In a window of any width the query and the selected photo can be seen, and closed again. */
static void
test_details (Fixture *fixture, gconstpointer data)
{
  static const int widths[] = { 360, 420, 700, 800 };
  SemQueryWell *well = ui_test_find (fixture->window, SEM_TYPE_QUERY_WELL);
  g_autoptr (SemPhoto) photo = NULL;

  ui_test_fill (fixture, 10);
  g_assert_false (ui_test_enabled (fixture, "details"));
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 0);
  ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
  wait_until (sem_window_get_shows_results (fixture->window));
  sem_photo_grid_select (fixture->results, 3);
  ui_test_settle (fixture);
  g_assert_true (in_window (fixture, well));
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      gtk_window_set_default_size (GTK_WINDOW (fixture->window), widths[i], 720);
      wait_until (ABS (gtk_widget_get_width (GTK_WIDGET (fixture->window)) - widths[i]) < 60);
      ui_test_settle (fixture);
      g_assert_false (in_window (fixture, well));
      ui_test_activate (fixture, "details");
      wait_until (in_window (fixture, well));
      g_assert_true (ui_test_shows (well, "photo-008.jpg"));
      g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)),
                                             GTK_WIDGET (well)));
      ui_test_activate (fixture, "details");
      wait_until (!in_window (fixture, well));
      g_assert_cmpuint (ui_test_focus (fixture->results), !=, GTK_INVALID_LIST_POSITION);
    }
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1200, 720);
  wait_until (in_window (fixture, well));
  ui_test_activate (fixture, "details");
  wait_until (!in_window (fixture, well));
}

/* It is read on the smallest of the usual tiles, whatever the kind of copy is called. */
static void
assert_badge_has_room (GtkWidget *tile)
{
  /* In English and in German. */
  static const char *const longest[] = { "Original of This Crop", "Original dieses Ausschnitts" };
  GtkLabel *badge = ui_test_find (tile, GTK_TYPE_LABEL);

  g_assert_nonnull (badge);
  for (guint i = 0; i < G_N_ELEMENTS (longest); i++)
    {
      gtk_label_set_label (badge, longest[i]);
      gtk_widget_measure (tile, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_allocate (tile, SMALL_TILE, SMALL_TILE, -1, NULL);
      g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (badge)));
      g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (badge)), <=, SMALL_TILE);
    }
}

/* A photo with the bytes of the query says so on its tile, to a screen reader, and in the panel,
 * which lists its files. */
static void
test_identical (Fixture *fixture, gconstpointer data)
{
  const char *label = "photo-000.jpg, Identical File, 100 % similar";
  GtkWidget *well = ui_test_find (fixture->window, SEM_TYPE_QUERY_WELL);
  g_autoptr (GFile) file = ui_test_make_image ("red.png", 0);
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, NULL);
  g_autoptr (SemQuery) query = sem_query_new_for_bytes (bytes, "Pasted");
  GtkWidget *tile;

  ui_test_fill (fixture, 10);
  sem_session_search (sem_window_get_session (fixture->window), query, NULL);
  wait_until (sem_window_get_shows_results (fixture->window));
  wait_until ((tile = ui_test_find_tile (fixture->results, 0)) != NULL);
  ui_test_settle (fixture);
  g_assert_cmpstr (sem_photo_tile_get_badge (SEM_PHOTO_TILE (tile)), ==, "Identical File");
  assert_badge_has_room (tile);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL, label);
  sem_photo_grid_select (fixture->results, 0);
  wait_until (ui_test_shows (well, "3 identical files:"));
  g_assert_true (ui_test_shows (well, "/pictures/a.jpg"));
  g_assert_true (ui_test_shows (well, "/pictures/b.jpg"));
  g_assert_true (ui_test_shows (well, "/c.jpg"));
  sem_photo_grid_select (fixture->results, 1);
  wait_until (!ui_test_shows (well, "identical files"));
}

/* Of many files the first ones are listed. */
static void
test_many_files (void)
{
  const char *paths[26] = { NULL };
  g_autofree char *one = NULL, *many = NULL;
  g_auto (GStrv) lines = NULL;

  paths[0] = "/0";
  one = sem_words_for_files (paths);
  g_assert_cmpstr (one, ==, "");
  for (guint i = 1; i < 25; i++)
    paths[i] = i % 2 ? "/pictures/odd.jpg" : "/even.jpg";
  many = sem_words_for_files (paths);
  lines = g_strsplit (many, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 22);
  g_assert_cmpstr (lines[0], ==, "25 identical files:");
  g_assert_cmpstr (lines[1], ==, "/0");
  g_assert_cmpstr (lines[2], ==, "/pictures/odd.jpg");
  g_assert_cmpstr (lines[21], ==, "and 5 more");
}

static void
assert_filled (GtkWidget *picture)
{
  GdkPaintable *paintable = gtk_picture_get_paintable (GTK_PICTURE (picture));

  g_assert_cmpint (gtk_widget_get_width (picture), ==,
                   gdk_paintable_get_intrinsic_width (paintable));
  g_assert_cmpint (gtk_widget_get_height (picture), ==,
                   gdk_paintable_get_intrinsic_height (paintable));
}

static void
find_pictures (GtkWidget *widget, guint *n)
{
  if (GTK_IS_PICTURE (widget) && gtk_widget_get_mapped (widget))
    {
      assert_filled (widget);
      (*n)++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_pictures (child, n);
}

/* The pictures beside the results have no empty bands, upright or not, in a window of any height.
 */
static void
test_pictures (Fixture *fixture, gconstpointer data)
{
  static const int heights[] = { 900, 600, 320 };
  GtkWidget *well = ui_test_find (fixture->window, SEM_TYPE_QUERY_WELL);

  ui_test_fill (fixture, 10);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (SemPhoto) photo =
        g_list_model_get_item (sem_library_get_photos (fixture->library), i / 3);
      SemResults *before = ui_test_results (fixture);
      guint n = 0;

      gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1040, heights[i % 3]);
      ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
      wait_until (ui_test_results (fixture) != before);
      sem_photo_grid_select (fixture->results, 1 + i % 2);
      ui_test_settle (fixture);
      find_pictures (well, &n);
      g_assert_cmpuint (n, ==, 2);
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/details/selected", test_selected);
  ui_test_add ("/ui/details/narrow", test_details);
  ui_test_add ("/ui/details/identical", test_identical);
  g_test_add_func ("/ui/details/many-files", test_many_files);
  ui_test_add ("/ui/details/pictures", test_pictures);

  return g_test_run ();
}
