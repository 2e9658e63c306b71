/* Adding and removing folders, files and photos.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/store/store-fixture.h"
#include "engine/store/backbones.h"
#include "engine/store/companions.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/mounts.h"
#include "engine/store/photos.h"
#include "engine/store/sweep.h"

static void
test_folders_nest (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  gint64 inner = store_fixture_add_folder (store, "/a/b"),
         other = store_fixture_add_folder (store, "/a/bc"), outer;
  g_autoptr (GPtrArray) folders = NULL;
  SemStoreFile file = { 0 };

  g_assert_cmpint (inner, !=, other);
  g_assert_cmpint (store_fixture_add_folder (store, "/a/b"), ==, inner);
  g_assert_cmpint (store_fixture_add_folder (store, "/a/b/c/d"), ==, inner);
  store_fixture_add_file (store, inner, "/a/b/1.jpg", store_fixture_add_photo (store, 1));
  store_fixture_add_file (store, other, "/a/bc/2.jpg", store_fixture_add_photo (store, 2));

  outer = store_fixture_add_folder (store, "/a");
  folders = sem_store_list_folders (store, NULL);
  g_assert_cmpuint (folders->len, ==, 1);
  g_assert_cmpstr (((SemStoreFolder *) g_ptr_array_index (folders, 0))->path, ==, "/a");
  g_assert_cmpuint (((SemStoreFolder *) g_ptr_array_index (folders, 0))->n_photos, ==, 2);
  g_assert_true (sem_store_find_file (store, "/a/b/1.jpg", &file, NULL));
  g_assert_cmpint (file.folder, ==, outer);
  sem_store_file_clear (&file);
  g_assert_cmpint (store_fixture_add_folder (store, "/a/b"), ==, outer);
  g_assert_cmpint (store_fixture_add_folder (store, "/"), !=, outer);
  g_assert_cmpint (store_fixture_add_folder (store, "/elsewhere"), ==,
                   store_fixture_add_folder (store, "/"));
}

static void
test_files (StoreFixture *fixture, gconstpointer data)
{
  static const char odd[] = "/photos/\xff\xfe caf\xe9\n.jpg";
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  gint64 folder = store_fixture_add_folder (store, "/photos"),
         photo = store_fixture_add_photo (store, 1);
  gint64 id = store_fixture_add_file (store, folder, odd, photo);
  SemFileIdentity identity = { 7, 100 + photo, 1000 + photo, photo };
  gboolean found;
  SemStoreFile file = { 0 };
  SemStorePhoto row = { 0 };

  g_assert_true (sem_store_find_file (store, odd, &file, NULL));
  g_assert_cmpint (file.id, ==, id);
  g_assert_cmpstr (file.path, ==, odd);
  g_assert_true (sem_store_has_feature (store, file.photo, BACKBONE, &found, NULL));
  g_assert_true (found);
  g_assert_true (sem_store_has_feature (store, file.photo, "another", &found, NULL));
  g_assert_false (found);
  g_assert_cmpint (file.identity.mtime, ==, photo);
  g_assert_true (sem_store_get_photo (store, photo, &row, NULL));
  g_assert_cmpstr (row.path, ==, odd);
  sem_store_photo_clear (&row);

  /* Putting the path again replaces the same row. */
  file.state = SEM_FILE_FAILED;
  file.photo = 0;
  file.reason = g_strdup ("because");
  file.decoder = g_strdup ("7");
  file.attempts = 2;
  g_assert_true (sem_store_put_file (store, &file, NULL));
  g_assert_cmpint (file.id, ==, id);
  sem_store_file_clear (&file);
  {
    g_autoptr (GPtrArray) failed = sem_store_list_failed (store, NULL);
    const SemStoreFile *first = g_ptr_array_index (failed, 0);

    g_assert_cmpuint (failed->len, ==, 1);
    g_assert_cmpstr (first->reason, ==, "because");
    g_assert_cmpuint (first->attempts, ==, 2);
    g_assert_cmpint (sem_store_count_failed (store, NULL), ==, 1);
  }

  g_assert_cmpint (sem_store_find_identity (store, &identity, BACKBONE, NULL), ==, 0);
  store_fixture_add_file (store, folder, "/photos/moved.jpg", photo);
  g_assert_cmpint (sem_store_find_identity (store, &identity, BACKBONE, NULL), ==, photo);
  g_assert_cmpint (sem_store_find_identity (store, &identity, "another", NULL), ==, 0);
  identity.mtime++;
  g_assert_cmpint (sem_store_find_identity (store, &identity, BACKBONE, NULL), ==, 0);
}

