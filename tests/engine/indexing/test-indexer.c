/* Indexing real folders with the real network: which files count as new, and which are decoded
 * again.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/photos.h"
#include "tests/support/library-test.h"

static void
copy (LibraryTest *test, const char *from, const char *to)
{
  g_autofree char *from_path = library_test_path (test, from);
  g_autofree char *to_path = library_test_path (test, to);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (from_path, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (to_path, bytes, (gssize) size, NULL));
}

static void
write_text (LibraryTest *test, const char *name, const char *text, gssize size)
{
  g_autofree char *path = library_test_path (test, name);

  g_assert_true (g_file_set_contents (path, text, size, NULL));
}

static void
move (LibraryTest *test, const char *from, const char *to)
{
  g_autofree char *from_path = library_test_path (test, from);
  g_autofree char *to_path = library_test_path (test, to);

  g_assert_cmpint (g_rename (from_path, to_path), ==, 0);
}

static void delete (LibraryTest *test, const char *name)
{
  g_autofree char *path = library_test_path (test, name);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

static guint
count_photos (LibraryTest *test)
{
  g_autoptr (SemStore) store = library_test_open (test);
  SemStoreCounts counts;

  g_assert_true (sem_store_count (store, &counts, NULL));
  return counts.photos;
}

static void
index_two (LibraryTest *test)
{
  library_test_photo (test, "1.jpg", 1, 0);
  library_test_photo (test, "2.jpg", 2, 0);
  library_test_add_folder (test, NULL);
  library_test_index (test, "2 0 0 0 0 0");
}

static void
test_counts (LibraryTest *test, gconstpointer data)
{
  g_autofree char *digest = NULL, *again = NULL;

  library_test_photos (test, 3, 2);
  library_test_add_folder (test, NULL);
  library_test_index (test, "6 0 0 0 0 0");
  digest = library_test_digest (test);

  /* Nothing is decoded again, and nothing reported. */
  g_string_truncate (test->notes, 0);
  library_test_lock_decoder ();
  library_test_index (test, "0 0 6 0 0 0");
  again = library_test_digest (test);
  g_assert_cmpstr (again, ==, digest);
  g_assert_cmpstr (test->notes->str, ==, "");
}

static void
test_duplicates (LibraryTest *test, gconstpointer data)
{
  library_test_photo (test, "1.jpg", 1, 0);
  library_test_photo (test, "2.jpg", 2, 0);
  copy (test, "1.jpg", "3.jpg");
  library_test_add_folder (test, NULL);
  library_test_index (test, "3 0 0 0 0 0");
  g_assert_cmpuint (count_photos (test), ==, 2);
  g_assert_cmpint (library_test_find (test, "1.jpg"), ==, library_test_find (test, "3.jpg"));

  /* The photo stays as long as one of its files. */
  delete (test, "1.jpg");
  library_test_index (test, "0 0 2 0 0 1");
  g_assert_cmpuint (count_photos (test), ==, 2);
  delete (test, "3.jpg");
  library_test_index (test, "0 0 1 0 0 1");
  g_assert_cmpuint (count_photos (test), ==, 1);
}

static void
test_moved (LibraryTest *test, gconstpointer data)
{
  gint64 photo;

  index_two (test);
  photo = library_test_find (test, "1.jpg");
  move (test, "1.jpg", "new name.jpg");
  library_test_lock_decoder ();
  library_test_index (test, "1 0 1 0 0 1");
  g_assert_cmpint (library_test_find (test, "new name.jpg"), ==, photo);
  g_assert_cmpint (library_test_find (test, "1.jpg"), ==, 0);
  g_assert_cmpuint (count_photos (test), ==, 2);
}

static void
test_replaced (LibraryTest *test, gconstpointer data)
{
  gint64 photo;

  index_two (test);
  photo = library_test_find (test, "1.jpg");
  library_test_photo (test, "1.jpg", 3, 0);
  library_test_index (test, "0 1 1 0 0 0");
  g_assert_cmpint (library_test_find (test, "1.jpg"), !=, photo);
  g_assert_cmpuint (count_photos (test), ==, 2);

  /* Replaced by a file that is not a photo, and by the first photo again, which is known. */
  write_text (test, "1.jpg", "no photo at all", -1);
  library_test_index (test, "0 0 1 1 0 0");
  g_assert_nonnull (strstr (test->notes->str, "1.jpg"));
  g_assert_cmpuint (count_photos (test), ==, 1);
  library_test_photo (test, "1.jpg", 1, 0);
  library_test_lock_decoder ();
  library_test_index (test, "1 0 1 0 0 0");
  g_assert_cmpint (library_test_find (test, "1.jpg"), ==, photo);
  g_assert_cmpuint (count_photos (test), ==, 2);
}

/* A file with a new time and the same content is hashed, not decoded. */
static void
test_touched (LibraryTest *test, gconstpointer data)
{
  g_autofree char *path = library_test_path (test, "1.jpg");

  library_test_photo (test, "1.jpg", 1, 0);
  library_test_add_folder (test, NULL);
  library_test_index (test, "1 0 0 0 0 0");
  g_assert_cmpint (utime (path, &(struct utimbuf){ 1000, 1000 }), ==, 0);
  library_test_lock_decoder ();
  library_test_index (test, "0 0 1 0 0 0");
}

