/* test-asking.c - what a query is made of, and how its results grow, without an engine
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/model/asking/hold.h"
#include "engine/model/asking/query-private.h"
#include "engine/model/session-private.h"
#include "engine/model/session.h"
#include "tests/support/fake-model.h"

static void
turn (void)
{
  g_main_context_iteration (NULL, FALSE);
}

/* Patience for a timeout of a few seconds. */
#define wait_until(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gboolean met_;                                                                                 \
    gint64 end_ = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;                               \
    while (!(met_ = (condition) ? TRUE : FALSE) && g_get_monotonic_time () < end_)                 \
      {                                                                                            \
        turn ();                                                                                   \
        g_usleep (1000);                                                                           \
      }                                                                                            \
    if (!met_)                                                                                     \
      g_assertion_message_expr (G_LOG_DOMAIN, __FILE__, __LINE__, G_STRFUNC, #condition);          \
  }                                                                                                \
  G_STMT_END

/* Queries ---------------------------------------------------------------------------------------*/

/* As "+rose.jpg -part of tulip.jpg(10 20 30 40)", the numbers in percent. */
static char *
describe (SemQuery *query)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sem_query_get_n_sources (query); i++)
    {
      double region[4];

      g_string_append_printf (text, "%s%c%s", i > 0 ? " " : "",
                              sem_query_get_source_like (query, i) ? '+' : '-',
                              sem_query_get_source_title (query, i));
      if (sem_query_get_source_region (query, i, region))
        g_string_append_printf (text, "(%.0f %.0f %.0f %.0f)", region[0] * 100, region[1] * 100,
                                region[2] * 100, region[3] * 100);
    }
  return g_string_free (text, FALSE);
}

static void
assert_query (SemQuery *query, const char *sources, const char *title)
{
  g_autofree char *text = describe (query);

  g_assert_cmpstr (text, ==, sources);
  g_assert_cmpstr (sem_query_get_title (query), ==, title);
}

static SemQuery *
query_for (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return sem_query_new_for_file (file);
}

/* Takes the reference of @query and puts @made in its place. */
static void
become (SemQuery **query, SemQuery *made)
{
  g_object_unref (*query);
  *query = made;
}

static void
test_changes (void)
{
  const double part[] = { .1, .2, .3, .4 };
  g_autoptr (SemQuery) query = query_for ("/a/rose.jpg");
  g_autoptr (SemQuery) bike = query_for ("/a/bike.jpg"), tulip = query_for ("/a/tulip.jpg");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (SemQuery) pasted = sem_query_new_for_bytes (bytes, "Pasted");
  g_autoptr (GFile) file = NULL, none = NULL;

  assert_query (query, "+rose.jpg", "rose.jpg");
  become (&query, sem_query_new_refined (query, bike, TRUE));
  assert_query (query, "+rose.jpg +bike.jpg", "2 photos");
  become (&query, sem_query_new_refined (query, tulip, FALSE));
  become (&query, sem_query_new_refined (query, pasted, TRUE));
  assert_query (query, "+rose.jpg +bike.jpg -tulip.jpg +Pasted", "3 photos, unlike 1");
  become (&query, sem_query_new_with_region (query, 1, part));
  assert_query (query, "+rose.jpg +bike.jpg(10 20 30 40) -tulip.jpg +Pasted", "3 photos, unlike 1");
  file = sem_query_dup_source_file (query, 1);
  none = sem_query_dup_source_file (query, 3);
  g_assert_cmpstr (g_file_peek_path (file), ==, "/a/bike.jpg");
  g_assert_null (none);
  become (&query, sem_query_new_weighed (query, 2, TRUE));
  become (&query, sem_query_new_weighed (query, 0, FALSE));
  assert_query (query, "-rose.jpg +bike.jpg(10 20 30 40) +tulip.jpg +Pasted", "3 photos, unlike 1");
  become (&query, sem_query_new_without (query, 3));
  become (&query, sem_query_new_without (query, 2));
  assert_query (query, "-rose.jpg +bike.jpg(10 20 30 40)", "1 photo, unlike 1");
  /* Nothing would be left that hits shall resemble. */
  g_assert_null (sem_query_new_without (query, 1));
  g_assert_null (sem_query_new_weighed (query, 1, FALSE));
  become (&query, sem_query_new_without (query, 0));
  assert_query (query, "+bike.jpg(10 20 30 40)", "Part of bike.jpg");
}

