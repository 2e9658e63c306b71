/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/service/engine-private.h"
#include "engine/service/task.h"

typedef struct
{
  gboolean quit;
  SemEngineRequest request; /* its strings are the two below */
  char *folder;
  char *method;
  GCancellable *cancellable;
} Command;

typedef struct
{
  SemEngineAskFunc ask;
  GTask *task;
} Search;

typedef struct
{
  gint64 after;
  GTask *task;
} Peek;

static void
command_free (Command *command)
{
  g_free (command->folder);
  g_free (command->method);
  g_clear_object (&command->cancellable);
  g_free (command);
}

void
sem_engine_view_free (SemEngineView *view)
{
  g_clear_pointer (&view->photos, g_array_unref);
  g_clear_pointer (&view->folders, g_ptr_array_unref);
  g_clear_pointer (&view->mounts, g_ptr_array_unref);
  g_clear_pointer (&view->failed, g_ptr_array_unref);
  g_clear_pointer (&view->models, g_ptr_array_unref);
  g_free (view);
}

SemBackbone *
sem_engine_get_backbone (SemEngine *self, GError **error)
{
  SemBackbone *backbone;

  g_mutex_lock (&self->mutex);
  if (!self->backbone)
    self->backbone = sem_backbone_new (NULL, error);
  backbone = self->backbone;
  g_mutex_unlock (&self->mutex);
  return backbone;
}

/* Views ---------------------------------------------------------------------------------------- */

static gboolean
fill_view (SemStore *store, gint64 after, SemEngineView *view, GError **error)
{
  gint64 failed, active;

  view->photos = sem_store_list_photos (store, after, error);
  failed = view->photos ? sem_store_count_failed (store, error) : -1;
  active = failed >= 0 ? sem_store_get_active_model (store, error) : -1;
  view->n_failed = (guint) MAX (failed, 0);
  view->searchable = active > 0;
  view->active = MAX (active, 0);
  return active >= 0;
}

static gboolean
note_scenes (SemStore *store, SemEngineView *view, GError **error)
{
  g_autoptr (GPtrArray) scenes = sem_store_list_scenes (store, error);

  view->has_scenes = scenes && scenes->len > 0;
  return scenes != NULL;
}

static SemEngineView *
take_full_view (SemEngine *self, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (self->path, SEM_STORE_READ, error);
  SemEngineView *view = g_new0 (SemEngineView, 1);

  if (store && fill_view (store, 0, view, error)
      && (view->folders = sem_store_list_folders (store, error))
      && (view->mounts = sem_store_list_mounts (store, error))
      && (view->failed = sem_store_list_failed (store, error))
      && (view->models = sem_store_list_models (store, error)) && note_scenes (store, view, error))
    return view;
  sem_engine_view_free (view);
  return NULL;
}

static void
peek_worker (gpointer data, gpointer user_data)
{
  SemEngine *self = user_data;
  g_autofree Peek *peek = data;
  GTask *task = peek->task;
  SemEngineView *view = g_new0 (SemEngineView, 1);
  GError *error = NULL;

  g_cancellable_push_current (self->quitting);
  if (!self->peek_store)
    self->peek_store = sem_store_open (self->path, SEM_STORE_READ, &error);
  if (self->peek_store && fill_view (self->peek_store, peek->after, view, &error))
    g_task_return_pointer (task, view, (GDestroyNotify) sem_engine_view_free);
  else
    {
      sem_engine_view_free (view);
      g_task_return_error (task, error);
    }
  g_cancellable_pop_current (self->quitting);
  sem_task_release (task);
}

