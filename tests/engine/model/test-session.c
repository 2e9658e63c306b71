/* test-session.c - the searches of a window, without a window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/model/session.h"
#include "tests/support/fake-model.h"

#define N_PHOTOS 10

typedef struct
{
  SemLibrary *library;
  SemSession *session;
  GString *notified;
} Fixture;

static void
notify_cb (GObject *session, GParamSpec *pspec, gpointer user_data)
{
  GString *notified = user_data;

  g_string_append_printf (notified, "%s%s", notified->len > 0 ? " " : "", pspec->name);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->library = sem_library_new (NULL);
  fixture->session = sem_session_new (fixture->library);
  fixture->notified = g_string_new (NULL);
  sem_fake_library_add_photos (fixture->library, N_PHOTOS);
  g_signal_connect (fixture->session, "notify", G_CALLBACK (notify_cb), fixture->notified);
}

static void
turn_until_idle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  turn_until_idle ();
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->library);
  g_string_free (fixture->notified, TRUE);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* @names: what was notified since the last call, sorted: GLib promises no order. */
static void
assert_notified (Fixture *fixture, const char *names)
{
  g_auto (GStrv) list = g_strsplit (fixture->notified->str, " ", -1);
  g_autofree char *sorted = NULL;

  qsort (list, g_strv_length (list), sizeof *list, compare_names);
  sorted = g_strjoinv (" ", list);
  g_assert_cmpstr (sorted, ==, names);
  g_string_truncate (fixture->notified, 0);
}

/* Starts a search for photo @i; its results have @i's photo as their first hit. */
static void
start (Fixture *fixture, guint i)
{
  g_autoptr (SemPhoto) photo = g_list_model_get_item (sem_library_get_photos (fixture->library), i);
  g_autoptr (SemQuery) query = sem_query_new_for_photo (photo);

  sem_session_search (fixture->session, query, photo);
}

static void
search (Fixture *fixture, guint i)
{
  start (fixture, i);
  turn_until_idle ();
}

/* The photo whose results are shown; -1 at the library. */
static int
shown (Fixture *fixture)
{
  SemResults *results = sem_session_get_results (fixture->session);
  SemPhoto *photo = sem_session_get_photo (fixture->session);
  g_autoptr (SemMatch) first = NULL;

  if (!results)
    {
      g_assert_null (photo);
      g_assert_null (sem_session_get_query (fixture->session));
      return -1;
    }
  g_assert_true (sem_session_get_query (fixture->session) == sem_results_get_query (results));
  first = g_list_model_get_item (G_LIST_MODEL (results), 0);
  g_assert_true (sem_match_get_photo (first) == photo);
  return (int) sem_photo_get_id (photo);
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (shown (fixture), ==, -1);
  start (fixture, 3);
  g_assert_true (sem_session_get_searching (fixture->session));
  g_assert_cmpint (shown (fixture), ==, -1);
  assert_notified (fixture, "searching");
  turn_until_idle ();
  g_assert_false (sem_session_get_searching (fixture->session));
  g_assert_cmpint (shown (fixture), ==, 3);
  assert_notified (fixture, "can-go-back can-go-forward held photo query results scroll searching "
                            "selected selected-match");
}

static void
test_properties (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemResults) results = NULL;
  g_autoptr (SemQuery) query = NULL;
  g_autoptr (SemPhoto) photo = NULL;
  g_autoptr (SemMatch) match = NULL;
  g_autofree char *error = NULL;
  gboolean back, forward, searching;
  guint selected;
  double scroll;

  search (fixture, 2);
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
test_newest_wins (Fixture *fixture, gconstpointer data)
{
  sem_fake_library_hold_searches (fixture->library, TRUE);
  start (fixture, 1);
  start (fixture, 2);
  sem_fake_library_hold_searches (fixture->library, FALSE);
  turn_until_idle ();
  g_assert_cmpint (shown (fixture), ==, 2);
  assert_notified (fixture, "can-go-back can-go-forward held photo query results scroll searching "
                            "searching selected selected-match");
  sem_session_back (fixture->session);
  g_assert_cmpint (shown (fixture), ==, -1);
}

