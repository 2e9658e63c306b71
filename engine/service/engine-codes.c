/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/service/engine-private.h"
#include "engine/base/rest.h"
#include "engine/inspect/network-facts.h"
#include "engine/learn/end-to-end.h"
#include "engine/learn/model-files.h"
#include "engine/learn/models.h"
#include "engine/learn/switching.h"
#include "engine/learn/trainer.h"
#include "engine/nn/pooling.h"
#include "engine/photos/backbones.h"
#include "engine/photos/describe.h"
#include "engine/base/language.h"

#include <glib/gi18n-lib.h>

/* A long job and the engine that runs it. */
typedef struct
{
  SemEngine *engine;
  SemJob *job;
  gint64 began; /* its present step */
} Work;

/* Training ------------------------------------------------------------------------------------- */

/* Called between two steps of a training: rests, waits while it is paused, and carries out changes.
 */
static void
between_steps (double fraction, gpointer user_data)
{
  Work *work = user_data;
  SemEngine *self = work->engine;
  SemJob *change;

  if (work->began)
    sem_rest (work->began, work->job->cancellable);
  while ((change = sem_job_queue_take_between (self->jobs, work->job)))
    self->run_between (self, change);
  work->began = g_get_monotonic_time ();
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
      options->preset = request->paper ? SEM_HASH_PRESET_PAPER : SEM_HASH_PRESET_DEFAULT;
    }
  return TRUE;
}

/* Returns: (transfer full) (nullable): what is to be said of a training besides the offer. */
static char *
describe_outcome (const SemTrainSummary *summary)
{
  char *sample;

  /* Whatever else there was to say, was said then. */
  if (summary->unchanged)
    return g_strdup (_("The codes are up to date, and were kept: photos, method, length and seed "
                       "are those that they were trained with. A more thorough method, or "
                       "another length, may give better codes."));
  if (summary->known)
    return g_strdup (_("The library had this model already: photos and settings have not changed "
                       "since. Another seed gives another one."));
  if (summary->remark)
    return g_strdup (summary->remark);
  sample = sem_train_summary_describe_sample (summary);
  if (sample || !summary->active)
    return sample;
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Trained on %u photo",
                                       "Trained on %u photos", summary->trained_on),
                          summary->trained_on);
}

/* Returns: (transfer full) (nullable): a message to show besides the offer. */
static char *
describe_training (const SemTrainSummary *summary)
{
  g_autofree char *outcome = describe_outcome (summary);

  return sem_language_join (outcome, summary->dropped);
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
  g_auto (SemLeftOut) left_out = { 0 };
  SemBackbone *backbone;

  if (!store)
    return NULL;
  backbone = sem_backbones_load_active (store, &local);
  if (backbone)
    return backbone;
  if (!g_error_matches (local, SEM_ERROR, SEM_ERROR_NO_WEIGHTS))
    g_propagate_error (error, g_steal_pointer (&local));
  else if (sem_describe_photos (store, own, &left_out, &progress, error))
    return sem_backbone_ref (own);
  return NULL;
}