void
sem_engine_peek (SemEngine *self, gint64 after, GTask *task)
{
  Peek *peek = g_new (Peek, 1);

  peek->after = after;
  peek->task = g_object_ref (task);
  g_thread_pool_push (self->peeks, peek, NULL);
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

/* The thread ----------------------------------------------------------------------------------- */

static void
set_busy (SemEngine *self, gboolean busy, SemEngineJob job)
{
  g_mutex_lock (&self->mutex);
  self->busy = busy;
  self->job = job;
  g_mutex_unlock (&self->mutex);
}

static void
do_command (SemEngine *self, Command *command)
{
  g_autoptr (GError) error = NULL, view_error = NULL;
  g_autofree char *message = NULL;
  GCancellable *stop = command->cancellable ? command->cancellable : self->quitting;
  SemEngineView *view;

  set_busy (self, TRUE, command->request.job);
  g_cancellable_push_current (stop);
  if (!g_cancellable_set_error_if_cancelled (command->cancellable, &error))
    sem_engine_run (self, &command->request, &message, command->cancellable, &error);
  g_cancellable_pop_current (stop);
  set_busy (self, FALSE, command->request.job);
  g_cancellable_push_current (self->quitting);
  view = take_full_view (self, &view_error);
  g_cancellable_pop_current (self->quitting);
  self->done (command->request.job, view, message, error ? error : view_error, self->user_data);
}

static gpointer
engine_worker (gpointer data)
{
  SemEngine *self = data;
  Command *command;

  while (!(command = g_async_queue_pop (self->commands))->quit)
    {
      do_command (self, command);
      command_free (command);
    }
  command_free (command);
  return NULL;
}

SemEngine *
sem_engine_new (const char *path, SemEngineDoneFunc done, gpointer user_data)
{
  SemEngine *self = g_new0 (SemEngine, 1);

  self->path = g_strdup (path);
  self->done = done;
  self->user_data = user_data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->resumed);
  self->epochs = g_array_new (FALSE, FALSE, sizeof (SemHashEpoch));
  self->cancellable = g_cancellable_new ();
  self->quitting = g_cancellable_new ();
  self->commands = g_async_queue_new_full ((GDestroyNotify) command_free);
  self->searches = g_thread_pool_new (search_worker, self, 1, FALSE, NULL);
  self->peeks = g_thread_pool_new (peek_worker, self, 1, FALSE, NULL);
  self->thread = g_thread_new ("engine", engine_worker, self);
  return self;
}

void
sem_engine_free (SemEngine *self)
{
  Command *quit = g_new0 (Command, 1);

  sem_engine_cancel (self);
  g_cancellable_cancel (self->quitting);
  quit->quit = TRUE;
  g_async_queue_push (self->commands, quit);
  g_thread_join (self->thread);
  g_thread_pool_free (self->searches, FALSE, TRUE);
  g_thread_pool_free (self->peeks, FALSE, TRUE);
  g_clear_pointer (&self->searcher, sem_searcher_free);
  sem_store_close (self->peek_store);
  g_clear_pointer (&self->backbone, sem_backbone_unref);
  g_async_queue_unref (self->commands);
  g_object_unref (self->cancellable);
  g_object_unref (self->quitting);
  g_array_unref (self->epochs);
  g_cond_clear (&self->resumed);
  g_mutex_clear (&self->mutex);
  g_free (self->path);
  g_free (self);
}

void
sem_engine_push (SemEngine *self, const SemEngineRequest *request)
{
  Command *command = g_new0 (Command, 1);

  command->folder = g_strdup (request->folder);
  command->method = g_strdup (request->method);
  command->request = *request;
  command->request.folder = command->folder;
  command->request.method = command->method;
  if (request->job == SEM_ENGINE_INDEX || request->job == SEM_ENGINE_TRAIN)
    {
      g_mutex_lock (&self->mutex);
      command->cancellable = g_object_ref (self->cancellable);
      g_mutex_unlock (&self->mutex);
    }
  g_async_queue_push (self->commands, command);
}

void
sem_engine_cancel (SemEngine *self)
{
  g_autoptr (GCancellable) old = NULL;

  g_mutex_lock (&self->mutex);
  old = self->cancellable;
  self->cancellable = g_cancellable_new ();
  g_mutex_unlock (&self->mutex);
  g_cancellable_cancel (old);
}

void
sem_engine_set_paused (SemEngine *self, gboolean paused)
{
  g_mutex_lock (&self->mutex);
  self->paused = paused;
  if (self->indexer)
    sem_indexer_set_paused (self->indexer, paused);
  g_cond_broadcast (&self->resumed);
  g_mutex_unlock (&self->mutex);
}

void
sem_engine_get_activity (SemEngine *self, SemEngineActivity *activity)
{
  g_mutex_lock (&self->mutex);
  activity->busy = self->busy;
  activity->job = self->job;
  activity->training = self->training;
  activity->index = (SemIndexProgress){ .paused = self->paused };
  if (self->indexer)
    sem_indexer_get_progress (self->indexer, &activity->index);
  g_mutex_unlock (&self->mutex);
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
