/* Files that a person names: what is replaced, what is written in place, and what stays.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/output.h"

#include "tests/support/folder.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = test_folder_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_folder_remove (fixture->folder);
}

static char *
name (const Fixture *fixture, const char *base)
{
  return g_build_filename (fixture->folder, base, NULL);
}

static void
assert_contents (const char *path, const char *wanted)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, wanted);
}

static guint
count_files (const Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

static void
assert_written (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sem_output_write (path, text, strlen (text), &error));
  g_assert_no_error (error);
}

static void
assert_refused (const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (sem_output_write (path, "new", 3, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = name (fixture, "a"), *below = name (fixture, "no/a");
  struct stat status;

  g_assert_false (sem_output_replaces (path));
  assert_written (path, "one");
  assert_contents (path, "one");
  g_assert_true (sem_output_replaces (path));
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  assert_written (path, "");
  assert_contents (path, "");
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0640);
  assert_refused (below);
  assert_refused (fixture->folder);
  g_assert_false (sem_output_check (below, NULL));
  g_assert_false (sem_output_check (fixture->folder, NULL));
  g_assert_true (sem_output_check (path, NULL));
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

/* What was not finished leaves the old file, and nothing else. */
static void
test_unfinished (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = name (fixture, "a");

  assert_written (path, "old");
  for (guint way = 0; way < 2; way++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SemOutput) output = sem_output_new (path, FALSE, &error);

      g_assert_no_error (error);
      fputs ("new", sem_output_get_stream (output));
      if (way == 0)
        continue;
      sem_output_fail (output, ENOSPC);
      g_assert_false (sem_output_finish (output, &error));
      g_assert_nonnull (strstr (error->message, g_strerror (ENOSPC)));
    }
  assert_contents (path, "old");
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

static void
test_links (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = name (fixture, "file"), *near = name (fixture, "near");
  g_autofree char *far = name (fixture, "far"), *circle = name (fixture, "circle");

  g_assert_cmpint (symlink ("file", near), ==, 0);
  g_assert_cmpint (symlink (near, far), ==, 0);
  g_assert_cmpint (symlink ("circle", circle), ==, 0);
  /* The file is not there at first. */
  for (guint i = 0; i < 2; i++)
    {
      assert_written (far, i ? "two" : "one");
      assert_contents (file, i ? "two" : "one");
      g_assert_true (g_file_test (near, G_FILE_TEST_IS_SYMLINK));
      g_assert_true (g_file_test (far, G_FILE_TEST_IS_SYMLINK));
      g_assert_false (g_file_test (file, G_FILE_TEST_IS_SYMLINK));
    }
  assert_refused (circle);
  g_assert_cmpuint (count_files (fixture), ==, 4);
}

/* The link, not the device itself, is at stake where this fails. */
static void
test_devices (Fixture *fixture, gconstpointer data)
{
  g_autofree char *full = name (fixture, "full"), *null = name (fixture, "null");

  g_assert_cmpint (symlink ("/dev/full", full), ==, 0);
  g_assert_cmpint (symlink ("/dev/null", null), ==, 0);
  g_assert_true (sem_output_check (full, NULL));
  g_assert_false (sem_output_replaces (full));
  assert_refused (full);
  assert_written (null, "gone");
  g_assert_true (g_file_test (full, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (null, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpuint (count_files (fixture), ==, 2);
}

static gpointer
read_all (gpointer path)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* A pipe gets all bytes in order, also where the writer goes back. */
static void
test_pipe (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = name (fixture, "pipe");
  struct stat status;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  for (guint seeks = 0; seeks < 2; seeks++)
    {
      g_autoptr (GError) error = NULL;
      GThread *reader = g_thread_new ("reader", read_all, path);
      g_autoptr (SemOutput) output = sem_output_new (path, seeks, &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      fputs ("abc", sem_output_get_stream (output));
      if (seeks)
        {
          g_assert_cmpint (fseek (sem_output_get_stream (output), 0, SEEK_SET), ==, 0);
          fputs ("x", sem_output_get_stream (output));
        }
      g_assert_true (sem_output_finish (output, &error));
      g_assert_no_error (error);
      g_clear_pointer (&output, sem_output_free);
      text = g_thread_join (reader);
      g_assert_cmpstr (text, ==, seeks ? "xbc" : "abc");
    }
  g_assert_cmpint (lstat (path, &status), ==, 0);
  g_assert_true (S_ISFIFO (status.st_mode));
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/base/output/files", Fixture, NULL, set_up, test_files, tear_down);
  g_test_add ("/base/output/unfinished", Fixture, NULL, set_up, test_unfinished, tear_down);
  g_test_add ("/base/output/links", Fixture, NULL, set_up, test_links, tear_down);
  g_test_add ("/base/output/devices", Fixture, NULL, set_up, test_devices, tear_down);
  g_test_add ("/base/output/pipe", Fixture, NULL, set_up, test_pipe, tear_down);
  return g_test_run ();
}
