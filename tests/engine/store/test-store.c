/* The library on disk: what it keeps, what it refuses, and what it survives.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/store/store.h"
#include "tests/support/folder.h"

#define BACKBONE "test-backbone"
#define WORDS 2
#define DIM 4

typedef struct
{
  char *folder;
  char *path; /* the library's file in it */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = test_folder_new ();
  fixture->path = g_build_filename (fixture->folder, "made", "for", "library.db", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_folder_remove (fixture->folder);
  g_free (fixture->path);
}

static SemStore *
open_store (const char *path)
{
  g_autoptr (GError) error = NULL;
  SemStore *store = sem_store_open (path, SEM_STORE_WRITE, &error);

  g_assert_no_error (error);
  return store;
}

static void
begin (SemStore *store)
{
  g_autoptr (GError) error = NULL;

  sem_store_begin (store, &error);
  g_assert_no_error (error);
}

static void
commit (SemStore *store)
{
  g_autoptr (GError) error = NULL;

  sem_store_commit (store, &error);
  g_assert_no_error (error);
}

/* Runs SQL on a file behind the store's back. */
static void
meddle (const char *path, const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static gint64
look (const char *path, const char *sql)
{
  sqlite3_stmt *stmt;
  sqlite3 *db;
  gint64 value;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  value = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return value;
}

static char *
companion (Fixture *fixture, const char *kind)
{
  return g_strdup_printf ("%s/made/for/library.%s.db", fixture->folder, kind);
}

static void
fill_hash (guint8 *hash, guint number)
{
  memset (hash, 0, SEM_STORE_HASH_SIZE);
  memcpy (hash, &number, sizeof number);
}

static gint64
add_folder (SemStore *store, const char *path)
{
  g_autoptr (GError) error = NULL;
  gint64 id = sem_store_add_folder (store, path, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  return id;
}

/* A photo of content @number with all that belongs to it. */
static gint64
add_photo (SemStore *store, guint number)
{
  g_autoptr (GBytes) jpeg = g_bytes_new_static ("jpeg", 4);
  const guint16 feature[DIM] = { 1, 2, 3, (guint16) number };
  g_autoptr (GError) error = NULL;
  guint8 hash[SEM_STORE_HASH_SIZE];
  gint64 id;

  fill_hash (hash, number);
  id = sem_store_put_photo (store, hash, 640, 480, BACKBONE, &error);
  g_assert_no_error (error);
  sem_store_put_thumbnail (store, hash, jpeg, &error);
  g_assert_no_error (error);
  sem_store_put_feature (store, hash, BACKBONE, feature, DIM, &error);
  g_assert_no_error (error);
  return id;
}

static gint64
add_file (SemStore *store, gint64 folder, const char *path, gint64 photo)
{
  g_autoptr (GError) error = NULL;
  SemStoreFile file = {
    .folder = folder,
    .path = (char *) path,
    .identity = { .device = 7, .inode = 100 + photo, .size = 1000 + photo, .mtime = photo },
    .state = photo ? SEM_FILE_INDEXED : SEM_FILE_SKIPPED,
    .photo = photo,
  };

  sem_store_put_file (store, &file, &error);
  g_assert_no_error (error);
  return file.id;
}

static gint64
add_model (SemStore *store, gboolean active)
{
  g_autoptr (GBytes) data = g_bytes_new_static ("model", 5);
  g_autoptr (GError) error = NULL;
  SemStoreModel model = {
    .method = (char *) "lsh",
    .bits = WORDS * 64,
    .seed = G_MAXUINT64,
    .backbone = (char *) BACKBONE,
    .photos = 10,
    .trained_on = 9,
    .created = 1234,
    .data = data,
  };

  sem_store_put_model (store, &model, &error);
  g_assert_no_error (error);
  if (active)
    sem_store_activate_model (store, model.id, &error);
  g_assert_no_error (error);
  return model.id;
}

/* Codes and vectors of photos first, first + 1, ..., each telling its id. */
static void
add_codes (SemStore *store, gint64 model, gint64 first, guint n)
{
  g_autofree gint64 *ids = g_new (gint64, n);
  g_autofree guint64 *codes = g_new (guint64, (gsize) n * WORDS);
  g_autofree gint8 *vectors = g_new (gint8, (gsize) n * DIM);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      ids[i] = first + i;
      codes[i * WORDS] = ids[i];
      codes[i * WORDS + 1] = ~(guint64) ids[i];
      memset (vectors + (gsize) i * DIM, (int) (ids[i] % 100), DIM);
    }
  sem_store_put_codes (store, model, ids, codes, WORDS, vectors, DIM, n, &error);
  g_assert_no_error (error);
}

static gboolean
collect_codes (const gint64 *ids, const guint64 *codes, gsize n, gpointer user_data, GError **error)
{
  g_assert_cmpuint (n, >, 0);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpuint (codes[i * WORDS], ==, (guint64) ids[i]);
      g_assert_cmpuint (codes[i * WORDS + 1], ==, ~(guint64) ids[i]);
      g_array_append_val (user_data, ids[i]);
    }
  return TRUE;
}

