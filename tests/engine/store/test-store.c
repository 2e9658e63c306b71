/* The library on disk: creating and migrating it, damage, transactions and the lock.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/engine/store/store-fixture.h"
#include "engine/store/backbones.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/models.h"
#include "engine/store/mounts.h"
#include "engine/store/photos.h"
#include "engine/store/sweep.h"

static void
test_make (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *features = store_fixture_companion (fixture, "features");
  g_autofree char *thumbnails = store_fixture_companion (fixture, "thumbnails");
  g_autoptr (GError) error = NULL;
  g_autoptr (SemStore) store = NULL;
  SemStoreCounts counts;

  g_assert_null (sem_store_open (fixture->path, SEM_STORE_READ, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "Index a folder first"));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  store = store_fixture_open (fixture->path);
  g_assert_cmpstr (sem_store_get_path (store), ==, fixture->path);
  g_assert_true (g_file_test (features, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (thumbnails, G_FILE_TEST_EXISTS));
  g_assert_true (sem_store_count (store, &counts, &error));
  g_assert_cmpuint (counts.photos + counts.files + counts.failed + counts.skipped, ==, 0);
  g_assert_cmpint (sem_store_get_active_model (store, &error), ==, 0);
  g_assert_cmpint (sem_store_last_file (store, &error), ==, 0);
  assert_ids (sem_store_list_photos (store, 0, &error), "");
  g_assert_no_error (error);
}

/* Three connections create the library at the same time. */
static gpointer
open_worker (gpointer path)
{
  sem_store_close (store_fixture_open (path));
  return NULL;
}

static void
test_make_at_once (StoreFixture *fixture, gconstpointer data)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("open", open_worker, fixture->path);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* Back to the first version, with the folders /old and /off. */
static const char made_later[] =
  "ALTER TABLE models DROP origin; ALTER TABLE models DROP stage; DROP TABLE dropped_backbones;"
  "ALTER TABLE files DROP ctime; ALTER TABLE models DROP kept; ALTER TABLE models DROP used;"
  "ALTER TABLE models DROP name; ALTER TABLE models DROP note; ALTER TABLE models DROP log;"
  "DROP TABLE dropped_photos; DROP TABLE dropped_models; DROP TABLE inner_pictures;"
  "DROP TABLE scene_photos; DROP TABLE scene_groups; DROP TABLE quick_photos; DROP TABLE scenes;"
  "DROP TABLE scene_pairs; DROP TABLE scene_tried; DROP INDEX files_mtime; DROP TABLE duplicates;"
  "DROP TABLE different; DROP TABLE inspected; DROP TABLE described; DROP TABLE backbones;"
  "DROP TABLE compared; DROP TABLE metadata; DROP TABLE mounts; DROP TABLE patterns;"
  "DROP TABLE sharpness; DROP TABLE scene_shapes; ALTER TABLE photos ADD backbone TEXT;"
  "UPDATE photos SET backbone = '" BACKBONE "' WHERE id <> 2; PRAGMA user_version = 1;"
  "INSERT INTO folders (path, online) VALUES (X'2f6f6c64', 1), (X'2f6f6666', 0);";

/* The first connection migrates a library of version 1, reader or writer; its model is ready. */
static void
test_migrate (StoreFixture *fixture, gconstpointer data)
{
  SemStore *store = store_fixture_open (fixture->path);
  gint64 version, active, other;

  store_fixture_begin (store);
  active = store_fixture_add_model (store, TRUE);
  store_fixture_add_codes (store, active, 1, 3);
  other = store_fixture_add_model (store, FALSE);
  for (guint i = 1; i <= 3; i++)
    g_assert_cmpint (store_fixture_add_photo (store, i), ==, i);
  store_fixture_commit (store);
  sem_store_close (store);
  version = store_fixture_look (fixture->path, "PRAGMA user_version");
  g_assert_cmpint (version, >, 1);
  store_fixture_meddle (fixture->path, made_later);
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (SemStore) reader = sem_store_open (fixture->path, SEM_STORE_READ, &error);
    g_autoptr (GPtrArray) folders = NULL, models = NULL, mounts = NULL;
    const SemStoreModel *rows[2];

    g_assert_no_error (error);
    folders = sem_store_list_folders (reader, NULL);
    g_assert_cmpuint (folders->len, ==, 2);
    mounts = sem_store_list_mounts (reader, NULL);
    g_assert_cmpuint (mounts->len, ==, 1);
    g_assert_cmpstr (((SemStoreMount *) g_ptr_array_index (mounts, 0))->path, ==, "/off");
    g_assert_cmpint (((SemStoreMount *) g_ptr_array_index (mounts, 0))->away, ==,
                     SEM_AWAY_UNREADABLE);
    models = sem_store_list_models (reader, NULL);
    g_assert_cmpuint (models->len, ==, 2);
    rows[0] = g_ptr_array_index (models, 0);
    rows[1] = g_ptr_array_index (models, 1);
    g_assert_cmpint (rows[0]->id, ==, active);
    g_assert_cmpint (rows[0]->stage, ==, SEM_MODEL_READY);
    g_assert_null (rows[0]->log);
    g_assert_true (rows[0]->kept);
    g_assert_cmpint (rows[1]->id, ==, other);
    assert_ids (sem_store_list_featured (reader, BACKBONE, 0, 10, NULL), "1 3");
    assert_ids (sem_store_list_undescribed (reader, BACKBONE, 0, 10, NULL), "2");
    g_assert_cmpint (rows[1]->stage, ==, SEM_MODEL_UNFINISHED);
    assert_ids (store_fixture_read_codes (reader, active, 0), "1 2 3");
  }
  {
    g_autoptr (SemStore) writer = store_fixture_open (fixture->path);

    g_assert_true (sem_store_sweep (writer, NULL));
  }
  g_assert_cmpint (store_fixture_look (fixture->path, "PRAGMA user_version"), ==, version);
}