static void
test_mark_missing (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  g_autoptr (GPtrArray) keep = g_ptr_array_new ();
  gint64 folder = store_fixture_add_folder (store, "/photos"),
         other = store_fixture_add_folder (store, "/other");
  guint8 seen[16] = { 0 };
  gint64 n_seen, generation;
  guint n = 0;

  store_fixture_begin (store);
  store_fixture_add_file (store, folder, "/photos/1.jpg", store_fixture_add_photo (store, 1));
  store_fixture_add_file (store, folder, "/photos/locked/2.jpg",
                          store_fixture_add_photo (store, 2));
  store_fixture_add_file (store, folder, "/photos/lockedout/3.jpg",
                          store_fixture_add_photo (store, 3));
  store_fixture_add_file (store, folder, "/photos/copy of 3.jpg", 3);
  store_fixture_add_file (store, folder, "/photos/5.jpg", store_fixture_add_photo (store, 4));
  store_fixture_add_file (store, other, "/other/6.jpg", store_fixture_add_photo (store, 5));
  n_seen = sem_store_last_file (store, NULL) + 1;
  store_fixture_add_file (store, folder, "/photos/new.jpg", store_fixture_add_photo (store, 6));
  store_fixture_commit (store);
  generation = sem_store_get_generation (store, NULL);

  seen[1] = seen[4] = 1;
  g_ptr_array_add (keep, (char *) "/photos/locked");
  store_fixture_begin (store);
  g_assert_true (sem_store_mark_missing (store, folder, seen, n_seen, keep, &n, NULL));
  g_assert_true (sem_store_update_hidden (store, NULL));
  store_fixture_commit (store);
  g_assert_cmpuint (n, ==, 2); /* 3.jpg, whose photo has a copy, and 5.jpg */
  assert_ids (sem_store_list_hidden (store, NULL), "4");
  assert_ids (sem_store_list_photos (store, 0, NULL), "1 2 3 5 6");
  assert_ids (sem_store_list_photos (store, 3, NULL), "5 6");
  assert_ids (sem_store_list_training (store, BACKBONE, NULL), "1 2 3 5 6");
  assert_ids (sem_store_list_featured (store, BACKBONE, 2, 3, NULL), "3 4 5");
  g_assert_cmpint (sem_store_get_generation (store, NULL), ==, ++generation);

  /* Again: no file is newly missing. */
  store_fixture_begin (store);
  g_assert_true (sem_store_mark_missing (store, folder, seen, n_seen, keep, &n, NULL));
  g_assert_true (sem_store_update_hidden (store, NULL));
  store_fixture_commit (store);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpint (sem_store_get_generation (store, NULL), ==, generation);

  /* One file is found again. */
  store_fixture_add_file (store, folder, "/photos/5.jpg", 4);
  g_assert_true (sem_store_update_photo_hidden (store, 4, NULL));
  assert_ids (sem_store_list_hidden (store, NULL), "");
  g_assert_cmpint (sem_store_get_generation (store, NULL), ==, ++generation);
  g_assert_true (sem_store_update_photo_hidden (store, 4, NULL));
  g_assert_cmpint (sem_store_get_generation (store, NULL), ==, generation);
}

/* A SemStoreFeatureFunc: @user_data is a GString; ends the walk at a photo of 9. */
static gboolean
add_feature (gint64 photo, const guint16 *feature, gpointer user_data, GError **error)
{
  g_string_append_printf (user_data, "%" G_GINT64_FORMAT ":%u ", photo, feature[3]);
  if (feature[3] != 9)
    return TRUE;
  g_set_error_literal (error, SEM_ERROR, SEM_ERROR_FAILED, "nine");
  return FALSE;
}