static GArray *
read_codes (SemStore *store, gint64 model, gint64 after)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;

  sem_store_read_codes (store, model, WORDS, after, collect_codes, ids, &error);
  g_assert_no_error (error);
  return ids;
}

/* "1 2 5", and frees the ids. */
static char *
to_string (GArray *ids)
{
  GString *text = g_string_new (NULL);

  g_assert_nonnull (ids);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i ? " " : "",
                            g_array_index (ids, gint64, i));
  g_array_unref (ids);
  return g_string_free (text, FALSE);
}

#define assert_ids(array, expected)                                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *ids_text = to_string (array);                                                 \
    g_assert_cmpstr (ids_text, ==, expected);                                                      \
  }                                                                                                \
  G_STMT_END

/* Opening ---------------------------------------------------------------------------------- */

static void
test_make (Fixture *fixture, gconstpointer data)
{
  g_autofree char *features = companion (fixture, "features");
  g_autofree char *thumbnails = companion (fixture, "thumbnails");
  g_autoptr (GError) error = NULL;
  g_autoptr (SemStore) store = NULL;
  SemStoreCounts counts;

  g_assert_null (sem_store_open (fixture->path, SEM_STORE_READ, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "Index a folder first"));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  store = open_store (fixture->path);
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

/* Three readers and writers at once may be the first to open it. */
static gpointer
open_worker (gpointer path)
{
  sem_store_close (open_store (path));
  return NULL;
}

static void
test_make_at_once (Fixture *fixture, gconstpointer data)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("open", open_worker, fixture->path);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* A library as version 1 left it is brought to the present by whoever comes first: a model that
 * answers is ready, and another is what training left. */
static void
test_migrate (Fixture *fixture, gconstpointer data)
{
  SemStore *store = open_store (fixture->path);
  gint64 version, active, other;

  begin (store);
  active = add_model (store, TRUE);
  add_codes (store, active, 1, 3);
  other = add_model (store, FALSE);
  for (guint i = 1; i <= 3; i++)
    g_assert_cmpint (add_photo (store, i), ==, i);
  commit (store);
  sem_store_close (store);
  version = look (fixture->path, "PRAGMA user_version");
  g_assert_cmpint (version, >, 1);
  meddle (fixture->path, "DROP TABLE dropped_photos; DROP TABLE dropped_models;"
                         "ALTER TABLE models DROP COLUMN stage; ALTER TABLE models DROP COLUMN log;"
                         "DROP TABLE scene_pairs; DROP TABLE scene_photos; DROP TABLE scenes;"
                         "DROP TABLE scene_tried; DROP TABLE scene_groups;"
                         "DROP TABLE described; DROP TABLE backbones; DROP TABLE dropped_backbones;"
                         "ALTER TABLE photos ADD COLUMN backbone TEXT;"
                         "UPDATE photos SET backbone = '" BACKBONE "' WHERE id <> 2;"
                         "PRAGMA user_version = 1;"
                         "INSERT INTO folders (path) VALUES (CAST ('/old' AS BLOB))");
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (SemStore) reader = sem_store_open (fixture->path, SEM_STORE_READ, &error);
    g_autoptr (GPtrArray) folders = NULL, models = NULL;
    const SemStoreModel *rows[2];

    g_assert_no_error (error);
    folders = sem_store_list_folders (reader, NULL);
    g_assert_cmpuint (folders->len, ==, 1);
    models = sem_store_list_models (reader, NULL);
    g_assert_cmpuint (models->len, ==, 2);
    rows[0] = g_ptr_array_index (models, 0);
    rows[1] = g_ptr_array_index (models, 1);
    g_assert_cmpint (rows[0]->id, ==, active);
    g_assert_cmpint (rows[0]->stage, ==, SEM_MODEL_READY);
    g_assert_null (rows[0]->log);
    g_assert_cmpint (rows[1]->id, ==, other);
    assert_ids (sem_store_list_featured (reader, BACKBONE, 0, 10, NULL), "1 3");
    assert_ids (sem_store_list_undescribed (reader, BACKBONE, 0, 10, NULL), "2");
    g_assert_cmpint (rows[1]->stage, ==, SEM_MODEL_UNFINISHED);
    assert_ids (read_codes (reader, active, 0), "1 2 3");
  }
  {
    g_autoptr (SemStore) writer = open_store (fixture->path);

    g_assert_true (sem_store_sweep (writer, NULL));
  }
  g_assert_cmpint (look (fixture->path, "PRAGMA user_version"), ==, version);
}