static void
test_newer (StoreFixture *fixture, gconstpointer data)
{
  static const SemStoreMode modes[] = { SEM_STORE_READ, SEM_STORE_WRITE };
  g_autofree char *features = store_fixture_companion (fixture, "features");
  const char *const paths[] = { fixture->path, features };

  sem_store_close (store_fixture_open (fixture->path));
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *base = g_path_get_basename (paths[i]);
      gint64 version = store_fixture_look (paths[i], "PRAGMA user_version");
      g_autofree char *back = g_strdup_printf ("PRAGMA user_version = %" G_GINT64_FORMAT, version);

      store_fixture_meddle (paths[i], "PRAGMA user_version = 9999");
      for (guint j = 0; j < G_N_ELEMENTS (modes); j++)
        {
          g_autoptr (GError) error = NULL;

          g_assert_null (sem_store_open (fixture->path, modes[j], &error));
          g_assert_error (error, SEM_ERROR, SEM_ERROR_NEWER);
          g_assert_nonnull (strstr (error->message, base));
        }
      g_assert_cmpint (store_fixture_look (paths[i], "PRAGMA user_version"), ==, 9999);
      store_fixture_meddle (paths[i], back);
    }
}

/* A file that is not a library is not changed, whatever it is. */
static void
test_foreign (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *photo = g_build_filename (fixture->folder, "holiday.jpg", NULL);
  g_autofree char *other = g_build_filename (fixture->folder, "places.sqlite", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (photo, "\xff\xd8 not a database, but a photo", -1, NULL));
  store_fixture_meddle (other, "CREATE TABLE bookmarks (a); INSERT INTO bookmarks VALUES (1)");
  g_assert_null (sem_store_open (photo, SEM_STORE_WRITE, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "holiday.jpg"));
  g_clear_error (&error);
  g_assert_null (sem_store_open (other, SEM_STORE_WRITE, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "places.sqlite"));
  g_clear_error (&error);

  g_assert_true (g_file_get_contents (photo, &text, NULL, NULL));
  g_assert_true (g_str_has_suffix (text, "but a photo"));
  g_assert_cmpint (store_fixture_look (other, "SELECT count (*) FROM sqlite_schema"), ==, 1);
  g_assert_cmpint (store_fixture_look (other, "PRAGMA user_version"), ==, 0);
}

/* Writes over @n bytes of the file from @offset on. */
static void
scribble (const char *path, long offset, guint n)
{
  FILE *file = g_fopen (path, "r+b");

  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, offset, SEEK_SET), ==, 0);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (fputc ((int) (i * 37 % 251), file), !=, EOF);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
fill (StoreFixture *fixture, guint n)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  gint64 folder;

  store_fixture_begin (store);
  folder = store_fixture_add_folder (store, "/photos");
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/photos/%05u.jpg", i);
      store_fixture_add_file (store, folder, path, store_fixture_add_photo (store, i));
    }
  store_fixture_add_codes (store, store_fixture_add_model (store, TRUE), 1, n);
  store_fixture_commit (store);
}

