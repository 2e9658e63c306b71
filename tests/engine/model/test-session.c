/* test-session.c - the searches of a window, without a window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/engine/model/session-test.h"

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* @names: what was notified since the last call, sorted: GLib promises no order. */
static void
assert_notified (SessionTest *fixture, const char *names)
{
  g_auto (GStrv) list = g_strsplit (fixture->notified->str, " ", -1);
  g_autofree char *sorted = NULL;

  qsort (list, g_strv_length (list), sizeof *list, compare_names);
  sorted = g_strjoinv (" ", list);
  g_assert_cmpstr (sorted, ==, names);
  g_string_truncate (fixture->notified, 0);
}

static void
test_search (SessionTest *fixture, gconstpointer data)
{
  g_assert_cmpint (session_test_shown (fixture), ==, -1);
  session_test_start (fixture, 3);
  g_assert_true (sem_session_get_searching (fixture->session));
  g_assert_cmpint (session_test_shown (fixture), ==, -1);
  assert_notified (fixture, "searching");
  session_test_turn_until_idle ();
  g_assert_false (sem_session_get_searching (fixture->session));
  g_assert_cmpint (session_test_shown (fixture), ==, 3);
  assert_notified (fixture, "can-go-back can-go-forward held photo query results scroll searching "
                            "selected selected-match");
}

static void
test_properties (SessionTest *fixture, gconstpointer data)
{
  g_autoptr (SemResults) results = NULL;
  g_autoptr (SemQuery) query = NULL;
  g_autoptr (SemPhoto) photo = NULL;
  g_autoptr (SemMatch) match = NULL;
  g_autofree char *error = NULL;
  gboolean back, forward, searching;
  guint selected;
  double scroll;

  session_test_search (fixture, 2);
  g_object_set (fixture->session, "selected", 4u, "scroll", 12.5, NULL);
  g_object_get (fixture->session, "results", &results, "query", &query, "photo", &photo, "selected",
                &selected, "selected-match", &match, "scroll", &scroll, "can-go-back", &back,
                "can-go-forward", &forward, "searching", &searching, "error", &error, NULL);
  g_assert_true (results == sem_session_get_results (fixture->session));
  g_assert_true (query == sem_results_get_query (results));
  g_assert_cmpint (sem_photo_get_id (photo), ==, 2);
  g_assert_cmpuint (selected, ==, 4);
  g_assert_cmpfloat (scroll, ==, 12.5);
  g_assert_true (back);
  g_assert_false (forward || searching);
  g_assert_null (error);
  g_assert_nonnull (match);
}

static void
test_newest_wins (SessionTest *fixture, gconstpointer data)
{
  sem_fake_library_hold_searches (fixture->library, TRUE);
  session_test_start (fixture, 1);
  session_test_start (fixture, 2);
  sem_fake_library_hold_searches (fixture->library, FALSE);
  session_test_turn_until_idle ();
  g_assert_cmpint (session_test_shown (fixture), ==, 2);
  assert_notified (fixture, "can-go-back can-go-forward held photo query results scroll searching "
                            "searching selected selected-match");
  sem_session_back (fixture->session);
  g_assert_cmpint (session_test_shown (fixture), ==, -1);
}

/* A cancelled search changes neither results nor error. */
static void
test_cancel (SessionTest *fixture, gconstpointer data)
{
  static void (*const ways[]) (SemSession *) = { sem_session_cancel, sem_session_back,
                                                 sem_session_forward, sem_session_show_library };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      sem_fake_library_hold_searches (fixture->library, TRUE);
      session_test_start (fixture, 1);
      ways[i](fixture->session);
      g_assert_false (sem_session_get_searching (fixture->session));
      sem_fake_library_hold_searches (fixture->library, FALSE);
      session_test_turn_until_idle ();
      g_assert_cmpint (session_test_shown (fixture), ==, -1);
      g_assert_null (sem_session_get_error (fixture->session));
      assert_notified (fixture, "searching searching");
    }
}

/* Each failure is notified, even with the same sentence; the results that are shown stay. */
static void
test_error (SessionTest *fixture, gconstpointer data)
{
  session_test_search (fixture, 5);
  g_string_truncate (fixture->notified, 0);
  sem_fake_library_set_search_error (fixture->library, "No codes.");
  session_test_search (fixture, 1);
  g_assert_cmpstr (sem_session_get_error (fixture->session), ==, "No codes.");
  assert_notified (fixture, "error searching searching");
  session_test_search (fixture, 1);
  g_assert_cmpstr (sem_session_get_error (fixture->session), ==, "No codes.");
  assert_notified (fixture, "error error searching searching");
  g_assert_cmpint (session_test_shown (fixture), ==, 5);
  g_assert_false (sem_session_get_can_go_forward (fixture->session));

  sem_fake_library_set_search_error (fixture->library, NULL);
  session_test_start (fixture, 2);
  g_assert_null (sem_session_get_error (fixture->session));
  session_test_turn_until_idle ();
  g_assert_cmpint (session_test_shown (fixture), ==, 2);
}

static void
test_selection (SessionTest *fixture, gconstpointer data)
{
  sem_session_set_selected (fixture->session, 0);
  sem_session_set_scroll (fixture->session, 5);
  g_assert_cmpuint (sem_session_get_selected (fixture->session), ==, SEM_SESSION_NONE);
  assert_notified (fixture, "");

  session_test_search (fixture, 0);
  g_string_truncate (fixture->notified, 0);
  sem_session_set_selected (fixture->session, SESSION_TEST_N_PHOTOS - 1);
  assert_notified (fixture, "selected selected-match");
  sem_session_set_selected (fixture->session, SESSION_TEST_N_PHOTOS - 1);
  assert_notified (fixture, "");
  sem_session_set_selected (fixture->session, SESSION_TEST_N_PHOTOS);
  g_assert_cmpuint (sem_session_get_selected (fixture->session), ==, SEM_SESSION_NONE);
  assert_notified (fixture, "selected selected-match");
}