static void
test_newer (Fixture *fixture, gconstpointer data)
{
  static const SemStoreMode modes[] = { SEM_STORE_READ, SEM_STORE_WRITE };
  g_autofree char *features = companion (fixture, "features");
  const char *const paths[] = { fixture->path, features };

  sem_store_close (open_store (fixture->path));
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *base = g_path_get_basename (paths[i]);
      gint64 version = look (paths[i], "PRAGMA user_version");
      g_autofree char *back
        = g_strdup_printf ("PRAGMA user_version = %" G_GINT64_FORMAT, version);

      meddle (paths[i], "PRAGMA user_version = 9999");
      for (guint j = 0; j < G_N_ELEMENTS (modes); j++)
        {
          g_autoptr (GError) error = NULL;

          g_assert_null (sem_store_open (fixture->path, modes[j], &error));
          g_assert_error (error, SEM_ERROR, SEM_ERROR_NEWER);
          g_assert_nonnull (strstr (error->message, base));
        }
      g_assert_cmpint (look (paths[i], "PRAGMA user_version"), ==, 9999);
      meddle (paths[i], back);
    }
}

/* A file of somebody else is left alone, whatever it is. */
static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  g_autofree char *photo = g_build_filename (fixture->folder, "holiday.jpg", NULL);
  g_autofree char *other = g_build_filename (fixture->folder, "places.sqlite", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (photo, "\xff\xd8 not a database, but a photo", -1, NULL));
  meddle (other, "CREATE TABLE bookmarks (a); INSERT INTO bookmarks VALUES (1)");
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
  g_assert_cmpint (look (other, "SELECT count (*) FROM sqlite_schema"), ==, 1);
  g_assert_cmpint (look (other, "PRAGMA user_version"), ==, 0);
}

/* Writes over the file from @offset on. */
static void
scribble (const char *path, long offset)
{
  FILE *file = g_fopen (path, "r+b");

  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, offset, SEEK_SET), ==, 0);
  for (guint i = 0; i < 60000; i++)
    g_assert_cmpint (fputc ((int) (i * 37 % 251), file), !=, EOF);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
fill (Fixture *fixture, guint n)
{
  g_autoptr (SemStore) store = open_store (fixture->path);
  gint64 folder;

  begin (store);
  folder = add_folder (store, "/photos");
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/photos/%05u.jpg", i);
      add_file (store, folder, path, add_photo (store, i));
    }
  add_codes (store, add_model (store, TRUE), 1, n);
  commit (store);
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *aside = NULL;

  fill (fixture, 3);
  scribble (fixture->path, 0);
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
    g_autoptr (SemStore) store = open_store (fixture->path);
    assert_ids (sem_store_list_photos (store, 0, NULL), "");
  }
}