static void
test_damaged (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *aside = NULL;

  fill (fixture, 3);
  scribble (fixture->path, 0, 60000);
  g_assert_null (sem_store_open (fixture->path, SEM_STORE_READ, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (sem_store_open (fixture->path, SEM_STORE_WRITE, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "library.db"));
  g_clear_error (&error);

  aside = sem_store_set_aside (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  {
    g_autoptr (SemStore) store = store_fixture_open (fixture->path);
    assert_ids (sem_store_list_photos (store, 0, NULL), "");
  }
}

/* Damage that reading finds and opening does not is known when the library is next opened. */
static void
test_damaged_within (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *aside = NULL;

  fill (fixture, 2000);
  store_fixture_meddle (fixture->path, "PRAGMA wal_checkpoint (TRUNCATE)");
  scribble (fixture->path, store_fixture_find_leaf (fixture->path, "photos"), 4096);
  {
    g_autoptr (SemStore) store = store_fixture_open (fixture->path);
    gboolean met = FALSE;

    for (gint64 id = 1; id <= 2000 && !met; id++)
      {
        SemStorePhoto photo = { 0 };

        sem_store_get_photo (store, id, &photo, &error);
        sem_store_photo_clear (&photo);
        met = error != NULL;
      }
    g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
    g_clear_error (&error);
  }
  g_assert_null (sem_store_open (fixture->path, SEM_STORE_WRITE, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
  g_clear_error (&error);
  {
    guint n_folders;
    g_autoptr (SemStore) store =
      sem_store_open_or_renew (fixture->path, &aside, &n_folders, &error);
    g_autoptr (GPtrArray) folders = NULL;

    g_assert_no_error (error);
    g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
    g_assert_cmpuint (n_folders, ==, 1);
    folders = sem_store_list_folders (store, NULL);
    g_assert_cmpuint (folders->len, ==, 1);
    g_assert_cmpstr (((SemStoreFolder *) folders->pdata[0])->path, ==, "/photos");
    assert_ids (sem_store_list_photos (store, 0, NULL), "");
  }
}

static void
test_damaged_companion (StoreFixture *fixture, gconstpointer data)
{
  static const char *const kinds[] = { "features", "thumbnails" };

  fill (fixture, 3);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = store_fixture_companion (fixture, kinds[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (SemStore) store = NULL;
      guint8 hash[SEM_STORE_HASH_SIZE];
      SemStoreModel model = { 0 };

      scribble (path, 0, 60000);
      g_assert_null (sem_store_open (fixture->path, SEM_STORE_READ, &error));
      g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
      g_assert_nonnull (strstr (error->message, kinds[i]));
      store = store_fixture_open (fixture->path);

      /* The photos are still known, and are to be indexed again. */
      store_fixture_fill_hash (hash, 1);
      assert_ids (sem_store_list_photos (store, 0, NULL), "1 2 3");
      g_assert_cmpint (sem_store_find_photo (store, hash, BACKBONE, NULL), ==, 0);
      assert_ids (sem_store_list_training (store, BACKBONE, NULL), "");
      g_assert_true (
        sem_store_get_model (store, sem_store_get_active_model (store, NULL), &model, NULL));
      g_assert_true (model.provisional);
      sem_store_model_clear (&model);
      store_fixture_begin (store);
      for (guint j = 1; j <= 3; j++)
        g_assert_cmpint (store_fixture_add_photo (store, j), ==, j);
      store_fixture_commit (store);
      assert_ids (sem_store_list_training (store, BACKBONE, NULL), "1 2 3");
    }
}

static void
test_lost_companion (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *path = store_fixture_companion (fixture, "features");
  g_autoptr (GError) error = NULL;
  g_autoptr (SemStore) store = NULL;

  fill (fixture, 3);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (sem_store_open (fixture->path, SEM_STORE_READ, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "library.features.db"));
  g_assert_nonnull (strstr (error->message, "Index"));
  store = store_fixture_open (fixture->path);
  assert_ids (sem_store_list_photos (store, 0, NULL), "1 2 3");
  assert_ids (sem_store_list_featured (store, BACKBONE, 0, 10, NULL), "");
}

static void
test_rollback (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *features = store_fixture_companion (fixture, "features");
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  g_autoptr (SemStore) reader = sem_store_open (fixture->path, SEM_STORE_READ, NULL);

  g_assert_nonnull (reader);
  store_fixture_begin (store);
  store_fixture_add_file (store, store_fixture_add_folder (store, "/a"), "/a/1.jpg",
                          store_fixture_add_photo (store, 1));
  assert_ids (sem_store_list_photos (reader, 0, NULL), "");
  sem_store_rollback (store);
  sem_store_rollback (store);
  assert_ids (sem_store_list_photos (store, 0, NULL), "");
  g_assert_cmpint (store_fixture_look (features, "SELECT count (*) FROM features"), ==, 0);

  store_fixture_begin (store);
  store_fixture_add_file (store, store_fixture_add_folder (store, "/a"), "/a/2.jpg",
                          store_fixture_add_photo (store, 2));
  store_fixture_commit (store);
  assert_ids (sem_store_list_photos (reader, 0, NULL), "1");

  /* Closing rolls an open transaction back. */
  {
    g_autoptr (SemStore) other = store_fixture_open (fixture->path);

    store_fixture_begin (other);
    store_fixture_add_photo (other, 3);
  }
  assert_ids (sem_store_list_photos (reader, 0, NULL), "1");
}

/* A reader sees one state while its statement runs, and the new state afterwards. */
static void
test_lock (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int ready[2], go[2], lock, status;
  char byte;
  pid_t child;

  g_assert_cmpint (pipe (ready), ==, 0);
  g_assert_cmpint (pipe (go), ==, 0);
  child = fork ();
  if (child == 0)
    {
      close (go[1]);
      lock = sem_store_lock (fixture->path, NULL);
      if (lock < 0 || write (ready[1], "x", 1) != 1 || read (go[0], &byte, 1) != 0)
        _exit (1);
      /* Ends without unlocking, as a killed process does. */
      _exit (0);
    }
  close (go[0]);
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  g_assert_cmpint (sem_store_lock (fixture->path, &error), ==, -1);
  g_assert_error (error, SEM_ERROR, SEM_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, fixture->path));
  g_clear_error (&error);

  close (go[1]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  lock = sem_store_lock (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lock, >=, 0);
  g_assert_cmpint (sem_store_lock (fixture->path, NULL), ==, -1);
  sem_store_unlock (lock);
  lock = sem_store_lock (fixture->path, &error);
  g_assert_no_error (error);
  sem_store_unlock (lock);
  close (ready[0]);
  close (ready[1]);
}

static void
test_cannot_make (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *file = g_build_filename (fixture->folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "library.db", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  g_assert_null (sem_store_open (below, SEM_STORE_WRITE, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE);
  g_clear_error (&error);
  g_assert_cmpint (sem_store_lock (below, &error), ==, -1);
  g_assert_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE);
  g_clear_error (&error);
  g_assert_null (sem_store_open (fixture->folder, SEM_STORE_WRITE, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE);
}

static void
assert_sentence (GError *error)
{
  g_assert_nonnull (error);
  g_assert_cmpint (error->domain, ==, SEM_ERROR);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_error_free (error);
}

/* Paths are bytes; messages are UTF-8. */
static void
test_odd_names (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *odd = g_build_filename (fixture->folder, "caf\xe9", NULL);
  g_autofree char *path = g_build_filename (odd, "library.db", NULL);
  g_autofree char *file = g_build_filename (odd, "file\xff", NULL);
  g_autofree char *below = g_build_filename (file, "library.db", NULL);
  g_autofree char *lock_name = g_strconcat (below, ".lock", NULL), *nonsense = NULL;
  g_autoptr (SemStore) store = store_fixture_open (path);
  GError *error = NULL;
  int lock = sem_store_lock (path, NULL);

  g_assert_true (store && lock >= 0);
  g_assert_cmpint (sem_store_lock (path, &error), ==, -1);
  assert_sentence (g_steal_pointer (&error));
  sem_store_unlock (lock);
  nonsense = g_strnfill (20000, '#');
  g_assert_true (g_file_set_contents (file, nonsense, -1, NULL));
  g_assert_null (sem_store_open (below, SEM_STORE_WRITE, &error));
  assert_sentence (g_steal_pointer (&error));
  g_assert_cmpint (sem_store_lock (below, &error), ==, -1);
  assert_sentence (g_steal_pointer (&error));
  g_assert_null (sem_store_open (file, SEM_STORE_WRITE, &error));
  assert_sentence (g_steal_pointer (&error));
  /* A folder where the lock file should be. */
  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (lock_name, 0700), ==, 0);
  g_assert_cmpint (sem_store_lock (below, &error), ==, -1);
  assert_sentence (g_steal_pointer (&error));
  g_assert_cmpint (g_rmdir (lock_name), ==, 0);
}

int
main (int argc, char **argv)
{
  static const StoreFixtureTest tests[] = {
    { "make", test_make },
    { "make-at-once", test_make_at_once },
    { "migrate", test_migrate },
    { "newer", test_newer },
    { "foreign", test_foreign },
    { "damaged", test_damaged },
    { "damaged-within", test_damaged_within },
    { "damaged-companion", test_damaged_companion },
    { "lost-companion", test_lost_companion },
    { "cannot-make", test_cannot_make },
    { "rollback", test_rollback },
    { "lock", test_lock },
    { "odd-names", test_odd_names },
  };

  return store_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
