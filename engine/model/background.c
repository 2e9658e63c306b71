/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/background.h"

#include "engine/base/rest.h"
#include "engine/model/library-private.h"

#include <glib/gi18n-lib.h>

#define TICK_MS 100
/* What ends within these ticks is no job to show. */
#define SHORT_TICKS 8
#define WAIT (100 * G_TIME_SPAN_MILLISECOND)

/* What the worker and the main thread share. @mutex guards the rest. */
struct _SemBackgroundShared
{
  gatomicrefcount n_refs;
  GDestroyNotify free;
  GCancellable *cancellable;
  gint64 began; /* the present step; for the worker */
  GMutex mutex;
  GCond resumed;
  gboolean paused;
  guint64 wanted;
  double progress;
  gpointer given;
};

static SemBackgroundShared *
shared_new (GDestroyNotify free_func, GCancellable *cancellable)
{
  SemBackgroundShared *shared = g_new0 (SemBackgroundShared, 1);

  g_atomic_ref_count_init (&shared->n_refs);
  g_mutex_init (&shared->mutex);
  g_cond_init (&shared->resumed);
  shared->free = free_func;
  shared->cancellable = g_object_ref (cancellable);
  shared->began = g_get_monotonic_time ();
  return shared;
}

static SemBackgroundShared *
shared_ref (SemBackgroundShared *shared)
{
  g_atomic_ref_count_inc (&shared->n_refs);
  return shared;
}

static void
shared_unref (gpointer data)
{
  SemBackgroundShared *shared = data;

  if (!g_atomic_ref_count_dec (&shared->n_refs))
    return;
  g_clear_pointer (&shared->given, shared->free);
  g_object_unref (shared->cancellable);
  g_mutex_clear (&shared->mutex);
  g_cond_clear (&shared->resumed);
  g_free (shared);
}

/* The worker ----------------------------------------------------------------------------------- */

static void
note_progress (double fraction, gpointer data)
{
  SemBackgroundShared *shared = data;

  g_mutex_lock (&shared->mutex);
  shared->progress = fraction;
  g_mutex_unlock (&shared->mutex);
  sem_rest (shared->began, shared->cancellable);
  g_mutex_lock (&shared->mutex);
  while (shared->paused && !g_cancellable_is_cancelled (shared->cancellable))
    g_cond_wait_until (&shared->resumed, &shared->mutex, g_get_monotonic_time () + WAIT);
  g_mutex_unlock (&shared->mutex);
  shared->began = g_get_monotonic_time ();
}

SemProgress
sem_background_get_progress (gpointer data, GCancellable *cancellable)
{
  return (SemProgress){ note_progress, data, cancellable };
}

void
sem_background_give (gpointer data, gpointer result)
{
  SemBackgroundShared *shared = data;
  gpointer before;

  g_mutex_lock (&shared->mutex);
  before = shared->given;
  shared->given = result;
  g_mutex_unlock (&shared->mutex);
  g_clear_pointer (&before, shared->free);
}

guint64
sem_background_get_wanted (gpointer data)
{
  SemBackgroundShared *shared = data;
  guint64 wanted;

  g_mutex_lock (&shared->mutex);
  wanted = shared->wanted;
  g_mutex_unlock (&shared->mutex);
  return wanted;
}

/* The main thread ------------------------------------------------------------------------------ */