/* A cancelled search changes neither results nor error. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  static void (*const ways[]) (SemSession *) = { sem_session_cancel, sem_session_back,
                                                 sem_session_forward, sem_session_show_library };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      sem_fake_library_hold_searches (fixture->library, TRUE);
      start (fixture, 1);
      ways[i](fixture->session);
      g_assert_false (sem_session_get_searching (fixture->session));
      sem_fake_library_hold_searches (fixture->library, FALSE);
      turn_until_idle ();
      g_assert_cmpint (shown (fixture), ==, -1);
      g_assert_null (sem_session_get_error (fixture->session));
      assert_notified (fixture, "searching searching");
    }
}

/* Each failure is notified, even with the same sentence; the results that are shown stay. */
static void
test_error (Fixture *fixture, gconstpointer data)
{
  search (fixture, 5);
  g_string_truncate (fixture->notified, 0);
  sem_fake_library_set_search_error (fixture->library, "No codes.");
  search (fixture, 1);
  g_assert_cmpstr (sem_session_get_error (fixture->session), ==, "No codes.");
  assert_notified (fixture, "error searching searching");
  search (fixture, 1);
  g_assert_cmpstr (sem_session_get_error (fixture->session), ==, "No codes.");
  assert_notified (fixture, "error error searching searching");
  g_assert_cmpint (shown (fixture), ==, 5);
  g_assert_false (sem_session_get_can_go_forward (fixture->session));

  sem_fake_library_set_search_error (fixture->library, NULL);
  start (fixture, 2);
  g_assert_null (sem_session_get_error (fixture->session));
  turn_until_idle ();
  g_assert_cmpint (shown (fixture), ==, 2);
}

static void
go (Fixture *fixture, void (*way) (SemSession *), int photo, gboolean back, gboolean forward)
{
  way (fixture->session);
  g_assert_cmpint (shown (fixture), ==, photo);
  g_assert_cmpint (sem_session_get_can_go_back (fixture->session), ==, back);
  g_assert_cmpint (sem_session_get_can_go_forward (fixture->session), ==, forward);
}

static void
test_history (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    search (fixture, i);
  go (fixture, sem_session_forward, 2, TRUE, FALSE);
  go (fixture, sem_session_back, 1, TRUE, TRUE);
  go (fixture, sem_session_back, 0, TRUE, TRUE);
  go (fixture, sem_session_back, -1, FALSE, TRUE);
  go (fixture, sem_session_back, -1, FALSE, TRUE);
  go (fixture, sem_session_forward, 0, TRUE, TRUE);
  go (fixture, sem_session_forward, 1, TRUE, TRUE);
  go (fixture, sem_session_forward, 2, TRUE, FALSE);
  go (fixture, sem_session_show_library, -1, FALSE, TRUE);
  go (fixture, sem_session_forward, 0, TRUE, TRUE);

  /* A new search discards the steps after the shown one, here and at the library. */
  search (fixture, 7);
  go (fixture, sem_session_forward, 7, TRUE, FALSE);
  go (fixture, sem_session_back, 0, TRUE, TRUE);
  go (fixture, sem_session_show_library, -1, FALSE, TRUE);
  search (fixture, 8);
  go (fixture, sem_session_forward, 8, TRUE, FALSE);
  go (fixture, sem_session_back, -1, FALSE, TRUE);
}

static void
test_restores (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemMatch) match = NULL, again = NULL;
  SemResults *results;

  search (fixture, 0);
  results = sem_session_get_results (fixture->session);
  sem_session_set_selected (fixture->session, 3);
  sem_session_set_scroll (fixture->session, 250);
  sem_session_set_focus (fixture->session, 5);
  match = sem_session_dup_selected_match (fixture->session);
  search (fixture, 1);
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
test_selection (Fixture *fixture, gconstpointer data)
{
  sem_session_set_selected (fixture->session, 0);
  sem_session_set_scroll (fixture->session, 5);
  g_assert_cmpuint (sem_session_get_selected (fixture->session), ==, SEM_SESSION_NONE);
  assert_notified (fixture, "");

  search (fixture, 0);
  g_string_truncate (fixture->notified, 0);
  sem_session_set_selected (fixture->session, N_PHOTOS - 1);
  assert_notified (fixture, "selected selected-match");
  sem_session_set_selected (fixture->session, N_PHOTOS - 1);
  assert_notified (fixture, "");
  sem_session_set_selected (fixture->session, N_PHOTOS);
  g_assert_cmpuint (sem_session_get_selected (fixture->session), ==, SEM_SESSION_NONE);
  assert_notified (fixture, "selected selected-match");
}

