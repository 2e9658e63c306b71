/* Indexing that is cancelled, paused or finds the library in use.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/library-test.h"

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
        /* Cancelled before the threads have started, perhaps. */
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
  static const LibraryTestCase cases[] = {
    { "cancel", test_cancel },
    { "pause", test_pause },
    { "busy", test_busy },
  };

  g_test_init (&argc, &argv, NULL);
  library_test_register ("/indexing/interruptions", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
