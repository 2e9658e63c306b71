/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/base/memory.h"
#include "engine/model/codes-private.h"
#include "engine/model/library-private.h"
#include "engine/service/index-words.h"
#include "engine/service/wanted-training.h"
#include "engine/store/files.h"
#include "engine/store/store.h"

#include <glib/gi18n-lib.h>

#define TICK_MILLISECONDS 100

static void
set_state (SemLibrary *self, SemLibraryState state, double progress, const char *status)
{
  if (g_strcmp0 (self->status, status) != 0)
    {
      g_free (self->status);
      self->status = g_strdup (status);
      g_object_notify (G_OBJECT (self), "status");
    }
  if (self->progress != progress)
    {
      self->progress = progress;
      g_object_notify (G_OBJECT (self), "progress");
    }
  if (self->state != state)
    {
      self->state = state;
      g_object_notify (G_OBJECT (self), "state");
    }
}

/* The status names a job that waits, so that it does not seem lost. */
static void
show (SemLibrary *self,
      const SemEngineActivity *activity,
      SemLibraryState state,
      double progress,
      const char *status)
{
  g_autofree char *more = NULL;

  if (activity->state == SEM_JOB_PAUSED)
    state = SEM_LIBRARY_PAUSED;
  if (activity->state == SEM_JOB_STOPPING)
    {
      state = SEM_LIBRARY_STOPPING;
      status = _("Stopping");
    }
  if (activity->indexing && activity->job != SEM_ENGINE_INDEX)
    status = more = g_strdup_printf (_("%s; indexing comes next"), status);
  else if (activity->training && activity->job != SEM_ENGINE_TRAIN)
    status = more = g_strdup_printf (_("%s; training comes next"), status);
  set_state (self, state, progress, status);
}

static void
show_learning (SemLibrary *self,
               const SemEngineActivity *activity,
               double progress,
               const char *paused,
               const char *status)
{
  show (self, activity, SEM_LIBRARY_TRAINING, progress,
        activity->state == SEM_JOB_PAUSED ? paused : status);
}

/* Appends epochs while the training runs. */
static void
show_epochs (SemLibrary *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->epochs)), known = n;
  g_autoptr (GArray) epochs = sem_engine_copy_epochs (self->engine, &self->training, &known);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < epochs->len; i++)
    {
      const SemHashEpoch *e = &g_array_index (epochs, SemHashEpoch, i);

      g_ptr_array_add (items, sem_epoch_new (e->epoch, e->n_epochs, e->pair_loss, e->code_loss,
                                             e->near_one, e->quality));
    }
  if (items->len || known != n)
    g_list_store_splice (self->epochs, known, n - known, items->pdata, items->len);
}

static guint
get_n_photos (SemLibrary *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->photos));
}

/* (transfer full) */
static char *
describe_indexing (SemLibrary *self, const SemIndexProgress *index, guint total)
{
  const double rate =
    sem_rate_update (&self->rate, index->done, !index->paused, g_get_monotonic_time ());

  if (total == 0)
    return g_strdup (_("Looking for photos"));
  if (index->paused)
    return g_strdup_printf (_("Paused at %'u of %'u files"), index->done, total);
  if (rate < .05)
    return g_strdup_printf (_("Indexing %'u of %'u files"), index->done, total);
  /* Translators: "12/s" is 12 files a second. */
  return g_strdup_printf (_("Indexing %'u of %'u files · %.*f/s"), index->done, total, rate < 9.5,
                          rate);
}

