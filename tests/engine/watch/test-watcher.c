/* What counts as a change in folders that are watched, and what is done where watches run out.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <fcntl.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "engine/watch/watcher-private.h"
#include "tests/support/folder.h"

/* Milliseconds. */
#define QUIET 30
#define NEVER 10000000
#define PATIENCE 20000
#define CALM 250

typedef struct
{
  char *folder;
  char *root;
  SemWatcher *watcher;
  GAsyncQueue *told;
} Fixture;

static void
changed (gint64 last, gpointer user_data)
{
  g_async_queue_push (user_data, user_data);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *library = NULL;

  fixture->folder = test_folder_new ();
  fixture->root = g_build_filename (fixture->folder, "photos", NULL);
  g_assert_cmpint (g_mkdir (fixture->root, 0700), ==, 0);
  /* A photo may have a name without an ending, too. */
  library = g_build_filename (fixture->root, "library", NULL);
  fixture->told = g_async_queue_new ();
  fixture->watcher = sem_watcher_new (library, changed, fixture->told);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sem_watcher_free (fixture->watcher);
  g_async_queue_unref (fixture->told);
  g_free (fixture->root);
  test_folder_remove (fixture->folder);
}

static void
assert_told (Fixture *fixture)
{
  g_assert_nonnull (g_async_queue_timeout_pop (fixture->told, PATIENCE * G_TIME_SPAN_MILLISECOND));
  /* What comes after the quiet moment is told again. */
  while (g_async_queue_timeout_pop (fixture->told, 4 * QUIET * G_TIME_SPAN_MILLISECOND))
    continue;
}

/* The folders are watched from then on; what happened in them before is told, whatever it was. */
static void
set_folders (Fixture *fixture, const char *second)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();
  SemWatchLimits limits = { 0 };

  g_ptr_array_add (folders, fixture->root);
  if (second)
    g_ptr_array_add (folders, (gpointer) second);
  sem_watcher_set_folders (fixture->watcher, folders);
  while (!limits.ready)
    {
      g_usleep (2000);
      sem_watcher_get_limits (fixture->watcher, &limits);
    }
  g_assert_nonnull (g_async_queue_timeout_pop (fixture->told, PATIENCE * G_TIME_SPAN_MILLISECOND));
}

static void
start (Fixture *fixture, guint period, guint most)
{
  sem_watcher_set_times (fixture->watcher, QUIET, period, most);
  set_folders (fixture, NULL);
}

static void
assert_not_told (Fixture *fixture)
{
  g_assert_null (g_async_queue_timeout_pop (fixture->told, CALM * G_TIME_SPAN_MILLISECOND));
}

static char *
path_of (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->root, name, NULL);
}

static void
put (Fixture *fixture, const char *name)
{
  g_autofree char *path = path_of (fixture, name);
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, "x", 1), ==, 1);
  g_assert_cmpint (close (fd), ==, 0);
}

static void
move (Fixture *fixture, const char *from, const char *to)
{
  g_autofree char *from_path = path_of (fixture, from);
  g_autofree char *to_path = path_of (fixture, to);

  g_assert_cmpint (g_rename (from_path, to_path), ==, 0);
}

static void
make_folder (Fixture *fixture, const char *name)
{
  g_autofree char *path = path_of (fixture, name);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
}

static void
test_changes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = path_of (fixture, "one.jpg");
  g_autofree char *link = path_of (fixture, "link.jpg");
  g_autofree char *hard = path_of (fixture, "hard.jpg");

  make_folder (fixture, "a/b");
  start (fixture, NEVER, G_MAXUINT);
  put (fixture, "one.jpg");
  assert_told (fixture);
  put (fixture, "a/b/two.jpg");
  assert_told (fixture);
  move (fixture, "a/b/two.jpg", "a/three.jpg");
  assert_told (fixture);
  g_assert_cmpint (symlink (file, link), ==, 0);
  assert_told (fixture);
  g_assert_cmpint (linkat (AT_FDCWD, file, AT_FDCWD, hard, 0), ==, 0);
  assert_told (fixture);
  g_assert_cmpint (g_chmod (file, 0640), ==, 0);
  assert_told (fixture);
  g_assert_cmpint (g_unlink (file), ==, 0);
  assert_told (fixture);
}

