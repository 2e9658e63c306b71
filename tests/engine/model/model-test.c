/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/model/model-test.h"

static void
state_cb (SemLibrary *library, GParamSpec *pspec, gpointer data)
{
  ModelTest *fixture = data;
  g_autoptr (GEnumClass) class = g_type_class_ref (SEM_TYPE_LIBRARY_STATE);
  const char *nick = g_enum_get_value (class, sem_library_get_state (library))->value_nick;

  g_assert_true (g_thread_self () == fixture->thread);
  g_string_append_printf (fixture->states, "%s ", nick);
}

static void
message_cb (SemLibrary *library, const char *message, gpointer data)
{
  ModelTest *fixture = data;

  g_assert_true (g_thread_self () == fixture->thread);
  g_string_append_printf (fixture->messages, "%s\n", message);
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  ModelTest *fixture = data;

  g_assert_true (g_thread_self () == fixture->thread);
  g_string_append_printf (fixture->changes, "%u-%u+%u ", position, removed, added);
}

static void
folders_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  ((ModelTest *) data)->n_jobs++;
}

void
model_test_open (ModelTest *fixture)
{
  fixture->library = sem_library_new (fixture->base.library);
  g_signal_connect (fixture->library, "notify::state", G_CALLBACK (state_cb), fixture);
  g_signal_connect (fixture->library, "message", G_CALLBACK (message_cb), fixture);
  g_signal_connect (sem_library_get_photos (fixture->library), "items-changed",
                    G_CALLBACK (items_changed_cb), fixture);
  g_signal_connect (sem_library_get_folders (fixture->library), "items-changed",
                    G_CALLBACK (folders_changed_cb), fixture);
}

gboolean
model_test_timeout_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_CONTINUE;
}

void
model_test_close (ModelTest *fixture)
{
  gpointer library = fixture->library;

  g_signal_handlers_disconnect_by_data (sem_library_get_photos (fixture->library), fixture);
  g_signal_handlers_disconnect_by_data (sem_library_get_folders (fixture->library), fixture);
  g_signal_handlers_disconnect_by_data (fixture->library, fixture);
  g_object_add_weak_pointer (library, &library);
  g_clear_object (&fixture->library);
  wait_until (!library);
}

static void
set_up (ModelTest *fixture, gconstpointer data)
{
  library_test_set_up (&fixture->base, NULL);
  fixture->thread = g_thread_self ();
  fixture->states = g_string_new (NULL);
  fixture->changes = g_string_new (NULL);
  fixture->messages = g_string_new (NULL);
}

static void
tear_down (ModelTest *fixture, gconstpointer data)
{
  if (fixture->library)
    model_test_close (fixture);
  g_string_free (fixture->states, TRUE);
  g_string_free (fixture->changes, TRUE);
  g_string_free (fixture->messages, TRUE);
  library_test_tear_down (&fixture->base, NULL);
}

/* The ids of the photos, "1 2 5". */
static char *
list_ids (SemLibrary *library)
{
  GListModel *photos = sem_library_get_photos (library);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (photos); i++)
    {
      g_autoptr (SemPhoto) photo = g_list_model_get_item (photos, i);
      g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i ? " " : "", sem_photo_get_id (photo));
    }
  return g_string_free (text, FALSE);
}

void
model_test_assert_ids (ModelTest *fixture, const char *expected)
{
  g_autofree char *ids = list_ids (fixture->library);

  g_assert_cmpstr (ids, ==, expected);
}

void
model_test_add_folder (ModelTest *fixture, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  sem_library_add_folder (fixture->library, file);
}

void
model_test_index (ModelTest *fixture)
{
  guint n_jobs = fixture->n_jobs;

  sem_library_index (fixture->library);
  wait_until (fixture->n_jobs > n_jobs);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
}

void
model_test_add_and_index (ModelTest *fixture)
{
  guint n_jobs;

  model_test_open (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  n_jobs = fixture->n_jobs;
  model_test_add_folder (fixture, fixture->base.photos);
  wait_until (fixture->n_jobs >= n_jobs + 2);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
}

gboolean
model_test_is_searchable (SemLibrary *library)
{
  gboolean searchable;

  g_object_get (library, "searchable", &searchable, NULL);
  return searchable;
}

void
model_test_found_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  ModelTestFound *found = data;

  found->results = sem_library_search_finish (SEM_LIBRARY (object), result, &found->error);
  found->done = TRUE;
}

void
model_test_found_clear (ModelTestFound *found)
{
  g_clear_object (&found->results);
  g_clear_error (&found->error);
}

int
model_test_run (int argc, char **argv, const ModelTestCase *cases, guint n_cases)
{
  g_test_init (&argc, &argv, NULL);
  if (!library_test_get_backbone ())
    return g_test_run ();
  for (guint i = 0; i < n_cases; i++)
    g_test_add (cases[i].path, ModelTest, NULL, set_up, cases[i].test, tear_down);
  return g_test_run ();
}
