/* test-likeness.c - the slider and the histogram of likeness
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/ui-test.h"
#include "ui/grid/grid-view.h"
#include "ui/likeness/likeness-histogram.h"
#include "ui/likeness/likeness-slider.h"
#include "ui/window-private.h"

/* The likenesses of the photos 0 to 9 and photo 0, in percent: 100 89 86 75 71 61 57 46 42 32. */

static SemLikenessSlider *
get_slider (Fixture *fixture)
{
  return ui_test_find (fixture->window, SEM_TYPE_LIKENESS_SLIDER);
}

/* The lower end, or the upper one. */
static GtkRange *
get_end (Fixture *fixture, gboolean upper)
{
  GtkRange *lower = ui_test_find (get_slider (fixture), GTK_TYPE_SCALE);

  return upper ? GTK_RANGE (gtk_widget_get_next_sibling (GTK_WIDGET (lower))) : lower;
}

static void
start (Fixture *fixture)
{
  ui_test_fill (fixture, 10);
  sem_photo_grid_select (fixture->photos, 0);
  ui_test_activate (fixture, "find-similar");
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_settle (fixture);
  ui_test_assert_distances (fixture, UI_TEST_FROM_RED);
}

static void
set_end (Fixture *fixture, gboolean upper, double percent)
{
  SemResults *before = ui_test_results (fixture);

  gtk_range_set_value (get_end (fixture, upper), percent);
  wait_until (ui_test_results (fixture) != before);
  ui_test_settle (fixture);
}

static void
assert_ends (Fixture *fixture, double least, double most)
{
  g_assert_cmpfloat (gtk_range_get_value (get_end (fixture, FALSE)), ==, least);
  g_assert_cmpfloat (gtk_range_get_value (get_end (fixture, TRUE)), ==, most);
}

static void
assert_words (gpointer widget, GtkAccessibleProperty property, const char *words)
{
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (widget), property, words);
}

static void
assert_number (gpointer widget, GtkAccessibleProperty property, double number)
{
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (widget), property, number);
}

/* A screen reader is told what each end is and where it stands, and what the bars say. */
static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  GtkRange *lower, *upper;

  start (fixture);
  lower = get_end (fixture, FALSE);
  upper = get_end (fixture, TRUE);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (lower), GTK_ACCESSIBLE_ROLE_SLIDER);
  assert_words (lower, GTK_ACCESSIBLE_PROPERTY_LABEL, "Lowest Likeness");
  assert_words (upper, GTK_ACCESSIBLE_PROPERTY_LABEL, "Highest Likeness");
  assert_number (lower, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 30);
  assert_number (lower, GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0);
  assert_number (lower, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 100);
  assert_words (lower, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "30 %");
  assert_words (upper, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "100 %");
  assert_words (ui_test_find (fixture->window, SEM_TYPE_LIKENESS_HISTOGRAM),
                GTK_ACCESSIBLE_PROPERTY_LABEL,
                "Likeness of all photos; 80 % to 100 %: 3 photos; 60 % to 80 %: about 3 photos; "
                "40 % to 60 %: about 3 photos; 20 % to 40 %: about 1 photo");
  set_end (fixture, FALSE, 50);
  assert_words (lower, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "50 %");
}

/* The cells of hits that are left out are kept for others, and a screen reader does not find them.
 */
static void
test_spare (Fixture *fixture, gconstpointer data)
{
  guint n_spare = 0;

  start (fixture);
  set_end (fixture, FALSE, 80);
  ui_test_assert_distances (fixture, "0 27 37");
  for (GtkWidget *cell =
         gtk_widget_get_first_child (ui_test_find (fixture->results, SEM_TYPE_GRID_VIEW));
       cell != NULL; cell = gtk_widget_get_next_sibling (cell))
    if (!gtk_widget_get_child_visible (cell))
      {
        g_autofree char *other =
          gtk_test_accessible_check_state (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_STATE_HIDDEN,
                                           TRUE);

        g_assert_null (other);
        n_spare++;
      }
  g_assert_cmpuint (n_spare, >, 0);
}

/* Each end leaves out hits by the number that they show; the focus stays on it. */
static void
test_bounds (Fixture *fixture, gconstpointer data)
{
  start (fixture);
  g_assert_true (ui_test_shows (fixture->window, "Likeness 30 % to 100 %"));
  g_assert_true (ui_test_shows (fixture->window, "Estimated below 61 %"));
  gtk_widget_grab_focus (GTK_WIDGET (get_end (fixture, FALSE)));
  set_end (fixture, FALSE, 61);
  ui_test_assert_distances (fixture, "0 27 37 64 74 101");
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (get_end (fixture, FALSE))));
  set_end (fixture, FALSE, 62);
  ui_test_assert_distances (fixture, "0 27 37 64 74");
  set_end (fixture, TRUE, 99);
  ui_test_assert_distances (fixture, "27 37 64 74");
  set_end (fixture, TRUE, 75);
  ui_test_assert_distances (fixture, "64 74");
  g_assert_true (ui_test_shows (fixture->window, "Likeness 62 % to 75 %"));
  assert_ends (fixture, 62, 75);
}

