/* Which files are taken for unchanged, and that no row names a photo that is not in its file.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "engine/decode/decoder.h"
#include "engine/indexing/indexer-private.h"
#include "engine/store/files.h"
#include "engine/store/photos.h"
#include "tests/support/library-test.h"

#define N_FILES 4
#define SIZE (256 << 10)

static gboolean keeps_inodes;

static gboolean
ask_keeps_inodes (const char *path)
{
  return keeps_inodes;
}

static void
run (LibraryTest *test, const char *expected)
{
  g_autoptr (SemIndexer) indexer = library_test_new_indexer (test);

  sem_indexer_set_keeps_inodes (indexer, ask_keeps_inodes);
  sem_indexer_set_trains (indexer, FALSE);
  library_test_run (test, indexer, expected);
}

static void
set_time (const char *path)
{
  const struct timespec times[2] = { { 1000000, 0 }, { 1000000, 0 } };

  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
}

/* (transfer full): a photo of the size and time that all have. */
static char *
make (LibraryTest *test, const char *name, guint family)
{
  char *path = library_test_path (test, name);
  struct stat st;

  library_test_photo (test, name, family, 0);
  g_assert_cmpint (stat (path, &st), ==, 0);
  g_assert_cmpint (st.st_size, <, SIZE);
  g_assert_cmpint (truncate (path, SIZE), ==, 0);
  set_time (path);
  return path;
}

static void
put (LibraryTest *test, const char *name, guint family)
{
  g_free (make (test, name, family));
}

static void
move (LibraryTest *test, const char *from, const char *to)
{
  g_autofree char *from_path = library_test_path (test, from);
  g_autofree char *to_path = library_test_path (test, to);

  g_assert_cmpint (g_rename (from_path, to_path), ==, 0);
}

/* The content hash of the photo that the library has for the file; NULL for none. */
static char *
dup_known (LibraryTest *test, SemStore *store, const char *path)
{
  SemStoreFile row = { 0 };
  SemStorePhoto photo = { 0 };
  char *text = NULL;

  g_assert_true (sem_store_find_file (store, path, &row, NULL));
  if (row.id && !row.missing && row.photo)
    {
      GString *hex = g_string_new (NULL);

      g_assert_true (sem_store_get_photo (store, row.photo, &photo, NULL));
      for (gsize i = 0; i < sizeof photo.hash; i++)
        g_string_append_printf (hex, "%02x", photo.hash[i]);
      text = g_string_free (hex, FALSE);
    }
  sem_store_photo_clear (&photo);
  sem_store_file_clear (&row);
  return text;
}

/* Every file that is there has the photo with its content, and no other file has any. */
static void
assert_true_to_files (LibraryTest *test)
{
  g_autoptr (SemStore) store = library_test_open (test);

  for (guint i = 0; i < 2 * N_FILES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.jpg", i);
      g_autofree char *path = library_test_path (test, name);
      g_autofree char *known = dup_known (test, store, path);
      g_autofree char *bytes = NULL, *hash = NULL;
      gsize size;

      if (g_file_get_contents (path, &bytes, &size, NULL))
        hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, size);
      g_assert_cmpstr (known, ==, hash);
    }
}

static void
start (LibraryTest *test)
{
  keeps_inodes = TRUE;
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.jpg", i);

      put (test, name, i);
    }
  library_test_add_folder (test, NULL);
  run (test, "4 0 0 0 0 0");
  assert_true_to_files (test);
}

/* The inode stays. */
static void
replace_in_place (LibraryTest *test)
{
  g_autofree char *other = make (test, "other.jpg", 10);
  g_autofree char *path = library_test_path (test, "0.jpg");
  g_autofree char *bytes = NULL;
  gsize size;
  FILE *file = g_fopen (path, "r+");

  g_assert_true (g_file_get_contents (other, &bytes, &size, NULL));
  g_assert_cmpuint (fwrite (bytes, 1, size, file), ==, SIZE);
  g_assert_cmpint (fclose (file), ==, 0);
  set_time (path);
  g_assert_cmpint (g_unlink (other), ==, 0);
}

