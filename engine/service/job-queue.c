/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/service/job-queue.h"

struct _SemJobQueue
{
  GMutex mutex;
  GCond changed;
  GPtrArray *waiting; /* of SemJob: queued or stopping, in the order of arrival */
  GPtrArray *running; /* of SemJob: running, each taken between two steps of the one before */
  gint64 indexed;     /* when the indexing that runs, or ran last, began; 0 where it was stopped */
  gboolean closed;
};

/* Wakes the threads that wait for a change. */
static void
unlock (SemJobQueue *self)
{
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/* Finding -------------------------------------------------------------------------------------- */

/* Returns: the position of the next waiting job among those of a lower order than @best, or -1. */
static int
find_next (SemJobQueue *self, guint best)
{
  int found = -1;

  for (guint i = 0; i < self->waiting->len; i++)
    {
      guint order = sem_job_get_order (g_ptr_array_index (self->waiting, i));

      if (order < best)
        {
          best = order;
          found = (int) i;
        }
    }
  return found;
}

/* Returns: (nullable): the job to show; see the header. */
static SemJob *
find_shown (SemJobQueue *self)
{
  SemJob *shown = NULL;

  for (guint i = self->running->len; i > 0; i--)
    {
      SemJob *job = g_ptr_array_index (self->running, i - 1);

      if (sem_job_is_long (job))
        return job;
    }
  for (guint i = 0; i < self->waiting->len; i++)
    {
      SemJob *job = g_ptr_array_index (self->waiting, i);

      if (sem_job_is_long (job) && job->state == SEM_JOB_QUEUED
          && (!shown || sem_job_get_order (job) < sem_job_get_order (shown)))
        shown = job;
    }
  return shown;
}

static SemJob *
find_waiting (SemJobQueue *self, SemEngineJob kind)
{
  for (guint i = 0; i < self->waiting->len; i++)
    {
      SemJob *job = g_ptr_array_index (self->waiting, i);

      if (job->request.job == kind && job->state == SEM_JOB_QUEUED)
        return job;
    }
  return NULL;
}

/* Pushing and taking --------------------------------------------------------------------------- */

SemJobQueue *
sem_job_queue_new (void)
{
  SemJobQueue *self = g_new0 (SemJobQueue, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->waiting = g_ptr_array_new ();
  self->running = g_ptr_array_new ();
  return self;
}

void
sem_job_queue_free (SemJobQueue *self)
{
  g_assert (self->running->len == 0);
  g_ptr_array_set_free_func (self->waiting, (GDestroyNotify) sem_job_free);
  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->running);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
sem_job_queue_push (SemJobQueue *self, const SemEngineRequest *request)
{
  SemJob *job = sem_job_new (request), *older = NULL;

  g_mutex_lock (&self->mutex);
  if (self->closed)
    {
      g_mutex_unlock (&self->mutex);
      sem_job_free (job);
      return;
    }
  if (request->job == SEM_ENGINE_INDEX || request->job == SEM_ENGINE_REFINE)
    older = find_waiting (self, request->job);
  if (older)
    {
      job->held = older->held;
      job->request.tell |= older->request.tell;
      sem_job_stop (older);
    }
  for (guint i = 0; i < self->running->len; i++)
    sem_job_give_way (g_ptr_array_index (self->running, i), job);
  g_ptr_array_add (self->waiting, job);
  unlock (self);
}

static SemJob *
take_at (SemJobQueue *self, int position)
{
  SemJob *job = g_ptr_array_steal_index (self->waiting, (guint) position);

  g_ptr_array_add (self->running, job);
  sem_job_move (job, SEM_JOB_EVENT_TAKE);
  if (job->held)
    sem_job_move (job, SEM_JOB_EVENT_PAUSE);
  job->held = FALSE;
  if (job->request.job == SEM_ENGINE_INDEX)
    self->indexed = g_get_monotonic_time ();
  return job;
}

SemJob *
sem_job_queue_take (SemJobQueue *self)
{
  SemJob *job;
  int next;

  g_mutex_lock (&self->mutex);
  while ((next = find_next (self, G_MAXUINT)) < 0 && !self->closed)
    g_cond_wait (&self->changed, &self->mutex);
  job = next < 0 ? NULL : take_at (self, next);
  g_mutex_unlock (&self->mutex);
  return job;
}

SemJob *
sem_job_queue_take_between (SemJobQueue *self, SemJob *holder)
{
  SemJob *job;
  int next;

  g_mutex_lock (&self->mutex);
  while ((next = find_next (self, sem_job_get_admitted (holder))) < 0
         && holder->state == SEM_JOB_PAUSED)
    g_cond_wait (&self->changed, &self->mutex);
  job = next < 0 ? NULL : take_at (self, next);
  g_mutex_unlock (&self->mutex);
  return job;
}

/* Returns: whether a job that gave way must be queued again: a newer one of its kind replaces it.
 */
static gboolean
is_wanted_again (SemJobQueue *self, SemJob *job, gboolean cancelled)
{
  SemJob *newer = find_waiting (self, job->request.job);

  if (!job->again || !cancelled)
    return FALSE;
  if (newer)
    newer->held |= job->held;
  return !newer;
}

SemJob *
sem_job_queue_end (SemJobQueue *self, SemJob *job, gboolean cancelled)
{
  gboolean again;

  g_mutex_lock (&self->mutex);
  g_ptr_array_remove (self->running, job);
  if (job->request.job == SEM_ENGINE_INDEX && cancelled)
    self->indexed = 0;
  again = is_wanted_again (self, job, cancelled) && sem_job_move (job, SEM_JOB_EVENT_AGAIN);
  job->again = FALSE;
  job->settled = FALSE;
  if (again)
    g_ptr_array_insert (self->waiting, 0, job);
  else
    sem_job_move (job, SEM_JOB_EVENT_END);
  g_mutex_unlock (&self->mutex);
  return again ? NULL : job;
}

/* Acting --------------------------------------------------------------------------------------- */

void
sem_job_queue_pause (SemJobQueue *self)
{
  SemJob *job;

  g_mutex_lock (&self->mutex);
  job = find_shown (self);
  if (job && !sem_job_move (job, SEM_JOB_EVENT_PAUSE))
    job->held = job->again || job->state == SEM_JOB_QUEUED;
  unlock (self);
}

void
sem_job_queue_resume (SemJobQueue *self)
{
  SemJob *job;

  g_mutex_lock (&self->mutex);
  job = find_shown (self);
  if (job && !sem_job_move (job, SEM_JOB_EVENT_RESUME))
    job->held = FALSE;
  unlock (self);
}

static void
stop_kind (SemJobQueue *self, SemEngineJob kind)
{
  for (guint i = 0; i < self->running->len + self->waiting->len; i++)
    {
      SemJob *job = i < self->running->len
                      ? g_ptr_array_index (self->running, i)
                      : g_ptr_array_index (self->waiting, i - self->running->len);

      if (job->request.job != kind)
        continue;
      sem_job_stop (job);
      job->unwanted = TRUE;
    }
}

void
sem_job_queue_stop (SemJobQueue *self)
{
  SemJob *job;

  g_mutex_lock (&self->mutex);
  job = find_shown (self);
  if (job)
    stop_kind (self, job->request.job);
  unlock (self);
}

void
sem_job_queue_stop_kind (SemJobQueue *self, SemEngineJob kind)
{
  g_mutex_lock (&self->mutex);
  stop_kind (self, kind);
  unlock (self);
}

static void
interrupt (SemJob *job)
{
  if (!sem_job_is_wanted (job) || sem_job_kind_stays (job->request.job))
    return;
  sem_job_stop (job);
  job->interrupted = TRUE;
}

void
sem_job_queue_close (SemJobQueue *self)
{
  g_mutex_lock (&self->mutex);
  self->closed = TRUE;
  for (guint i = 0; i < self->running->len; i++)
    {
      interrupt (g_ptr_array_index (self->running, i));
      sem_job_move (g_ptr_array_index (self->running, i), SEM_JOB_EVENT_RESUME);
    }
  for (guint i = 0; i < self->waiting->len; i++)
    {
      interrupt (g_ptr_array_index (self->waiting, i));
      ((SemJob *) g_ptr_array_index (self->waiting, i))->held = FALSE;
    }
  unlock (self);
}

/* Looking -------------------------------------------------------------------------------------- */

/* Returns: (nullable): the job to show while no long job runs or waits. */
static SemJob *
find_any (SemJobQueue *self)
{
  int next = find_next (self, G_MAXUINT);

  if (self->running->len)
    return g_ptr_array_index (self->running, self->running->len - 1);
  return next < 0 ? NULL : g_ptr_array_index (self->waiting, (guint) next);
}

static gboolean
is_asked_for (SemJobQueue *self, SemEngineJob kind)
{
  for (guint i = 0; i < self->running->len; i++)
    {
      const SemJob *job = g_ptr_array_index (self->running, i);

      if (job->request.job == kind && sem_job_is_wanted (job))
        return TRUE;
    }
  return find_waiting (self, kind) != NULL;
}

void
sem_job_queue_get_activity (SemJobQueue *self, SemEngineActivity *activity)
{
  SemJob *any, *shown;

  *activity = (SemEngineActivity){ .state = SEM_JOB_NONE };
  g_mutex_lock (&self->mutex);
  any = find_any (self);
  shown = find_shown (self);
  /* A library that is not open has nothing else to show. */
  if (!shown || any->request.job == SEM_ENGINE_OPEN)
    shown = any;
  if (shown)
    {
      activity->job = shown->request.job;
      activity->state = sem_job_get_shown_state (shown);
      activity->progress = shown->progress;
      activity->index.paused = activity->state == SEM_JOB_PAUSED;
    }
  activity->training = is_asked_for (self, SEM_ENGINE_TRAIN);
  activity->indexing = is_asked_for (self, SEM_ENGINE_INDEX);
  g_mutex_unlock (&self->mutex);
}

gboolean
sem_job_queue_is_paused (SemJobQueue *self, SemJob *job)
{
  gboolean paused;

  g_mutex_lock (&self->mutex);
  paused = job->state == SEM_JOB_PAUSED;
  g_mutex_unlock (&self->mutex);
  return paused;
}

gboolean
sem_job_queue_indexes_since (SemJobQueue *self, gint64 since)
{
  gboolean indexes;

  g_mutex_lock (&self->mutex);
  indexes = find_waiting (self, SEM_ENGINE_INDEX) || self->indexed > since;
  g_mutex_unlock (&self->mutex);
  return indexes;
}

void
sem_job_queue_settle (SemJobQueue *self, SemJob *job)
{
  g_mutex_lock (&self->mutex);
  job->settled = TRUE;
  g_mutex_unlock (&self->mutex);
}

void
sem_job_queue_set_progress (SemJobQueue *self, SemJob *job, double fraction)
{
  g_mutex_lock (&self->mutex);
  job->progress = fraction;
  g_mutex_unlock (&self->mutex);
}
