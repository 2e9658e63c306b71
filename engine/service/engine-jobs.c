/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/service/engine-private.h"
#include "engine/measure/compare.h"
#include "engine/photos/backbones.h"
#include "engine/photos/describe.h"
#include "engine/learn/models.h"
#include "engine/learn/trainer.h"

#include <errno.h>
#include <stdlib.h>

#include <glib/gi18n-lib.h>

typedef struct
{
  SemEngine *engine;
  GCancellable *cancellable;
} Training;

/* Library and folders -------------------------------------------------------------------------- */

/* Opens the library so that it is made, migrated or, where it is damaged, set aside. */
static gboolean
open_library (SemEngine *self, char **message, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (SemStore) store = sem_store_open (self->path, SEM_STORE_WRITE, &local);
  g_autofree char *aside = NULL, *name = NULL;

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
  name = g_filename_display_name (aside);
  *message = g_strdup_printf (_("The library was damaged and is kept aside as “%s”. Your photos "
                                "are untouched: choose your folders again."),
                              name);
  store = sem_store_open (self->path, SEM_STORE_WRITE, error);
  return store != NULL;
}

static gboolean
run_index (SemEngine *self, GCancellable *cancellable, GError **error)
{
  SemBackbone *backbone = sem_engine_get_backbone (self, error);
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

static gboolean
change_row (SemStore *store, SemEngineJob job, const char *folder, GError **error)
{
  g_autoptr (GError) local = NULL;

  switch (job)
    {
    case SEM_ENGINE_ADD_FOLDER:
      return sem_store_add_folder (store, folder, error) > 0;
    case SEM_ENGINE_FORGET_MISSING:
      /* A folder that has left the library meanwhile has nothing to forget. */
      if (sem_store_forget_missing (store, folder, &local) > 0 || !local)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    default:
      return sem_store_remove_folder (store, folder, error);
    }
}

/* Under the lock: another process that indexes would not expect its folders to change. */
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

/* Codes ---------------------------------------------------------------------------------------- */

/* A pause holds training up where it tells of its progress. */
static void
training_progress (double fraction, gpointer user_data)
{
  const Training *training = user_data;
  SemEngine *self = training->engine;

  g_mutex_lock (&self->mutex);
  self->training = fraction;
  while (self->paused && !g_cancellable_is_cancelled (training->cancellable))
    g_cond_wait_until (&self->resumed, &self->mutex,
                       g_get_monotonic_time () + G_TIME_SPAN_SECOND / 10);
  g_mutex_unlock (&self->mutex);
}

static void
use_progress (double fraction, gpointer user_data)
{
  SemEngine *self = user_data;

  g_mutex_lock (&self->mutex);
  self->training = fraction;
  g_mutex_unlock (&self->mutex);
}

static void
training_epoch (const SemHashEpoch *epoch, gpointer user_data)
{
  SemEngine *self = ((const Training *) user_data)->engine;

  g_mutex_lock (&self->mutex);
  g_array_append_vals (self->epochs, epoch, 1);
  g_mutex_unlock (&self->mutex);
}

static void
begin_training (SemEngine *self, gboolean learns)
{
  g_mutex_lock (&self->mutex);
  self->training = 0;
  self->paused = FALSE;
  if (learns)
    {
      self->n_trainings++;
      g_array_set_size (self->epochs, 0);
    }
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
      /* What one method was told says nothing to another. */
      if (options->method != before)
        sem_hash_options_open (options);
      options->n_bits = request->n_bits;
      options->seed = request->seed;
    }
  return TRUE;
}

/* What there is to say besides the offer. */
static char *
describe_training (const SemTrainSummary *summary)
{
  char *sample = sem_train_summary_describe_sample (summary);

  if (summary->remark || sample || !summary->active)
    {
      char *sentence = summary->remark ? g_strdup (summary->remark) : g_strdup (sample);

      g_free (sample);
      return sentence;
    }
  if (summary->unchanged)
    return g_strdup (_("Nothing has changed: the same photos and choices give the same codes."));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Learned from %u photo",
                                       "Learned from %u photos", summary->trained_on),
                          summary->trained_on);
}

