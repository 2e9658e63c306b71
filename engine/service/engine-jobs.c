/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/service/engine-private.h"
#include "engine/photos/backbones.h"
#include "engine/photos/describe.h"
#include "engine/learn/models.h"
#include "engine/learn/trainer.h"
#include "engine/service/index-words.h"
#include "engine/service/wanted-training.h"
#include "engine/store/folders.h"
#include "engine/store/models.h"
#include "engine/store/mounts.h"
#include "engine/store/sweep.h"
#include "engine/store/store.h"

#include <errno.h>
#include <stdlib.h>

#include <glib/gi18n-lib.h>

/* A long job and the engine that runs it. */
typedef struct
{
  SemEngine *engine;
  SemJob *job;
} Work;

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

/* The library's lock is taken once for all running jobs: a change between two steps of a training
 * finds it held. */
static gboolean
hold_library (SemEngine *self, GError **error)
{
  if (self->n_holders == 0)
    self->lock = sem_store_lock (self->path, error);
  if (self->n_holders == 0 && self->lock < 0)
    return FALSE;
  self->n_holders++;
  return TRUE;
}

static void
release_library (SemEngine *self)
{
  if (--self->n_holders == 0)
    sem_store_unlock (self->lock);
}

/* Library and folders -------------------------------------------------------------------------- */

/* Whether the photos can be shown and searched all the same. */
static gboolean
can_read (SemEngine *self, const GError *error)
{
  g_autoptr (SemStore) store = NULL;

  if (!g_error_matches (error, SEM_ERROR, SEM_ERROR_FULL)
      && !g_error_matches (error, SEM_ERROR, SEM_ERROR_UNREADABLE))
    return FALSE;
  store = sem_store_open (self->path, SEM_STORE_READ, NULL);
  return store != NULL;
}

/* Opens the library for writing, so that it is created, migrated, or renewed where it is damaged.
 */
static gboolean
open_library (SemEngine *self, char **message, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *aside = NULL, *name = NULL;
  guint n_folders;
  g_autoptr (SemStore) store = sem_store_open_or_renew (self->path, &aside, &n_folders, &local);

  if (store && !aside)
    return TRUE;
  if (!store && can_read (self, local))
    {
      *message = g_strdup (local->message);
      return TRUE;
    }
  if (!store)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  name = g_filename_display_name (aside);
  *message =
    g_strdup_printf (n_folders
                       ? _("The library was damaged and has been moved to “%s”. Your photos "
                           "are unchanged, and the new library has your folders.")
                       : _("The library was damaged and has been moved to “%s”. Your photos "
                           "are unchanged. Add your folders again to build a new library."),
                     name);
  return TRUE;
}

static gboolean
run_index (SemEngine *self, SemJob *job, char **message, GError **error)
{
  SemBackbone *backbone = sem_engine_get_backbone (self, error);
  SemIndexSummary summary;
  SemIndexProgress progress;
  SemIndexer *indexer;
  gboolean ok;

  if (!backbone)
    return FALSE;
  indexer = sem_indexer_new (self->path, backbone, NULL, NULL);
  g_mutex_lock (&self->mutex);
  self->indexer = indexer;
  self->index_job = job;
  sem_indexer_set_paused (indexer, sem_job_queue_is_paused (self->jobs, job));
  g_mutex_unlock (&self->mutex);

  ok = sem_indexer_run (indexer, NULL, job->cancellable, &summary, error);

  sem_indexer_get_progress (indexer, &progress);
  if (ok ? job->request.tell : g_cancellable_is_cancelled (job->cancellable))
    *message = sem_index_describe (&summary, &progress, !ok);
  g_mutex_lock (&self->mutex);
  self->indexer = NULL;
  g_mutex_unlock (&self->mutex);
  sem_indexer_free (indexer);
  return ok;
}

static gboolean
change_row (SemStore *store, SemEngineJob job, const char *folder, GError **error)
{
  switch (job)
    {
    case SEM_ENGINE_ADD_FOLDER:
      return sem_store_add_folder (store, folder, error) > 0;
    case SEM_ENGINE_FORGET_MISSING:
      /* The folder may have been removed from the library meanwhile. */
      return sem_store_forget_missing (store, folder, error) >= 0;
    default:
      return sem_store_remove_folder (store, folder, error);
    }
}

/* Needs the lock, since the folders must not change while another process indexes. */
static gboolean
change_folder_locked (SemEngine *self, SemEngineJob job, const char *folder, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (self->path, SEM_STORE_WRITE, error);

  return store && sem_store_begin (store, error) && change_row (store, job, folder, error)
         && sem_store_commit (store, error) && sem_store_sweep (store, error);
}

