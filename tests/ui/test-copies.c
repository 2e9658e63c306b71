/* test-copies.c - the page of copies
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/asking.h"
#include "ui/likeness/results-words.h"
#include "ui/widgets/query-well.h"

static void
find_copies (Fixture *fixture)
{
  ui_test_fill (fixture, 10);
  sem_photo_grid_select (fixture->photos, 0);
  ui_test_activate (fixture, "find-copies");
  wait_until (sem_window_get_shows_results (fixture->window));
  wait_until (sem_results_is_proven (ui_test_results (fixture)));
  ui_test_settle (fixture);
}

static void
activate_page (Fixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (gtk_widget_get_parent (GTK_WIDGET (fixture->results)),
                                             action, NULL));
  ui_test_settle (fixture);
}

/* The heading says how many there are, and what is alike only is folded up below them. */
static void
test_folded (Fixture *fixture, gconstpointer data)
{
  find_copies (fixture);
  g_assert_true (ui_test_shows (fixture->window, "2 Copies"));
  g_assert_false (ui_test_shows (fixture->window, "2 copies ·"));
  g_assert_false (ui_test_shows (fixture->window, "Similar Photos"));
  ui_test_assert_distances (fixture, "101 0");
  g_assert_true (ui_test_shows (fixture->window, "Not copies, but alike"));

  activate_page (fixture, "results.show-more");
  ui_test_assert_distances (fixture, "101 0 27 37 64 74 111 138 148 175");
  g_assert_true (ui_test_shows (fixture->window, "2 Copies"));
  g_assert_true (ui_test_shows (fixture->window, "The dimmed photos are not copies, but alike"));
  for (guint i = 0; i < 10; i++)
    g_assert_true (gtk_widget_has_css_class (ui_test_find_tile (fixture->results, i), "less-likely")
                   == (i >= 2));

  activate_page (fixture, "results.show-fewer");
  ui_test_assert_distances (fixture, "101 0");
  g_assert_true (ui_test_shows (fixture->window, "Not copies, but alike"));
}

/* Nothing is said of copies before the photos were compared. */
static void
test_comparing (Fixture *fixture, gconstpointer data)
{
  const char *description;

  sem_fake_set_copies (FALSE);
  ui_test_fill (fixture, 10);
  sem_fake_library_hold_proofs (fixture->library, TRUE);
  sem_photo_grid_select (fixture->photos, 0);
  ui_test_activate (fixture, "find-copies");
  wait_until (sem_window_get_shows_results (fixture->window));
  g_assert_cmpstr (sem_results_words_for_nothing (ui_test_results (fixture), &description), ==,
                   "Comparing…");
  sem_fake_library_hold_proofs (fixture->library, FALSE);
  wait_until (sem_results_is_proven (ui_test_results (fixture)));
  g_assert_cmpstr (sem_results_words_for_nothing (ui_test_results (fixture), &description), ==,
                   "No Copies");
  sem_fake_set_copies (TRUE);
}

static void
test_none (Fixture *fixture, gconstpointer data)
{
  sem_fake_set_copies (FALSE);
  find_copies (fixture);
  g_assert_true (ui_test_shows (fixture->window, "No Copies"));
  g_assert_false (ui_test_shows (fixture->window, "Nothing Looks Like It"));
  g_assert_false (ui_test_shows (fixture->window, "No copies"));
  g_assert_true (ui_test_shows (fixture->window, "Copies of photo-000.jpg"));
  ui_test_assert_distances (fixture, "");
  activate_page (fixture, "results.show-more");
  ui_test_assert_distances (fixture, UI_TEST_FROM_RED);
  g_assert_true (ui_test_shows (fixture->window, "No copies"));
  activate_page (fixture, "results.show-fewer");
  g_assert_false (ui_test_shows (fixture->window, "No copies"));
  sem_fake_set_copies (TRUE);
}

/* A search with a photo that hits shall not resemble finds no copies, whichever way one asks, and
 * the page says why. One for copies that gets such a photo becomes one for similar photos. */
static void
test_unlike (Fixture *fixture, gconstpointer data)
{
  SemSession *session = sem_window_get_session (fixture->window);
  gpointer well = ui_test_find (fixture->window, SEM_TYPE_QUERY_WELL);
  g_autoptr (SemQuery) unlike = NULL;

  ask_with_two (fixture);
  g_assert_true (ui_test_enabled (fixture, "toggle-copies"));
  ui_test_activate (fixture, "toggle-copies");
  wait_until (sem_query_get_original (get_query (fixture)));
  gtk_widget_activate_action (GTK_WIDGET (get_bar (fixture)), "query.unlike", "u", 1);
  wait_until (!sem_query_get_original (get_query (fixture)));
  g_assert_cmpuint (sem_query_get_n_unlike (get_query (fixture)), ==, 1);
  ui_test_settle (fixture);
  g_assert_false (ui_test_enabled (fixture, "toggle-copies"));
  g_assert_true (ui_test_shows (well, "Nothing is more or less of a copy"));
  unlike = g_object_ref (get_query (fixture));
  sem_photo_grid_select (fixture->results, GTK_INVALID_LIST_POSITION);
  ui_test_activate (fixture, "find-copies");
  ui_test_settle (fixture);
  g_assert_true (get_query (fixture) == unlike);
  g_assert_false (sem_session_get_searching (session));

  gtk_widget_activate_action (GTK_WIDGET (get_bar (fixture)), "query.like", "u", 1);
  wait_until (sem_query_get_n_unlike (get_query (fixture)) == 0);
  ui_test_settle (fixture);
  g_assert_true (ui_test_enabled (fixture, "toggle-copies"));
  g_assert_false (ui_test_shows (well, "Nothing is more or less of a copy"));
}

/* What a person looks at does not vanish when the others fold up. */
static void
test_looked_at (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 10);
  sem_fake_library_hold_proofs (fixture->library, TRUE);
  sem_photo_grid_select (fixture->photos, 0);
  ui_test_activate (fixture, "find-copies");
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_settle (fixture);
  sem_photo_grid_select (fixture->results, 4);
  sem_fake_library_hold_proofs (fixture->library, FALSE);
  wait_until (sem_results_is_proven (ui_test_results (fixture)));
  ui_test_settle (fixture);
  g_assert_cmpuint (sem_photo_grid_get_selected_position (fixture->results), ==, 4);
  g_assert_true (ui_test_shows (fixture->window, "2 Copies"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (ui_test_results (fixture))), ==, 10);
  activate_page (fixture, "results.show-fewer");
  ui_test_assert_distances (fixture, "101 0");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/copies/folded", test_folded);
  ui_test_add ("/ui/copies/comparing", test_comparing);
  ui_test_add ("/ui/copies/none", test_none);
  ui_test_add ("/ui/copies/unlike", test_unlike);
  ui_test_add ("/ui/copies/looked-at", test_looked_at);

  return g_test_run ();
}
