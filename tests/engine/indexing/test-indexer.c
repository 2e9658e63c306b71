/* Indexing real folders with the real network: what counts as new, what is read again, and that
 * an interrupted run ends like one that was left in peace.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sched.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "engine/learn/trainer.h"
#include "engine/store/codes.h"
#include "engine/store/companions.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/models.h"
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
test_counts (LibraryTest *test, gconstpointer data)
{
  g_autofree char *digest = NULL, *again = NULL;

  library_test_photos (test, 3, 2);
  library_test_add_folder (test, NULL);
  library_test_index (test, "6 0 0 0 0 0");
  digest = library_test_digest (test);

  /* Nothing is read again, and nothing is told. */
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

  library_test_photo (test, "1.jpg", 1, 0);
  library_test_photo (test, "2.jpg", 2, 0);
  library_test_add_folder (test, NULL);
  library_test_index (test, "2 0 0 0 0 0");
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

  library_test_photo (test, "1.jpg", 1, 0);
  library_test_photo (test, "2.jpg", 2, 0);
  library_test_add_folder (test, NULL);
  library_test_index (test, "2 0 0 0 0 0");
  photo = library_test_find (test, "1.jpg");
  library_test_photo (test, "1.jpg", 3, 0);
  library_test_index (test, "0 1 1 0 0 0");
  g_assert_cmpint (library_test_find (test, "1.jpg"), !=, photo);
  g_assert_cmpuint (count_photos (test), ==, 2);

  /* By something that is no photo, and by the first one again: it is known. */
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

/* A new time on the same content: read and hashed, not decoded. */
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
  library_test_photo (test, "1.jpg", 1, 0);
  library_test_photo (test, "2.jpg", 2, 0);
  library_test_add_folder (test, NULL);
  library_test_index (test, "2 0 0 0 0 0");
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

  /* They are looked at again when they change, not before. */
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

/* Models ----------------------------------------------------------------------------------- */

static void
use_cpus (guint n)
{
  cpu_set_t set;
  guint kept = 0;

  g_assert_cmpint (sched_getaffinity (0, sizeof set, &set), ==, 0);
  for (guint i = 0; i < CPU_SETSIZE; i++)
    if (CPU_ISSET (i, &set) && kept++ >= n)
      CPU_CLR (i, &set);
  g_assert_cmpint (sched_setaffinity (0, sizeof set, &set), ==, 0);
}

/* The same photos, found in another order, by one worker, in two runs: the same codes. */
static void
test_same_codes (LibraryTest *test, gconstpointer data)
{
  g_autofree char *digest = NULL, *other = NULL;
  LibraryTest second;
  cpu_set_t all;

  library_test_photos (test, 12, 3);
  library_test_add_folder (test, NULL);
  library_test_index (test, "36 0 0 0 0 0");
  digest = library_test_digest (test);

  library_test_set_up (&second, NULL);
  for (guint i = 0; i < 36; i++)
    {
      g_autofree char *name = g_strdup_printf ("%02u.jpg", 35 - i);
      library_test_photo (&second, name, i / 3, i % 3);
    }
  library_test_add_folder (&second, NULL);
  g_assert_cmpint (sched_getaffinity (0, sizeof all, &all), ==, 0);
  use_cpus (1);
  library_test_index (&second, "36 0 0 0 0 0");
  g_assert_cmpint (sched_setaffinity (0, sizeof all, &all), ==, 0);
  other = library_test_digest (&second);
  library_test_tear_down (&second, NULL);
  g_assert_cmpstr (other, ==, digest);
}

/* At the end of the first run, again when the library has doubled, never in between. */
static void
test_training_policy (LibraryTest *test, gconstpointer data)
{
  SemStoreModel model;
  gint64 first;

  library_test_add_folder (test, NULL);
  library_test_index (test, "0 0 0 0 0 0");
  {
    g_autoptr (SemStore) store = library_test_open (test);
    g_assert_cmpint (sem_store_get_active_model (store, NULL), ==, 0);
  }
  library_test_photos (test, 5, 4);
  library_test_index (test, "20 0 0 0 0 0");
  library_test_get_model (test, &model);
  g_assert_cmpstr (model.method, ==, "gs-itq");
  g_assert_cmpuint (model.bits, ==, 256);
  g_assert_cmpuint (model.seed, ==, 1);
  g_assert_cmpuint (model.photos, ==, 20);
  g_assert_false (model.provisional);
  first = model.id;
  sem_store_model_clear (&model);

  /* Added photos are encoded with it. */
  library_test_photos (test, 6, 4);
  library_test_index (test, "4 0 20 0 0 0");
  library_test_get_model (test, &model);
  g_assert_cmpint (model.id, ==, first);
  sem_store_model_clear (&model);
  {
    g_autoptr (SemStore) store = library_test_open (test);
    g_autofree char *digest = library_test_digest (test);

    g_assert_cmpint (sem_store_last_code (store, first, NULL), ==,
                     library_test_find (test, "005/003.jpg"));
  }

  library_test_photos (test, 9, 4);
  library_test_index (test, "12 0 24 0 0 0");
  library_test_get_model (test, &model);
  g_assert_cmpint (model.id, ==, first);
  sem_store_model_clear (&model);

  library_test_photos (test, 10, 4);
  library_test_index (test, "4 0 36 0 0 0");
  library_test_get_model (test, &model);
  g_assert_cmpint (model.id, >, first);
  g_assert_cmpuint (model.photos, ==, 40);
  sem_store_model_clear (&model);
}