void
sem_background_add_properties (GParamSpec **properties)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[SEM_BACKGROUND_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  properties[SEM_BACKGROUND_PROGRESS] =
    g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  properties[SEM_BACKGROUND_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
}

gboolean
sem_background_read_property (const SemBackground *self, guint id, GValue *value)
{
  switch (id)
    {
    case SEM_BACKGROUND_RUNNING:
      g_value_set_boolean (value, self->cancellable != NULL);
      return TRUE;
    case SEM_BACKGROUND_PROGRESS:
      g_value_set_double (value, self->progress);
      return TRUE;
    case SEM_BACKGROUND_PROBLEM:
      g_value_set_string (value, self->problem);
      return TRUE;
    default:
      return FALSE;
    }
}

/* What is paused holds a thread that others need. */
static void
note_waiting (SemBackground *self, gboolean waiting)
{
  if (waiting == self->waiting)
    return;
  self->waiting = waiting;
  if (self->library->engine)
    sem_engine_note_waiting (self->library->engine, waiting);
}

static void
paused_cb (SemBackgroundJob *job, GParamSpec *pspec, SemBackground *self)
{
  const gboolean paused = sem_background_job_get_paused (job);

  g_mutex_lock (&self->shared->mutex);
  self->shared->paused = paused;
  g_cond_broadcast (&self->shared->resumed);
  g_mutex_unlock (&self->shared->mutex);
  note_waiting (self, paused);
}

static void
stop_cb (SemBackgroundJob *job, SemBackground *self)
{
  sem_background_stop (self);
}

static void
show_job (SemBackground *self)
{
  self->job = sem_background_job_new (_(self->work->title));
  g_signal_connect (self->job, "notify::paused", G_CALLBACK (paused_cb), self);
  g_signal_connect (self->job, "stop", G_CALLBACK (stop_cb), self);
  g_list_store_append (self->library->jobs, self->job);
}

static void
hide_job (SemBackground *self)
{
  guint position;

  if (!self->job)
    return;
  note_waiting (self, FALSE);
  if (g_list_store_find (self->library->jobs, self->job, &position))
    g_list_store_remove (self->library->jobs, position);
  g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
}

static gboolean
tick_cb (gpointer user_data)
{
  SemBackground *self = user_data;
  gpointer given;

  g_mutex_lock (&self->shared->mutex);
  self->progress = self->shared->progress;
  given = g_steal_pointer (&self->shared->given);
  g_mutex_unlock (&self->shared->mutex);
  if (given)
    {
      self->work->early (self->owner, given);
      self->work->free (given);
    }
  if (self->work->title && ++self->n_ticks == SHORT_TICKS)
    show_job (self);
  if (self->job)
    sem_background_job_set_progress (self->job, self->progress);
  g_object_notify (self->owner, "progress");
  return G_SOURCE_CONTINUE;
}

static void
end (SemBackground *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  hide_job (self);
  g_clear_object (&self->library);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->shared, shared_unref);
}

gboolean
sem_background_start (SemBackground *self,
                      GObject *owner,
                      SemLibrary *library,
                      const SemBackgroundWork *work)
{
  g_autoptr (GTask) task = NULL;

  if (self->cancellable || !library || !library->engine)
    return FALSE;
  self->owner = owner;
  self->work = work;
  self->library = g_object_ref (library);
  self->n_ticks = 0;
  self->cancellable = g_cancellable_new ();
  self->shared = shared_new (work->free, self->cancellable);
  self->shared->wanted = self->wanted;
  self->progress = 0;
  self->tick = g_timeout_add (TICK_MS, tick_cb, self);
  task = g_task_new (owner, self->cancellable, work->done, NULL);
  g_task_set_task_data (task, shared_ref (self->shared), shared_unref);
  sem_engine_work (library->engine, work->work, work->free, task);
  g_object_notify (owner, "running");
  return TRUE;
}

void
sem_background_want (SemBackground *self, guint64 wanted)
{
  self->wanted = wanted;
  if (!self->shared)
    return;
  g_mutex_lock (&self->shared->mutex);
  self->shared->wanted = wanted;
  g_mutex_unlock (&self->shared->mutex);
}

void
sem_background_stop (SemBackground *self)
{
  if (!self->cancellable || g_cancellable_is_cancelled (self->cancellable))
    return;
  g_cancellable_cancel (self->cancellable);
  /* Who follows the job knows then that it did not end by itself. */
  if (self->job)
    sem_background_job_stop (self->job);
}

gpointer
sem_background_finish (SemBackground *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  gpointer found = g_task_propagate_pointer (G_TASK (result), &error);

  end (self);
  g_clear_pointer (&self->problem, g_free);
  if (!found && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->problem = g_strdup (error->message);
  g_object_notify (self->owner, "problem");
  return found;
}

void
sem_background_clear (SemBackground *self)
{
  sem_background_stop (self);
  end (self);
  g_clear_pointer (&self->problem, g_free);
}