/* A change of a search for copies is one again; a photo that is added makes it one for similar
 * photos. */
static void
test_copies (void)
{
  const double part[] = { 0, 0, .5, .5 };
  g_autoptr (SemQuery) rose = query_for ("/a/rose.jpg"), bike = query_for ("/a/bike.jpg");
  g_autoptr (SemQuery) query = sem_query_new_refined (rose, bike, TRUE);
  g_autoptr (SemScope) scope = sem_scope_new ();
  g_autoptr (SemSearchRequest) request = NULL;

  scope->orientation = SEM_ORIENTATION_SQUARE;
  become (&query, sem_query_new_for_copies (query));
  become (&query, sem_query_new_without (query, 0));
  become (&query, sem_query_new_with_region (query, 0, part));
  become (&query, sem_query_new_with_scope (query, scope));
  assert_query (query, "+bike.jpg(0 0 50 50)", "Part of bike.jpg");
  g_assert_nonnull (sem_query_get_original (query));
  assert_query (sem_query_get_original (query), "+bike.jpg(0 0 50 50)", "Part of bike.jpg");
  g_assert_true (sem_scope_equal (sem_query_get_scope (sem_query_get_original (query)), scope));
  request = sem_query_make_request (query, 7, NULL, NULL);
  g_assert_cmpint (request->view, ==, SEM_SEARCH_COPIES);
  g_assert_cmpint (request->scope.orientation, ==, SEM_SEARCH_SQUARE);
  become (&query, sem_query_new_refined (query, rose, TRUE));
  g_assert_null (sem_query_get_original (query));
  g_assert_true (sem_scope_equal (sem_query_get_scope (query), scope));
}

/* The engine is asked for the same. */
static void
test_request (void)
{
  const double part[] = { .25, .5, .75, .5 }, tiny[] = { 1, 1, 0, 0 };
  const char *const folders[] = { "/a", "/b", NULL }, *const types[] = { "jpg", NULL };
  g_autoptr (SemQuery) rose = query_for ("/a/rose.jpg"), bike = query_for ("/a/bike.jpg");
  g_autoptr (SemQuery) query = sem_query_new_refined (rose, bike, FALSE);
  g_autoptr (SemScope) scope = sem_scope_new ();
  g_autoptr (SemSearchRequest) request = NULL;
  const SemSearchSource *first, *second;

  sem_scope_set_folders (scope, folders);
  sem_scope_set_types (scope, types);
  sem_scope_set_dates (scope, "2024", "2025-06");
  scope->not_own_folder = TRUE;
  become (&query, sem_query_new_with_region (query, 0, part));
  become (&query, sem_query_new_with_region (query, 1, tiny));
  become (&query, sem_query_new_with_scope (query, scope));
  request = sem_query_make_request (query, 7, NULL, NULL);
  first = &g_array_index (request->sources, SemSearchSource, 0);
  second = &g_array_index (request->sources, SemSearchSource, 1);
  g_assert_cmpuint (request->k, ==, 7);
  g_assert_cmpuint (request->sources->len, ==, 2);
  g_assert_cmpfloat (first->weight, >, 0);
  g_assert_cmpfloat (second->weight, <, 0);
  g_assert_cmpuint (first->region->x, ==, 16384);
  g_assert_cmpuint (first->region->y, ==, 32768);
  g_assert_cmpuint (first->region->width, ==, 49152);
  g_assert_cmpuint (first->region->height, ==, 32768);
  /* Some part of the picture, whatever is marked. */
  g_assert_cmpuint (second->region->x + second->region->width, ==, 65536);
  g_assert_cmpuint (second->region->height, >=, 1);
  g_assert_cmpstr (request->scope.folders[1], ==, "/b");
  g_assert_cmpstr (request->scope.types[0], ==, "jpg");
  g_assert_cmpint (request->scope.from, ==, G_GINT64_CONSTANT (1704067200));
  g_assert_cmpint (request->scope.until, ==, G_GINT64_CONSTANT (1751328000));
  g_assert_true (request->scope.not_own_folder);
}

