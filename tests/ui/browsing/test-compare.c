/* test-compare.c - the page that puts two photos beside each other
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/ui-test.h"
#include "ui/compare/compare-private.h"
#include "ui/window-private.h"

static SemComparePage *
page (Fixture *fixture)
{
  return sem_window_get_compare_page (fixture->window);
}

static SemCompareView *
view (Fixture *fixture)
{
  return sem_compare_page_get_view (page (fixture));
}

static SemPictureView *
picture (Fixture *fixture, guint which)
{
  return sem_compare_view_get_view (view (fixture), which);
}

static void
ask (Fixture *fixture, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (page (fixture)), action, NULL);
  ui_test_settle (fixture);
}

static void
select_positions (SemPhotoGrid *grid, guint first, guint second)
{
  g_autoptr (GtkBitset) positions = gtk_bitset_new_empty ();

  gtk_bitset_add (positions, first);
  gtk_bitset_add (positions, second);
  sem_grid_selection_set (sem_grid_view_get_selection (sem_photo_grid_get_view (grid)), positions);
}

static void
assert_compares (Fixture *fixture, const char *names)
{
  g_autofree char *compared = NULL;

  wait_until (sem_window_get_shows_compare (fixture->window));
  wait_until (!sem_comparing_get_running (sem_compare_page_get_comparing (page (fixture))));
  wait_until (sem_picture_view_get_texture (picture (fixture, 0))
              && sem_picture_view_get_texture (picture (fixture, 1)));
  ui_test_settle (fixture);
  compared = sem_fake_comparing_dup_names (sem_compare_page_get_comparing (page (fixture)));
  g_assert_cmpstr (compared, ==, names);
}

static void
open_two (Fixture *fixture)
{
  ui_test_fill (fixture, 12);
  select_positions (fixture->photos, 3, 7);
  ui_test_activate (fixture, "compare");
  assert_compares (fixture, "photo-003.jpg photo-007.jpg");
}

static void
assert_linked (Fixture *fixture)
{
  double x[2], y[2], zoom[2];

  for (guint i = 0; i < 2; i++)
    zoom[i] = sem_picture_view_get_place (picture (fixture, i), &x[i], &y[i]);
  g_assert_cmpfloat_with_epsilon (zoom[0], zoom[1], 1e-6);
  g_assert_cmpfloat_with_epsilon (x[0], x[1], 1e-6);
  g_assert_cmpfloat_with_epsilon (y[0], y[1], 1e-6);
}

/* Two selected photos; Escape and Back lead to where one was. */
static void
test_selected (Fixture *fixture, gconstpointer data)
{
  open_two (fixture);
  g_assert_true (ui_test_shows (page (fixture), "62 % alike · 34 of 256 bits differ"));
  g_assert_true (ui_test_shows (page (fixture), "photo-003.jpg · photo-007.jpg"));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (picture (fixture, 0))));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (picture (fixture, 1)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "photo-007.jpg");
  ask (fixture, "compare.swap");
  assert_compares (fixture, "photo-007.jpg photo-003.jpg");
  ask (fixture, "compare.close");
  g_assert_false (sem_window_get_shows_compare (fixture->window));
  g_assert_cmpuint (ui_test_focus (fixture->photos), !=, GTK_INVALID_LIST_POSITION);
  ui_test_activate (fixture, "compare");
  wait_until (sem_window_get_shows_compare (fixture->window));
  ui_test_activate (fixture, "back");
  g_assert_false (sem_window_get_shows_compare (fixture->window));
}

/* Whatever moves or zooms one photo does so with the other. */
static void
test_linked (Fixture *fixture, gconstpointer data)
{
  double x, y;

  open_two (fixture);
  assert_linked (fixture);
  ask (fixture, "compare.zoom-in");
  ask (fixture, "compare.zoom-in");
  g_assert_cmpfloat (sem_picture_view_get_place (picture (fixture, 1), &x, &y), >, 2);
  assert_linked (fixture);
  sem_picture_view_pan (picture (fixture, 1), .3, .2);
  assert_linked (fixture);
  sem_picture_view_get_place (picture (fixture, 0), &x, &y);
  g_assert_cmpfloat (x, >, .55);
  ask (fixture, "compare.slider");
  assert_linked (fixture);
  ask (fixture, "compare.fit");
  g_assert_cmpfloat_with_epsilon (sem_picture_view_get_place (picture (fixture, 1), &x, &y), 1,
                                  1e-6);
}

static graphene_rect_t
get_bounds (Fixture *fixture, guint which)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (picture (fixture, which)),
                                            GTK_WIDGET (view (fixture)), &bounds));
  return bounds;
}

