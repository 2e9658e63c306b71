/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/engine.h"
#include "engine/library/trainer.h"
#include "engine/model/task.h"

#include <errno.h>
#include <stdlib.h>

#include <glib/gi18n-lib.h>

struct _SemEngine
{
  char *path;
  SemEngineDoneFunc done;
  gpointer user_data;

  GThread *thread;
  GAsyncQueue *commands;
  GThreadPool *searches; /* one thread: the searcher's */
  GThreadPool *peeks;    /* one thread */
  SemSearcher *searcher; /* of the searching thread */
  SemStore *peek_store;  /* of the peeking thread */

  GMutex mutex; /* of what follows */
  GCancellable *cancellable;
  SemBackbone *backbone;
  SemIndexer *indexer;
  gboolean paused;
  gboolean busy;
  SemEngineJob job;
  double training;
};

typedef struct
{
  gboolean quit;
  SemEngineJob job;
  char *folder;
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
  g_clear_object (&command->cancellable);
  g_free (command);
}

void
sem_engine_view_free (SemEngineView *view)
{
  g_clear_pointer (&view->photos, g_array_unref);
  g_clear_pointer (&view->folders, g_ptr_array_unref);
  g_clear_pointer (&view->failed, g_ptr_array_unref);
  g_free (view);
}

/* The network, loaded by whoever needs it first. Borrowed: it lives as long as the engine. */
static SemBackbone *
get_backbone (SemEngine *self, GError **error)
{
  SemBackbone *backbone;

  g_mutex_lock (&self->mutex);
  if (!self->backbone)
    self->backbone = sem_backbone_new (NULL, error);
  backbone = self->backbone;
  g_mutex_unlock (&self->mutex);
  return backbone;
}

/* Jobs ----------------------------------------------------------------------------------------- */

/* Opens the library so that it is made, migrated or, where it is damaged, set aside. */
static gboolean
open_library (SemEngine *self, char **message, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (SemStore) store = sem_store_open (self->path, SEM_STORE_WRITE, &local);
  g_autofree char *aside = NULL;

  if (store)
    return TRUE;
  if (!g_error_matches (local, SEM_ERROR, SEM_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  aside = sem_store_set_aside (self->path, error);
  if (!aside)
    return FALSE;
  *message = g_strdup_printf (_("The library was damaged and is kept aside as “%s”. Your photos "
                                "are untouched: choose your folders again."),
                              aside);
  store = sem_store_open (self->path, SEM_STORE_WRITE, error);
  return store != NULL;
}

static gboolean
run_index (SemEngine *self, GCancellable *cancellable, GError **error)
{
  SemBackbone *backbone = get_backbone (self, error);
  SemIndexSummary summary;
  SemIndexer *indexer;
  gboolean ok;

  if (!backbone)
    return FALSE;
  indexer = sem_indexer_new (self->path, backbone, NULL, NULL);
  g_mutex_lock (&self->mutex);
  self->indexer = indexer;
  sem_indexer_set_paused (indexer, self->paused);
  g_mutex_unlock (&self->mutex);

  ok = sem_indexer_run (indexer, NULL, cancellable, &summary, error);

  g_mutex_lock (&self->mutex);
  self->indexer = NULL;
  self->paused = FALSE;
  g_mutex_unlock (&self->mutex);
  sem_indexer_free (indexer);
  return ok;
}

/* Under the lock: another process that indexes would not expect its folders to change. */
static gboolean
change_folder_locked (SemEngine *self, SemEngineJob job, const char *folder, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (self->path, SEM_STORE_WRITE, error);

  return store && sem_store_begin (store, error)
         && (job == SEM_ENGINE_ADD_FOLDER ? sem_store_add_folder (store, folder, error) > 0
                                          : sem_store_remove_folder (store, folder, error))
         && sem_store_commit (store, error) && sem_store_sweep (store, error);
}

static gboolean
change_folder (SemEngine *self, SemEngineJob job, const char *folder, GError **error)
{
  char *resolved = realpath (folder, NULL);
  /* A folder that is gone can still be removed, under the name it was added by. */
  g_autofree char *canonical = g_strdup (resolved ? resolved : folder);
  gboolean found = resolved != NULL, ok = FALSE;
  int lock;

  free (resolved);
  if (job == SEM_ENGINE_ADD_FOLDER && (!found || !g_file_test (canonical, G_FILE_TEST_IS_DIR)))
    {
      g_autofree char *name = g_filename_display_name (folder);

      g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE, _("“%s” is not a folder: %s."), name,
                   found ? _("it is a file") : g_strerror (ENOENT));
      return FALSE;
    }
  lock = sem_store_lock (self->path, error);
  if (lock >= 0)
    ok = change_folder_locked (self, job, canonical, error);
  sem_store_unlock (lock);
  return ok;
}

static void
training_progress (double fraction, gpointer user_data)
{
  SemEngine *self = user_data;

  g_mutex_lock (&self->mutex);
  self->training = fraction;
  g_mutex_unlock (&self->mutex);
}

static gboolean
train_locked (SemEngine *self, SemBackbone *backbone, SemTrainSummary *summary,
              GCancellable *cancellable, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (self->path, SEM_STORE_READ, error);
  SemStoreModel active = { 0 };
  SemTrainRequest request = { .path = self->path, .backbone = sem_backbone_get_id (backbone),
                              .end = SEM_TRAIN_USE, .progress = training_progress,
                              .progress_data = self };
  gint64 id = store ? sem_store_get_active_model (store, error) : -1;

  if (id < 0 || (id > 0 && !sem_store_get_model (store, id, &active, error)))
    return FALSE;
  sem_train_choose_options (&active, &request.options);
  sem_store_model_clear (&active);
  return sem_train_library (&request, cancellable, summary, error);
}

static gboolean
run_train (SemEngine *self, char **message, GCancellable *cancellable, GError **error)
{
  SemBackbone *backbone = get_backbone (self, error);
  int lock = backbone ? sem_store_lock (self->path, error) : -1;
  SemTrainSummary summary = { 0 };
  gboolean ok;

  if (lock < 0)
    return FALSE;
  training_progress (0, self);
  ok = train_locked (self, backbone, &summary, cancellable, error);
  sem_store_unlock (lock);
  if (ok && summary.remark)
    *message = g_strdup (summary.remark);
  else if (ok)
    *message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Learned anew from %u photo",
                                             "Learned anew from %u photos", summary.trained_on),
                                summary.trained_on);
  sem_train_summary_clear (&summary);
  return ok;
}