static void
rename_over (LibraryTest *test)
{
  put (test, "other.jpg", 11);
  move (test, "other.jpg", "0.jpg");
}

static void
swap (LibraryTest *test)
{
  move (test, "0.jpg", "other.jpg");
  move (test, "1.jpg", "0.jpg");
  move (test, "other.jpg", "1.jpg");
}

static void
rotate (LibraryTest *test)
{
  move (test, "0.jpg", "other.jpg");
  move (test, "1.jpg", "0.jpg");
  move (test, "2.jpg", "1.jpg");
  move (test, "other.jpg", "2.jpg");
}

static void
move_and_replace (LibraryTest *test)
{
  move (test, "0.jpg", "5.jpg");
  move (test, "1.jpg", "0.jpg");
  put (test, "1.jpg", 12);
}

/* The new file may have the inode of the old one. */
static void
delete_and_make (LibraryTest *test)
{
  g_autofree char *path = library_test_path (test, "0.jpg");

  g_assert_cmpint (g_unlink (path), ==, 0);
  put (test, "6.jpg", 13);
}

static void
test_ways (LibraryTest *test, gconstpointer data)
{
  static const struct
  {
    void (*change) (LibraryTest *test);
    const char *expected; /* added, updated, unchanged, failed, skipped, removed */
  } ways[] = {
    { replace_in_place, "0 1 3 0 0 0" },
    { rename_over, "0 1 3 0 0 0" },
    { swap, "0 2 2 0 0 0" },
    { rotate, "0 3 1 0 0 0" },
    { move_and_replace, "1 2 2 0 0 0" },
    { delete_and_make, "1 0 4 0 0 1" },
  };

  start (test);
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      ways[i].change (test);
      run (test, ways[i].expected);
      assert_true_to_files (test);
    }
}

/* What is the same in all but inode and ctime keeps photo and code, and is read once. */
static void
test_same_content (LibraryTest *test, gconstpointer data)
{
  g_autofree char *path = library_test_path (test, "0.jpg");
  gint64 photo;

  start (test);
  photo = library_test_find (test, "0.jpg");
  library_test_lock_decoder ();
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  run (test, "0 0 4 0 0 0");
  put (test, "other.jpg", 0);
  move (test, "other.jpg", "0.jpg");
  run (test, "0 0 4 0 0 0");
  g_assert_cmpint (library_test_find (test, "0.jpg"), ==, photo);
  assert_true_to_files (test);
  library_test_unlock_decoder ();
}

static void
get_row (LibraryTest *test, const char *name, SemStoreFile *row)
{
  g_autoptr (SemStore) store = library_test_open (test);
  g_autofree char *path = library_test_path (test, name);

  g_assert_true (sem_store_find_file (store, path, row, NULL));
  g_assert_cmpint (row->id, !=, 0);
}

/* A card whose files have new inodes at each mount is not read again. */
static void
test_made_up_inodes (LibraryTest *test, gconstpointer data)
{
  SemStoreFile before = { 0 }, after = { 0 };

  start (test);
  get_row (test, "0.jpg", &before);
  keeps_inodes = FALSE;
  put (test, "other.jpg", 0);
  move (test, "other.jpg", "0.jpg");
  run (test, "0 0 4 0 0 0");
  get_row (test, "0.jpg", &after);
  /* Had it been read, the row would have its inode now. */
  g_assert_cmpuint (after.identity.inode, ==, before.identity.inode);
  g_assert_cmpint (after.identity.ctime, ==, before.identity.ctime);
  /* Size and time still tell. */
  library_test_photo (test, "1.jpg", 14, 0);
  run (test, "0 1 3 0 0 0");
  assert_true_to_files (test);
  sem_store_file_clear (&before);
  sem_store_file_clear (&after);
}