/* Beside each other, over each other, and one above the other where there is no room. */
static void
test_looks (Fixture *fixture, gconstpointer data)
{
  GtkWidget *difference = ui_test_find_button (GTK_WIDGET (page (fixture)), "Difference");
  graphene_rect_t first, second;
  int minimum;

  open_two (fixture);
  first = get_bounds (fixture, 0);
  second = get_bounds (fixture, 1);
  g_assert_cmpfloat (second.origin.x, >=, first.origin.x + first.size.width);
  ask (fixture, "compare.slider");
  first = get_bounds (fixture, 0);
  second = get_bounds (fixture, 1);
  g_assert_true (graphene_rect_equal (&first, &second));
  g_assert_false (gtk_widget_get_sensitive (difference));
  ask (fixture, "compare.close");

  sem_fake_comparing_set_copies (TRUE);
  ui_test_activate (fixture, "compare");
  assert_compares (fixture, "photo-003.jpg photo-007.jpg");
  g_assert_true (ui_test_shows (page (fixture), "Crop"));
  g_assert_true (gtk_widget_get_sensitive (difference));
  ask (fixture, "compare.difference");
  g_assert_true (gtk_widget_get_child_visible (GTK_WIDGET (picture (fixture, 2))));
  g_assert_false (gtk_widget_get_child_visible (GTK_WIDGET (picture (fixture, 0))));
  g_assert_true (ui_test_shows (page (fixture), "Black is the same in both"));
  /* The heat lies on the photos. */
  ask (fixture, "compare.why");
  g_assert_cmpint (sem_compare_view_get_look (view (fixture)), ==, SEM_COMPARE_LOOK_SIDES);
  g_assert_false (ui_test_shows (page (fixture), "Black is the same in both"));
  ask (fixture, "compare.difference");
  g_assert_cmpint (sem_compare_view_get_look (view (fixture)), ==, SEM_COMPARE_LOOK_DIFFERENCE);
  sem_fake_comparing_set_copies (FALSE);
  ask (fixture, "compare.swap");
  assert_compares (fixture, "photo-007.jpg photo-003.jpg");
  g_assert_cmpint (sem_compare_view_get_look (view (fixture)), ==, SEM_COMPARE_LOOK_SIDES);

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 420, 800);
  wait_until (sem_compare_view_get_stacked (view (fixture)));
  ui_test_settle (fixture);
  second = get_bounds (fixture, 1);
  g_assert_cmpfloat (second.origin.x, ==, 0);
  g_assert_cmpfloat (second.origin.y, >, 50);
  gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

/* The sentence is told with the heat, and not without. */
static void
test_why (Fixture *fixture, gconstpointer data)
{
  const char *sentence = "What is lit makes the two 62 % alike.";

  open_two (fixture);
  g_assert_false (ui_test_shows (page (fixture), sentence));
  ask (fixture, "compare.why");
  g_assert_true (ui_test_shows (page (fixture), sentence));
  ask (fixture, "compare.swap");
  assert_compares (fixture, "photo-007.jpg photo-003.jpg");
  g_assert_true (ui_test_shows (page (fixture), sentence));
  ask (fixture, "compare.why");
  g_assert_false (ui_test_shows (page (fixture), sentence));
  sem_fake_comparing_set_problem ("“a.jpg” cannot be opened.");
  ask (fixture, "compare.swap");
  wait_until (ui_test_shows (page (fixture), "“a.jpg” cannot be opened."));
  sem_fake_comparing_set_problem (NULL);
}

/* A result with its query, from the grid and from the viewer; and what is missing is said. */
static void
test_from_results (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 12);
  ui_test_activate (fixture, "compare");
  wait_until (ui_test_shows (fixture->window, "Select two photos to compare them."));
  g_assert_false (sem_window_get_shows_compare (fixture->window));

  sem_photo_grid_select (fixture->photos, 2);
  ui_test_activate (fixture, "find-similar");
  wait_until (ui_test_results (fixture));
  ui_test_settle (fixture);
  sem_photo_grid_select (fixture->results, 1);
  ui_test_activate (fixture, "compare");
  assert_compares (fixture, "photo-002.jpg photo-011.jpg");
  ask (fixture, "compare.close");

  g_signal_emit_by_name (ui_test_find (fixture->results, SEM_TYPE_GRID_VIEW), "activate", 2);
  wait_until (sem_window_get_shows_viewer (fixture->window));
  ui_test_activate (fixture, "compare");
  assert_compares (fixture, "photo-002.jpg photo-001.jpg");
  ask (fixture, "compare.close");
  g_assert_true (sem_window_get_shows_viewer (fixture->window));
}

/* Without a query what is looked at is compared with what comes next. */
static void
test_from_viewer (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 12);
  g_signal_emit_by_name (ui_test_find (fixture->photos, SEM_TYPE_GRID_VIEW), "activate", 11);
  wait_until (sem_window_get_shows_viewer (fixture->window));
  ui_test_activate (fixture, "compare");
  assert_compares (fixture, "photo-011.jpg photo-000.jpg");
  ui_test_activate (fixture, "back");
  g_assert_true (sem_window_get_shows_viewer (fixture->window));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ui_test_add ("/ui/compare/selected", test_selected);
  ui_test_add ("/ui/compare/linked", test_linked);
  ui_test_add ("/ui/compare/looks", test_looks);
  ui_test_add ("/ui/compare/why", test_why);
  ui_test_add ("/ui/compare/from-results", test_from_results);
  ui_test_add ("/ui/compare/from-viewer", test_from_viewer);
  return g_test_run ();
}
