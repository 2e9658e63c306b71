/* Files go into the trash and come back.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "engine/base/error.h"
#include "engine/model/viewer/trash.h"
#include "tests/support/folder.h"

typedef struct
{
  char *path;
  GFile *file;
} Fixture;

/* The trash is that of a home folder of the test's own, on the same disk. */
static char *home;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->path = g_build_filename (home, "a photo 100 %.jpg", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_object_unref (fixture->file);
  g_free (fixture->path);
}

static void
write_file (Fixture *fixture, const char *contents)
{
  g_assert_true (g_file_set_contents (fixture->path, contents, -1, NULL));
}

static void
assert_file (Fixture *fixture, const char *expected)
{
  g_autofree char *contents = NULL;

  g_file_get_contents (fixture->path, &contents, NULL, NULL);
  g_assert_cmpstr (contents, ==, expected);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static gboolean
put (Fixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sem_trash_put_async (fixture->file, NULL, done_cb, &result);
  return sem_trash_put_finish (fixture->file, wait_for (&result), error);
}

static gboolean
restore_with (Fixture *fixture, SemTrashTable *table, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sem_trash_restore_async (fixture->file, table, NULL, done_cb, &result);
  return sem_trash_restore_finish (fixture->file, wait_for (&result), error);
}

static gboolean
restore (Fixture *fixture, GError **error)
{
  return restore_with (fixture, NULL, error);
}

/* Where the file system has no trash, nothing can be tested. */
static gboolean
put_or_skip (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  if (put (fixture, &error))
    return TRUE;
  g_assert_error (error, SEM_ERROR, SEM_ERROR_FAILED);
  g_test_skip (error->message);
  return FALSE;
}

/* The newest of several files from the same place comes back first. */
static void
test_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_file (fixture, "first");
  if (!put_or_skip (fixture))
    return;
  assert_file (fixture, NULL);
  g_usleep (20000);
  write_file (fixture, "second");
  g_assert_true (put_or_skip (fixture));
  assert_file (fixture, NULL);

  restore (fixture, &error);
  g_assert_no_error (error);
  assert_file (fixture, "second");
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  restore (fixture, &error);
  g_assert_no_error (error);
  assert_file (fixture, "first");
}

/* With one table the trash is read once: what was there then comes back, the newest first, each
 * once, and what came later is not known to it. */
static void
test_table (Fixture *fixture, gconstpointer data)
{
  static const char *const contents[] = { "first", "second" };
  g_autoptr (SemTrashTable) table = sem_trash_table_new ();

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      write_file (fixture, contents[i]);
      if (!put_or_skip (fixture))
        return;
      g_usleep (20000);
    }
  g_assert_true (restore_with (fixture, table, NULL));
  assert_file (fixture, "second");
  g_assert_true (put (fixture, NULL));
  g_assert_true (restore_with (fixture, table, NULL));
  assert_file (fixture, "first");
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_false (restore_with (fixture, table, NULL));
  assert_file (fixture, NULL);
  g_assert_true (restore (fixture, NULL));
  assert_file (fixture, "second");
}

/* What is at the place by now stays. */
static void
test_occupied (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_file (fixture, "old");
  if (!put_or_skip (fixture))
    return;
  write_file (fixture, "new");
  g_assert_false (restore (fixture, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "a photo 100 %.jpg"));
  assert_file (fixture, "new");
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_true (restore (fixture, NULL));
  assert_file (fixture, "old");
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (put (fixture, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (restore (fixture, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  int status;

  home = test_folder_new ();
  g_assert_true (g_setenv ("HOME", home, TRUE));
  g_unsetenv ("XDG_DATA_HOME");
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/model/trash/back", Fixture, NULL, set_up, test_back, tear_down);
  g_test_add ("/model/trash/table", Fixture, NULL, set_up, test_table, tear_down);
  g_test_add ("/model/trash/occupied", Fixture, NULL, set_up, test_occupied, tear_down);
  g_test_add ("/model/trash/missing", Fixture, NULL, set_up, test_missing, tear_down);
  status = g_test_run ();
  test_folder_remove (home);
  return status;
}