static void
show_indexing (SemLibrary *self, const SemEngineActivity *activity)
{
  const SemIndexProgress *index = &activity->index;
  guint total = MAX (index->total, index->done);
  double progress = index->counted && total ? (double) index->done / total : -1;
  g_autofree char *status = NULL;

  if (index->stage == SEM_INDEX_TRAINING)
    {
      show_learning (self, activity, index->share, _("Training is paused"),
                     _("Training on your photos"));
      return;
    }
  if (index->stage == SEM_INDEX_METADATA)
    {
      show (self, activity, SEM_LIBRARY_INDEXING, index->share,
            index->paused ? _("Reading dates and cameras is paused")
                          : _("Reading dates and cameras"));
      return;
    }
  if (index->stage == SEM_INDEX_INNER)
    {
      show (self, activity, SEM_LIBRARY_INDEXING, index->share,
            index->paused ? _("Looking for pictures inside photos is paused")
                          : _("Looking for pictures inside photos"));
      return;
    }
  if (index->stage == SEM_INDEX_REFINING)
    {
      status = sem_index_describe_refining (get_n_photos (self), index);
      show (self, activity, SEM_LIBRARY_INDEXING, index->share, status);
      return;
    }
  status = describe_indexing (self, index, total);
  show (self, activity, SEM_LIBRARY_INDEXING, progress, status);
}

static void
show_job (SemLibrary *self, const SemEngineActivity *activity)
{
  switch (activity->job)
    {
    case SEM_ENGINE_OPEN:
      set_state (self, SEM_LIBRARY_OPENING, -1, _("Opening the library"));
      break;
    case SEM_ENGINE_TRAIN:
      show_learning (self, activity, activity->progress, _("Training is paused"),
                     _("Training on your photos"));
      break;
    case SEM_ENGINE_USE_CODES:
    case SEM_ENGINE_IMPORT_CODES:
      show_learning (self, activity, activity->progress, _("Updating the codes is paused"),
                     _("Updating the codes"));
      break;
    case SEM_ENGINE_SWITCH:
      show_learning (self, activity, activity->progress,
                     _("Describing photos by another network is paused"),
                     _("Describing photos by another network"));
      break;
    case SEM_ENGINE_INDEX:
    case SEM_ENGINE_REFINE:
      show_indexing (self, activity);
      break;
    case SEM_ENGINE_REPAIR:
      show (self, activity, SEM_LIBRARY_INDEXING, -1, _("Repairing the library"));
      break;
    /* Too short to be shown. */
    case SEM_ENGINE_ADD_FOLDER:
    case SEM_ENGINE_REMOVE_FOLDER:
    case SEM_ENGINE_FORGET_MISSING:
    case SEM_ENGINE_LEAVE_OUT:
    case SEM_ENGINE_RETRY:
    case SEM_ENGINE_OFFER_CODES:
    case SEM_ENGINE_DECLINE_CODES:
    case SEM_ENGINE_NAME_CODES:
    case SEM_ENGINE_DELETE_CODES:
    case SEM_ENGINE_EXPORT_CODES:
    case SEM_ENGINE_REMOVE_NETWORK:
    default:
      break;
    }
  if (sem_store_is_waiting ())
    set_state (self, self->state, self->progress,
               _("Waiting for another program that uses the library"));
}

static void
set_asked_training (SemLibrary *self, gboolean asked)
{
  if (self->asked_training == asked)
    return;
  self->asked_training = asked;
  g_object_notify (G_OBJECT (self), "training");
}

static void
set_coming_network (SemLibrary *self, const char *name)
{
  g_free (self->coming_network);
  self->coming_network = g_strdup (name);
  g_object_notify (G_OBJECT (self), "coming-network");
}

void
sem_library_show_activity (SemLibrary *self)
{
  SemEngineActivity activity;

  sem_engine_get_activity (self->engine, &activity);
  show_epochs (self);
  set_asked_training (self, activity.training);
  if (activity.state != SEM_JOB_NONE)
    show_job (self, &activity);
}

static void
set_counts (SemLibrary *self, const SemEngineView *view)
{
  if (self->n_problems != view->n_failed)
    {
      self->n_problems = view->n_failed;
      g_object_notify (G_OBJECT (self), "n-problems");
    }
  if (self->searchable != view->searchable)
    {
      self->searchable = view->searchable;
      g_object_notify (G_OBJECT (self), "searchable");
    }
}

static void
peek_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SemLibrary *self = user_data;
  SemEngineView *view = g_task_propagate_pointer (G_TASK (result), NULL);

  self->peeking = FALSE;
  if (!view)
    return;
  /* The view at the end of a job is complete: an older view must not follow it. */
  if (self->pending)
    {
      guint n = view->photos->len;

      set_counts (self, view);
      sem_photo_list_append (self->photos, view->photos);
      if (n)
        g_object_notify (G_OBJECT (self), "n-photos");
    }
  sem_engine_view_free (view);
}