static gboolean
run_command (SemEngine *self, const Command *command, char **message, GError **error)
{
  switch (command->job)
    {
    case SEM_ENGINE_OPEN:
      return open_library (self, message, error);
    case SEM_ENGINE_ADD_FOLDER:
    case SEM_ENGINE_REMOVE_FOLDER:
      return change_folder (self, command->job, command->folder, error);
    case SEM_ENGINE_INDEX:
      return run_index (self, command->cancellable, error);
    case SEM_ENGINE_TRAIN:
      return run_train (self, message, command->cancellable, error);
    default:
      return TRUE;
    }
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
  return active >= 0;
}

static SemEngineView *
take_full_view (SemEngine *self, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (self->path, SEM_STORE_READ, error);
  SemEngineView *view = g_new0 (SemEngineView, 1);

  if (store && fill_view (store, 0, view, error)
      && (view->folders = sem_store_list_folders (store, error))
      && (view->failed = sem_store_list_failed (store, error)))
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

  if (!self->peek_store)
    self->peek_store = sem_store_open (self->path, SEM_STORE_READ, &error);
  if (self->peek_store && fill_view (self->peek_store, peek->after, view, &error))
    g_task_return_pointer (task, view, (GDestroyNotify) sem_engine_view_free);
  else
    {
      sem_engine_view_free (view);
      g_task_return_error (task, error);
    }
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
  backbone = get_backbone (self, error);
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
  g_autofree Search *search = data;
  GError *error = NULL;
  SemSearchAnswer *answer = answer_search (user_data, search, &error);

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
  SemEngineView *view;

  set_busy (self, TRUE, command->job);
  if (!g_cancellable_set_error_if_cancelled (command->cancellable, &error))
    run_command (self, command, &message, &error);
  set_busy (self, FALSE, command->job);
  view = take_full_view (self, &view_error);
  self->done (command->job, view, message, error ? error : view_error, self->user_data);
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
  self->cancellable = g_cancellable_new ();
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
  g_mutex_clear (&self->mutex);
  g_free (self->path);
  g_free (self);
}

const char *
sem_engine_get_path (SemEngine *self)
{
  return self->path;
}

void
sem_engine_push (SemEngine *self, SemEngineJob job, const char *folder)
{
  Command *command = g_new0 (Command, 1);

  command->job = job;
  command->folder = g_strdup (folder);
  if (job == SEM_ENGINE_INDEX || job == SEM_ENGINE_TRAIN)
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
  g_mutex_unlock (&self->mutex);
}

void
sem_engine_get_activity (SemEngine *self, SemEngineActivity *activity)
{
  g_mutex_lock (&self->mutex);
  activity->busy = self->busy;
  activity->job = self->job;
  activity->training = self->training;
  activity->index = (SemIndexProgress) { .paused = self->paused };
  if (self->indexer)
    sem_indexer_get_progress (self->indexer, &activity->index);
  g_mutex_unlock (&self->mutex);
}
