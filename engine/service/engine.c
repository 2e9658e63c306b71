/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/service/engine-private.h"
#include "engine/service/task.h"
#include "engine/store/store.h"

/* Short work does not wait for a measurement of all photos, which takes a minute. */
#define N_WORKERS 3

typedef struct
{
  SemEngineAskFunc ask;
  GTask *task;
} Search;

typedef struct
{
  gboolean whole;
  gint64 after;
  GTask *task;
} Peek;

/* Peeks ---------------------------------------------------------------------------------------- */

static SemEngineView *
peek_after (SemEngine *self, gint64 after, GError **error)
{
  SemEngineView *view;

  if (!self->peek_store)
    self->peek_store = sem_store_open (self->path, SEM_STORE_READ, error);
  if (!self->peek_store)
    return NULL;
  view = g_new0 (SemEngineView, 1);
  if (!sem_engine_fill_view (self->peek_store, after, view, error))
    g_clear_pointer (&view, sem_engine_view_free);
  return view;
}

static void
peek_worker (gpointer data, gpointer user_data)
{
  SemEngine *self = user_data;
  g_autofree Peek *peek = data;
  GTask *task = peek->task;
  SemEngineView *view = NULL;
  GError *error = NULL;

  g_cancellable_push_current (self->quitting);
  if (!peek->whole)
    view = peek_after (self, peek->after, &error);
  else if (sem_engine_has_changed (self))
    view = sem_engine_take_view (self, &error);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, view, (GDestroyNotify) sem_engine_view_free);
  g_cancellable_pop_current (self->quitting);
  sem_task_release (task);
}

static void
push_peek (SemEngine *self, gboolean whole, gint64 after, GTask *task)
{
  Peek *peek = g_new (Peek, 1);

  *peek = (Peek){ whole, after, g_object_ref (task) };
  g_thread_pool_push (self->peeks, peek, NULL);
}

void
sem_engine_peek (SemEngine *self, gint64 after, GTask *task)
{
  push_peek (self, FALSE, after, task);
}

void
sem_engine_look (SemEngine *self, GTask *task)
{
  push_peek (self, TRUE, 0, task);
}

void
sem_engine_forget_look (SemEngine *self)
{
  g_atomic_int_set (&self->seen, 0);
}

/* Searches ------------------------------------------------------------------------------------- */

static SemSearchAnswer *
answer_search (SemEngine *self, const Search *search, GError **error)
{
  SemBackbone *backbone;

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (search->task), error))
    return NULL;
  backbone = sem_engine_get_backbone (self, error);
  if (!backbone)
    return NULL;
  if (!self->searcher)
    self->searcher = sem_searcher_new (self->path, backbone);
  return search->ask (g_task_get_task_data (search->task), self->searcher,
                      g_task_get_cancellable (search->task), error);
}

static void
search_worker (gpointer data, gpointer user_data)
{
  SemEngine *self = user_data;
  g_autofree Search *search = data;
  GError *error = NULL;
  SemSearchAnswer *answer;

  g_cancellable_push_current (self->quitting);
  answer = answer_search (self, search, &error);
  g_cancellable_pop_current (self->quitting);
  if (answer)
    g_task_return_pointer (search->task, answer, (GDestroyNotify) sem_search_answer_free);
  else
    g_task_return_error (search->task, error);
  sem_task_release (search->task);
}

void
sem_engine_ask (SemEngine *self, SemEngineAskFunc ask, GTask *task)
{
  Search *search = g_new (Search, 1);

  search->ask = ask;
  search->task = g_object_ref (task);
  g_thread_pool_push (self->searches, search, NULL);
}

/* Work ------------------------------------------------------------------------------------------*/

typedef struct
{
  SemEngineWorkFunc work;
  GDestroyNotify destroy;
  GTask *task;
} Measurement;