static void
test_scope (void)
{
  const char *const none[] = { NULL };
  g_autoptr (SemScope) scope = sem_scope_new (), copy = NULL;

  g_assert_true (sem_scope_is_everywhere (scope));
  /* An empty list is everywhere, not nowhere. */
  sem_scope_set_folders (scope, none);
  sem_scope_set_types (scope, none);
  g_assert_true (sem_scope_is_everywhere (scope));
  sem_scope_set_dates (scope, NULL, "2024");
  g_assert_false (sem_scope_is_everywhere (scope));
  copy = sem_scope_copy (scope);
  g_assert_true (sem_scope_equal (scope, copy));
  sem_scope_set_dates (copy, copy->since, "2025");
  g_assert_false (sem_scope_equal (scope, copy));
  g_assert_true (sem_scope_check_date ("2024-02-29"));
  g_assert_false (sem_scope_check_date ("2023-02-29"));
  g_assert_true (sem_scope_check_dates ("2024-05", "2024"));
  g_assert_false (sem_scope_check_dates ("2024-05", "2024-04"));
  g_assert_true (sem_scope_check_dates (NULL, "2024-04"));
}

/* Holding ---------------------------------------------------------------------------------------*/

/* The letters of @before, those at @held (digits) held, come in the order of @after. */
static void
check_hold (const char *before, const char *after, const char *held, const char *wanted)
{
  g_autoptr (GPtrArray) old = g_ptr_array_new (), ordered = g_ptr_array_new ();
  g_autoptr (GArray) positions = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *c = before; *c; c++)
    g_ptr_array_add (old, GINT_TO_POINTER (*c));
  for (const char *c = after; *c; c++)
    g_ptr_array_add (ordered, GINT_TO_POINTER (*c));
  for (const char *c = held; *c; c++)
    {
      guint position = *c == '-' ? G_MAXUINT : (guint) (*c - '0');

      g_array_append_val (positions, position);
    }
  sem_hold_positions (ordered, old, (const guint *) (void *) positions->data, positions->len);
  for (guint i = 0; i < ordered->len; i++)
    g_string_append_c (text, (char) GPOINTER_TO_INT (ordered->pdata[i]));
  g_assert_cmpstr (text->str, ==, wanted);
}

static void
test_hold (void)
{
  check_hold ("abc", "xaybc", "", "xaybc");
  check_hold ("abc", "xaybc", "-", "xaybc");
  check_hold ("abc", "xaybc", "1", "xbayc");
  check_hold ("abc", "xaybc", "0", "axybc");
  check_hold ("abc", "xaybc", "2", "xacyb");
  /* Both stay, in either order, and twice the same is once. */
  check_hold ("abc", "xyzabc", "02", "axcyzb");
  check_hold ("abc", "xyzabc", "20", "axcyzb");
  check_hold ("abc", "xyzabc", "11", "xbyzac");
  /* What is gone is not held; what was at the end of a list that is shorter now, stays there. */
  check_hold ("abcd", "xab", "3", "xab");
  check_hold ("abcd", "da", "3", "ad");
  check_hold ("", "ab", "0", "ab");
}

/* The session -----------------------------------------------------------------------------------*/