/* Damage that opening does not meet, but reading does: the next opening knows of it. */
static void
test_damaged_within (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *aside = NULL;

  fill (fixture, 2000);
  meddle (fixture->path, "PRAGMA wal_checkpoint (TRUNCATE)");
  scribble (fixture->path, 128 * 1024);
  {
    g_autoptr (SemStore) store = open_store (fixture->path);
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
  aside = sem_store_set_aside (fixture->path, &error);
  g_assert_no_error (error);
  sem_store_close (open_store (fixture->path));
}

static void
test_damaged_companion (Fixture *fixture, gconstpointer data)
{
  static const char *const kinds[] = { "features", "thumbnails" };

  fill (fixture, 3);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = companion (fixture, kinds[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (SemStore) store = NULL;
      guint8 hash[SEM_STORE_HASH_SIZE];
      SemStoreModel model = { 0 };

      scribble (path, 0);
      g_assert_null (sem_store_open (fixture->path, SEM_STORE_READ, &error));
      g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
      g_assert_nonnull (strstr (error->message, kinds[i]));
      store = open_store (fixture->path);

      /* The photos are known, and are to be read again. */
      fill_hash (hash, 1);
      assert_ids (sem_store_list_photos (store, 0, NULL), "1 2 3");
      g_assert_cmpint (sem_store_find_photo (store, hash, BACKBONE, NULL), ==, 0);
      assert_ids (sem_store_list_training (store, BACKBONE, NULL), "");
      g_assert_true (sem_store_get_model (store, sem_store_get_active_model (store, NULL), &model,
                                          NULL));
      g_assert_true (model.provisional);
      sem_store_model_clear (&model);
      begin (store);
      for (guint j = 1; j <= 3; j++)
        g_assert_cmpint (add_photo (store, j), ==, j);
      commit (store);
      assert_ids (sem_store_list_training (store, BACKBONE, NULL), "1 2 3");
    }
}

static void
test_lost_companion (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = companion (fixture, "features");
  g_autoptr (GError) error = NULL;
  g_autoptr (SemStore) store = NULL;

  fill (fixture, 3);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (sem_store_open (fixture->path, SEM_STORE_READ, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "library.features.db"));
  g_assert_nonnull (strstr (error->message, "Index"));
  store = open_store (fixture->path);
  assert_ids (sem_store_list_photos (store, 0, NULL), "1 2 3");
  assert_ids (sem_store_list_featured (store, BACKBONE, 0, 10, NULL), "");
}

/* Folders and files ------------------------------------------------------------------------ */

static void
test_folders_nest (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = open_store (fixture->path);
  gint64 inner = add_folder (store, "/a/b"), other = add_folder (store, "/a/bc"), outer;
  g_autoptr (GPtrArray) folders = NULL;
  SemStoreFile file = { 0 };

  g_assert_cmpint (inner, !=, other);
  g_assert_cmpint (add_folder (store, "/a/b"), ==, inner);
  g_assert_cmpint (add_folder (store, "/a/b/c/d"), ==, inner);
  add_file (store, inner, "/a/b/1.jpg", add_photo (store, 1));
  add_file (store, other, "/a/bc/2.jpg", add_photo (store, 2));

  outer = add_folder (store, "/a");
  folders = sem_store_list_folders (store, NULL);
  g_assert_cmpuint (folders->len, ==, 1);
  g_assert_cmpstr (((SemStoreFolder *) g_ptr_array_index (folders, 0))->path, ==, "/a");
  g_assert_cmpuint (((SemStoreFolder *) g_ptr_array_index (folders, 0))->n_photos, ==, 2);
  g_assert_true (sem_store_find_file (store, "/a/b/1.jpg", &file, NULL));
  g_assert_cmpint (file.folder, ==, outer);
  sem_store_file_clear (&file);
  g_assert_cmpint (add_folder (store, "/a/b"), ==, outer);
  g_assert_cmpint (add_folder (store, "/"), !=, outer);
  g_assert_cmpint (add_folder (store, "/elsewhere"), ==, add_folder (store, "/"));
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  static const char odd[] = "/photos/\xff\xfe caf\xe9\n.jpg";
  g_autoptr (SemStore) store = open_store (fixture->path);
  gint64 folder = add_folder (store, "/photos"), photo = add_photo (store, 1);
  gint64 id = add_file (store, folder, odd, photo);
  SemFileIdentity identity = { 7, 100 + photo, 1000 + photo, photo };
  SemStoreFile file = { 0 };
  SemStorePhoto row = { 0 };

  g_assert_true (sem_store_find_file (store, odd, &file, NULL));
  g_assert_cmpint (file.id, ==, id);
  g_assert_cmpstr (file.path, ==, odd);
  g_assert_true (sem_store_has_feature (store, file.photo, BACKBONE, NULL));
  g_assert_false (sem_store_has_feature (store, file.photo, "another", NULL));
  g_assert_cmpint (file.identity.mtime, ==, photo);
  g_assert_true (sem_store_get_photo (store, photo, &row, NULL));
  g_assert_cmpstr (row.path, ==, odd);
  sem_store_photo_clear (&row);

  /* A second put is the same row. */
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
  add_file (store, folder, "/photos/moved.jpg", photo);
  g_assert_cmpint (sem_store_find_identity (store, &identity, BACKBONE, NULL), ==, photo);
  g_assert_cmpint (sem_store_find_identity (store, &identity, "another", NULL), ==, 0);
  identity.mtime++;
  g_assert_cmpint (sem_store_find_identity (store, &identity, BACKBONE, NULL), ==, 0);
  g_assert_false (sem_store_find_file (store, "/photos/none.jpg", &file, NULL));
}

static void
test_mark_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = open_store (fixture->path);
  g_autoptr (GPtrArray) keep = g_ptr_array_new ();
  gint64 folder = add_folder (store, "/photos"), other = add_folder (store, "/other");
  guint8 seen[16] = { 0 };
  gint64 n_seen, generation;
  guint n = 0;

  begin (store);
  add_file (store, folder, "/photos/1.jpg", add_photo (store, 1));
  add_file (store, folder, "/photos/locked/2.jpg", add_photo (store, 2));
  add_file (store, folder, "/photos/lockedout/3.jpg", add_photo (store, 3));
  add_file (store, folder, "/photos/copy of 3.jpg", 3);
  add_file (store, folder, "/photos/5.jpg", add_photo (store, 4));
  add_file (store, other, "/other/6.jpg", add_photo (store, 5));
  n_seen = sem_store_last_file (store, NULL) + 1;
  add_file (store, folder, "/photos/new.jpg", add_photo (store, 6));
  commit (store);
  generation = sem_store_get_generation (store, NULL);

  seen[1] = seen[4] = 1;
  g_ptr_array_add (keep, (char *) "/photos/locked");
  begin (store);
  g_assert_true (sem_store_mark_missing (store, folder, seen, n_seen, keep, &n, NULL));
  g_assert_true (sem_store_update_hidden (store, NULL));
  commit (store);
  g_assert_cmpuint (n, ==, 2); /* 3.jpg, whose photo has a copy, and 5.jpg */
  assert_ids (sem_store_list_hidden (store, NULL), "4");
  assert_ids (sem_store_list_photos (store, 0, NULL), "1 2 3 5 6");
  assert_ids (sem_store_list_photos (store, 3, NULL), "5 6");
  assert_ids (sem_store_list_training (store, BACKBONE, NULL), "1 2 3 5 6");
  assert_ids (sem_store_list_featured (store, BACKBONE, 2, 3, NULL), "3 4 5");
  g_assert_cmpint (sem_store_get_generation (store, NULL), ==, ++generation);

  /* Again: nothing is new. */
  begin (store);
  g_assert_true (sem_store_mark_missing (store, folder, seen, n_seen, keep, &n, NULL));
  g_assert_true (sem_store_update_hidden (store, NULL));
  commit (store);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpint (sem_store_get_generation (store, NULL), ==, generation);

  /* One comes back. */
  add_file (store, folder, "/photos/5.jpg", 4);
  g_assert_true (sem_store_update_photo_hidden (store, 4, NULL));
  assert_ids (sem_store_list_hidden (store, NULL), "");
  g_assert_cmpint (sem_store_get_generation (store, NULL), ==, ++generation);
  g_assert_true (sem_store_update_photo_hidden (store, 4, NULL));
  g_assert_cmpint (sem_store_get_generation (store, NULL), ==, generation);
}

static void
test_photo_path (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = open_store (fixture->path);
  gint64 folder = add_folder (store, "/photos"), photo = add_photo (store, 1);
  g_autoptr (GPtrArray) keep = g_ptr_array_new ();
  const guint8 seen[3] = { 0, 0, 1 };
  SemStorePhoto row = { 0 };
  guint n;

  g_assert_true (sem_store_get_photo (store, photo, &row, NULL));
  g_assert_null (row.path);
  g_assert_cmpuint (row.width, ==, 640);
  add_file (store, folder, "/photos/gone.jpg", photo);
  add_file (store, folder, "/photos/here.jpg", photo);
  g_assert_true (sem_store_mark_missing (store, folder, seen, 3, keep, &n, NULL));
  g_assert_true (sem_store_get_photo (store, photo, &row, NULL));
  g_assert_cmpstr (row.path, ==, "/photos/here.jpg");
  sem_store_photo_clear (&row);
  g_assert_false (sem_store_get_photo (store, 999, &row, NULL));
}

/* Removing --------------------------------------------------------------------------------- */

static void
test_remove_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *features = companion (fixture, "features");
  g_autofree char *thumbnails = companion (fixture, "thumbnails");
  g_autoptr (SemStore) store = open_store (fixture->path);
  gint64 a = add_folder (store, "/a"), b = add_folder (store, "/b"), model;
  gint64 generation = sem_store_get_generation (store, NULL);
  guint16 feature[DIM];
  gint8 vector[DIM];

  begin (store);
  add_file (store, a, "/a/1.jpg", add_photo (store, 1));
  add_file (store, a, "/a/2.jpg", add_photo (store, 2));
  add_file (store, b, "/b/2.jpg", 2);
  add_file (store, b, "/b/3.jpg", add_photo (store, 3));
  add_file (store, a, "/a/4.jpg", add_photo (store, 4));
  model = add_model (store, TRUE);
  add_codes (store, model, 1, 2);
  add_codes (store, model, 3, 2);
  commit (store);

  begin (store);
  g_assert_true (sem_store_remove_folder (store, "/a", NULL));
  commit (store);
  assert_ids (sem_store_list_photos (store, 0, NULL), "2 3");
  assert_ids (read_codes (store, model, 0), "2 3");
  g_assert_cmpint (sem_store_get_generation (store, NULL), >, generation);

  /* Photo 4 comes back before the companions are swept. */
  g_assert_cmpint (look (features, "SELECT count (*) FROM features"), ==, 4);
  g_assert_cmpint (add_photo (store, 4), ==, 5);
  g_assert_true (sem_store_sweep (store, NULL));
  g_assert_cmpint (look (features, "SELECT count (*) FROM features"), ==, 3);
  g_assert_cmpint (look (features, "SELECT count (*) FROM vectors"), ==, 2);
  g_assert_cmpint (look (thumbnails, "SELECT count (*) FROM thumbnails"), ==, 3);
  g_assert_true (sem_store_get_feature (store, 5, BACKBONE, feature, DIM, NULL));
  g_assert_true (sem_store_get_vector (store, model, 3, vector, DIM, NULL));
  g_assert_false (sem_store_get_vector (store, model, 4, vector, DIM, NULL));
  g_assert_cmpint (look (fixture->path, "SELECT count (*) FROM dropped_photos"), ==, 0);

  begin (store);
  g_assert_true (sem_store_remove_folder (store, "/never", NULL));
  commit (store);
  assert_ids (read_codes (store, model, 0), "2 3");
}