/* What a person chose stays chosen when training comes by itself. */
static void
test_keeps_options (LibraryTest *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SemTrainSummary summary = { 0 };
  SemTrainRequest request;
  SemStoreModel model;

  library_test_photos (test, 5, 4);
  library_test_add_folder (test, NULL);
  library_test_index (test, "20 0 0 0 0 0");
  library_test_request_training (test, &request);
  request.options.method = SEM_HASH_LSH;
  request.options.n_bits = 64;
  request.options.seed = 77;
  sem_train_library (&request, NULL, &summary, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (summary.trained_on, ==, 20);
  sem_train_summary_clear (&summary);
  library_test_photos (test, 25, 4);
  library_test_index (test, "80 0 20 0 0 0");
  library_test_get_model (test, &model);
  g_assert_cmpstr (model.method, ==, "lsh");
  g_assert_cmpuint (model.bits, ==, 64);
  g_assert_cmpuint (model.seed, ==, 77);
  g_assert_cmpuint (model.photos, ==, 100);
  sem_store_model_clear (&model);
}

/* A model that cannot be read is learned anew. */
static void
test_damaged_model (LibraryTest *test, gconstpointer data)
{
  g_autofree char *digest = NULL, *again = NULL;
  SemStoreModel model;

  library_test_photos (test, 5, 4);
  library_test_add_folder (test, NULL);
  library_test_index (test, "20 0 0 0 0 0");
  digest = library_test_digest (test);
  library_test_get_model (test, &model);
  {
    g_autoptr (SemStore) store = library_test_open (test);
    g_autoptr (GError) error = NULL;

    g_bytes_unref (model.data);
    model.data = g_bytes_new_static ("nonsense", 8);
    sem_store_put_model (store, &model, &error);
    g_assert_no_error (error);
    sem_store_activate_model (store, model.id, &error);
    g_assert_no_error (error);
  }
  sem_store_model_clear (&model);
  library_test_photo (test, "one more.jpg", 4, 0);
  library_test_index (test, "1 0 20 0 0 0");
  again = library_test_digest (test);
  g_assert_cmpstr (again, ==, digest);
}

/* A companion from a backup may lack what the library names: the photo is read again, and the end
 * is as if nothing had been lost. */
static void
test_lost_feature (LibraryTest *test, gconstpointer data)
{
  g_autofree char *digest = NULL, *again = NULL;
  guint16 nothing = 0;
  SemTrainRequest request;
  SemTrainSummary summary = { 0 };
  SemStorePhoto photo = { 0 };
  g_autoptr (GError) error = NULL;
  SemStore *store;

  library_test_photos (test, 4, 3);
  library_test_add_folder (test, NULL);
  library_test_index (test, "12 0 0 0 0 0");
  digest = library_test_digest (test);

  store = library_test_open (test);
  g_assert_true (sem_store_get_photo (store, 1, &photo, &error));
  sem_store_put_feature (store, photo.hash, sem_backbone_get_id (library_test_get_backbone ()),
                         &nothing, 1, &error);
  g_assert_no_error (error);
  sem_store_photo_clear (&photo);
  sem_store_close (store);

  library_test_request_training (test, &request);
  sem_train_library (&request, NULL, &summary, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (summary.trained_on, ==, 11);
  sem_train_summary_clear (&summary);
  library_test_index (test, "0 0 12 0 0 0");
  again = library_test_digest (test);
  g_assert_cmpstr (again, ==, digest);
}

/* Interruptions ---------------------------------------------------------------------------- */

typedef struct
{
  SemIndexer *indexer;
  GCancellable *cancellable;
  GError *error;
  gboolean ok;
  SemIndexSummary summary;
} Run;

static gpointer
run_worker (gpointer data)
{
  Run *run = data;

  run->ok = sem_indexer_run (run->indexer, NULL, run->cancellable, &run->summary, &run->error);
  return NULL;
}

static void
wait_for_done (SemIndexer *indexer, guint done)
{
  SemIndexProgress progress;

  do
    {
      g_usleep (1000);
      sem_indexer_get_progress (indexer, &progress);
    }
  while (progress.done < done);
}

static char *
undisturbed_digest (guint families, guint variants)
{
  LibraryTest calm;
  char *digest;

  library_test_set_up (&calm, NULL);
  library_test_photos (&calm, families, variants);
  library_test_add_folder (&calm, NULL);
  {
    g_autofree char *expected = g_strdup_printf ("%u 0 0 0 0 0", families * variants);
    library_test_index (&calm, expected);
  }
  digest = library_test_digest (&calm);
  library_test_tear_down (&calm, NULL);
  return digest;
}

static void
test_cancel (LibraryTest *test, gconstpointer data)
{
  g_autofree char *expected = NULL, *digest = NULL;
  guint added = 0;

  library_test_photos (test, 30, 4);
  library_test_add_folder (test, NULL);
  for (guint round = 0; round < 3; round++)
    {
      g_autoptr (SemIndexer) indexer =
        sem_indexer_new (test->library, library_test_get_backbone (), NULL, NULL);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Run run = { .indexer = indexer, .cancellable = cancellable };
      GThread *thread = g_thread_new ("run", run_worker, &run);

      if (round < 2)
        wait_for_done (indexer, MIN (added + 10, 120));
      else
        /* The threads may not even have begun. */
        g_assert_cmpuint (run.summary.added, ==, 0);
      g_cancellable_cancel (cancellable);
      g_thread_join (thread);
      if (run.ok)
        break;
      g_assert_error (run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&run.error);
      added += run.summary.added;
      g_assert_cmpuint (run.summary.failed, ==, 0);
    }
  g_assert_cmpuint (added, >=, 20);
  g_test_message ("%u of 120 before the last cancel", added);
  {
    g_autofree char *counts = g_strdup_printf ("%u 0 %u 0 0 0", 120 - added, added);
    library_test_index (test, counts);
  }
  digest = library_test_digest (test);
  expected = undisturbed_digest (30, 4);
  g_assert_cmpstr (digest, ==, expected);
}

static void
test_pause (LibraryTest *test, gconstpointer data)
{
  g_autoptr (SemIndexer) indexer =
    sem_indexer_new (test->library, library_test_get_backbone (), NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Run run = { .indexer = indexer, .cancellable = cancellable };
  SemIndexProgress before, after;
  GThread *thread;

  library_test_photos (test, 15, 4);
  library_test_add_folder (test, NULL);
  sem_indexer_set_paused (indexer, TRUE);
  thread = g_thread_new ("run", run_worker, &run);
  do
    {
      g_usleep (10000);
      sem_indexer_get_progress (indexer, &before);
    }
  while (!before.counted);
  g_usleep (300000);
  sem_indexer_get_progress (indexer, &after);
  g_assert_true (after.paused);
  g_assert_cmpuint (after.total, ==, 60);
  g_assert_cmpuint (after.done, ==, 0);
  g_assert_cmpint (after.stage, ==, SEM_INDEX_INDEXING);

  sem_indexer_set_paused (indexer, FALSE);
  g_thread_join (thread);
  g_assert_no_error (run.error);
  g_assert_true (run.ok);
  g_assert_cmpuint (run.summary.added, ==, 60);

  /* A paused run can be cancelled. */
  library_test_photos (test, 16, 4);
  sem_indexer_set_paused (indexer, TRUE);
  thread = g_thread_new ("run", run_worker, &run);
  wait_for_done (indexer, 60);
  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
  g_assert_error (run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&run.error);
}

static void
test_busy (LibraryTest *test, gconstpointer data)
{
  g_autoptr (SemIndexer) indexer =
    sem_indexer_new (test->library, library_test_get_backbone (), NULL, NULL);
  g_autoptr (GError) error = NULL;
  SemIndexSummary summary;
  int lock;

  library_test_add_folder (test, NULL);
  lock = sem_store_lock (test->library, &error);
  g_assert_no_error (error);
  g_assert_false (sem_indexer_run (indexer, NULL, NULL, &summary, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_BUSY);
  sem_store_unlock (lock);
  library_test_index (test, "0 0 0 0 0 0");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (LibraryTest *test, gconstpointer data);
  } tests[] = {
    { "counts", test_counts },
    { "duplicates", test_duplicates },
    { "moved", test_moved },
    { "replaced", test_replaced },
    { "touched", test_touched },
    { "comes-back", test_comes_back },
    { "offline", test_offline },
    { "bad-files", test_bad_files },
    { "no-decoder", test_no_decoder },
    { "same-codes", test_same_codes },
    { "training-policy", test_training_policy },
    { "keeps-options", test_keeps_options },
    { "damaged-model", test_damaged_model },
    { "lost-feature", test_lost_feature },
    { "cancel", test_cancel },
    { "pause", test_pause },
    { "busy", test_busy },
  };

  g_test_init (&argc, &argv, NULL);
  if (!library_test_get_backbone ())
    return g_test_run ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/library/indexer/", tests[i].name, NULL);
      g_test_add (path, LibraryTest, NULL, library_test_set_up, tests[i].test,
                  library_test_tear_down);
    }
  return g_test_run ();
}
