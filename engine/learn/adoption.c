/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/learn/adoption.h"
#include "engine/learn/compare-codes.h"
#include "engine/learn/encoding.h"
#include "engine/learn/kept-models.h"
#include "engine/learn/places.h"
#include "engine/nn/backbone.h"
#include "engine/store/backbones.h"
#include "engine/store/sweep.h"

/* The share of the time for encoding; the rest is for the comparison. */
#define SHARE_ENCODED 0.8

/* The active model, if the new one can be compared with it: one that cannot be read, or is of
 * another backbone than plain features, is not. */
static SemHashModel *
read_rival (const SemAdoption *self, const SemStoreModel *active)
{
  SemHashModel *rival;

  if (!active->id || (!self->fine_tuned && g_strcmp0 (active->backbone, self->backbone) != 0))
    return NULL;
  rival = sem_hash_model_new_from_bytes (active->data, NULL);
  if (rival && sem_hash_model_get_n_features (rival) != SEM_BACKBONE_DIM)
    g_clear_pointer (&rival, sem_hash_model_free);
  return rival;
}

/* Storing -------------------------------------------------------------------------------------- */

static gboolean
is_unchanged (const SemAdoption *self,
              const SemStoreModel *active,
              SemHashModel *rival,
              GBytes *data)
{
  return self->end != SEM_TRAIN_REPLACE && !self->fine_tuned && rival && !active->provisional
         && g_bytes_equal (active->data, data);
}

/* Models that were trained before logs were stored get theirs. */
static gboolean
keep_unchanged (SemAdoption *self, const SemStoreModel *active, GError **error)
{
  g_autoptr (GBytes) log = sem_training_log_to_bytes (self->log);
  gboolean ok;

  self->id = active->id;
  self->active = self->unchanged = TRUE;
  ok = sem_store_begin (self->store, error)
       && sem_store_set_model_stage (self->store, active->id, SEM_MODEL_READY,
                                     active->log ? NULL : log, error)
       && sem_store_commit (self->store, error);
  if (!ok)
    sem_store_rollback (self->store);
  return ok;
}

/* Whether a row may hold this very model; only those are read as a whole. One that was expired
 * meanwhile may lack a photo that was indexed again. */
static gboolean
may_be_this (const SemAdoption *self, const SemStoreModel *row, gint64 active)
{
  return row->id != active && row->provisional == self->provisional
         && row->bits == sem_hash_model_get_n_bits (self->model)
         && row->seed == sem_hash_model_get_seed (self->model)
         && g_strcmp0 (row->backbone, self->backbone) == 0;
}

/* The row of the same model, 0 where there is none, -1 with @error: the same photos and options
 * give the same model, to the bit. It is left of a training that was interrupted, or is one of
 * those that the library keeps. */
static gint64
find_same (SemAdoption *self, gint64 active, GBytes *data, GError **error)
{
  g_autoptr (GPtrArray) models = sem_store_list_models (self->store, error);
  gint64 found = 0;

  for (guint i = 0; models && found == 0 && i < models->len; i++)
    {
      const SemStoreModel *row = g_ptr_array_index (models, i);
      SemStoreModel whole = { 0 };

      if (!may_be_this (self, row, active))
        continue;
      if (!sem_store_get_model (self->store, row->id, &whole, error))
        found = -1;
      else if (whole.id && g_bytes_equal (whole.data, data))
        found = row->id;
      self->resumed = found > 0 && row->stage == SEM_MODEL_UNFINISHED;
      self->known = found > 0 && row->stage != SEM_MODEL_UNFINISHED;
      sem_store_model_clear (&whole);
    }
  return models ? found : -1;
}

static gboolean
put_model (SemAdoption *self, gint64 active, GBytes *data, GError **error)
{
  SemStoreModel row = {
    .method = (char *) sem_hash_method_get_name (sem_hash_model_get_method (self->model)),
    .bits = sem_hash_model_get_n_bits (self->model),
    .seed = sem_hash_model_get_seed (self->model),
    .backbone = (char *) self->backbone,
    .photos = self->photos,
    .trained_on = self->trained_on,
    .provisional = self->provisional,
    .created = g_get_real_time () / G_USEC_PER_SEC,
    .data = data,
    .origin = self->end == SEM_TRAIN_REPLACE ? SEM_MODEL_AUTOMATIC : SEM_MODEL_TRAINED,
  };
  gint64 id = find_same (self, active, data, error);
  gboolean ok;

  if (id < 0)
    return FALSE;
  ok = sem_store_begin (self->store, error)
       && sem_store_remove_inactive (self->store, id, TRUE, error)
       && (id > 0 || sem_store_put_model (self->store, &row, error))
       && sem_store_commit (self->store, error);
  if (!ok)
    sem_store_rollback (self->store);
  self->id = id > 0 ? id : row.id;
  return ok;
}

/* Models that the user trained, and the one that was active before, are kept; an earlier offer is
 * withdrawn. */
static gboolean
keep_others (SemAdoption *self, SemStore *store, GError **error)
{
  SemStoreModel active = { 0 };
  gboolean ok =
    sem_store_get_active_row (store, &active, error)
    && (!active.id || active.provisional || sem_store_keep_model (store, active.id, error))
    && sem_store_withdraw_offers (store, error);

  sem_store_model_clear (&active);
  return ok;
}

