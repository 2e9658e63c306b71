/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/indexing/index-queue.h"

#define TICK (G_TIME_SPAN_SECOND / 10)

/* Files of a rotating disk that are read at a time. */
#define MOST_ROTATING 2

struct _SemIndexQueue
{
  guint n_workers;
  GCancellable *stop;
  GAsyncQueue *jobs;                      /* SemIndexJob, or the queue itself for "no more" */
  GAsyncQueue *finished;                  /* SemIndexJob */
  SemIndexJob *waiting[SEM_INDEX_WINDOW]; /* the writer's: finished before their turn */

  GMutex mutex; /* of what follows */
  GCond popped;
  GCond admitted; /* or closed, or a file of a rotating disk was read */
  GCond released;
  GPtrArray *unread; /* SemIndexJob, in the order of the scan */
  guint64 n_admitted;
  guint64 n_popped;
  guint n_reading; /* that were taken to be read, and not handed on */
  guint n_rotating;
  guint64 last_run; /* place of the last one that was taken */
  guint64 last_position;
  guint64 reserved; /* bytes */
  guint n_reserved; /* files */
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
  self->unread = g_ptr_array_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->popped);
  g_cond_init (&self->admitted);
  g_cond_init (&self->released);
  return self;
}

void
sem_index_queue_free (SemIndexQueue *self)
{
  gpointer item;

  while ((item = g_async_queue_try_pop (self->finished)))
    sem_index_job_free (item);
  while ((item = g_async_queue_try_pop (self->jobs)))
    if (item != self)
      sem_index_job_free (item);
  g_ptr_array_set_free_func (self->unread, (GDestroyNotify) sem_index_job_free);
  g_ptr_array_unref (self->unread);
  for (guint i = 0; i < SEM_INDEX_WINDOW; i++)
    g_clear_pointer (&self->waiting[i], sem_index_job_free);
  g_async_queue_unref (self->jobs);
  g_async_queue_unref (self->finished);
  g_object_unref (self->stop);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->popped);
  g_cond_clear (&self->admitted);
  g_cond_clear (&self->released);
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
  if (!stopped && !finished)
    {
      g_ptr_array_add (self->unread, job);
      g_cond_signal (&self->admitted);
    }
  g_mutex_unlock (&self->mutex);

  if (stopped)
    sem_index_job_free (job);
  else if (finished)
    g_async_queue_push (self->finished, job);
  return !stopped;
}

/* Whether no job will be handed on any more. */
static gboolean
is_all_read (SemIndexQueue *self)
{
  return self->closed && self->unread->len == 0 && self->n_reading == 0;
}

static void
end_workers (SemIndexQueue *self)
{
  for (guint i = 0; i < self->n_workers; i++)
    g_async_queue_push (self->jobs, self);
}

void
sem_index_queue_close (SemIndexQueue *self)
{
  g_mutex_lock (&self->mutex);
  self->closed = TRUE;
  g_cond_broadcast (&self->admitted);
  if (is_all_read (self))
    end_workers (self);
  g_mutex_unlock (&self->mutex);
}

/* Reading -------------------------------------------------------------------------------------- */

static gboolean
is_before (guint64 run, guint64 position, const SemIndexJob *job)
{
  return run < job->run || (run == job->run && position < job->position);
}

/* The unread job that lies next after the last one, or else the first of all; -1 where there is
 * none. */
static gint
find_next (SemIndexQueue *self)
{
  const SemIndexJob *next = NULL, *first = NULL;
  gint at = -1, first_at = -1;

  for (guint i = 0; i < self->unread->len; i++)
    {
      const SemIndexJob *job = g_ptr_array_index (self->unread, i);

      if (is_before (self->last_run, self->last_position, job)
          && (!next || is_before (job->run, job->position, next)))
        {
          next = job;
          at = (gint) i;
        }
      if (!first || is_before (job->run, job->position, first))
        {
          first = job;
          first_at = (gint) i;
        }
    }
  return at >= 0 ? at : first_at;
}

/* (nullable): what can be read now. */
static SemIndexJob *
take_next (SemIndexQueue *self)
{
  const gint at = find_next (self);
  SemIndexJob *job = at < 0 ? NULL : g_ptr_array_index (self->unread, (guint) at);

  if (!job || (job->rotates && self->n_rotating >= MOST_ROTATING))
    return NULL;
  g_ptr_array_remove_index (self->unread, (guint) at);
  self->last_run = job->run;
  self->last_position = job->position;
  self->n_rotating += job->rotates ? 1 : 0;
  self->n_reading++;
  return job;
}

SemIndexJob *
sem_index_queue_take_unread (SemIndexQueue *self)
{
  SemIndexJob *job;

  g_mutex_lock (&self->mutex);
  while (!(job = take_next (self)) && !(self->closed && self->unread->len == 0))
    g_cond_wait (&self->admitted, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return job;
}

gboolean
sem_index_queue_reserve (SemIndexQueue *self, SemIndexJob *job, guint most)
{
  const gint64 size = job->file.identity.size;
  const guint64 wanted = size > SEM_BUFFER_SIZE ? 0 : (guint64) MAX (size, 0);
  gboolean stopped;

  g_mutex_lock (&self->mutex);
  while (self->n_reserved > 0
         && (self->n_reserved >= most || self->reserved + wanted > SEM_INDEX_MEMORY)
         && !g_cancellable_is_cancelled (self->stop))
    g_cond_wait_until (&self->released, &self->mutex, g_get_monotonic_time () + TICK);
  stopped = g_cancellable_is_cancelled (self->stop);
  if (!stopped)
    {
      job->has_reserved = TRUE;
      job->reserved = wanted;
      self->reserved += wanted;
      self->n_reserved++;
    }
  g_mutex_unlock (&self->mutex);
  return !stopped;
}

void
sem_index_queue_hand_on (SemIndexQueue *self, SemIndexJob *job)
{
  const gboolean rotates = job->rotates;

  g_async_queue_push (self->jobs, job);
  g_mutex_lock (&self->mutex);
  self->n_reading--;
  if (rotates)
    {
      self->n_rotating--;
      g_cond_broadcast (&self->admitted);
    }
  if (is_all_read (self))
    end_workers (self);
  g_mutex_unlock (&self->mutex);
}

/* Working -------------------------------------------------------------------------------------- */

SemIndexJob *
sem_index_queue_take (SemIndexQueue *self)
{
  gpointer item = g_async_queue_pop (self->jobs);

  return item == self ? NULL : item;
}

void
sem_index_queue_finish (SemIndexQueue *self, SemIndexJob *job)
{
  g_mutex_lock (&self->mutex);
  self->reserved -= job->reserved;
  self->n_reserved -= job->has_reserved ? 1 : 0;
  g_cond_broadcast (&self->released);
  g_mutex_unlock (&self->mutex);
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