/* Models and codes ------------------------------------------------------------------------- */

static void
test_models (Fixture *fixture, gconstpointer data)
{
  g_autofree char *features = companion (fixture, "features");
  g_autoptr (SemStore) store = open_store (fixture->path);
  gint64 first, second;
  SemStoreModel row = { 0 };
  gint8 vector[DIM];

  begin (store);
  first = add_model (store, TRUE);
  add_codes (store, first, 1, 3);
  second = add_model (store, FALSE);
  add_codes (store, second, 1, 3);
  commit (store);
  g_assert_cmpint (sem_store_get_active_model (store, NULL), ==, first);
  g_assert_true (sem_store_get_model (store, second, &row, NULL));
  g_assert_cmpuint (row.seed, ==, G_MAXUINT64);
  g_assert_cmpuint (g_bytes_get_size (row.data), ==, 5);
  g_assert_cmpuint (row.photos, ==, 10);
  g_assert_cmpuint (row.trained_on, ==, 9);
  sem_store_model_clear (&row);

  /* The switch leaves the old vectors until the library has committed. */
  begin (store);
  g_assert_true (sem_store_activate_model (store, second, NULL));
  commit (store);
  assert_ids (read_codes (store, first, 0), "");
  assert_ids (read_codes (store, second, 0), "1 2 3");
  g_assert_true (sem_store_get_vector (store, first, 1, vector, DIM, NULL));
  g_assert_true (sem_store_sweep (store, NULL));
  g_assert_false (sem_store_get_vector (store, first, 1, vector, DIM, NULL));
  g_assert_true (sem_store_get_vector (store, second, 1, vector, DIM, NULL));

  begin (store);
  add_codes (store, add_model (store, FALSE), 1, 2);
  g_assert_true (sem_store_remove_inactive (store, 0, FALSE, NULL));
  commit (store);
  g_assert_true (sem_store_sweep (store, NULL));
  g_assert_cmpint (look (fixture->path, "SELECT count (*) FROM models"), ==, 1);
  g_assert_cmpint (look (fixture->path, "SELECT count (*) FROM codes"), ==, 1);
  g_assert_cmpint (look (features, "SELECT count (*) FROM vectors"), ==, 3);
  g_assert_true (sem_store_expire_model (store, NULL));
  g_assert_true (sem_store_get_model (store, second, &row, NULL));
  g_assert_true (row.provisional);
  sem_store_model_clear (&row);
}

