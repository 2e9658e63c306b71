/* offline-fixture.h - disks that are mounted, removed and fail, for the tests of the indexer
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sys/stat.h>

#include "tests/support/library-test.h"

/* A folder whose listing fails after one name, and a file that cannot be opened; NULL for none.
 * Done by -Wl,--wrap; freed by the tear-down. */
extern char *offline_bad_folder;
extern char *offline_bad_file;

/* Mount points, each with a device of its own, and the number of the device around them. */
extern const char *offline_mounts[2];
extern guint64 offline_first_device;
/* Calls for a device so far, the call at which all disks are unmounted (0: never), and the last
 * call for a mount point. */
extern guint offline_n_asked, offline_unmount_at, offline_last_on_disk;

guint64 offline_get_device (const char *path, const struct stat *st);

void offline_set_up (LibraryTest *test, gconstpointer data);
void offline_tear_down (LibraryTest *test, gconstpointer data);

/* As library_test_index(), with the devices above, and the notes of this run alone. @forgotten:
 * (nullable): a folder whose missing photos are to be forgotten. */
void offline_index (LibraryTest *test, const char *forgotten, const char *expected);
/* Makes @families of @variants photos in a folder of a new library, and indexes it, with the mount
 * points above. */
void offline_start (LibraryTest *test, guint families, guint variants);
/* These take names in the test's folder. */
void offline_move (LibraryTest *test, const char *from, const char *to);
void offline_make_folder (LibraryTest *test, const char *name);
/* Renames the folder to "away" and leaves an empty one, as a disk leaves its mount point. */
void offline_take_away (LibraryTest *test, const char *name);
/* A scene of the first @n photos. */
void offline_add_scene (LibraryTest *test, guint n);

/* (transfer full): "NAME REASON" of each offline folder, and "NAME mounted" of each known
 * mount point, with commas; names are those in the test's folder. */
char *offline_describe_mounts (LibraryTest *test);
/* After a sweep. */
void offline_assert_kept (LibraryTest *test, guint n_photos, guint n_scenes);
/* Of the library's only folder. */
void offline_assert_online (LibraryTest *test, gboolean online);

#define assert_mounts(test, expected)                                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *mounts_text = offline_describe_mounts (test);                                 \
    g_assert_cmpstr (mounts_text, ==, expected);                                                   \
  }                                                                                                \
  G_STMT_END