static gboolean
train_locked (Work *work, SemBackbone *own, char **message, GError **error)
{
  SemEngine *self = work->engine;
  SemTrainRequest train = {
    .path = self->path,
    .most = work->job->request.most,
    .end = SEM_TRAIN_OFFER,
    .progress = work_progress,
    .progress_data = work,
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

/* A change would not get the lock at the end. */
static void
network_progress (double fraction, gpointer user_data)
{
  const Work *work = user_data;

  if (fraction < SEM_END_TO_END_LOCKED)
    work_progress (fraction, user_data);
  else
    sem_job_queue_set_progress (work->engine->jobs, work->job, fraction);
}

/* Trains the network as well, which takes the library's lock by itself for its last step. */
static gboolean
train_network (Work *work, char **message, GError **error)
{
  SemEngine *self = work->engine;
  const SemEngineRequest *request = &work->job->request;
  SemEndToEndRequest train = {
    .path = self->path,
    .depth = request->depth,
    .augment = request->augment,
    .pooling_power = SEM_POOLING_MEAN,
    .most = request->most,
    .end = SEM_TRAIN_OFFER,
    .progress = network_progress,
    .progress_data = work,
  };
  SemEndToEndSummary summary = { 0 };
  gboolean ok;

  begin_training (self);
  ok = choose_options (self, request, &train.options, error);
  train.options.epoch_func = training_epoch;
  train.options.epoch_data = work;
  ok = ok && sem_end_to_end_library (&train, work->job->cancellable, &summary, error);
  if (ok)
    *message = g_strdup (summary.remark ? summary.remark : summary.dropped);
  sem_end_to_end_summary_clear (&summary);
  return ok;
}

gboolean
sem_engine_train (SemEngine *self, SemJob *job, char **message, GError **error)
{
  Work work = { self, job };
  SemBackbone *backbone = sem_engine_get_backbone (self, error);
  gboolean ok;

  /* It may have been paused while it waited. */
  between_steps (0, &work);
  if (!backbone)
    return FALSE;
  if (job->request.depth != SEM_FINETUNE_NONE)
    return train_network (&work, message, error);
  if (!sem_engine_hold_library (self, error))
    return FALSE;
  ok = train_locked (&work, backbone, message, error);
  sem_engine_release_library (self);
  return ok;
}

/* Models --------------------------------------------------------------------------------------- */

static gboolean
import (SemEngine *self,
        SemJob *job,
        const char *backbone,
        const SemProgress *progress,
        char **message,
        GError **error)
{
  gint64 id;
  gboolean known;

  if (!sem_models_import (self->path, backbone, job->request.file, &id, &known, progress, error))
    return FALSE;
  *message =
    g_strdup (known ? _("The library has this model already.") : _("The model was imported."));
  return TRUE;
}

static gboolean export(SemEngine *self,
                       const SemEngineRequest *request,
                       char **message,
                       GError **error)
{
  g_autofree char *name = g_path_get_basename (request->file);
  g_autofree char *shown = g_filename_display_name (name);

  if (!sem_models_export (self->path, request->codes, request->file, TRUE, error))
    return FALSE;
  *message = g_strdup_printf (_("The model was exported to “%s”."), shown);
  return TRUE;
}

static gboolean
change_locked (SemEngine *self,
               SemJob *job,
               const SemProgress *progress,
               char **message,
               GError **error)
{
  const SemEngineRequest *request = &job->request;
  SemBackbone *backbone = sem_engine_get_backbone (self, error);
  const char *own = backbone ? sem_backbone_get_id (backbone) : NULL;

  if (!own)
    return FALSE;
  switch (request->job)
    {
    case SEM_ENGINE_USE_CODES:
      return sem_models_use (self->path, own, request->codes, progress, error);
    case SEM_ENGINE_NAME_CODES:
      return sem_models_set_words (self->path, request->codes, request->name, request->note, error);
    case SEM_ENGINE_DELETE_CODES:
      return sem_models_drop (self->path, request->codes, error);
    case SEM_ENGINE_EXPORT_CODES:
      return export(self, request, message, error);
    case SEM_ENGINE_IMPORT_CODES:
      return import (self, job, own, progress, message, error);
    default:
      return sem_models_set_offered (self->path, request->codes,
                                     request->job == SEM_ENGINE_OFFER_CODES, error);
    }
}

gboolean
sem_engine_change_codes (SemEngine *self, SemJob *job, char **message, GError **error)
{
  Work work = { self, job };
  const SemProgress progress = { work_progress, &work, job->cancellable };
  gboolean ok;

  /* It may have been paused while it waited. */
  between_steps (0, &work);
  if (!sem_engine_hold_library (self, error))
    return FALSE;
  ok = change_locked (self, job, &progress, message, error);
  sem_engine_release_library (self);
  return ok;
}

/* Networks ------------------------------------------------------------------------------------- */

static void
switch_progress (double fraction, gpointer user_data)
{
  const Work *work = user_data;

  if (fraction >= SEM_SWITCH_DESCRIBED)
    sem_job_queue_settle (work->engine->jobs, work->job);
  work_progress (fraction, user_data);
}

/* (transfer full) */
static SemBackbone *
load_network (const char *name, GError **error)
{
  g_autoptr (SemProgramSettings) settings = NULL;

  if (g_str_equal (name, SEM_NETWORK_OWN))
    return sem_backbone_new (NULL, error);
  settings = sem_programs_find (name, error);
  return settings ? sem_backbone_new_for_program (settings) : NULL;
}

/* (transfer full) */
static char *
describe_switch (const SemTrainSummary *summary, const SemLeftOut *left_out)
{
  const guint n = summary->photos;
  g_autofree char *photos =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The network in use describes %'u photo now.",
                                  "The network in use describes %'u photos now.", n),
                     n);

  if (left_out->n == 0)
    return g_steal_pointer (&photos);
  if (left_out->n == 1 && left_out->refused)
    return sem_language_join (photos, left_out->refused);
  return g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE,
                 "%s %'u photo could not be described; “Update Library” tries it again.",
                 "%s %'u photos could not be described; “Update Library” tries them again.",
                 left_out->n),
    photos, left_out->n);
}

static gboolean
switch_locked (Work *work, char **message, GError **error)
{
  const SemProgress progress = { switch_progress, work, work->job->cancellable };
  g_autoptr (SemBackbone) backbone = load_network (work->job->request.name, error);
  SemTrainSummary summary = { 0 };
  g_auto (SemLeftOut) left_out = { 0 };
  gboolean ok = FALSE;

  if (backbone)
    ok = sem_switch_backbone (work->engine->path, backbone, &progress, &summary, &left_out, error);
  if (ok)
    *message = describe_switch (&summary, &left_out);
  else if (work->job->unwanted)
    *message = g_strdup (_("Stopped. The codes stay as they are, and so do the descriptions of "
                           "photos by the other network: using it again goes on with them."));
  sem_train_summary_clear (&summary);
  return ok;
}

static gboolean
remove_network (SemEngine *self, const char *name, GError **error)
{
  g_autoptr (SemProgramSettings) settings = sem_programs_find (name, error);
  g_autofree char *id = settings ? sem_program_settings_get_id (settings) : NULL;

  return id && sem_switch_forget (self->path, id, error) && sem_programs_remove (name, error);
}

gboolean
sem_engine_change_network (SemEngine *self, SemJob *job, char **message, GError **error)
{
  Work work = { self, job };
  gboolean ok;

  /* It may have been paused while it waited. */
  between_steps (0, &work);
  if (!sem_engine_hold_library (self, error))
    return FALSE;
  ok = job->request.job == SEM_ENGINE_SWITCH ? switch_locked (&work, message, error)
                                             : remove_network (self, job->request.name, error);
  sem_engine_release_library (self);
  return ok;
}