/* The network of the codes that answer, so that they are learned anew and it stays. Where its
 * weights are gone the program's own takes its place, and describes what it has not seen. */
static SemBackbone *
choose_backbone (SemEngine *self, SemBackbone *own, GCancellable *cancellable, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (self->path, SEM_STORE_WRITE, error);
  g_autoptr (GError) local = NULL;
  SemBackbone *backbone;
  guint n_left_out;

  if (!store)
    return NULL;
  backbone = sem_backbones_load_active (store, &local);
  if (backbone)
    return backbone;
  if (!g_error_matches (local, SEM_ERROR, SEM_ERROR_NO_WEIGHTS))
    g_propagate_error (error, g_steal_pointer (&local));
  else if (sem_describe_photos (store, own, &n_left_out, NULL, NULL, cancellable, error))
    return sem_backbone_ref (own);
  return NULL;
}

static gboolean
run_train (SemEngine *self,
           const SemEngineRequest *request,
           char **message,
           GCancellable *cancellable,
           GError **error)
{
  SemBackbone *backbone = sem_engine_get_backbone (self, error);
  int lock = backbone ? sem_store_lock (self->path, error) : -1;
  Training training = { self, cancellable };
  SemTrainRequest train = { .path = self->path,
                            .end = SEM_TRAIN_OFFER,
                            .judge = sem_compare_models,
                            .progress = training_progress,
                            .progress_data = &training };
  g_autoptr (SemBackbone) chosen = NULL;
  SemTrainSummary summary = { 0 };
  gboolean ok;

  if (lock < 0)
    return FALSE;
  begin_training (self, TRUE);
  chosen = choose_backbone (self, backbone, cancellable, error);
  train.backbone = chosen ? sem_backbone_get_id (chosen) : NULL;
  ok = chosen && choose_options (self, request, &train.options, error);
  train.options.epoch_func = training_epoch;
  train.options.epoch_data = &training;
  ok = ok && sem_train_library (&train, cancellable, &summary, error);
  sem_store_unlock (lock);
  if (ok)
    *message = describe_training (&summary);
  sem_train_summary_clear (&summary);
  return ok;
}

static gboolean
change_codes (SemEngine *self, const SemEngineRequest *request, GError **error)
{
  SemBackbone *backbone = sem_engine_get_backbone (self, error);
  int lock = backbone ? sem_store_lock (self->path, error) : -1;
  gboolean ok;

  if (lock < 0)
    return FALSE;
  begin_training (self, FALSE);
  ok = request->job == SEM_ENGINE_USE_CODES
         ? sem_models_use (self->path, sem_backbone_get_id (backbone), request->codes, use_progress,
                           self, NULL, error)
         : sem_models_set_offered (self->path, request->codes,
                                   request->job == SEM_ENGINE_OFFER_CODES, error);
  sem_store_unlock (lock);
  return ok;
}

gboolean
sem_engine_run (SemEngine *self,
                const SemEngineRequest *request,
                char **message,
                GCancellable *cancellable,
                GError **error)
{
  switch (request->job)
    {
    case SEM_ENGINE_OPEN:
      return open_library (self, message, error);
    case SEM_ENGINE_ADD_FOLDER:
    case SEM_ENGINE_REMOVE_FOLDER:
    case SEM_ENGINE_FORGET_MISSING:
      return change_folder (self, request->job, request->folder, error);
    case SEM_ENGINE_INDEX:
      return run_index (self, cancellable, error);
    case SEM_ENGINE_TRAIN:
      return run_train (self, request, message, cancellable, error);
    case SEM_ENGINE_USE_CODES:
    case SEM_ENGINE_OFFER_CODES:
    case SEM_ENGINE_DECLINE_CODES:
      return change_codes (self, request, error);
    default:
      return TRUE;
    }
}