static void
assert_models (SemStore *store, const char *expected)
{
  static const char *const stages[] = { "unfinished", "ready", "offered" };
  g_autoptr (GPtrArray) models = sem_store_list_models (store, NULL);
  g_autoptr (GString) actual = g_string_new (NULL);

  for (guint i = 0; i < models->len; i++)
    {
      const SemStoreModel *row = g_ptr_array_index (models, i);

      g_string_append_printf (actual, "%s%" G_GINT64_FORMAT " %s", i ? ", " : "", row->id,
                              stages[row->stage]);
    }
  g_assert_cmpstr (actual->str, ==, expected);
}

/* What training does with models besides the active one. */
static void
test_model_stages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = open_store (fixture->path);
  g_autoptr (GBytes) log = g_bytes_new_static ("log", 3);
  SemStoreModel row = { 0 };

  begin (store);
  add_codes (store, add_model (store, TRUE), 1, 3);
  add_codes (store, add_model (store, FALSE), 1, 3);
  add_codes (store, add_model (store, FALSE), 1, 2);
  g_assert_true (sem_store_set_model_stage (store, 2, SEM_MODEL_OFFERED, log, NULL));
  commit (store);
  assert_models (store, "1 ready, 2 offered, 3 unfinished");

  begin (store);
  g_assert_true (sem_store_remove_inactive (store, 0, TRUE, NULL));
  commit (store);
  assert_models (store, "1 ready, 2 offered");

  /* The one that is used leaves the one before it in place, and nothing loses its codes. */
  begin (store);
  g_assert_true (sem_store_use_model (store, 2, NULL));
  commit (store);
  assert_models (store, "1 ready, 2 ready");
  g_assert_cmpint (sem_store_get_active_model (store, NULL), ==, 2);
  assert_ids (read_codes (store, 1, 0), "1 2 3");
  g_assert_true (sem_store_get_model (store, 2, &row, NULL));
  g_assert_true (g_bytes_equal (row.log, log));
  sem_store_model_clear (&row);

  begin (store);
  g_assert_true (sem_store_drop_model (store, 1, NULL));
  commit (store);
  g_assert_true (sem_store_sweep (store, NULL));
  assert_models (store, "2 ready");
  assert_ids (read_codes (store, 1, 0), "");
  assert_ids (read_codes (store, 2, 0), "1 2 3");

  /* What a damaged file says is no stage counts as unfinished. */
  meddle (fixture->path, "UPDATE models SET stage = 77, log = CAST (zeroblob (9) AS BLOB)");
  assert_models (store, "2 unfinished");
}