/* Appends photos to the list while they are indexed. */
static void
show_new_photos (SemLibrary *self)
{
  SemEngineActivity activity;

  sem_engine_get_activity (self->engine, &activity);
  if (self->peeking || activity.index.photos == self->shown)
    return;
  self->peeking = TRUE;
  self->shown = activity.index.photos;

  g_autoptr (GTask) task = g_task_new (self, NULL, peek_cb, self);
  g_task_set_priority (task, G_PRIORITY_LOW);
  sem_engine_peek (self->engine, sem_photo_list_get_last (self->photos), task);
}

static gboolean
tick_cb (gpointer data)
{
  SemLibrary *self = data;

  sem_library_show_activity (self);
  show_new_photos (self);
  return G_SOURCE_CONTINUE;
}

static void
fill_lists (SemLibrary *self, const SemEngineView *view)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < view->folders->len; i++)
    g_ptr_array_add (folders, sem_folder_new (g_ptr_array_index (view->folders, i), view->mounts));
  for (guint i = 0; i < view->failed->len; i++)
    {
      const SemStoreFile *file = g_ptr_array_index (view->failed, i);
      g_ptr_array_add (problems, sem_problem_new (file->path, file->reason));
    }
  g_list_store_splice (self->folders, 0, g_list_model_get_n_items (G_LIST_MODEL (self->folders)),
                       folders->pdata, folders->len);
  g_list_store_splice (self->problems, 0, g_list_model_get_n_items (G_LIST_MODEL (self->problems)),
                       problems->pdata, problems->len);
  self->has_scenes = view->has_scenes;
  sem_photo_list_set (self->photos, view->photos);
  sem_photo_list_look_again (self->photos);
  g_object_notify (G_OBJECT (self), "n-photos");
  set_counts (self, view);
  sem_library_show_codes (self, view);
  sem_library_watch_folders (self);
}

/* Passed from the engine's thread to the main thread. */
typedef struct
{
  SemLibrary *self;
  SemEngineJob job;
  SemEngineView *view;
  char *message;
  GError *error;
} Done;

/* Continues a training that the end of the program interrupted. */
static void
resume_training (SemLibrary *self)
{
  g_autofree char *word = NULL;
  SemEngineRequest request;

  if (self->engine
      && sem_wanted_training_read (sem_engine_get_path (self->engine), &request, &word))
    sem_library_push (self, &request);
}

/* Returns: whether the error is not to be shown */
static gboolean
note_end (SemLibrary *self, SemEngineJob job, const GError *error)
{
  const gboolean quiet = self->ended && self->ended (self, job, error);

  /* Whoever began it, nothing is left of what was stopped. */
  if (job == SEM_ENGINE_INDEX && !error)
    self->stopped_indexing = FALSE;
  if (self->pending_of[SEM_ENGINE_INDEX] == 0)
    self->asked_index = FALSE;
  if ((job == SEM_ENGINE_SWITCH || job == SEM_ENGINE_REMOVE_NETWORK)
      && self->pending_of[SEM_ENGINE_SWITCH] == 0)
    set_coming_network (self, NULL);
  return quiet;
}

