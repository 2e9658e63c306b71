/* The folders of a library: added, removed, offline and emptied.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/model/model-test.h"

#include <string.h>
#include <glib/gstdio.h>

static void
test_folders (ModelTest *fixture, gconstpointer data)
{
  g_autofree char *inner = library_test_path (&fixture->base, "001");
  g_autofree char *missing = library_test_path (&fixture->base, "missing");
  g_autoptr (GFile) outer = g_file_new_for_path (fixture->base.photos);
  g_autoptr (GFile) remote = g_file_new_for_uri ("sftp://nowhere.example/photos");

  library_test_photos (&fixture->base, 3, 2);
  model_test_open (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  model_test_add_folder (fixture, inner);
  wait_until (sem_library_get_n_photos (fixture->library) == 2);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  model_test_add_folder (fixture, fixture->base.photos);
  wait_until (sem_library_get_n_photos (fixture->library) == 6);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpuint (g_list_model_get_n_items (sem_library_get_folders (fixture->library)), ==, 1);
  g_assert_cmpstr (fixture->messages->str, ==, "2 photos added\n4 photos added\n");

  model_test_add_folder (fixture, missing);
  wait_until (strstr (fixture->messages->str, "missing"));
  g_string_truncate (fixture->messages, 0);
  sem_library_add_folder (fixture->library, remote);
  g_assert_cmpuint (fixture->messages->len, >, 10);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);

  sem_library_remove_folder (fixture->library, outer);
  wait_until (sem_library_get_n_photos (fixture->library) == 0);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpuint (g_list_model_get_n_items (sem_library_get_folders (fixture->library)), ==, 0);
}

static SemFolderPresence
get_presence (ModelTest *fixture, gboolean *forgettable)
{
  g_autoptr (SemFolder) folder =
    g_list_model_get_item (sem_library_get_folders (fixture->library), 0);

  *forgettable = sem_folder_get_forgettable (folder);
  return sem_folder_get_presence (folder);
}

/* An offline or emptied folder keeps its photos until sem_library_forget_missing(). */
static void
test_offline (ModelTest *fixture, gconstpointer data)
{
  g_autofree char *away = g_strconcat (fixture->base.photos, "-away", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (fixture->base.photos);
  gboolean forgettable;
  guint n_jobs;

  library_test_photos (&fixture->base, 3, 2);
  model_test_add_and_index (fixture);
  g_assert_cmpint (get_presence (fixture, &forgettable), ==, SEM_FOLDER_PRESENT);
  g_assert_false (forgettable);

  g_assert_cmpint (g_rename (fixture->base.photos, away), ==, 0);
  model_test_index (fixture);
  g_assert_cmpint (get_presence (fixture, &forgettable), ==, SEM_FOLDER_OFFLINE);
  g_assert_true (forgettable);
  g_assert_cmpint (g_mkdir (fixture->base.photos, 0700), ==, 0);
  model_test_index (fixture);
  g_assert_cmpint (get_presence (fixture, &forgettable), ==, SEM_FOLDER_EMPTIED);
  g_assert_true (forgettable);
  model_test_assert_ids (fixture, "1 2 3 4 5 6");
  g_assert_true (model_test_is_searchable (fixture->library));

  n_jobs = fixture->n_jobs;
  sem_library_forget_missing (fixture->library, file);
  wait_until (fixture->n_jobs == n_jobs + 2);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpint (get_presence (fixture, &forgettable), ==, SEM_FOLDER_PRESENT);
  g_assert_false (forgettable);
  model_test_assert_ids (fixture, "");
}

/* A request made just before the program ends is carried out at the next start. */
static void
test_forget_at_the_end (ModelTest *fixture, gconstpointer data)
{
  g_autofree char *away = g_strconcat (fixture->base.photos, "-away", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (fixture->base.photos);

  library_test_photos (&fixture->base, 3, 2);
  model_test_add_and_index (fixture);
  g_assert_cmpint (g_rename (fixture->base.photos, away), ==, 0);
  model_test_index (fixture);
  sem_library_forget_missing (fixture->library, file);
  model_test_close (fixture);
  model_test_open (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  model_test_index (fixture);
  model_test_assert_ids (fixture, "");
}

int
main (int argc, char **argv)
{
  static const ModelTestCase cases[] = {
    { "/model/folders/folders", test_folders },
    { "/model/folders/offline", test_offline },
    { "/model/folders/forget-at-the-end", test_forget_at_the_end },
  };

  return model_test_run (argc, argv, cases, G_N_ELEMENTS (cases));
}