static gboolean
change_folder (SemEngine *self, SemEngineJob job, const char *folder, GError **error)
{
  char *resolved = realpath (folder, NULL);
  /* A folder that no longer exists is removed by the name under which it was added. */
  g_autofree char *canonical = g_strdup (resolved ? resolved : folder);
  gboolean found = resolved != NULL, ok;

  free (resolved);
  if (job == SEM_ENGINE_ADD_FOLDER && (!found || !g_file_test (canonical, G_FILE_TEST_IS_DIR)))
    {
      g_autofree char *name = g_filename_display_name (folder);

      g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE, _("“%s” is not a folder: %s."), name,
                   found ? _("it is a file") : g_strerror (ENOENT));
      return FALSE;
    }
  if (!hold_library (self, error))
    return FALSE;
  ok = change_folder_locked (self, job, canonical, error);
  release_library (self);
  return ok;
}

/* Codes ---------------------------------------------------------------------------------------- */

/* Called between two steps of a training: waits while it is paused, and carries out changes. */
static void
between_steps (double fraction, gpointer user_data)
{
  const Work *work = user_data;
  SemEngine *self = work->engine;
  SemJob *change;

  while ((change = sem_job_queue_take_between (self->jobs, work->job)))
    sem_engine_do (self, change);
}

static void
work_progress (double fraction, gpointer user_data)
{
  const Work *work = user_data;

  sem_job_queue_set_progress (work->engine->jobs, work->job, fraction);
  between_steps (fraction, user_data);
}

static void
training_epoch (const SemHashEpoch *epoch, gpointer user_data)
{
  SemEngine *self = ((const Work *) user_data)->engine;

  g_mutex_lock (&self->mutex);
  g_array_append_vals (self->epochs, epoch, 1);
  g_mutex_unlock (&self->mutex);
}

static void
begin_training (SemEngine *self)
{
  g_mutex_lock (&self->mutex);
  self->n_trainings++;
  g_array_set_size (self->epochs, 0);
  g_mutex_unlock (&self->mutex);
}

static gboolean
choose_options (SemEngine *self,
                const SemEngineRequest *request,
                SemHashOptions *options,
                GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (self->path, SEM_STORE_READ, error);
  SemStoreModel active = { 0 };
  SemHashMethod before;

  if (!store || !sem_store_get_active_row (store, &active, error))
    return FALSE;
  sem_train_choose_options (&active, options);
  sem_store_model_clear (&active);
  before = options->method;
  if (request->method && sem_hash_method_from_name (request->method, &options->method))
    {
      /* Settings of one method do not apply to another. */
      if (options->method != before)
        sem_hash_options_open (options);
      options->n_bits = request->n_bits;
      options->seed = request->seed;
    }
  return TRUE;
}

/* Returns: (transfer full) (nullable): what is to be said of a training besides the offer. */
static char *
describe_outcome (const SemTrainSummary *summary)
{
  char *sample;

  if (summary->remark)
    return g_strdup (summary->remark);
  sample = sem_train_summary_describe_sample (summary);
  if (sample || !summary->active)
    return sample;
  if (summary->unchanged)
    return g_strdup (_(
      "Training gave the same codes as before, since the photos and settings have not changed."));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Trained on %u photo",
                                       "Trained on %u photos", summary->trained_on),
                          summary->trained_on);
}

/* Returns: (transfer full) (nullable): a message to show besides the offer. */
static char *
describe_training (const SemTrainSummary *summary)
{
  g_autofree char *outcome = describe_outcome (summary);

  if (outcome && summary->dropped)
    return g_strdup_printf ("%s %s", outcome, summary->dropped);
  return g_strdup (outcome ? outcome : summary->dropped);
}

/* The backbone of the active model, so that a new model uses the same one. Where its weights are
 * missing, the program's own backbone is used and computes the features that are missing. */
static SemBackbone *
choose_backbone (Work *work, SemBackbone *own, GError **error)
{
  SemEngine *self = work->engine;
  g_autoptr (SemStore) store = sem_store_open (self->path, SEM_STORE_WRITE, error);
  g_autoptr (GError) local = NULL;
  const SemProgress progress = { between_steps, work, work->job->cancellable };
  SemBackbone *backbone;
  guint n_left_out;

  if (!store)
    return NULL;
  backbone = sem_backbones_load_active (store, &local);
  if (backbone)
    return backbone;
  if (!g_error_matches (local, SEM_ERROR, SEM_ERROR_NO_WEIGHTS))
    g_propagate_error (error, g_steal_pointer (&local));
  else if (sem_describe_photos (store, own, &n_left_out, &progress, error))
    return sem_backbone_ref (own);
  return NULL;
}