/* Folders that come later, by being made or moved, are watched, and so is what is in them. */
static void
test_folders (Fixture *fixture, gconstpointer data)
{
  start (fixture, NEVER, G_MAXUINT);
  make_folder (fixture, "new/deep/er");
  assert_told (fixture);
  put (fixture, "new/deep/er/one.jpg");
  assert_told (fixture);
  move (fixture, "new", "other");
  assert_told (fixture);
  put (fixture, "other/deep/er/two.jpg");
  assert_told (fixture);
  make_folder (fixture, "other/deep/more");
  assert_told (fixture);
  put (fixture, "other/deep/more/three.jpg");
  assert_told (fixture);
}

static void
test_no_change (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = path_of (fixture, "one.jpg");
  g_autofree char *text = NULL;
  int fd;

  put (fixture, "one.jpg");
  start (fixture, NEVER, G_MAXUINT);
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  put (fixture, ".hidden.jpg");
  make_folder (fixture, ".hidden");
  put (fixture, ".hidden/two.jpg");
  /* What other programs keep there. */
  put (fixture, "catalogue.db-journal");
  put (fixture, "one.jpg.xmp");
  put (fixture, "one.jpg.part");
  /* The library's own files. */
  put (fixture, "library");
  put (fixture, "library-wal");
  assert_not_told (fixture);
  move (fixture, "one.jpg.part", "two.jpg");
  assert_told (fixture);
  put (fixture, "no ending");
  assert_told (fixture);
  /* A copy that goes on is not looked at before its end. */
  {
    g_autofree char *path = path_of (fixture, "long.jpg");

    fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  }
  g_assert_cmpint (write (fd, "x", 1), ==, 1);
  assert_not_told (fixture);
  g_assert_cmpint (close (fd), ==, 0);
  assert_told (fixture);
}

/* The folder itself goes and comes back. */
static void
test_root (Fixture *fixture, gconstpointer data)
{
  g_autofree char *away = g_build_filename (fixture->folder, "away", NULL);

  put (fixture, "one.jpg");
  start (fixture, NEVER, G_MAXUINT);
  g_assert_cmpint (g_rename (fixture->root, away), ==, 0);
  assert_told (fixture);
  g_assert_cmpint (g_rename (away, fixture->root), ==, 0);
  sem_watcher_look_now (fixture->watcher);
  assert_told (fixture);
  put (fixture, "two.jpg");
  assert_told (fixture);
}

/* Watches that are replaced end with what was not read of them, and the walk for the new ones comes
 * too late for what is there already: so that each new set is told to have changed, once. */
static void
test_new_set (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);

  g_assert_cmpint (g_mkdir (other, 0700), ==, 0);
  start (fixture, NEVER, G_MAXUINT);
  assert_not_told (fixture);
  put (fixture, "one.jpg");
  set_folders (fixture, other);
  /* The photo itself may have been told before. */
  while (g_async_queue_timeout_pop (fixture->told, 4 * QUIET * G_TIME_SPAN_MILLISECOND))
    continue;
  set_folders (fixture, NULL);
  assert_not_told (fixture);
}

/* Where watches run out it is said, and told from time to time. */
static void
test_limit (Fixture *fixture, gconstpointer data)
{
  SemWatchLimits limits;

  for (guint i = 0; i < 9; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      make_folder (fixture, name);
    }
  start (fixture, NEVER, 10);
  sem_watcher_get_limits (fixture->watcher, &limits);
  g_assert_false (limits.full);
  assert_not_told (fixture);
  tear_down (fixture, NULL);

  set_up (fixture, NULL);
  for (guint i = 0; i < 9; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      make_folder (fixture, name);
    }
  start (fixture, 200, 9);
  sem_watcher_get_limits (fixture->watcher, &limits);
  g_assert_true (limits.full);
  for (guint i = 0; i < 3; i++)
    g_assert_nonnull (
      g_async_queue_timeout_pop (fixture->told, PATIENCE * G_TIME_SPAN_MILLISECOND));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/watch/changes", test_changes },     { "/watch/folders", test_folders },
    { "/watch/no-change", test_no_change }, { "/watch/root", test_root },
    { "/watch/new-set", test_new_set },     { "/watch/limit", test_limit },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
