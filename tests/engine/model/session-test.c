/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/engine/model/session-test.h"

static void
notify_cb (GObject *session, GParamSpec *pspec, gpointer user_data)
{
  GString *notified = user_data;

  g_string_append_printf (notified, "%s%s", notified->len > 0 ? " " : "", pspec->name);
}

void
session_test_set_up (SessionTest *fixture, gconstpointer data)
{
  fixture->library = sem_library_new (NULL);
  fixture->session = sem_session_new (fixture->library);
  fixture->notified = g_string_new (NULL);
  sem_fake_library_add_photos (fixture->library, SESSION_TEST_N_PHOTOS);
  g_signal_connect (fixture->session, "notify", G_CALLBACK (notify_cb), fixture->notified);
}

void
session_test_turn_until_idle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

void
session_test_tear_down (SessionTest *fixture, gconstpointer data)
{
  session_test_turn_until_idle ();
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->library);
  g_string_free (fixture->notified, TRUE);
}

void
session_test_start (SessionTest *fixture, guint i)
{
  g_autoptr (SemPhoto) photo = g_list_model_get_item (sem_library_get_photos (fixture->library), i);
  g_autoptr (SemQuery) query = sem_query_new_for_photo (photo);

  sem_session_search (fixture->session, query, photo);
}

void
session_test_search (SessionTest *fixture, guint i)
{
  session_test_start (fixture, i);
  session_test_turn_until_idle ();
}

int
session_test_shown (SessionTest *fixture)
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