static gboolean
train_locked (Work *work, SemBackbone *own, char **message, GError **error)
{
  SemEngine *self = work->engine;
  SemTrainRequest train = {
    .path = self->path, .end = SEM_TRAIN_OFFER, .progress = work_progress, .progress_data = work
  };
  g_autoptr (SemBackbone) chosen = NULL;
  SemTrainSummary summary = { 0 };
  gboolean ok;

  begin_training (self);
  chosen = choose_backbone (work, own, error);
  train.backbone = chosen ? sem_backbone_get_id (chosen) : NULL;
  ok = chosen && choose_options (self, &work->job->request, &train.options, error);
  train.options.epoch_func = training_epoch;
  train.options.epoch_data = work;
  ok = ok && sem_train_library (&train, work->job->cancellable, &summary, error);
  if (ok)
    *message = describe_training (&summary);
  sem_train_summary_clear (&summary);
  return ok;
}

static gboolean
run_train (SemEngine *self, SemJob *job, char **message, GError **error)
{
  Work work = { self, job };
  SemBackbone *backbone = sem_engine_get_backbone (self, error);
  gboolean ok;

  /* It may have been paused while it waited. */
  between_steps (0, &work);
  if (!backbone || !hold_library (self, error))
    return FALSE;
  ok = train_locked (&work, backbone, message, error);
  release_library (self);
  return ok;
}

static gboolean
change_codes (SemEngine *self, SemJob *job, GError **error)
{
  Work work = { self, job };
  const SemProgress progress = { work_progress, &work, job->cancellable };
  const SemEngineRequest *request = &job->request;
  SemBackbone *backbone = sem_engine_get_backbone (self, error);
  gboolean ok;

  /* It may have been paused while it waited. */
  between_steps (0, &work);
  if (!backbone || !hold_library (self, error))
    return FALSE;
  ok = request->job == SEM_ENGINE_USE_CODES
         ? sem_models_use (self->path, sem_backbone_get_id (backbone), request->codes, &progress,
                           error)
         : sem_models_set_offered (self->path, request->codes,
                                   request->job == SEM_ENGINE_OFFER_CODES, error);
  release_library (self);
  return ok;
}

/* Doing ---------------------------------------------------------------------------------------- */

static gboolean
run (SemEngine *self, SemJob *job, char **message, GError **error)
{
  const SemEngineRequest *request = &job->request;

  switch (request->job)
    {
    case SEM_ENGINE_OPEN:
      return open_library (self, message, error);
    case SEM_ENGINE_ADD_FOLDER:
    case SEM_ENGINE_REMOVE_FOLDER:
    case SEM_ENGINE_FORGET_MISSING:
      return change_folder (self, request->job, request->folder, error);
    case SEM_ENGINE_INDEX:
      return run_index (self, job, message, error);
    case SEM_ENGINE_TRAIN:
      return run_train (self, job, message, error);
    case SEM_ENGINE_USE_CODES:
    case SEM_ENGINE_OFFER_CODES:
    case SEM_ENGINE_DECLINE_CODES:
      return change_codes (self, job, error);
    case SEM_ENGINE_N_JOBS:
    default:
      return TRUE;
    }
}

void
sem_engine_do (SemEngine *self, SemJob *job)
{
  g_autoptr (GError) error = NULL, view_error = NULL;
  g_autofree char *message = NULL;
  GCancellable *stop = job->cancellable ? job->cancellable : self->quitting;
  gboolean trains = job->request.job == SEM_ENGINE_TRAIN;
  SemEngineView *view;

  if (trains)
    sem_wanted_training_note (self->path, &job->request);
  g_cancellable_push_current (stop);
  if (!g_cancellable_set_error_if_cancelled (job->cancellable, &error))
    run (self, job, &message, &error);
  else if (job->unwanted)
    message = sem_index_describe_unbegun (job->request.job);
  g_cancellable_pop_current (stop);
  job =
    sem_job_queue_end (self->jobs, job, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  if (!job)
    return;
  if (trains && !(error && job->interrupted))
    sem_wanted_training_forget (self->path);
  g_cancellable_push_current (self->quitting);
  view = sem_engine_take_view (self, &view_error);
  g_cancellable_pop_current (self->quitting);
  self->done (job->request.job, view, message, error ? error : view_error, self->user_data);
  sem_job_free (job);
}
