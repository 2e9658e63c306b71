/* Indexing stores what the camera noted, also for libraries that were indexed without, and
 * whatever the metadata does to the decoder.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gexiv2/gexiv2.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <unistd.h>

#include "engine/store/details/metadata.h"
#include "tests/support/library-test.h"

static void
note (LibraryTest *test, const char *name, const char *date, const char *model)
{
  g_autofree char *path = library_test_path (test, name);
  g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();
  g_autoptr (GError) error = NULL;

  gexiv2_metadata_open_path (metadata, path, &error);
  g_assert_no_error (error);
  gexiv2_metadata_try_set_tag_string (metadata, "Exif.Photo.DateTimeOriginal", date, &error);
  gexiv2_metadata_try_set_tag_string (metadata, "Exif.Image.Model", model, &error);
  gexiv2_metadata_save_file (metadata, path, &error);
  g_assert_no_error (error);
}

/* Three photos, of which one has no metadata, and a second file of the first one. */
static void
make_photos (LibraryTest *test)
{
  g_autofree char *from = library_test_path (test, "1.jpg");
  g_autofree char *to = library_test_path (test, "again.jpg");
  g_autofree char *bytes = NULL;
  gsize size;

  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.jpg", i);
      library_test_photo (test, name, i, 0);
    }
  note (test, "1.jpg", "1970:01:02 00:00:01", "one");
  note (test, "2.jpg", "1970:01:02 00:00:02", "two");
  g_assert_true (g_file_get_contents (from, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (to, bytes, (gssize) size, NULL));
  library_test_add_folder (test, NULL);
}

static void
assert_state (LibraryTest *test, const char *name, SemMetadataState state, gint64 taken)
{
  g_autoptr (SemStore) store = library_test_open (test);
  g_autoptr (GError) error = NULL;
  SemMetadata metadata;

  sem_store_get_metadata (store, library_test_find (test, name), &metadata, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (metadata.state, ==, state);
  g_assert_cmpint (metadata.taken, ==, taken);
  g_assert_cmpuint (metadata.date, ==, taken ? SEM_METADATA_DATE_TAKEN : SEM_METADATA_NO_DATE);
}

static void
assert_all_read (LibraryTest *test)
{
  assert_state (test, "1.jpg", SEM_METADATA_READ, 86401);
  assert_state (test, "again.jpg", SEM_METADATA_READ, 86401);
  assert_state (test, "2.jpg", SEM_METADATA_READ, 86402);
  assert_state (test, "3.jpg", SEM_METADATA_READ, 0);
}

/* As a library of a version that did not read metadata. */
static void
forget (LibraryTest *test)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (test->library, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "DELETE FROM metadata", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static void
test_new (LibraryTest *test, gconstpointer data)
{
  make_photos (test);
  library_test_index (test, "4 0 0 0 0 0");
  assert_all_read (test);
  /* Nothing is left to be read. */
  library_test_lock_decoder ();
  library_test_index (test, "0 0 4 0 0 0");
  library_test_unlock_decoder ();
}

static void
test_old (LibraryTest *test, gconstpointer data)
{
  g_autofree char *gone = library_test_path (test, "2.jpg");
  g_autofree char *aside = g_strconcat (test->folder, "/aside.jpg", NULL);
  g_autoptr (SemIndexer) indexer = library_test_new_indexer (test);
  SemIndexProgress progress;

  make_photos (test);
  library_test_index (test, "4 0 0 0 0 0");
  forget (test);
  assert_state (test, "1.jpg", SEM_METADATA_UNREAD, 0);
  g_assert_cmpint (g_rename (gone, aside), ==, 0);
  library_test_run (test, indexer, "0 0 3 0 0 1");
  sem_indexer_get_progress (indexer, &progress);
  g_assert_cmpint (progress.stage, ==, SEM_INDEX_IDLE);
  assert_state (test, "1.jpg", SEM_METADATA_READ, 86401);
  assert_state (test, "2.jpg", SEM_METADATA_UNREAD, 0);
  /* A file that comes back is looked at then, though its pixels are known. */
  g_assert_cmpint (g_rename (aside, gone), ==, 0);
  library_test_index (test, "1 0 3 0 0 0");
  assert_all_read (test);
}

/* The decoder cannot be started: the run does without, and the next one catches up. */
static void
test_no_decoder (LibraryTest *test, gconstpointer data)
{
  make_photos (test);
  library_test_index (test, "4 0 0 0 0 0");
  forget (test);
  library_test_lock_decoder ();
  library_test_index (test, "0 0 4 0 0 0");
  library_test_unlock_decoder ();
  assert_state (test, "1.jpg", SEM_METADATA_UNREAD, 0);
  library_test_index (test, "0 0 4 0 0 0");
  assert_all_read (test);
}

/* Metadata that ends the decoder costs the metadata, not the photo. */
static void
test_dies (LibraryTest *test, gconstpointer data)
{
  g_autofree char *decoder = g_strdup (g_getenv ("SEMBLANCE_DECODER"));
  /* A worker knows from its name alone what it is to do. */
  g_autofree char *fake = g_build_filename (test->folder, "fake-decoder-dies-of-metadata", NULL);

  make_photos (test);
  g_assert_cmpint (symlink (g_getenv ("FAKE_DECODER"), fake), ==, 0);
  g_assert_true (g_setenv ("SEMBLANCE_DECODER", fake, TRUE));
  library_test_index (test, "4 0 0 0 0 0");
  g_assert_cmpstr (test->notes->str, ==, "");
  assert_state (test, "1.jpg", SEM_METADATA_FAILED, 0);
  assert_state (test, "3.jpg", SEM_METADATA_FAILED, 0);
  g_assert_true (g_setenv ("SEMBLANCE_DECODER", decoder, TRUE));
}

int
main (int argc, char **argv)
{
  static const LibraryTestCase cases[] = {
    { "new", test_new },
    { "old", test_old },
    { "no-decoder", test_no_decoder },
    { "dies", test_dies },
  };

  g_test_init (&argc, &argv, NULL);
  gexiv2_initialize ();
  library_test_register ("/indexing/metadata", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
