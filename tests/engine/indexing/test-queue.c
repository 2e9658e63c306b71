/* The order of jobs, and the bound on those in flight.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/indexing/index-queue.h"

typedef struct
{
  GCancellable *stop;
  SemIndexQueue *queue;
  gint n_admitted; /* atomic */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->stop = g_cancellable_new ();
  fixture->queue = sem_index_queue_new (1, fixture->stop);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sem_index_queue_free (fixture->queue);
  g_object_unref (fixture->stop);
}

static gboolean
admit (Fixture *fixture, gboolean finished)
{
  const SemFileIdentity identity = { 0 };

  return sem_index_queue_admit (fixture->queue, sem_index_job_new ("/a.jpg", 1, &identity),
                                finished);
}

static void
wait_ok (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  sem_index_queue_wait (fixture->queue, &error);
  g_assert_no_error (error);
}

static void
assert_pops (Fixture *fixture, guint64 number)
{
  SemIndexJob *job = sem_index_queue_pop (fixture->queue);

  g_assert_nonnull (job);
  g_assert_cmpuint (job->number, ==, number);
  sem_index_job_free (job);
}

/* Whatever the order in which jobs are finished, the writer gets them in that of the scan. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  SemIndexJob *jobs[3];

  g_assert_true (admit (fixture, FALSE));
  g_assert_true (admit (fixture, TRUE));
  g_assert_true (admit (fixture, FALSE));
  g_assert_true (admit (fixture, FALSE));
  sem_index_queue_close (fixture->queue);
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    jobs[i] = sem_index_queue_take (fixture->queue);
  g_assert_null (sem_index_queue_take (fixture->queue));
  sem_index_queue_finish (fixture->queue, jobs[2]);
  sem_index_queue_finish (fixture->queue, jobs[1]);
  for (guint i = 0; i < 3; i++)
    wait_ok (fixture);
  g_assert_null (sem_index_queue_pop (fixture->queue));
  g_assert_false (sem_index_queue_is_done (fixture->queue));
  sem_index_queue_finish (fixture->queue, jobs[0]);
  wait_ok (fixture);
  for (guint64 i = 0; i < 4; i++)
    assert_pops (fixture, i);
  g_assert_null (sem_index_queue_pop (fixture->queue));
  g_assert_true (sem_index_queue_is_done (fixture->queue));
}

static gpointer
admit_all (gpointer data)
{
  Fixture *fixture = data;

  for (guint i = 0; i < SEM_INDEX_WINDOW + 1 && admit (fixture, FALSE); i++)
    g_atomic_int_inc (&fixture->n_admitted);
  sem_index_queue_close (fixture->queue);
  return NULL;
}

/* The scanner waits while the window is full, until the first job is popped. */
static void
test_window (Fixture *fixture, gconstpointer data)
{
  GThread *scanner = g_thread_new ("scan", admit_all, fixture);
  SemIndexJob *first = sem_index_queue_take (fixture->queue);
  SemIndexJob *last;

  for (guint i = 1; i < SEM_INDEX_WINDOW; i++)
    sem_index_queue_finish (fixture->queue, sem_index_queue_take (fixture->queue));
  for (guint i = 1; i < SEM_INDEX_WINDOW; i++)
    wait_ok (fixture);
  g_assert_null (sem_index_queue_pop (fixture->queue));
  /* Two tenths of a second. */
  wait_ok (fixture);
  wait_ok (fixture);
  g_assert_cmpint (g_atomic_int_get (&fixture->n_admitted), ==, SEM_INDEX_WINDOW);
  sem_index_queue_finish (fixture->queue, first);
  wait_ok (fixture);
  for (guint64 i = 0; i < SEM_INDEX_WINDOW; i++)
    assert_pops (fixture, i);
  last = sem_index_queue_take (fixture->queue);
  g_assert_cmpuint (last->number, ==, SEM_INDEX_WINDOW);
  sem_index_queue_finish (fixture->queue, last);
  g_thread_join (scanner);
  g_assert_cmpint (fixture->n_admitted, ==, SEM_INDEX_WINDOW + 1);
  wait_ok (fixture);
  assert_pops (fixture, SEM_INDEX_WINDOW);
  g_assert_true (sem_index_queue_is_done (fixture->queue));
}

/* A run that stops ends the scanner, also where the window is full. */
static void
test_stop (Fixture *fixture, gconstpointer data)
{
  GThread *scanner = g_thread_new ("scan", admit_all, fixture);
  SemIndexJob *job;

  while (g_atomic_int_get (&fixture->n_admitted) < SEM_INDEX_WINDOW)
    g_usleep (1000);
  g_cancellable_cancel (fixture->stop);
  g_thread_join (scanner);
  g_assert_cmpint (fixture->n_admitted, ==, SEM_INDEX_WINDOW);
  while ((job = sem_index_queue_take (fixture->queue)))
    sem_index_job_free (job);
  g_assert_false (admit (fixture, TRUE));
}

/* An error that concerns all files reaches the writer before its turn. */
static void
test_fatal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SemIndexJob *first, *second;

  g_assert_true (admit (fixture, FALSE));
  g_assert_true (admit (fixture, FALSE));
  first = sem_index_queue_take (fixture->queue);
  second = sem_index_queue_take (fixture->queue);
  g_set_error_literal (&second->fatal, SEM_ERROR, SEM_ERROR_NO_DECODER, "no decoder");
  sem_index_queue_finish (fixture->queue, second);
  g_assert_false (sem_index_queue_wait (fixture->queue, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_DECODER);
  sem_index_queue_finish (fixture->queue, first);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/indexing/queue/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/indexing/queue/window", Fixture, NULL, set_up, test_window, tear_down);
  g_test_add ("/indexing/queue/stop", Fixture, NULL, set_up, test_stop, tear_down);
  g_test_add ("/indexing/queue/fatal", Fixture, NULL, set_up, test_fatal, tear_down);
  return g_test_run ();
}