/* Visible photos only, whatever else lies among the features. */
static void
test_walk_features (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  g_autoptr (GPtrArray) keep = g_ptr_array_new ();
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const gint64 folder = store_fixture_add_folder (store, "/photos");
  const guint16 small[2] = { 8, 8 }, other[DIM] = { 7, 7, 7, 7 };
  guint8 hash[SEM_STORE_HASH_SIZE], seen[8] = { 0 };
  guint n;

  store_fixture_begin (store);
  for (guint i = 1; i <= 5; i++)
    {
      g_autofree char *path = g_strdup_printf ("/photos/%u.jpg", i);

      store_fixture_add_file (store, folder, path, store_fixture_add_photo (store, i));
    }
  seen[1] = seen[3] = seen[4] = seen[5] = 1;
  g_assert_true (sem_store_mark_missing (store, folder, seen, 6, keep, &n, NULL));
  g_assert_true (sem_store_update_hidden (store, NULL));
  store_fixture_fill_hash (hash, 1);
  g_assert_true (sem_store_put_feature (store, hash, "another", other, DIM, NULL));
  store_fixture_fill_hash (hash, 3);
  g_assert_true (sem_store_put_feature (store, hash, BACKBONE, small, 2, NULL));
  store_fixture_fill_hash (hash, 77);
  g_assert_true (sem_store_put_feature (store, hash, BACKBONE, other, DIM, NULL));
  store_fixture_commit (store);

  g_assert_true (sem_store_walk_features (store, BACKBONE, DIM, add_feature, found, NULL));
  g_assert_cmpstr (found->str, ==, "1:1 4:4 5:5 ");
  g_string_truncate (found, 0);
  g_assert_true (sem_store_walk_features (store, "another", DIM, add_feature, found, NULL));
  g_assert_true (sem_store_walk_features (store, "no such", DIM, add_feature, found, NULL));
  g_assert_cmpstr (found->str, ==, "");
  for (guint i = 9; i <= 10; i++)
    store_fixture_add_photo (store, i);
  g_assert_false (sem_store_walk_features (store, BACKBONE, DIM, add_feature, found, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_FAILED);
  g_assert_cmpstr (found->str, ==, "1:1 4:4 5:5 6:9 ");
}

static void
test_photo_path (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  gint64 folder = store_fixture_add_folder (store, "/photos"),
         photo = store_fixture_add_photo (store, 1);
  g_autoptr (GPtrArray) keep = g_ptr_array_new ();
  const guint8 seen[3] = { 0, 0, 1 };
  SemStorePhoto row = { 0 };
  guint n;

  g_assert_true (sem_store_get_photo (store, photo, &row, NULL));
  g_assert_null (row.path);
  g_assert_cmpuint (row.width, ==, 640);
  store_fixture_add_file (store, folder, "/photos/gone.jpg", photo);
  store_fixture_add_file (store, folder, "/photos/here.jpg", photo);
  g_assert_true (sem_store_mark_missing (store, folder, seen, 3, keep, &n, NULL));
  g_assert_true (sem_store_get_photo (store, photo, &row, NULL));
  g_assert_cmpstr (row.path, ==, "/photos/here.jpg");
  sem_store_photo_clear (&row);
}

static void
test_remove_folder (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *features = store_fixture_companion (fixture, "features");
  g_autofree char *thumbnails = store_fixture_companion (fixture, "thumbnails");
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  gint64 a = store_fixture_add_folder (store, "/a"), b = store_fixture_add_folder (store, "/b"),
         model;
  gint64 generation = sem_store_get_generation (store, NULL);
  guint16 feature[DIM];
  gint8 vector[DIM];
  gboolean found;

  store_fixture_begin (store);
  store_fixture_add_file (store, a, "/a/1.jpg", store_fixture_add_photo (store, 1));
  store_fixture_add_file (store, a, "/a/2.jpg", store_fixture_add_photo (store, 2));
  store_fixture_add_file (store, b, "/b/2.jpg", 2);
  store_fixture_add_file (store, b, "/b/3.jpg", store_fixture_add_photo (store, 3));
  store_fixture_add_file (store, a, "/a/4.jpg", store_fixture_add_photo (store, 4));
  model = store_fixture_add_model (store, TRUE);
  store_fixture_add_codes (store, model, 1, 2);
  store_fixture_add_codes (store, model, 3, 2);
  store_fixture_commit (store);

  store_fixture_begin (store);
  g_assert_true (sem_store_remove_folder (store, "/a", NULL));
  store_fixture_commit (store);
  assert_ids (sem_store_list_photos (store, 0, NULL), "2 3");
  assert_ids (store_fixture_read_codes (store, model, 0), "2 3");
  g_assert_cmpint (sem_store_get_generation (store, NULL), >, generation);

  /* Photo 4 is added again before the companions are swept. */
  g_assert_cmpint (store_fixture_look (features, "SELECT count (*) FROM features"), ==, 4);
  g_assert_cmpint (store_fixture_add_photo (store, 4), ==, 5);
  g_assert_true (sem_store_sweep (store, NULL));
  g_assert_cmpint (store_fixture_look (features, "SELECT count (*) FROM features"), ==, 3);
  g_assert_cmpint (store_fixture_look (features, "SELECT count (*) FROM vectors"), ==, 2);
  g_assert_cmpint (store_fixture_look (thumbnails, "SELECT count (*) FROM thumbnails"), ==, 3);
  g_assert_true (sem_store_get_feature (store, 5, BACKBONE, feature, DIM, &found, NULL));
  g_assert_true (found);
  g_assert_true (store_fixture_get_vector (store, model, 3, vector, DIM));
  g_assert_false (store_fixture_get_vector (store, model, 4, vector, DIM));
  g_assert_cmpint (store_fixture_look (fixture->path, "SELECT count (*) FROM dropped_photos"), ==,
                   0);

  store_fixture_begin (store);
  g_assert_true (sem_store_remove_folder (store, "/never", NULL));
  store_fixture_commit (store);
  assert_ids (store_fixture_read_codes (store, model, 0), "2 3");
}

static void
put_mounts (SemStore *store, gint64 folder, const SemStoreMount *rows, guint n)
{
  g_autoptr (GPtrArray) mounts = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (mounts, (gpointer) &rows[i]);
  store_fixture_begin (store);
  g_assert_true (sem_store_set_mounts (store, folder, mounts, NULL));
  store_fixture_commit (store);
}

/* "PATH mounted away n_photos" of each, with a comma between. */
static void
assert_mounts (SemStore *store, const char *expected)
{
  g_autoptr (GPtrArray) mounts = sem_store_list_mounts (store, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_nonnull (mounts);
  for (guint i = 0; i < mounts->len; i++)
    {
      const SemStoreMount *mount = g_ptr_array_index (mounts, i);

      g_string_append_printf (text, "%s%s %d %d %u", i ? ", " : "", mount->path, mount->mounted,
                              mount->away, mount->n_photos);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_mounts (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  gint64 a = store_fixture_add_folder (store, "/a/x"), b = store_fixture_add_folder (store, "/b"),
         outer;
  const SemStoreMount rows[] = {
    { .folder = a, .path = (char *) "/a/x/disk", .mounted = TRUE, .away = SEM_AWAY_UNMOUNTED },
    { .folder = b, .path = (char *) "/b", .mounted = TRUE },
    { .folder = a, .path = (char *) "/a/x/café", .mounted = TRUE },
  };

  /* Neither a longer name nor a file beside it is covered by the folder. */
  store_fixture_add_file (store, a, "/a/x/disk/1.jpg", store_fixture_add_photo (store, 1));
  store_fixture_add_file (store, a, "/a/x/disk/in/2.jpg", store_fixture_add_photo (store, 2));
  store_fixture_add_file (store, a, "/a/x/disk 2/3.jpg", store_fixture_add_photo (store, 3));
  store_fixture_add_file (store, a, "/a/x/disk.jpg", store_fixture_add_photo (store, 4));
  store_fixture_add_file (store, a, "/a/x/disk0", store_fixture_add_photo (store, 5));
  put_mounts (store, a, rows, 3);
  assert_mounts (store, "/a/x/café 1 0 0, /a/x/disk 1 2 2");
  put_mounts (store, b, rows, 3);
  put_mounts (store, a, rows, 2);
  assert_mounts (store, "/a/x/disk 1 2 2, /b 1 0 0");

  /* A folder that contains it takes its mounts over, and records that it was offline. */
  g_assert_true (sem_store_set_folder_online (store, a, FALSE, NULL));
  outer = store_fixture_add_folder (store, "/a");
  assert_mounts (store, "/a/x 0 1 5, /a/x/disk 1 2 2, /b 1 0 0");
  put_mounts (store, outer, rows, 0);
  assert_mounts (store, "/b 1 0 0");

  /* What is to be forgotten is remembered until the folder is indexed. */
  g_assert_cmpint (sem_store_forget_missing (store, "/c", NULL), ==, 0);
  g_assert_cmpint (sem_store_forget_missing (store, "/a/x", NULL), ==, outer);
  g_assert_cmpint (sem_store_forget_missing (store, "/b", NULL), ==, b);
  assert_mounts (store, "/a/x 0 0 5, /b 1 0 0");
  g_assert_cmpint (store_fixture_look (fixture->path, "SELECT sum (forget) FROM mounts"), ==, 2);
  put_mounts (store, outer, rows, 0);
  put_mounts (store, b, rows, 2);
  g_assert_cmpint (store_fixture_look (fixture->path, "SELECT sum (forget) FROM mounts"), ==, 0);

  /* They are removed with the folder; an unknown reason counts as unreadable. */
  store_fixture_meddle (fixture->path,
                        "UPDATE mounts SET away = -9223372036854775807, mounted = 7");
  assert_mounts (store, "/b 1 1 0");
  g_assert_true (sem_store_remove_folder (store, "/b", NULL));
  assert_mounts (store, "");
}

static gboolean
collect_file (const char *path, const SemFileIdentity *identity, gpointer user_data)
{
  GString *text = user_data;

  g_string_append_printf (text, "%s %" G_GINT64_FORMAT " ", path, identity->size);
  return text->len < 60;
}

static void
test_read_files (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 folder = store_fixture_add_folder (store, "/");

  store_fixture_add_file (store, folder, "/a/1.jpg", store_fixture_add_photo (store, 1));
  store_fixture_add_file (store, folder, "/a/notes.txt", 0);
  store_fixture_add_file (store, folder, "/b/2.jpg", store_fixture_add_photo (store, 2));
  store_fixture_add_file (store, folder, "/c/3.jpg", store_fixture_add_photo (store, 3));
  store_fixture_meddle (fixture->path, "UPDATE files SET missing = 1 WHERE photo = 2");
  g_assert_true (sem_store_read_files (store, "/a", collect_file, text, NULL));
  g_assert_cmpstr (text->str, ==, "/a/1.jpg 1001 /a/notes.txt 1000 ");
  g_string_truncate (text, 0);
  g_assert_true (sem_store_read_files (store, "/", collect_file, text, NULL));
  g_assert_cmpstr (text->str, ==, "/a/1.jpg 1001 /a/notes.txt 1000 /c/3.jpg 1003 ");
  /* The reading ends when the callback says so. */
  g_assert_true (sem_store_read_files (store, "/", collect_file, text, NULL));
  g_assert_true (g_str_has_suffix (text->str, "/c/3.jpg 1003 /a/1.jpg 1001 "));
}

static gboolean
is_found (SemStore *store, const char *path)
{
  SemStoreFile file = { 0 };
  gboolean found;

  g_assert_true (sem_store_find_file (store, path, &file, NULL));
  found = file.id != 0;
  sem_store_file_clear (&file);
  return found;
}

/* What is read under one lock is as it was at the first look, and keeps no writer waiting. */
static void
test_reading (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  g_autoptr (SemStore) reader = sem_store_open (fixture->path, SEM_STORE_READ, NULL);
  const gint64 folder = store_fixture_add_folder (store, "/");

  g_assert_true (sem_store_begin_reading (reader, NULL));
  g_assert_false (is_found (reader, "/a.jpg"));
  store_fixture_add_file (store, folder, "/a.jpg", 0);
  g_assert_true (sem_store_begin_reading (reader, NULL));
  g_assert_false (is_found (reader, "/a.jpg"));
  sem_store_end_reading (reader);
  g_assert_true (is_found (reader, "/a.jpg"));
  sem_store_end_reading (reader);
  g_assert_true (is_found (reader, "/a.jpg"));
}

int
main (int argc, char **argv)
{
  static const StoreFixtureTest tests[] = {
    { "folders-nest", test_folders_nest },   { "files", test_files },
    { "mark-missing", test_mark_missing },   { "photo-path", test_photo_path },
    { "remove-folder", test_remove_folder }, { "mounts", test_mounts },
    { "read-files", test_read_files },       { "reading", test_reading },
    { "walk-features", test_walk_features },
  };

  return store_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