static void
test_longest (Fixture *fixture, gconstpointer data)
{
  guint n = 0;

  for (guint i = 0; i < 55; i++)
    search (fixture, i % N_PHOTOS);
  g_assert_cmpint (shown (fixture), ==, 4);
  for (; sem_session_get_can_go_back (fixture->session); n++)
    sem_session_back (fixture->session);
  g_assert_cmpuint (n, ==, 50);
  sem_session_forward (fixture->session);
  g_assert_cmpint (shown (fixture), ==, 5);
}

/* A cancelled search keeps the session alive until it ends. */
static void
test_gone (void)
{
  SemLibrary *library = sem_library_new (NULL);
  gpointer session = sem_session_new (library);
  Fixture fixture = { library, session, NULL };

  sem_fake_library_add_photos (library, N_PHOTOS);
  start (&fixture, 1);
  sem_session_cancel (session);
  g_object_add_weak_pointer (session, &session);
  g_object_unref (session);
  turn_until_idle ();
  g_assert_null (session);
  g_assert_finalize_object (library);
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

/* The positions of the photos, as "3 1 2", of the first six hits. */
static char *
list_photos (Fixture *fixture)
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
get_kind (Fixture *fixture, guint position)
{
  g_autoptr (SemMatch) match =
    g_list_model_get_item (G_LIST_MODEL (sem_session_get_results (fixture->session)), position);

  return sem_match_get_kind (match);
}

static void
start_copies (Fixture *fixture, guint i)
{
  g_autoptr (SemPhoto) photo = g_list_model_get_item (sem_library_get_photos (fixture->library), i);
  g_autoptr (SemQuery) query = sem_query_new_for_photo (photo);
  g_autoptr (SemQuery) copies = sem_query_new_for_copies (query);

  sem_session_search (fixture->session, copies, photo);
  turn_until_idle ();
}

/* Copies are shown before they are proven. The proof changes the order, but neither what is pointed
 * at nor which hit is selected. */
static void
test_proof (Fixture *fixture, gconstpointer data)
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
  turn_until_idle ();
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
test_proof_holds_selected (Fixture *fixture, gconstpointer data)
{
  g_autofree char *after = NULL;

  sem_fake_library_hold_proofs (fixture->library, TRUE);
  start_copies (fixture, 0);
  sem_session_set_selected (fixture->session, 1);
  sem_fake_library_hold_proofs (fixture->library, FALSE);
  turn_until_idle ();
  after = list_photos (fixture);
  g_assert_cmpstr (after, ==, "7 9 0 1 8 2");
  g_assert_cmpuint (sem_session_get_selected (fixture->session), ==, 1);
}

/* A new search does not wait for a proof, which is made when its hits are shown again. */
static void
test_proof_given_up (Fixture *fixture, gconstpointer data)
{
  sem_fake_library_hold_proofs (fixture->library, TRUE);
  start_copies (fixture, 0);
  start (fixture, 4);
  sem_fake_library_hold_proofs (fixture->library, FALSE);
  turn_until_idle ();
  g_assert_cmpint (shown (fixture), ==, 4);
  sem_session_back (fixture->session);
  g_assert_null (get_kind (fixture, 0));
  turn_until_idle ();
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
  add ("/model/session/history", test_history);
  add ("/model/session/restores", test_restores);
  add ("/model/session/selection", test_selection);
  add ("/model/session/longest", test_longest);
  g_test_add_func ("/model/session/gone", test_gone);
  add ("/model/session/proof", test_proof);
  add ("/model/session/proof-holds-selected", test_proof_holds_selected);
  add ("/model/session/proof-given-up", test_proof_given_up);
  return g_test_run ();
}