/* A cancelled search keeps the session alive until it ends. */
static void
test_gone (void)
{
  SemLibrary *library = sem_library_new (NULL);
  gpointer session = sem_session_new (library);
  SessionTest fixture = { library, session, NULL };

  sem_fake_library_add_photos (library, SESSION_TEST_N_PHOTOS);
  session_test_start (&fixture, 1);
  sem_session_cancel (session);
  g_object_add_weak_pointer (session, &session);
  g_object_unref (session);
  session_test_turn_until_idle ();
  g_assert_null (session);
  g_assert_finalize_object (library);
}

static void
add (const char *path, void (*test) (SessionTest *fixture, gconstpointer data))
{
  g_test_add (path, SessionTest, NULL, session_test_set_up, test, session_test_tear_down);
}

/* The positions of the photos, as "3 1 2", of the first six hits. */
static char *
list_photos (SessionTest *fixture)
{
  GListModel *results = G_LIST_MODEL (sem_session_get_results (fixture->session));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (SemMatch) match = g_list_model_get_item (results, i);

      g_string_append_printf (text, "%s%d", i > 0 ? " " : "",
                              (int) sem_photo_get_id (sem_match_get_photo (match)));
    }
  return g_string_free (text, FALSE);
}

static const char *
get_kind (SessionTest *fixture, guint position)
{
  g_autoptr (SemMatch) match =
    g_list_model_get_item (G_LIST_MODEL (sem_session_get_results (fixture->session)), position);

  return sem_match_get_kind (match);
}

static void
start_copies (SessionTest *fixture, guint i)
{
  g_autoptr (SemPhoto) photo = g_list_model_get_item (sem_library_get_photos (fixture->library), i);
  g_autoptr (SemQuery) query = sem_query_new_for_photo (photo);
  g_autoptr (SemQuery) copies = sem_query_new_for_copies (query);

  sem_session_search (fixture->session, copies, photo);
  session_test_turn_until_idle ();
}

/* Copies are shown before they are proven. The proof changes the order, but neither what is pointed
 * at nor which hit is selected. */
static void
test_proof (SessionTest *fixture, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (SemMatch) selected = NULL, still = NULL;

  sem_fake_library_hold_proofs (fixture->library, TRUE);
  start_copies (fixture, 0);
  before = list_photos (fixture);
  g_assert_cmpstr (before, ==, "0 9 1 8 2 7");
  g_assert_null (get_kind (fixture, 0));
  g_assert_false (sem_session_get_searching (fixture->session));

  sem_session_set_held (fixture->session, 2);
  sem_session_set_selected (fixture->session, 3);
  selected = sem_session_dup_selected_match (fixture->session);
  sem_fake_library_hold_proofs (fixture->library, FALSE);
  session_test_turn_until_idle ();
  after = list_photos (fixture);
  g_assert_cmpstr (after, ==, "7 0 1 9 8 2");
  g_assert_cmpstr (get_kind (fixture, 0), ==, "Crop");
  g_assert_cmpstr (get_kind (fixture, 1), ==, "Mirrored");
  g_assert_cmpuint (sem_session_get_selected (fixture->session), ==, 4);
  still = sem_session_dup_selected_match (fixture->session);
  g_assert_true (still == selected);
}

/* Where nothing is pointed at, the selected hit keeps its position. */
static void
test_proof_holds_selected (SessionTest *fixture, gconstpointer data)
{
  g_autofree char *after = NULL;

  sem_fake_library_hold_proofs (fixture->library, TRUE);
  start_copies (fixture, 0);
  sem_session_set_selected (fixture->session, 1);
  sem_fake_library_hold_proofs (fixture->library, FALSE);
  session_test_turn_until_idle ();
  after = list_photos (fixture);
  g_assert_cmpstr (after, ==, "7 9 0 1 8 2");
  g_assert_cmpuint (sem_session_get_selected (fixture->session), ==, 1);
}

/* A new search does not wait for a proof, which is made when its hits are shown again. */
static void
test_proof_given_up (SessionTest *fixture, gconstpointer data)
{
  sem_fake_library_hold_proofs (fixture->library, TRUE);
  start_copies (fixture, 0);
  session_test_start (fixture, 4);
  sem_fake_library_hold_proofs (fixture->library, FALSE);
  session_test_turn_until_idle ();
  g_assert_cmpint (session_test_shown (fixture), ==, 4);
  sem_session_back (fixture->session);
  g_assert_null (get_kind (fixture, 0));
  session_test_turn_until_idle ();
  g_assert_cmpstr (get_kind (fixture, 0), ==, "Crop");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/model/session/search", test_search);
  add ("/model/session/properties", test_properties);
  add ("/model/session/newest-wins", test_newest_wins);
  add ("/model/session/cancel", test_cancel);
  add ("/model/session/error", test_error);
  add ("/model/session/selection", test_selection);
  g_test_add_func ("/model/session/gone", test_gone);
  add ("/model/session/proof", test_proof);
  add ("/model/session/proof-holds-selected", test_proof_holds_selected);
  add ("/model/session/proof-given-up", test_proof_given_up);
  return g_test_run ();
}
