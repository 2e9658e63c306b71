/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/work.h"

#include <stdio.h>
#include <stdlib.h>

#define N_TASKS 200

static GPrivate prepared;

static void
prepare_thread (void)
{
  g_private_set (&prepared, GINT_TO_POINTER (1));
}

typedef struct
{
  GThread *caller;
  guint8 ran[N_TASKS];
  gint others;
  gint unprepared;
} Seen;

static void
look (Seen *seen)
{
  if (g_thread_self () == seen->caller)
    return;
  g_atomic_int_inc (&seen->others);
  if (!g_private_get (&prepared))
    g_atomic_int_inc (&seen->unprepared);
}

static void
task (gsize number, gpointer data)
{
  Seen *seen = data;

  seen->ran[number]++;
  look (seen);
  g_usleep (100);
}

static void
errand (gpointer data, gpointer unused)
{
  look (data);
}

/* Every thread except the caller's calls the function before any task. */
static void
test_thread_func (void)
{
  Seen seen = { .caller = g_thread_self () };
  SemErrand *started;
  SemWork work;

  sem_work_set_thread_func (prepare_thread);
  sem_work_init (&work, 4, NULL);
  g_assert_true (sem_work_parallel (&work, N_TASKS, task, &seen));
  g_assert_cmpint (seen.others, >, 0);
  started = sem_errand_start (errand, &seen, NULL);
  g_assert_true (sem_errand_wait (started, &work));
  sem_errand_free (started);
  sem_work_set_thread_func (NULL);

  for (guint i = 0; i < N_TASKS; i++)
    g_assert_cmpuint (seen.ran[i], ==, 1);
  g_assert_cmpint (seen.unprepared, ==, 0);
}

typedef struct
{
  double last;
  guint n;
} Reports;

static void
report_cb (double fraction, gpointer data)
{
  Reports *reports = data;

  g_assert_cmpfloat (fraction, >, reports->last);
  g_assert_cmpfloat (fraction, <=, 1.0);
  reports->last = fraction;
  reports->n++;
}

/* Reports increase within a stage and from stage to stage, and a cancelled work returns FALSE. */
static void
test_progress (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Reports reports = { -1.0, 0 };
  Seen seen = { .caller = g_thread_self () };
  SemWork work;

  sem_work_init (&work, 2, &(SemProgress){ report_cb, &reports, cancellable });
  sem_work_stage (&work, 0.0, 0.5);
  g_assert_true (sem_work_tick (&work, 0.5));
  g_assert_cmpfloat (reports.last, ==, 0.25);
  g_assert_true (sem_work_tick (&work, 0.25));
  g_assert_cmpuint (reports.n, ==, 1);
  sem_work_stage (&work, 0.5, 1.0);
  g_assert_true (sem_work_parallel (&work, N_TASKS, task, &seen));
  g_assert_cmpfloat (reports.last, ==, 1.0);

  g_cancellable_cancel (cancellable);
  g_assert_false (sem_work_tick (&work, 1.0));
  g_assert_false (sem_work_parallel (&work, N_TASKS, task, &seen));
  for (guint i = 0; i < N_TASKS; i++)
    g_assert_cmpuint (seen.ran[i], ==, 1);
}

static void
endless_errand (gpointer data, gpointer unused)
{
  g_usleep (G_MAXINT);
}

/* A call that nobody waits for does not keep the process from ending, and the status is kept. */
static void
test_abandoned (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      SemErrand *started = sem_errand_start (endless_errand, NULL, NULL);
      SemWork work;

      g_cancellable_cancel (cancellable);
      sem_work_init (&work, 1, &(SemProgress){ NULL, NULL, cancellable });
      g_assert_false (sem_errand_wait (started, &work));
      sem_errand_free (started);
      printf ("written before the end");
      exit (7);
    }
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, 0);
  g_test_trap_assert_stdout ("*written before the end*");
  g_assert_false (g_test_trap_reached_timeout ());
  g_assert_false (g_test_trap_has_passed ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/work/thread-func", test_thread_func);
  g_test_add_func ("/base/work/progress", test_progress);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  g_test_add_func ("/base/work/abandoned", test_abandoned);
#endif
  return g_test_run ();
}