typedef struct
{
  SemLibrary *library;
  SemSession *session;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->library = sem_library_new (NULL);
  fixture->session = sem_session_new (fixture->library);
  sem_fake_library_add_photos (fixture->library, 10);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 10; i++)
    turn ();
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->library);
}

static void
search (Fixture *fixture, guint i, gboolean copies)
{
  g_autoptr (SemPhoto) photo = g_list_model_get_item (sem_library_get_photos (fixture->library), i);
  g_autoptr (SemQuery) query = sem_query_new_for_photo (photo);
  SemResults *before = sem_session_get_results (fixture->session);

  if (copies)
    become (&query, sem_query_new_for_copies (query));
  sem_session_search (fixture->session, query, photo);
  wait_until (sem_session_get_results (fixture->session) != before);
}

/* The ids of the first @n hits, as "3 1 2". */
static char *
list_hits (Fixture *fixture, guint n)
{
  GListModel *results = G_LIST_MODEL (sem_session_get_results (fixture->session));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (n, g_list_model_get_n_items (results)); i++)
    {
      g_autoptr (SemMatch) match = g_list_model_get_item (results, i);

      g_string_append_printf (text, "%s%d", i > 0 ? " " : "",
                              (int) sem_photo_get_id (sem_match_get_photo (match)));
    }
  return g_string_free (text, FALSE);
}

static void
assert_hits (Fixture *fixture, const char *wanted)
{
  g_autofree char *hits = list_hits (fixture, 5);

  g_assert_cmpstr (hits, ==, wanted);
}

static guint
count_hits (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (sem_session_get_results (fixture->session)));
}

/* Photos that are indexed later come into what is shown, which stays the same list: the hit that is
 * pointed at and the selected one stay where they are. */
static void
test_refine (Fixture *fixture, gconstpointer data)
{
  const gboolean copies = data != NULL;
  SemResults *results;
  g_autoptr (SemMatch) held = NULL, selected = NULL, still_held = NULL, still_selected = NULL;

  search (fixture, 0, copies);
  results = sem_session_get_results (fixture->session);
  wait_until (sem_results_is_proven (results));
  sem_results_show_more (results);
  if (!copies)
    assert_hits (fixture, "0 9 1 8 2");
  sem_session_set_held (fixture->session, 1);
  sem_session_set_selected (fixture->session, 2);
  held = g_list_model_get_item (G_LIST_MODEL (results), 1);
  selected = g_list_model_get_item (G_LIST_MODEL (results), 2);
  g_free (sem_fake_library_steal_calls (fixture->library));
  /* Among them are nearer ones: 39 has the hue 3. */
  sem_fake_library_add_photos (fixture->library, 30);
  wait_until (count_hits (fixture) == 40);
  g_assert_true (sem_session_get_results (fixture->session) == results);
  if (!copies)
    assert_hits (fixture, "0 9 1 39 29");
  still_held = g_list_model_get_item (G_LIST_MODEL (results), 1);
  still_selected = sem_session_dup_selected_match (fixture->session);
  g_assert_true (still_held == held);
  g_assert_true (still_selected == selected);
  g_assert_cmpuint (sem_session_get_selected (fixture->session), ==, 2);
  g_assert_false (sem_session_get_searching (fixture->session));
}

/* A search that a person starts comes first, and what is out of sight is asked again when it is
 * shown. */
static void
test_refine_later (Fixture *fixture, gconstpointer data)
{
  search (fixture, 0, FALSE);
  sem_fake_library_add_photos (fixture->library, 5);
  search (fixture, 4, FALSE);
  g_assert_cmpuint (count_hits (fixture), ==, 15);
  g_assert_cmpuint (sem_session_get_n_steps (fixture->session), ==, 2);
  sem_session_back (fixture->session);
  g_assert_cmpuint (count_hits (fixture), ==, 10);
  wait_until (count_hits (fixture) == 15);
}

/* A list that only ends because no more were asked for takes more when they are asked for, and
 * keeps what it has. */