static gboolean
done_cb (gpointer data)
{
  g_autofree Done *done = data;
  g_autoptr (SemLibrary) self = done->self;
  g_autofree char *message = done->message;
  g_autoptr (GError) error = done->error;
  gboolean broken = done->job == SEM_ENGINE_OPEN && error, quiet;

  if (!self->engine)
    {
      g_clear_pointer (&done->view, sem_engine_view_free);
      return G_SOURCE_REMOVE;
    }
  /* Before the last job counts as ended, so that the status is not interrupted. */
  if (done->job == SEM_ENGINE_INDEX && !error && done->view && done->view->n_quick
      && !self->stopped_refining)
    sem_library_push (self, &(SemEngineRequest){ .job = SEM_ENGINE_REFINE });
  self->pending--;
  self->pending_of[done->job]--;
  if (self->pending_of[SEM_ENGINE_ADD_FOLDER] == 0)
    g_ptr_array_set_size (self->coming, 0);
  if (self->pending == 0)
    show_epochs (self);
  if (done->view)
    {
      self->n_views++;
      fill_lists (self, done->view);
    }
  else if (done->job == SEM_ENGINE_ADD_FOLDER)
    sem_library_watch_folders (self);
  g_clear_pointer (&done->view, sem_engine_view_free);
  if (self->pending == 0)
    {
      g_clear_handle_id (&self->tick, g_source_remove);
      set_asked_training (self, FALSE);
      set_state (self, broken ? SEM_LIBRARY_BROKEN : SEM_LIBRARY_IDLE, 0,
                 broken ? error->message : "");
      sem_memory_give_back_soon (&self->freeing);
    }
  else
    sem_library_show_activity (self);
  if (done->job == SEM_ENGINE_OPEN && !broken)
    resume_training (self);
  quiet = note_end (self, done->job, error);
  if (!sem_library_is_busy (self) && self->changed_meanwhile)
    {
      self->changed_meanwhile = FALSE;
      sem_library_index_unasked (self);
    }
  if (message)
    g_signal_emit_by_name (self, "message", message);
  if (error && !broken && !quiet && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit_by_name (self, "message", error->message);
  return G_SOURCE_REMOVE;
}

/* What a job shows in the end is complete: an older view must not follow it. */
static void
look_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SemLibrary *self = (SemLibrary *) object;
  SemEngineView *view = g_task_propagate_pointer (G_TASK (result), NULL);

  self->looking = FALSE;
  if (view && self->engine && !self->pending && self->n_views == GPOINTER_TO_UINT (user_data))
    fill_lists (self, view);
  else if (view && self->engine)
    sem_engine_forget_look (self->engine);
  g_clear_pointer (&view, sem_engine_view_free);
}

void
sem_library_look (SemLibrary *self)
{
  g_autoptr (GTask) task = NULL;

  if (!self->engine || self->pending || self->looking || self->state != SEM_LIBRARY_IDLE)
    return;
  self->looking = TRUE;
  task = g_task_new (self, NULL, look_cb, GUINT_TO_POINTER (self->n_views));
  g_task_set_source_tag (task, sem_library_look);
  sem_engine_look (self->engine, task);
}

void
sem_library_engine_done (SemEngineJob job,
                         SemEngineView *view,
                         const char *message,
                         const GError *error,
                         gpointer user_data)
{
  Done *done = g_new0 (Done, 1);

  done->self = g_object_ref (user_data);
  done->job = job;
  done->view = view;
  done->message = g_strdup (message);
  done->error = error ? g_error_copy (error) : NULL;
  /* A priority above drawing, since a busy grid would delay the end of a job. */
  g_idle_add_full (G_PRIORITY_DEFAULT, done_cb, done, NULL);
}

gboolean
sem_library_is_busy (SemLibrary *self)
{
  return self->pending > self->pending_of[SEM_ENGINE_REFINE];
}

void
sem_library_push (SemLibrary *self, const SemEngineRequest *request)
{
  self->pending++;
  self->pending_of[request->job]++;
  if (request->job == SEM_ENGINE_SWITCH)
    set_coming_network (self, request->name);
  self->asked_index |= request->job == SEM_ENGINE_INDEX;
  self->shown = 0;
  if (!self->tick)
    self->tick = g_timeout_add (TICK_MILLISECONDS, tick_cb, self);
  /* At once, so that a folder is never listed without anything that looks into it. */
  if (self->state == SEM_LIBRARY_IDLE
      && (request->job == SEM_ENGINE_ADD_FOLDER || request->job == SEM_ENGINE_INDEX))
    set_state (self, SEM_LIBRARY_INDEXING, -1, _("Looking for photos"));
  sem_engine_push (self->engine, request);
  sem_library_show_activity (self);
}

void
sem_library_index_unasked (SemLibrary *self)
{
  const gboolean asked = self->asked_index;

  sem_library_push (self, &(SemEngineRequest){ .job = SEM_ENGINE_INDEX });
  self->asked_index = asked;
}