static void
test_codes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = open_store (fixture->path);
  g_autoptr (GArray) all = NULL;
  gint64 model;
  gint8 vector[DIM];

  begin (store);
  model = add_model (store, TRUE);
  g_assert_cmpint (sem_store_last_code (store, model, NULL), ==, 0);
  add_codes (store, model, 10, 9000);
  add_codes (store, model, 9100, 1);
  commit (store);
  g_assert_cmpint (look (fixture->path, "SELECT count (*) FROM codes"), ==, 4);
  g_assert_cmpint (sem_store_last_code (store, model, NULL), ==, 9100);
  all = read_codes (store, model, 0);
  g_assert_cmpuint (all->len, ==, 9001);
  for (guint i = 0; i < 9000; i++)
    g_assert_cmpint (g_array_index (all, gint64, i), ==, 10 + i);
  assert_ids (read_codes (store, model, 9007), "9008 9009 9100");
  assert_ids (read_codes (store, model, 9100), "");
  g_assert_true (sem_store_get_vector (store, model, 4321, vector, DIM, NULL));
  g_assert_cmpint (vector[DIM - 1], ==, 21);
  g_assert_false (sem_store_get_vector (store, model, 4321, vector, DIM - 1, NULL));
}

static gboolean
refuse_codes (const gint64 *ids, const guint64 *codes, gsize n, gpointer user_data, GError **error)
{
  ++*(guint *) user_data;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, "enough");
  return FALSE;
}