/* Below the end of likeness, everything is shown that is asked for. */
static void
test_lower (Fixture *fixture, gconstpointer data)
{
  sem_fake_set_n_above (4);
  ui_test_fill (fixture, 10);
  sem_photo_grid_select (fixture->photos, 0);
  ui_test_activate (fixture, "find-similar");
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_settle (fixture);
  ui_test_assert_distances (fixture, "0 27 37 64");
  set_end (fixture, FALSE, 0);
  ui_test_assert_distances (fixture, UI_TEST_FROM_RED);
  g_assert_false (ui_test_shows (fixture->window, "Show More"));
  sem_fake_set_n_above (G_MAXUINT);
}

/* The ends push each other, and the button puts both back. */
static void
test_push (Fixture *fixture, gconstpointer data)
{
  SemResults *before;

  start (fixture);
  set_end (fixture, FALSE, 80);
  set_end (fixture, TRUE, 50);
  assert_ends (fixture, 50, 50);
  g_assert_true (ui_test_shows (fixture->window, "No Photos in This Range"));
  set_end (fixture, FALSE, 90);
  assert_ends (fixture, 90, 90);
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (get_end (fixture, FALSE)), "likeness.reset", NULL));
  before = ui_test_results (fixture);
  wait_until (ui_test_results (fixture) != before);
  ui_test_settle (fixture);
  assert_ends (fixture, 30, 100);
  ui_test_assert_distances (fixture, UI_TEST_FROM_RED);
}

/* Bounds belong to a search: they come back with it, and a new one has none. Copies have none. */
static void
test_history (Fixture *fixture, gconstpointer data)
{
  SemResults *before;

  start (fixture);
  set_end (fixture, FALSE, 80);
  before = ui_test_results (fixture);
  sem_photo_grid_select (fixture->results, 2);
  ui_test_activate (fixture, "find-similar");
  wait_until (ui_test_results (fixture) != before);
  ui_test_settle (fixture);
  assert_ends (fixture, 30, 100);
  ui_test_activate (fixture, "back");
  ui_test_settle (fixture);
  g_assert_true (ui_test_results (fixture) == before);
  assert_ends (fixture, 80, 100);
  g_assert_cmpuint (sem_photo_grid_get_selected_position (fixture->results), ==, 2);
  ui_test_activate (fixture, "toggle-copies");
  wait_until (ui_test_results (fixture) != before);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_slider (fixture))));
  ui_test_activate (fixture, "back");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (get_slider (fixture))));
}

/* Whoever changes what is asked, by whatever means, goes on with the bounds. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  static const char *const actions[] = { "less-like", "more-like" };
  SemResults *before;

  start (fixture);
  set_end (fixture, FALSE, 40);
  set_end (fixture, TRUE, 90);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      before = ui_test_results (fixture);
      sem_photo_grid_select (fixture->results, 1 + i);
      ui_test_activate (fixture, actions[i]);
      wait_until (ui_test_results (fixture) != before);
      ui_test_settle (fixture);
      assert_ends (fixture, 40, 90);
    }
  before = ui_test_results (fixture);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (sem_results_page_get_query_bar (
                                               sem_window_get_results_page (fixture->window))),
                                             "query.remove", "u", 1u));
  wait_until (ui_test_results (fixture) != before);
  ui_test_settle (fixture);
  assert_ends (fixture, 40, 90);
  g_assert_cmpuint (sem_query_get_n_sources (sem_results_get_query (ui_test_results (fixture))), ==,
                    2);
}

/* While an end is moved, only the last place counts; an error leaves what is shown. */
static void
test_last_counts (Fixture *fixture, gconstpointer data)
{
  SemResults *before;

  start (fixture);
  before = ui_test_results (fixture);
  for (int percent = 31; percent <= 86; percent++)
    gtk_range_set_value (get_end (fixture, FALSE), percent);
  g_assert_true (ui_test_results (fixture) == before);
  wait_until (ui_test_results (fixture) != before);
  ui_test_assert_distances (fixture, "0 27 37");
  before = ui_test_results (fixture);
  sem_fake_library_set_search_error (fixture->library, "The disk is gone.");
  gtk_range_set_value (get_end (fixture, FALSE), 40);
  wait_until (ui_test_shows (fixture->window, "The disk is gone."));
  g_assert_true (ui_test_results (fixture) == before);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/likeness/accessible", test_accessible);
  ui_test_add ("/ui/likeness/spare", test_spare);
  ui_test_add ("/ui/likeness/bounds", test_bounds);
  ui_test_add ("/ui/likeness/lower", test_lower);
  ui_test_add ("/ui/likeness/push", test_push);
  ui_test_add ("/ui/likeness/history", test_history);
  ui_test_add ("/ui/likeness/kept", test_kept);
  ui_test_add ("/ui/likeness/last-counts", test_last_counts);

  return g_test_run ();
}