static void
test_find_more (Fixture *fixture, gconstpointer data)
{
  SemResults *results;
  g_autoptr (SemMatch) selected = NULL, still = NULL;

  sem_fake_library_add_photos (fixture->library, 390);
  search (fixture, 0, FALSE);
  results = sem_session_get_results (fixture->session);
  g_assert_cmpuint (count_hits (fixture), ==, 200);
  g_assert_true (sem_results_get_is_cut (results));
  sem_session_set_selected (fixture->session, 2);
  selected = sem_session_dup_selected_match (fixture->session);
  g_assert_true (sem_session_get_can_find_more (fixture->session));
  sem_session_find_more (fixture->session);
  g_assert_false (sem_session_get_can_find_more (fixture->session));
  wait_until (count_hits (fixture) == 400);
  g_assert_true (sem_session_get_results (fixture->session) == results);
  g_assert_false (sem_results_get_is_cut (results));
  g_assert_false (sem_session_get_can_find_more (fixture->session));
  still = sem_session_dup_selected_match (fixture->session);
  g_assert_true (still == selected);
}

/* Nothing is asked at the library, and nothing again where nothing has changed. */
static void
test_refine_no_more (Fixture *fixture, gconstpointer data)
{
  const gint64 end = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 2;
  g_autofree char *calls = NULL;

  sem_fake_library_add_photos (fixture->library, 1);
  search (fixture, 0, FALSE);
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_INDEXING, .5, "");
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  g_free (sem_fake_library_steal_calls (fixture->library));
  while (g_get_monotonic_time () < end)
    {
      turn ();
      g_usleep (1000);
    }
  calls = sem_fake_library_steal_calls (fixture->library);
  g_assert_cmpstr (calls, ==, "");
}

static void
test_history (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (sem_session_get_n_steps (fixture->session), ==, 0);
  g_assert_null (sem_session_get_last_query (fixture->session));
  for (guint i = 1; i <= 3; i++)
    search (fixture, i, FALSE);
  g_assert_cmpuint (sem_session_get_n_steps (fixture->session), ==, 3);
  g_assert_cmpuint (sem_session_get_position (fixture->session), ==, 3);
  g_assert_null (sem_session_get_step_query (fixture->session, 0));
  g_assert_null (sem_session_get_step_query (fixture->session, 4));
  sem_session_go_to (fixture->session, 2);
  g_assert_cmpuint (sem_session_get_position (fixture->session), ==, 2);
  g_assert_true (sem_session_get_step_query (fixture->session, 2)
                 == sem_session_get_query (fixture->session));
  g_assert_true (sem_session_get_last_query (fixture->session)
                 == sem_session_get_query (fixture->session));
  sem_session_go_to (fixture->session, 0);
  g_assert_null (sem_session_get_query (fixture->session));
  g_assert_true (sem_session_get_last_query (fixture->session)
                 == sem_session_get_step_query (fixture->session, 3));
  sem_session_go_to (fixture->session, 3);
  g_assert_cmpuint (sem_session_get_n_steps (fixture->session), ==, 3);
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer data), gboolean copies)
{
  g_test_add (path, Fixture, GINT_TO_POINTER (copies), set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/asking/query/changes", test_changes);
  g_test_add_func ("/asking/query/copies", test_copies);
  g_test_add_func ("/asking/query/request", test_request);
  g_test_add_func ("/asking/scope", test_scope);
  g_test_add_func ("/asking/hold", test_hold);
  add ("/asking/refine/similar", test_refine, FALSE);
  add ("/asking/refine/copies", test_refine, TRUE);
  add ("/asking/refine/later", test_refine_later, FALSE);
  add ("/asking/refine/no-more", test_refine_no_more, FALSE);
  add ("/asking/find-more", test_find_more, FALSE);
  add ("/asking/history", test_history, FALSE);
  return g_test_run ();
}