static void
test_comes_back (LibraryTest *test, gconstpointer data)
{
  index_two (test);
  move (test, "1.jpg", "../1.jpg");
  library_test_index (test, "0 0 1 0 0 1");
  g_assert_cmpuint (count_photos (test), ==, 1);
  library_test_index (test, "0 0 1 0 0 0");

  move (test, "../1.jpg", "1.jpg");
  library_test_lock_decoder ();
  library_test_index (test, "1 0 1 0 0 0");
  g_assert_cmpuint (count_photos (test), ==, 2);
}

static void
test_offline (LibraryTest *test, gconstpointer data)
{
  g_autofree char *away = g_strconcat (test->photos, "-away", NULL);
  g_autofree char *other = g_build_filename (test->folder, "other", NULL);
  g_autoptr (GPtrArray) folders = NULL;
  const SemStoreFolder *folder;

  g_assert_cmpint (g_mkdir (other, 0700), ==, 0);
  library_test_photos (test, 1, 3);
  library_test_add_folder (test, NULL);
  library_test_add_folder (test, other);
  library_test_index (test, "3 0 0 0 0 0");
  g_assert_cmpint (g_rename (test->photos, away), ==, 0);
  library_test_index (test, "0 0 0 0 0 0");
  g_assert_cmpuint (count_photos (test), ==, 3);
  g_assert_nonnull (strstr (test->notes->str, test->photos));
  {
    g_autoptr (SemStore) store = library_test_open (test);
    folders = sem_store_list_folders (store, NULL);
  }
  folder = g_ptr_array_index (folders, 1);
  g_assert_cmpstr (folder->path, ==, test->photos);
  g_assert_false (folder->online);
  g_assert_cmpuint (folder->n_photos, ==, 3);

  g_assert_cmpint (g_rename (away, test->photos), ==, 0);
  library_test_lock_decoder ();
  library_test_index (test, "0 0 3 0 0 0");
}

static void
test_bad_files (LibraryTest *test, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *bytes = NULL;
  gsize size;

  library_test_photo (test, "good.jpg", 1, 0);
  library_test_photo (test, "good.png", 1, 1);
  library_test_photo (test, "no ending", 1, 2);
  path = library_test_path (test, "good.png");
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  write_text (test, "cut.png", bytes, (gssize) size / 2);
  write_text (test, "empty.jpg", "", 0);
  write_text (test, "text.jpg", "this is text", -1);
  write_text (test, "text.txt", "this is text", -1);
  write_text (test, "empty", "", 0);
  library_test_add_folder (test, NULL);
  library_test_index (test, "3 0 0 3 2 0");
  g_assert_nonnull (strstr (test->notes->str, "cut.png"));
  g_assert_nonnull (strstr (test->notes->str, "empty.jpg"));
  g_assert_nonnull (strstr (test->notes->str, "text.jpg"));
  g_assert_null (strstr (test->notes->str, "text.txt"));
  {
    g_autoptr (SemStore) store = library_test_open (test);
    g_autoptr (GPtrArray) failed = sem_store_list_failed (store, NULL);

    g_assert_cmpuint (failed->len, ==, 3);
    for (guint i = 0; i < failed->len; i++)
      {
        const SemStoreFile *file = g_ptr_array_index (failed, i);
        g_autofree char *name = g_path_get_basename (file->path);

        g_assert_nonnull (strstr (file->reason, name));
        g_assert_cmpuint (file->attempts, ==, 0);
      }
  }

  /* They are tried again only when they change. */
  library_test_lock_decoder ();
  library_test_index (test, "0 0 3 3 2 0");
  library_test_unlock_decoder ();
  library_test_photo (test, "empty.jpg", 1, 3);
  library_test_index (test, "1 0 3 2 2 0");
}

static void
test_no_decoder (LibraryTest *test, gconstpointer data)
{
  g_autoptr (SemIndexer) indexer =
    sem_indexer_new (test->library, library_test_get_backbone (), NULL, NULL);
  g_autoptr (GError) error = NULL;
  SemIndexSummary summary;

  library_test_photos (test, 2, 2);
  library_test_add_folder (test, NULL);
  library_test_lock_decoder ();
  g_assert_false (sem_indexer_run (indexer, NULL, NULL, &summary, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_DECODER);
  library_test_unlock_decoder ();
  library_test_index (test, "4 0 0 0 0 0");
}

int
main (int argc, char **argv)
{
  static const LibraryTestCase cases[] = {
    { "counts", test_counts },         { "duplicates", test_duplicates },
    { "moved", test_moved },           { "replaced", test_replaced },
    { "touched", test_touched },       { "comes-back", test_comes_back },
    { "offline", test_offline },       { "bad-files", test_bad_files },
    { "no-decoder", test_no_decoder },
  };

  g_test_init (&argc, &argv, NULL);
  library_test_register ("/indexing/indexer", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