static void
execute (const char *library, const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (library, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_busy_timeout (db, 10000), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
forget_ctimes (LibraryTest *test)
{
  execute (test->library,
           "UPDATE files SET ctime = 0, attempts = 1, decoder = '" SEM_DECODE_LOOK "',"
           " reason = 'strange' WHERE state = 2");
}

/* Files that an older version indexed are not read again; then they are as safe as the others. */
static void
test_older_library (LibraryTest *test, gconstpointer data)
{
  SemStoreFile row = { 0 };
  g_autofree char *text = library_test_path (test, "text.txt");
  g_autofree char *bad = library_test_path (test, "bad.jpg");

  start (test);
  g_assert_true (g_file_set_contents (text, "text", -1, NULL));
  g_assert_true (g_file_set_contents (bad, "text", -1, NULL));
  run (test, "0 0 4 1 1 0");
  forget_ctimes (test);
  g_string_truncate (test->notes, 0);
  library_test_lock_decoder ();
  run (test, "0 0 4 1 1 0");
  library_test_unlock_decoder ();
  g_assert_cmpstr (test->notes->str, ==, "");
  get_row (test, "0.jpg", &row);
  g_assert_cmpint (row.identity.ctime, >, 0);
  g_assert_cmpstr (row.decoder, ==, SEM_DECODE_LOOK);
  g_assert_cmpstr (row.reason, ==, "strange");
  g_assert_cmpuint (row.attempts, ==, 1);
  sem_store_file_clear (&row);
  replace_in_place (test);
  run (test, "0 1 3 1 1 0");
  assert_true_to_files (test);

  /* Even before that, an inode tells. */
  forget_ctimes (test);
  swap (test);
  run (test, "0 2 2 1 1 0");
  assert_true_to_files (test);
}

static const char *breaking; /* the library, until it is broken */

static gboolean
ask_and_break (const char *path)
{
  if (breaking)
    execute (breaking, "PRAGMA legacy_alter_table = ON; ALTER TABLE described RENAME TO lost");
  breaking = NULL;
  return TRUE;
}

/* A table goes while files are looked up: the first look-up that fails is told, and no other one
 * follows, which would set its error over that. */
static void
test_look_up_fails (LibraryTest *test, gconstpointer data)
{
  g_autoptr (SemIndexer) indexer = library_test_new_indexer (test);
  g_autoptr (GError) error = NULL;
  SemIndexSummary summary;

  start (test);
  /* The first one is looked up before; it gets its time, for which the library is let go. */
  forget_ctimes (test);
  breaking = test->library;
  sem_indexer_set_keeps_inodes (indexer, ask_and_break);
  sem_indexer_set_trains (indexer, FALSE);
  g_assert_false (sem_indexer_run (indexer, NULL, NULL, &summary, &error));
  g_assert_nonnull (strstr (error->message, "described"));
  g_assert_null (breaking);
}

/* What was noted when a photo was decoded stays with it where its file goes. */
static void
test_notes_stay (LibraryTest *test, gconstpointer data)
{
  SemStoreFile row = { 0 };

  start (test);
  forget_ctimes (test);
  move (test, "0.jpg", "5.jpg");
  library_test_lock_decoder ();
  run (test, "1 0 3 0 0 1");
  library_test_unlock_decoder ();
  get_row (test, "5.jpg", &row);
  g_assert_cmpstr (row.decoder, ==, SEM_DECODE_LOOK);
  g_assert_cmpstr (row.reason, ==, "strange");
  sem_store_file_clear (&row);
}

int
main (int argc, char **argv)
{
  static const LibraryTestCase cases[] = {
    { "ways", test_ways },
    { "same-content", test_same_content },
    { "made-up-inodes", test_made_up_inodes },
    { "older-library", test_older_library },
    { "notes-stay", test_notes_stay },
    { "look-up-fails", test_look_up_fails },
  };

  g_test_init (&argc, &argv, NULL);
  library_test_register ("/indexing/identity", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