/* In the transaction of the last batch of codes. */
static gboolean
finish (SemStore *store, gpointer data, GError **error)
{
  SemAdoption *self = data;
  g_autoptr (GBytes) log = sem_training_log_to_bytes (self->log);
  SemModelStage stage = self->active ? SEM_MODEL_READY : SEM_MODEL_OFFERED;

  if (self->end != SEM_TRAIN_REPLACE && !keep_others (self, store, error))
    return FALSE;
  if (self->fine_tuned ? !sem_store_put_backbone (store, self->backbone, SEM_BACKBONE_TUNED, error)
                       : !sem_store_remove_inactive (store, self->id, FALSE, error))
    return FALSE;
  if (!sem_store_set_model_stage (store, self->id, stage, log, error))
    return FALSE;
  if (!self->active)
    return TRUE;
  return self->end == SEM_TRAIN_REPLACE && !self->fine_tuned
           ? sem_store_activate_model (store, self->id, error)
           : sem_store_use_model (store, self->id, error);
}

/* Choosing ------------------------------------------------------------------------------------- */

/* Whether the model is compared with the active one. */
static gboolean
compares (const SemAdoption *self, const SemStoreModel *active, SemHashModel *rival)
{
  return rival && (self->end != SEM_TRAIN_REPLACE || (active->kept && !active->provisional));
}

/* Codes that were learned from scenes, or replace such, are judged by what they are for as well. */
static gboolean
judge_places (const SemAdoption *self,
              const SemComparedModel *before,
              const SemComparedModel *after,
              const SemProgress *progress,
              SemCodeComparison *comparison,
              GError **error)
{
  comparison->learned_places = sem_hash_model_get_method (self->model) == SEM_HASH_BCDH;
  if (!comparison->learned_places && sem_hash_model_get_method (before->model) != SEM_HASH_BCDH)
    return TRUE;
  return sem_places_compare (self->store, before, after, sem_progress_get_cancellable (progress),
                             comparison, error);
}

/* Decides whether the model becomes the active one; the comparison goes to the log. */
static gboolean
decide (SemAdoption *self,
        const SemStoreModel *active,
        SemHashModel *rival,
        const SemProgress *progress,
        GError **error)
{
  const SemComparedModel before = { rival, active->backbone };
  const SemComparedModel after = { self->model, self->backbone };
  SemCodeComparison comparison;

  self->active = self->end != SEM_TRAIN_OFFER || !rival;
  if (!compares (self, active, rival))
    return TRUE;
  if (!sem_compare_codes (self->store, &before, &after, sem_hash_model_get_seed (self->model),
                          progress, &comparison, error)
      || !judge_places (self, &before, &after, progress, &comparison, error))
    return FALSE;
  comparison.bits_before = sem_hash_model_get_n_bits (rival);
  comparison.bits_after = sem_hash_model_get_n_bits (self->model);
  sem_training_log_set_comparison (self->log, &comparison);
  if (self->end == SEM_TRAIN_USE_UNLESS_WORSE || self->end == SEM_TRAIN_REPLACE)
    self->active = !sem_code_comparison_is_worse (&comparison);
  return TRUE;
}

static gboolean
encode_and_switch (SemAdoption *self,
                   const SemStoreModel *active,
                   SemHashModel *rival,
                   const SemProgress *progress,
                   GError **error)
{
  gboolean at_once = !compares (self, active, rival);
  SemEncoding encoding = {
    .id = self->id,
    .model = self->model,
    .backbone = self->backbone,
    .n_photos = self->photos,
  };
  SemProgressPart part;

  /* Nearly all photos are encoded before the comparison, which takes long; those that were added
   * meanwhile get their codes with the switch. */
  if (!at_once
      && !sem_encode_photos (self->store, &encoding,
                             sem_progress_part_init (&part, progress, 0, SHARE_ENCODED), error))
    return FALSE;
  if (!decide (self, active, rival, sem_progress_part_init (&part, progress, SHARE_ENCODED, 1),
               error))
    return FALSE;
  encoding.end = finish;
  encoding.end_data = self;
  return sem_encode_photos (self->store, &encoding,
                            sem_progress_part_init (&part, progress, at_once ? 0 : 1, 1), error);
}

gboolean
sem_adoption_run (SemAdoption *self, const SemProgress *progress, GError **error)
{
  g_autoptr (GBytes) data = sem_hash_model_to_bytes (self->model);
  g_autoptr (SemHashModel) rival = NULL;
  g_autoptr (GError) local = NULL;
  SemStoreModel active = { 0 };
  gboolean ok = sem_store_get_active_row (self->store, &active, error);

  if (ok)
    rival = read_rival (self, &active);
  if (ok && is_unchanged (self, &active, rival, data))
    ok = keep_unchanged (self, &active, error);
  else
    ok = ok && put_model (self, active.id, data, error)
         && encode_and_switch (self, &active, rival, progress, error);
  sem_store_model_clear (&active);
  /* A model that cannot be removed now is removed by the next training. Removals by an automatic
   * training are not reported. */
  if (ok && !self->unchanged
      && ((self->end != SEM_TRAIN_REPLACE
           && !sem_models_trim (self->store, SEM_MODELS_KEPT, SEM_MODELS_KEPT_BYTES, &self->dropped,
                                &local))
          || !sem_store_sweep (self->store, &local)))
    g_debug ("sweeping: %s", local->message);
  return ok;
}