static void
test_codes_stop (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = open_store (fixture->path);
  g_autoptr (GError) error = NULL;
  gint64 model;
  guint calls = 0;

  begin (store);
  model = add_model (store, TRUE);
  add_codes (store, model, 1, 5000);
  commit (store);
  g_assert_false (
    sem_store_read_codes (store, model, WORDS, 0, refuse_codes, &calls, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_FAILED);
  g_assert_cmpuint (calls, ==, 1);
}

static void
test_codes_damaged (Fixture *fixture, gconstpointer data)
{
  static const char *const damages[] = {
    "UPDATE codes SET codes = x'0011'",
    "UPDATE codes SET ids = x'001122'",
    "UPDATE codes SET ids = x'', codes = x'0000000000000000'",
    "UPDATE codes SET codes = zeroblob (length (codes) * 2)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *mine = g_strdup_printf ("%s/%u.db", fixture->folder, i);
      g_autoptr (SemStore) store = open_store (mine);
      g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GError) error = NULL;
      gint64 model;

      begin (store);
      model = add_model (store, TRUE);
      add_codes (store, model, 1, 3);
      commit (store);
      meddle (mine, damages[i]);
      g_assert_false (
        sem_store_read_codes (store, model, WORDS, 0, collect_codes, ids, &error));
      g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
      g_assert_cmpuint (ids->len, ==, 0);
    }
}

/* Removing photos must not trust the sizes of stored runs either. */
static void
test_drop_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = open_store (fixture->path);
  g_autoptr (GError) error = NULL;
  gint64 folder = add_folder (store, "/a"), model;

  begin (store);
  add_file (store, folder, "/a/1.jpg", add_photo (store, 1));
  model = add_model (store, TRUE);
  add_codes (store, model, 1, 3);
  commit (store);
  meddle (fixture->path, "UPDATE codes SET ids = substr (ids, 1, 13), codes = x'01'");
  begin (store);
  g_assert_false (sem_store_remove_folder (store, "/a", &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
  sem_store_rollback (store);
}

/* Transactions and locks ------------------------------------------------------------------- */

static void
test_rollback (Fixture *fixture, gconstpointer data)
{
  g_autofree char *features = companion (fixture, "features");
  g_autoptr (SemStore) store = open_store (fixture->path);
  g_autoptr (SemStore) reader = sem_store_open (fixture->path, SEM_STORE_READ, NULL);

  g_assert_nonnull (reader);
  begin (store);
  add_file (store, add_folder (store, "/a"), "/a/1.jpg", add_photo (store, 1));
  assert_ids (sem_store_list_photos (reader, 0, NULL), "");
  sem_store_rollback (store);
  sem_store_rollback (store);
  assert_ids (sem_store_list_photos (store, 0, NULL), "");
  g_assert_cmpint (look (features, "SELECT count (*) FROM features"), ==, 0);

  begin (store);
  add_file (store, add_folder (store, "/a"), "/a/2.jpg", add_photo (store, 2));
  commit (store);
  assert_ids (sem_store_list_photos (reader, 0, NULL), "1");

  /* Closing in the middle of one rolls it back. */
  {
    g_autoptr (SemStore) other = open_store (fixture->path);

    begin (other);
    add_photo (other, 3);
  }
  assert_ids (sem_store_list_photos (reader, 0, NULL), "1");
}

/* A reader sees one state while its statement runs, and the next one after it. */
static void
test_lock (Fixture *fixture, gconstpointer data)
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
      /* Ends without unlocking, as a killed program does. */
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
test_cannot_make (Fixture *fixture, gconstpointer data)
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

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
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
    { "folders-nest", test_folders_nest },
    { "files", test_files },
    { "mark-missing", test_mark_missing },
    { "photo-path", test_photo_path },
    { "remove-folder", test_remove_folder },
    { "models", test_models },
    { "model-stages", test_model_stages },
    { "codes", test_codes },
    { "codes-stop", test_codes_stop },
    { "codes-damaged", test_codes_damaged },
    { "drop-damaged", test_drop_damaged },
    { "rollback", test_rollback },
    { "lock", test_lock },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/store/", tests[i].name, NULL);
      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
