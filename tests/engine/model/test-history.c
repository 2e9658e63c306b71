/* test-history.c - the history of a session, without a window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/engine/model/session-test.h"

static void
go (SessionTest *fixture, void (*way) (SemSession *), int photo, gboolean back, gboolean forward)
{
  way (fixture->session);
  g_assert_cmpint (session_test_shown (fixture), ==, photo);
  g_assert_cmpint (sem_session_get_can_go_back (fixture->session), ==, back);
  g_assert_cmpint (sem_session_get_can_go_forward (fixture->session), ==, forward);
}

static void
test_history (SessionTest *fixture, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    session_test_search (fixture, i);
  go (fixture, sem_session_forward, 2, TRUE, FALSE);
  go (fixture, sem_session_back, 1, TRUE, TRUE);
  go (fixture, sem_session_back, 0, TRUE, TRUE);
  go (fixture, sem_session_back, -1, FALSE, TRUE);
  go (fixture, sem_session_back, -1, FALSE, TRUE);
  go (fixture, sem_session_forward, 0, TRUE, TRUE);
  go (fixture, sem_session_forward, 1, TRUE, TRUE);
  go (fixture, sem_session_forward, 2, TRUE, FALSE);

  /* A new search discards the steps after the shown one. */
  go (fixture, sem_session_back, 1, TRUE, TRUE);
  session_test_search (fixture, 7);
  go (fixture, sem_session_forward, 7, TRUE, FALSE);
  go (fixture, sem_session_back, 1, TRUE, TRUE);
  go (fixture, sem_session_back, 0, TRUE, TRUE);
}

static int
get_query_photo (SemQuery *query)
{
  return query ? (int) sem_query_get_source_photo (query, 0) : -1;
}

/* Going to the library loses no search, neither those before nor those after the shown one; what is
 * searched for from there comes after it. */
static void
test_visits (SessionTest *fixture, gconstpointer data)
{
  static const int wanted[] = { -1, 0, -1, 1, -1, 7 };

  go (fixture, sem_session_show_library, -1, FALSE, FALSE);
  session_test_search (fixture, 0);
  session_test_search (fixture, 1);
  go (fixture, sem_session_show_library, -1, TRUE, FALSE);
  go (fixture, sem_session_show_library, -1, TRUE, FALSE);
  g_assert_cmpint (get_query_photo (sem_session_get_last_query (fixture->session)), ==, 1);
  session_test_search (fixture, 7);
  go (fixture, sem_session_back, -1, TRUE, TRUE);
  go (fixture, sem_session_back, 1, TRUE, TRUE);
  go (fixture, sem_session_show_library, -1, TRUE, TRUE);
  go (fixture, sem_session_back, 1, TRUE, TRUE);
  go (fixture, sem_session_back, 0, TRUE, TRUE);
  go (fixture, sem_session_show_library, -1, TRUE, TRUE);
  g_assert_cmpint (get_query_photo (sem_session_get_last_query (fixture->session)), ==, 0);
  g_assert_cmpuint (sem_session_get_n_steps (fixture->session), ==, G_N_ELEMENTS (wanted) - 1);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_assert_cmpint (get_query_photo (sem_session_get_step_query (fixture->session, i)), ==,
                       wanted[i]);
      sem_session_go_to (fixture->session, i);
      g_assert_cmpint (session_test_shown (fixture), ==, wanted[i]);
    }
  sem_session_go_to (fixture->session, 0);
  session_test_search (fixture, 8);
  go (fixture, sem_session_forward, 8, TRUE, FALSE);
  go (fixture, sem_session_back, -1, FALSE, TRUE);
}

/* The longest history with visits: the oldest go, and two visits in a row are one. */
static void
test_many_visits (SessionTest *fixture, gconstpointer data)
{
  guint n = 0;

  for (guint i = 0; i < 40; i++)
    {
      session_test_search (fixture, i % SESSION_TEST_N_PHOTOS);
      sem_session_show_library (fixture->session);
      g_assert_cmpint (session_test_shown (fixture), ==, -1);
    }
  for (int before = -1; sem_session_get_can_go_back (fixture->session); n++)
    {
      sem_session_back (fixture->session);
      g_assert_cmpint (before < 0, !=, session_test_shown (fixture) < 0);
      before = session_test_shown (fixture);
    }
  g_assert_cmpint (session_test_shown (fixture), ==, -1);
  g_assert_cmpuint (n, ==, 50);
}

static void
test_restores (SessionTest *fixture, gconstpointer data)
{
  g_autoptr (SemMatch) match = NULL, again = NULL;
  SemResults *results;

  session_test_search (fixture, 0);
  results = sem_session_get_results (fixture->session);
  sem_session_set_selected (fixture->session, 3);
  sem_session_set_scroll (fixture->session, 250);
  sem_session_set_focus (fixture->session, 5);
  match = sem_session_dup_selected_match (fixture->session);
  session_test_search (fixture, 1);
  g_assert_cmpuint (sem_session_get_selected (fixture->session), ==, SEM_SESSION_NONE);
  g_assert_null (sem_session_dup_selected_match (fixture->session));
  g_assert_cmpfloat (sem_session_get_scroll (fixture->session), ==, 0);
  g_assert_cmpuint (sem_session_get_focus (fixture->session), ==, 0);

  sem_session_back (fixture->session);
  g_assert_true (sem_session_get_results (fixture->session) == results);
  g_assert_cmpuint (sem_session_get_selected (fixture->session), ==, 3);
  g_assert_cmpfloat (sem_session_get_scroll (fixture->session), ==, 250);
  g_assert_cmpuint (sem_session_get_focus (fixture->session), ==, 5);
  again = sem_session_dup_selected_match (fixture->session);
  g_assert_true (match == again);
  sem_session_back (fixture->session);
  g_assert_cmpuint (sem_session_get_selected (fixture->session), ==, SEM_SESSION_NONE);
  sem_session_forward (fixture->session);
  g_assert_cmpuint (sem_session_get_selected (fixture->session), ==, 3);
}

static void
test_longest (SessionTest *fixture, gconstpointer data)
{
  guint n = 0;

  for (guint i = 0; i < 55; i++)
    session_test_search (fixture, i % SESSION_TEST_N_PHOTOS);
  g_assert_cmpint (session_test_shown (fixture), ==, 4);
  for (; sem_session_get_can_go_back (fixture->session); n++)
    sem_session_back (fixture->session);
  g_assert_cmpuint (n, ==, 50);
  sem_session_forward (fixture->session);
  g_assert_cmpint (session_test_shown (fixture), ==, 5);
}

static void
add (const char *path, void (*test) (SessionTest *fixture, gconstpointer data))
{
  g_test_add (path, SessionTest, NULL, session_test_set_up, test, session_test_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/model/history/steps", test_history);
  add ("/model/history/visits", test_visits);
  add ("/model/history/many-visits", test_many_visits);
  add ("/model/history/restores", test_restores);
  add ("/model/history/longest", test_longest);

  return g_test_run ();
}
