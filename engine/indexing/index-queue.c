/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/indexing/index-queue.h"

#define TICK (G_TIME_SPAN_SECOND / 10)

struct _SemIndexQueue
{
  guint n_workers;
  GCancellable *stop;
  GAsyncQueue *jobs;                      /* SemIndexJob, or the queue itself for "no more" */
  GAsyncQueue *finished;                  /* SemIndexJob */
  SemIndexJob *waiting[SEM_INDEX_WINDOW]; /* the writer's: finished before their turn */

  GMutex mutex; /* of what follows */
  GCond popped;
  guint64 n_admitted;
  guint64 n_popped;
  gboolean closed;
};

SemIndexQueue *
sem_index_queue_new (guint n_workers, GCancellable *stop)
{
  SemIndexQueue *self = g_new0 (SemIndexQueue, 1);

  self->n_workers = n_workers;
  self->stop = g_object_ref (stop);
  self->jobs = g_async_queue_new ();
  self->finished = g_async_queue_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->popped);
  return self;
}

void
sem_index_queue_free (SemIndexQueue *self)
{
  gpointer item;

  while ((item = g_async_queue_try_pop (self->finished)))
    sem_index_job_free (item);
  for (guint i = 0; i < SEM_INDEX_WINDOW; i++)
    g_clear_pointer (&self->waiting[i], sem_index_job_free);
  g_async_queue_unref (self->jobs);
  g_async_queue_unref (self->finished);
  g_object_unref (self->stop);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->popped);
  g_free (self);
}

gboolean
sem_index_queue_admit (SemIndexQueue *self, SemIndexJob *job, gboolean finished)
{
  gboolean stopped;

  g_mutex_lock (&self->mutex);
  while (self->n_admitted - self->n_popped >= SEM_INDEX_WINDOW
         && !g_cancellable_is_cancelled (self->stop))
    g_cond_wait_until (&self->popped, &self->mutex, g_get_monotonic_time () + TICK);
  stopped = g_cancellable_is_cancelled (self->stop);
  if (!stopped)
    job->number = self->n_admitted++;
  g_mutex_unlock (&self->mutex);

  if (stopped)
    sem_index_job_free (job);
  else
    g_async_queue_push (finished ? self->finished : self->jobs, job);
  return !stopped;
}

void
sem_index_queue_close (SemIndexQueue *self)
{
  for (guint i = 0; i < self->n_workers; i++)
    g_async_queue_push (self->jobs, self);
  g_mutex_lock (&self->mutex);
  self->closed = TRUE;
  g_mutex_unlock (&self->mutex);
}

SemIndexJob *
sem_index_queue_take (SemIndexQueue *self)
{
  gpointer item = g_async_queue_pop (self->jobs);

  return item == self ? NULL : item;
}

void
sem_index_queue_finish (SemIndexQueue *self, SemIndexJob *job)
{
  g_async_queue_push (self->finished, job);
}

gboolean
sem_index_queue_wait (SemIndexQueue *self, GError **error)
{
  SemIndexJob *job = g_async_queue_timeout_pop (self->finished, TICK);

  if (!job)
    return TRUE;
  if (!job->fatal)
    {
      self->waiting[job->number % SEM_INDEX_WINDOW] = job;
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&job->fatal));
  sem_index_job_free (job);
  return FALSE;
}

SemIndexJob *
sem_index_queue_pop (SemIndexQueue *self)
{
  SemIndexJob *job;

  g_mutex_lock (&self->mutex);
  job = g_steal_pointer (&self->waiting[self->n_popped % SEM_INDEX_WINDOW]);
  if (job)
    {
      self->n_popped++;
      g_cond_broadcast (&self->popped);
    }
  g_mutex_unlock (&self->mutex);
  return job;
}

gboolean
sem_index_queue_is_done (SemIndexQueue *self)
{
  gboolean done;

  g_mutex_lock (&self->mutex);
  done = self->closed && self->n_popped == self->n_admitted;
  g_mutex_unlock (&self->mutex);
  return done;
}
