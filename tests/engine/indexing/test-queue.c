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
admit_at (Fixture *fixture, guint64 run, guint64 position, gboolean rotates, gboolean finished)
{
  const SemFileIdentity identity = { 0 };
  SemIndexJob *job = sem_index_job_new ("/a.jpg", 1, &identity);

  job->run = run;
  job->position = position;
  job->rotates = rotates;
  return sem_index_queue_admit (fixture->queue, job, finished);
}

static gboolean
admit (Fixture *fixture, gboolean finished)
{
  return admit_at (fixture, 0, 0, FALSE, finished);
}

/* As a reader does, and then a worker. */
static SemIndexJob *
take (Fixture *fixture)
{
  SemIndexJob *job = sem_index_queue_take_unread (fixture->queue);

  if (job)
    sem_index_queue_hand_on (fixture->queue, job);
  return sem_index_queue_take (fixture->queue);
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
    jobs[i] = take (fixture);
  g_assert_null (take (fixture));
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
  SemIndexJob *first = take (fixture);
  SemIndexJob *last;

  for (guint i = 1; i < SEM_INDEX_WINDOW; i++)
    sem_index_queue_finish (fixture->queue, take (fixture));
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
  last = take (fixture);
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
  while ((job = take (fixture)))
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
  first = take (fixture);
  second = take (fixture);
  g_set_error_literal (&second->fatal, SEM_ERROR, SEM_ERROR_NO_DECODER, "no decoder");
  sem_index_queue_finish (fixture->queue, second);
  g_assert_false (sem_index_queue_wait (fixture->queue, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_DECODER);
  sem_index_queue_finish (fixture->queue, first);
}

/* Files are read as they lie on the disk, folder by folder: from the last one on, and then from the
 * beginning. The writer gets them in the order of the scan all the same. */
static void
test_places (Fixture *fixture, gconstpointer data)
{
  static const guint64 places[][2] = { { 1, 50 }, { 1, 20 }, { 1, 70 }, { 2, 10 }, { 2, 5 } };
  static const guint64 expected[] = { 1, 0, 5, 2, 4, 3 };
  SemIndexJob *jobs[G_N_ELEMENTS (expected)];

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    g_assert_true (admit_at (fixture, places[i][0], places[i][1], TRUE, FALSE));
  jobs[0] = take (fixture);
  jobs[1] = take (fixture);
  /* One that lies before the last one, and one behind it. */
  g_assert_true (admit_at (fixture, 1, 60, TRUE, FALSE));
  sem_index_queue_close (fixture->queue);
  for (guint i = 2; i < G_N_ELEMENTS (jobs); i++)
    jobs[i] = take (fixture);
  g_assert_null (take (fixture));
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    {
      g_assert_cmpuint (jobs[i]->number, ==, expected[i]);
      sem_index_queue_finish (fixture->queue, jobs[i]);
      wait_ok (fixture);
    }
  for (guint64 i = 0; i < G_N_ELEMENTS (jobs); i++)
    assert_pops (fixture, i);
}

static gpointer
take_unread (gpointer data)
{
  return sem_index_queue_take_unread (((Fixture *) data)->queue);
}

/* A third file of a rotating disk waits for one of the two before it. */
static void
test_rotating (Fixture *fixture, gconstpointer data)
{
  SemIndexJob *first, *second, *third;
  GThread *reader;

  for (guint i = 0; i < 3; i++)
    g_assert_true (admit_at (fixture, 1, i + 1, TRUE, FALSE));
  sem_index_queue_close (fixture->queue);
  first = sem_index_queue_take_unread (fixture->queue);
  second = sem_index_queue_take_unread (fixture->queue);
  reader = g_thread_new ("read", take_unread, fixture);
  g_usleep (20000);
  sem_index_queue_hand_on (fixture->queue, first);
  third = g_thread_join (reader);
  g_assert_cmpuint (third->number, ==, 2);
  sem_index_queue_hand_on (fixture->queue, second);
  sem_index_queue_hand_on (fixture->queue, third);
  while ((first = sem_index_queue_take (fixture->queue)))
    sem_index_job_free (first);
}

typedef struct
{
  Fixture *fixture;
  SemIndexJob *job;
  guint most;
  gint reserved; /* atomic */
} Reserving;

static gpointer
reserve (gpointer data)
{
  Reserving *reserving = data;
  gboolean ok =
    sem_index_queue_reserve (reserving->fixture->queue, reserving->job, reserving->most);

  g_atomic_int_set (&reserving->reserved, ok ? 1 : -1);
  return NULL;
}

/* Readers wait while there is no memory, and get it when a worker is done with another file. */
static void
test_memory (Fixture *fixture, gconstpointer data)
{
  const guint n = SEM_INDEX_MEMORY / SEM_BUFFER_SIZE;
  Reserving last = { .fixture = fixture, .most = n + 1 };
  SemIndexJob *job;
  GThread *reader;

  for (guint i = 0; i <= n; i++)
    g_assert_true (admit (fixture, FALSE));
  for (guint i = 0; i < n; i++)
    {
      job = sem_index_queue_take_unread (fixture->queue);
      job->file.identity.size = SEM_BUFFER_SIZE;
      g_assert_true (sem_index_queue_reserve (fixture->queue, job, G_MAXUINT));
      sem_index_queue_hand_on (fixture->queue, job);
    }
  last.job = sem_index_queue_take_unread (fixture->queue);
  last.job->file.identity.size = 1;
  reader = g_thread_new ("read", reserve, &last);
  g_usleep (150000);
  g_assert_cmpint (g_atomic_int_get (&last.reserved), ==, 0);
  sem_index_queue_finish (fixture->queue, sem_index_queue_take (fixture->queue));
  g_thread_join (reader);
  g_assert_cmpint (last.reserved, ==, 1);
  /* Where the run stops, nobody waits. */
  last.job->file.identity.size = SEM_BUFFER_SIZE;
  last.reserved = 0;
  reader = g_thread_new ("read", reserve, &last);
  g_cancellable_cancel (fixture->stop);
  g_thread_join (reader);
  g_assert_cmpint (last.reserved, ==, -1);
  sem_index_queue_hand_on (fixture->queue, last.job);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/indexing/queue/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/indexing/queue/window", Fixture, NULL, set_up, test_window, tear_down);
  g_test_add ("/indexing/queue/stop", Fixture, NULL, set_up, test_stop, tear_down);
  g_test_add ("/indexing/queue/fatal", Fixture, NULL, set_up, test_fatal, tear_down);
  g_test_add ("/indexing/queue/places", Fixture, NULL, set_up, test_places, tear_down);
  g_test_add ("/indexing/queue/rotating", Fixture, NULL, set_up, test_rotating, tear_down);
  g_test_add ("/indexing/queue/memory", Fixture, NULL, set_up, test_memory, tear_down);
  return g_test_run ();
}
