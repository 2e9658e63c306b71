/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MAX_THREADS 64
#define WAIT_MS 50

typedef struct
{
  SemTaskFunc func;
  gpointer data;
  GCancellable *cancellable;
  gsize n_tasks;
  gsize next;
} Crew;

struct _SemErrand
{
  GThread *thread; /* the owner's; NULL: done without one */
  gatomicrefcount ref_count;
  GMutex mutex;
  GCond cond;
  gboolean done;
  GFunc func;
  gpointer data;
  GDestroyNotify destroy;
};

static SemThreadFunc thread_func;

void
sem_work_set_thread_func (SemThreadFunc func)
{
  g_atomic_pointer_set (&thread_func, func);
}

static void
begin_thread (void)
{
  SemThreadFunc func = g_atomic_pointer_get (&thread_func);

  if (func)
    func ();
}

void
sem_work_init (SemWork *self, guint n_threads, const SemProgress *progress)
{
  if (n_threads == 0)
    n_threads = g_get_num_processors ();
  *self = (SemWork){
    .n_threads = CLAMP (n_threads, 1, MAX_THREADS),
    .progress = progress != NULL ? *progress : (SemProgress){ 0 },
    .from = 0.0,
    .to = 1.0,
    .reported = -1.0,
  };
}

void
sem_work_stage (SemWork *self, double from, double to)
{
  self->from = from;
  self->to = to;
}

gboolean
sem_work_tick (SemWork *self, double fraction)
{
  double done = self->from + (self->to - self->from) * CLAMP (fraction, 0.0, 1.0);

  if (done > self->reported)
    {
      self->reported = done;
      sem_progress_report (&self->progress, done);
    }
  return !g_cancellable_is_cancelled (self->progress.cancellable);
}

static gboolean
run_next_task (Crew *crew)
{
  gsize task;

  if (g_cancellable_is_cancelled (crew->cancellable))
    return FALSE;
  task = __atomic_fetch_add (&crew->next, 1, __ATOMIC_RELAXED);
  if (task >= crew->n_tasks)
    return FALSE;
  crew->func (task, crew->data);
  return TRUE;
}

static gpointer
crew_worker (gpointer data)
{
  begin_thread ();
  while (run_next_task (data))
    ;
  return NULL;
}

gboolean
sem_work_parallel (SemWork *self, gsize n_tasks, SemTaskFunc func, gpointer data)
{
  Crew crew = { func, data, self->progress.cancellable, n_tasks, 0 };
  GThread *helpers[MAX_THREADS];
  guint n_helpers = 0;

  while (n_helpers + 1 < MIN (self->n_threads, n_tasks))
    {
      helpers[n_helpers] = g_thread_try_new ("work", crew_worker, &crew, NULL);
      if (!helpers[n_helpers])
        break;
      n_helpers++;
    }
  while (run_next_task (&crew))
    {
      gsize taken = __atomic_load_n (&crew.next, __ATOMIC_RELAXED);

      sem_work_tick (self, (double) MIN (taken, n_tasks) / (double) n_tasks);
    }
  for (guint i = 0; i < n_helpers; i++)
    g_thread_join (helpers[i]);
  return sem_work_tick (self, 1.0);
}

static void
errand_unref (SemErrand *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->destroy)
    self->destroy (self->data);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

/* The threads of calls without a waiter, and the number of calls that still compute. */
static GMutex abandoned_mutex;
static GSList *abandoned;
static int n_computing;

static gpointer
errand_worker (gpointer user_data)
{
  SemErrand *self = user_data;

  begin_thread ();
  self->func (self->data, NULL);
  g_atomic_int_add (&n_computing, -1);
  g_mutex_lock (&self->mutex);
  self->done = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  errand_unref (self);
  return NULL;
}

/* A thread that computes while the libraries which it uses are taken down would crash, and an
 * eigenproblem takes seconds: the process ends without taking them down. */
static void
end_with_abandoned (int status, void *data)
{
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  if (g_atomic_int_get (&n_computing) > 0)
    {
      fflush (NULL);
      _exit (status);
    }
#endif
  g_mutex_lock (&abandoned_mutex);
  for (GSList *l = abandoned; l; l = l->next)
    g_thread_join (l->data);
  g_clear_pointer (&abandoned, g_slist_free);
  g_mutex_unlock (&abandoned_mutex);
}

static void
abandon (GThread *thread)
{
  static gsize registered = 0;

  if (g_once_init_enter (&registered))
    g_once_init_leave (&registered, on_exit (end_with_abandoned, NULL) == 0 ? 1 : 2);
  g_mutex_lock (&abandoned_mutex);
  abandoned = g_slist_prepend (abandoned, thread);
  g_mutex_unlock (&abandoned_mutex);
}

SemErrand *
sem_errand_start (GFunc func, gpointer data, GDestroyNotify destroy)
{
  SemErrand *self = g_new0 (SemErrand, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->func = func;
  self->data = data;
  self->destroy = destroy;
  g_atomic_ref_count_inc (&self->ref_count);
  g_atomic_int_inc (&n_computing);
  self->thread = g_thread_try_new ("errand", errand_worker, self, NULL);
  if (!self->thread)
    errand_worker (self);
  return self;
}

gboolean
sem_errand_wait (SemErrand *self, SemWork *job)
{
  gboolean done = FALSE;
  gboolean wanted = TRUE;

  while (!done && wanted)
    {
      gint64 until = g_get_monotonic_time () + WAIT_MS * G_TIME_SPAN_MILLISECOND;

      g_mutex_lock (&self->mutex);
      while (!self->done && g_cond_wait_until (&self->cond, &self->mutex, until))
        ;
      done = self->done;
      g_mutex_unlock (&self->mutex);
      wanted = sem_work_tick (job, done ? 1.0 : 0.0);
    }
  return done && wanted;
}

void
sem_errand_free (SemErrand *self)
{
  GThread *thread;
  gboolean done;

  if (!self)
    return;
  g_mutex_lock (&self->mutex);
  thread = self->thread;
  done = self->done;
  g_mutex_unlock (&self->mutex);
  errand_unref (self);
  if (!thread)
    return;
  if (done)
    g_thread_join (thread);
  else
    abandon (thread);
}