static void
cancel_cb (GCancellable *quitting, gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
work_worker (gpointer data, gpointer user_data)
{
  SemEngine *self = user_data;
  g_autofree Measurement *measurement = data;
  GTask *task = measurement->task;
  GCancellable *cancellable = g_task_get_cancellable (task);
  gulong quits = g_cancellable_connect (self->quitting, G_CALLBACK (cancel_cb), cancellable, NULL);
  GError *error = NULL;
  gpointer result = NULL;

  if (!g_cancellable_set_error_if_cancelled (cancellable, &error))
    {
      g_cancellable_push_current (cancellable);
      result = measurement->work (self->path, g_task_get_task_data (task), cancellable, &error);
      g_cancellable_pop_current (cancellable);
    }
  g_cancellable_disconnect (self->quitting, quits);
  if (result)
    g_task_return_pointer (task, result, measurement->destroy);
  else
    g_task_return_error (task, error);
  sem_task_release (task);
}

void
sem_engine_work (SemEngine *self, SemEngineWorkFunc work, GDestroyNotify destroy, GTask *task)
{
  Measurement *measurement = g_new (Measurement, 1);

  *measurement = (Measurement){ work, destroy, g_object_ref (task) };
  g_thread_pool_push (self->works, measurement, NULL);
}

void
sem_engine_note_waiting (SemEngine *self, gboolean waits)
{
  self->n_waiting += waits ? 1 : -1;
  g_thread_pool_set_max_threads (self->works, (int) (N_WORKERS + self->n_waiting), NULL);
}

/* The thread ----------------------------------------------------------------------------------- */

static gpointer
engine_worker (gpointer data)
{
  SemEngine *self = data;
  SemJob *job;

  while ((job = sem_job_queue_take (self->jobs)))
    sem_engine_do (self, job);
  return NULL;
}

/* The indexer pauses its own threads. */
static void
pass_pause_on (SemEngine *self)
{
  g_mutex_lock (&self->mutex);
  if (self->indexer)
    sem_indexer_set_paused (self->indexer, sem_job_queue_is_paused (self->jobs, self->index_job));
  g_mutex_unlock (&self->mutex);
}

SemEngine *
sem_engine_new (const char *path, SemEngineDoneFunc done, gpointer user_data)
{
  SemEngine *self = g_new0 (SemEngine, 1);

  self->path = g_strdup (path);
  self->done = done;
  self->user_data = user_data;
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->watching);
  self->epochs = g_array_new (FALSE, FALSE, sizeof (SemHashEpoch));
  self->run_between = sem_engine_do;
  self->quitting = g_cancellable_new ();
  self->jobs = sem_job_queue_new ();
  self->searches = g_thread_pool_new (search_worker, self, 1, FALSE, NULL);
  self->peeks = g_thread_pool_new (peek_worker, self, 1, FALSE, NULL);
  self->works = g_thread_pool_new (work_worker, self, N_WORKERS, FALSE, NULL);
  self->thread = g_thread_new ("engine", engine_worker, self);
  return self;
}

void
sem_engine_free (SemEngine *self)
{
  g_cancellable_cancel (self->quitting);
  sem_job_queue_close (self->jobs);
  pass_pause_on (self);
  g_thread_join (self->thread);
  g_thread_pool_free (self->searches, FALSE, TRUE);
  g_thread_pool_free (self->peeks, FALSE, TRUE);
  g_thread_pool_free (self->works, FALSE, TRUE);
  g_clear_pointer (&self->searcher, sem_searcher_free);
  sem_store_close (self->peek_store);
  sem_store_close (self->watched);
  g_clear_pointer (&self->backbone, sem_backbone_unref);
  sem_job_queue_free (self->jobs);
  g_object_unref (self->quitting);
  g_array_unref (self->epochs);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->watching);
  g_free (self->path);
  g_free (self);
}

const char *
sem_engine_get_path (SemEngine *self)
{
  return self->path;
}

void
sem_engine_push (SemEngine *self, const SemEngineRequest *request)
{
  sem_job_queue_push (self->jobs, request);
}

void
sem_engine_set_paused (SemEngine *self, gboolean paused)
{
  if (paused)
    sem_job_queue_pause (self->jobs);
  else
    sem_job_queue_resume (self->jobs);
  pass_pause_on (self);
}

void
sem_engine_stop (SemEngine *self)
{
  sem_job_queue_stop (self->jobs);
}

void
sem_engine_stop_training (SemEngine *self)
{
  sem_job_queue_stop_kind (self->jobs, SEM_ENGINE_TRAIN);
}

void
sem_engine_want (SemEngine *self, gint64 photo)
{
  g_mutex_lock (&self->mutex);
  if (self->indexer)
    sem_indexer_want (self->indexer, photo);
  g_mutex_unlock (&self->mutex);
}

gboolean
sem_engine_indexes_since (SemEngine *self, gint64 since)
{
  return sem_job_queue_indexes_since (self->jobs, since);
}

void
sem_engine_get_activity (SemEngine *self, SemEngineActivity *activity)
{
  gboolean paused;

  sem_job_queue_get_activity (self->jobs, activity);
  paused = activity->index.paused;
  g_mutex_lock (&self->mutex);
  if (self->indexer)
    sem_indexer_get_progress (self->indexer, &activity->index);
  g_mutex_unlock (&self->mutex);
  activity->index.paused = paused;
}

GArray *
sem_engine_copy_epochs (SemEngine *self, guint *training, guint *n)
{
  GArray *epochs = g_array_new (FALSE, FALSE, sizeof (SemHashEpoch));

  g_mutex_lock (&self->mutex);
  if (*training != self->n_trainings)
    *n = 0;
  *training = self->n_trainings;
  if (*n < self->epochs->len)
    g_array_append_vals (epochs, &g_array_index (self->epochs, SemHashEpoch, *n),
                         self->epochs->len - *n);
  g_mutex_unlock (&self->mutex);
  return epochs;
}
