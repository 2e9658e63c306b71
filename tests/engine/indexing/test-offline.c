/* Offline folders: their photos are kept.
 *
 * Where a test needs mount points, devices are made up, and where it needs a disk that breaks,
 * calls fail. tests/app/test-offline.py takes real mounts away.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <unistd.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "engine/indexing/indexer-private.h"
#include "engine/store/mounts.h"
#include "tests/engine/indexing/offline-fixture.h"

static void
test_decide (void)
{
  static const struct
  {
    gboolean was_mounted;
    gboolean mounted;
    SemKnownFiles files; /* any, left_out, found, unknown, same */
    SemAway expected;
  } cases[] = {
    { FALSE, FALSE, { FALSE, FALSE, FALSE, FALSE, TRUE }, SEM_AWAY_NOT },
    { TRUE, FALSE, { FALSE, FALSE, FALSE, FALSE, TRUE }, SEM_AWAY_NOT },
    { FALSE, FALSE, { TRUE, FALSE, TRUE, FALSE, TRUE }, SEM_AWAY_NOT },
    { FALSE, TRUE, { TRUE, FALSE, TRUE, FALSE, FALSE }, SEM_AWAY_NOT },
    { TRUE, TRUE, { TRUE, FALSE, TRUE, FALSE, FALSE }, SEM_AWAY_NOT },
    { FALSE, FALSE, { TRUE, FALSE, FALSE, FALSE, FALSE }, SEM_AWAY_EMPTIED },
    { FALSE, TRUE, { TRUE, FALSE, FALSE, FALSE, FALSE }, SEM_AWAY_EMPTIED },
    { TRUE, TRUE, { TRUE, FALSE, FALSE, FALSE, FALSE }, SEM_AWAY_EMPTIED },
    { FALSE, FALSE, { TRUE, FALSE, FALSE, TRUE, FALSE }, SEM_AWAY_NOT },
    { TRUE, FALSE, { TRUE, FALSE, FALSE, FALSE, FALSE }, SEM_AWAY_UNMOUNTED },
    { TRUE, FALSE, { TRUE, FALSE, TRUE, FALSE, FALSE }, SEM_AWAY_UNMOUNTED },
    { TRUE, FALSE, { TRUE, FALSE, FALSE, TRUE, FALSE }, SEM_AWAY_UNMOUNTED },
    { TRUE, FALSE, { TRUE, FALSE, TRUE, FALSE, TRUE }, SEM_AWAY_NOT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (sem_presence_decide (cases[i].was_mounted, cases[i].mounted, &cases[i].files),
                     ==, cases[i].expected);
}

/* An empty folder, and one with an unknown file: indexed twice, since the second run must not be
 * misled by what the first one stored. */
static void
test_emptied (LibraryTest *test, gconstpointer data)
{
  offline_start (test, 2, 3);
  offline_add_scene (test, 4);
  offline_take_away (test, "photos");
  for (guint round = 0; round < 4; round++)
    {
      if (round == 2)
        library_test_photo (test, "stranger.jpg", 9, 9);
      offline_index (test, NULL, "0 0 0 0 0 0");
      g_assert_nonnull (strstr (test->notes->str, "None of the known files"));
      g_assert_nonnull (strstr (test->notes->str, test->photos));
      assert_mounts (test, "photos emptied");
      offline_assert_kept (test, 6, 1);
    }
  offline_move (test, "photos", "empty");
  offline_move (test, "away", "photos");
  library_test_lock_decoder ();
  offline_index (test, NULL, "0 0 6 0 0 0");
  g_assert_cmpstr (test->notes->str, ==, "");
  assert_mounts (test, "");
  offline_assert_kept (test, 6, 1);
}

/* Renamed files are found by their identity. */
static void
test_renamed (LibraryTest *test, gconstpointer data)
{
  offline_start (test, 1, 3);
  offline_move (test, "photos/000", "photos/a new name");
  offline_index (test, NULL, "3 0 0 0 0 3");
  assert_mounts (test, "");
  offline_assert_kept (test, 3, 0);
}

/* Photos are forgotten only on request, and only in that folder. */
static void
test_forgotten (LibraryTest *test, gconstpointer data)
{
  g_autofree char *elsewhere = g_build_filename (test->folder, "elsewhere", NULL);

  offline_start (test, 2, 3);
  offline_add_scene (test, 4);
  offline_take_away (test, "photos");
  offline_index (test, elsewhere, "0 0 0 0 0 0");
  offline_assert_kept (test, 6, 1);
  /* Copied to other names, with new times: the content says that it is the same photo. */
  library_test_photo (test, "copy.jpg", 0, 0);
  library_test_photo (test, "copy 2.jpg", 0, 1);
  offline_index (test, test->photos, "2 0 0 0 0 6");
  assert_mounts (test, "");
  offline_assert_kept (test, 2, 1);
  offline_index (test, NULL, "0 0 2 0 0 0");

  /* The folder itself was deleted. */
  offline_move (test, "photos", "away too");
  offline_index (test, NULL, "0 0 0 0 0 0");
  assert_mounts (test, "photos absent");
  offline_assert_kept (test, 2, 1);
  offline_index (test, test->photos, "0 0 0 0 0 2");
  assert_mounts (test, "photos absent");
  offline_assert_kept (test, 0, 0);
}

/* The folder on the disk above has some of the files, and another of the same name. */
static void
test_unmounted (LibraryTest *test, gconstpointer data)
{
  offline_mounts[0] = test->photos;
  offline_start (test, 2, 3);
  assert_mounts (test, "photos mounted");
  offline_add_scene (test, 4);

  /* After a start of the computer devices have other numbers. */
  offline_first_device = 900;
  offline_index (test, NULL, "0 0 6 0 0 0");
  assert_mounts (test, "photos mounted");

  offline_take_away (test, "photos");
  offline_make_folder (test, "photos/000");
  library_test_photo (test, "000/000.jpg", 7, 7);
  offline_mounts[0] = NULL;
  for (guint round = 0; round < 2; round++)
    {
      offline_index (test, NULL, "0 0 0 0 0 0");
      g_assert_nonnull (strstr (test->notes->str, "not connected"));
      assert_mounts (test, "photos unmounted");
      offline_assert_kept (test, 6, 1);
    }

  offline_move (test, "photos", "below");
  offline_move (test, "away", "photos");
  offline_mounts[0] = test->photos;
  library_test_lock_decoder ();
  offline_index (test, NULL, "0 0 6 0 0 0");
  assert_mounts (test, "photos mounted");

  /* All files were copied to the disk around it: nothing would be lost. */
  offline_mounts[0] = NULL;
  offline_index (test, NULL, "0 0 6 0 0 0");
  assert_mounts (test, "");
  offline_assert_kept (test, 6, 1);
}

/* A disk inside the folder is removed, with its mount point or without it; a file that was deleted
 * beside it is marked missing. */
static void
test_nested (LibraryTest *test, gconstpointer data)
{
  g_autofree char *disk = library_test_path (test, "001");

  offline_mounts[0] = disk;
  offline_start (test, 3, 3);
  assert_mounts (test, "photos/001 mounted");
  offline_add_scene (test, 6);

  offline_take_away (test, "photos/001");
  offline_mounts[0] = NULL;
  offline_move (test, "photos/002/000.jpg", "000.jpg");
  offline_index (test, NULL, "0 0 5 0 0 1");
  g_assert_nonnull (strstr (test->notes->str, disk));
  assert_mounts (test, "photos/001 unmounted");
  offline_assert_kept (test, 8, 1);

  g_assert_cmpint (g_rmdir (disk), ==, 0);
  offline_index (test, NULL, "0 0 5 0 0 0");
  assert_mounts (test, "photos/001 absent");
  offline_assert_kept (test, 8, 1);

  offline_move (test, "away", "photos/001");
  offline_mounts[0] = disk;
  library_test_lock_decoder ();
  offline_index (test, NULL, "0 0 8 0 0 0");
  assert_mounts (test, "photos/001 mounted");

  /* Forgotten on request. */
  offline_move (test, "photos/001", "away");
  offline_mounts[0] = NULL;
  offline_index (test, disk, "0 0 5 0 0 3");
  assert_mounts (test, "");
  offline_assert_kept (test, 5, 1);
}

/* All files are on disks inside: the folder counts as offline, until it has a new file. */
static void
test_nested_only (LibraryTest *test, gconstpointer data)
{
  g_autofree char *disk = library_test_path (test, "000");
  g_autofree char *other = library_test_path (test, "001");

  offline_mounts[0] = disk;
  offline_mounts[1] = other;
  offline_start (test, 2, 3);
  assert_mounts (test, "photos/000 mounted, photos/001 mounted");
  offline_move (test, "photos/000", "away");
  offline_move (test, "photos/001", "away too");
  offline_mounts[0] = offline_mounts[1] = NULL;
  offline_index (test, NULL, "0 0 0 0 0 0");
  assert_mounts (test, "photos/000 absent, photos/001 absent");
  offline_assert_online (test, FALSE);
  offline_assert_kept (test, 6, 0);

  library_test_photo (test, "new/1.jpg", 7, 7);
  offline_index (test, NULL, "1 0 0 0 0 0");
  offline_assert_online (test, TRUE);
  offline_assert_kept (test, 7, 0);
}

/* A folder that is added around an offline one knows that it is offline. */
static void
test_adopted (LibraryTest *test, gconstpointer data)
{
  g_autofree char *inner = library_test_path (test, "000");

  library_test_photos (test, 2, 3);
  library_test_add_folder (test, inner);
  offline_index (test, NULL, "3 0 0 0 0 0");
  offline_move (test, "photos/000", "away");
  offline_index (test, NULL, "0 0 0 0 0 0");
  library_test_add_folder (test, NULL);
  for (guint round = 0; round < 2; round++)
    {
      offline_index (test, NULL, round ? "0 0 3 0 0 0" : "3 0 0 0 0 0");
      assert_mounts (test, "photos/000 absent");
      offline_assert_kept (test, 6, 0);
    }
  offline_move (test, "away", "photos/000");
  offline_index (test, NULL, "0 0 6 0 0 0");
  assert_mounts (test, "");
}

/* The disk is removed at any moment of the run. */
static void
test_unmounted_meanwhile (LibraryTest *test, gconstpointer data)
{
  g_autofree char *disk = library_test_path (test, "001");
  guint n;

  offline_mounts[0] = disk;
  offline_start (test, 3, 3);
  offline_move (test, "photos/001/000.jpg", "000.jpg");
  offline_unmount_at = G_MAXUINT;
  offline_index (test, NULL, "0 0 8 0 0 1");
  /* The last check after the scan. */
  n = offline_last_on_disk;
  g_assert_cmpuint (n, >, 6);
  offline_move (test, "000.jpg", "photos/001/000.jpg");
  offline_index (test, NULL, "1 0 8 0 0 0");
  offline_move (test, "photos/001/000.jpg", "000.jpg");

  /* The folder below the mount point lacks a file. */
  for (offline_unmount_at = 1; offline_unmount_at <= n; offline_unmount_at++)
    {
      g_test_message ("unmounted at %u of %u", offline_unmount_at, n);
      offline_mounts[0] = disk;
      offline_n_asked = 0;
      {
        g_autoptr (SemIndexer) indexer = library_test_new_indexer (test);

        sem_indexer_set_device (indexer, offline_get_device);
        library_test_run (test, indexer, NULL);
      }
      offline_assert_kept (test, 9, 0);
    }
}

/* Listing fails half-way, of the folder itself and of one inside it. */
static void
test_broken_listing (LibraryTest *test, gconstpointer data)
{
  offline_start (test, 2, 3);
  offline_add_scene (test, 4);

  offline_bad_folder = library_test_path (test, "001");
  offline_index (test, NULL, "0 0 3 0 0 0");
  g_assert_nonnull (strstr (test->notes->str, offline_bad_folder));
  assert_mounts (test, "");
  offline_assert_kept (test, 6, 1);

  g_free (offline_bad_folder);
  offline_bad_folder = g_strdup (test->photos);
  offline_index (test, NULL, "0 0 0 0 0 0");
  g_assert_nonnull (strstr (test->notes->str, "kept in the library"));
  assert_mounts (test, "photos unreadable");
  offline_assert_kept (test, 6, 1);
  g_clear_pointer (&offline_bad_folder, g_free);
  offline_index (test, NULL, "0 0 6 0 0 0");
  assert_mounts (test, "");
}

/* A known file that has changed and cannot be read keeps its photo, until it can. */
static void
test_unreadable_file (LibraryTest *test, gconstpointer data)
{
  gint64 photo;

  offline_start (test, 1, 3);
  offline_add_scene (test, 3);
  photo = library_test_find (test, "000/001.jpg");
  offline_bad_file = library_test_path (test, "000/001.jpg");
  g_assert_cmpint (utime (offline_bad_file, &(struct utimbuf){ 1000, 1000 }), ==, 0);
  for (guint round = 0; round < 2; round++)
    {
      offline_index (test, NULL, "0 0 2 1 0 0");
      g_assert_nonnull (strstr (test->notes->str, offline_bad_file));
      offline_assert_kept (test, 3, 1);
      g_assert_cmpint (library_test_find (test, "000/001.jpg"), ==, photo);
    }
  g_clear_pointer (&offline_bad_file, g_free);
  offline_index (test, NULL, "0 0 3 0 0 0");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (LibraryTest *test, gconstpointer data);
  } tests[] = {
    { "emptied", test_emptied },
    { "renamed", test_renamed },
    { "forgotten", test_forgotten },
    { "unmounted", test_unmounted },
    { "nested", test_nested },
    { "nested-only", test_nested_only },
    { "adopted", test_adopted },
    { "unmounted-meanwhile", test_unmounted_meanwhile },
    { "broken-listing", test_broken_listing },
    { "unreadable-file", test_unreadable_file },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/library/offline/decide", test_decide);
  for (guint i = 0; library_test_get_backbone () && i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/library/offline/", tests[i].name, NULL);

      g_test_add (path, LibraryTest, NULL, offline_set_up, tests[i].test, offline_tear_down);
    }
  return g_test_run ();
}
