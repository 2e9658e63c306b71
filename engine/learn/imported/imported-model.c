/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/learn/imported/imported-model.h"

#include "engine/hash/methods/hash-trainer.h"
#include "engine/index/hamming-index.h"
#include "engine/index/rerank.h"
#include "engine/learn/encoding.h"
#include "engine/photos/codes.h"
#include "engine/store/backbones.h"
#include "engine/store/codes.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"
#include "engine/store/sweep.h"

#include <glib/gi18n-lib.h>

/* Progress when the features are loaded, and when the model is trained. */
#define LOADED 0.2
#define TRAINED 0.8

float *
sem_imported_load (SemStore *store,
                   const SemImported *imported,
                   const GArray *ids,
                   const SemProgress *progress,
                   GError **error)
{
  g_autofree float *rows = g_try_new (float, (gsize) MAX (ids->len, 1) * imported->d);

  if (!rows)
    g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                 _("There is not enough memory to train on %u photos."), ids->len);
  for (guint i = 0; rows && i < ids->len; i++)
    {
      gboolean found = FALSE;

      if (g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (progress), error)
          || !sem_codes_load_feature_of (store, g_array_index (ids, gint64, i), imported->backbone,
                                         imported->d, rows + (gsize) i * imported->d, &found,
                                         error))
        return NULL;
      if (!found)
        {
          g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                       _("Some of the features “%s” are gone. Import them again."),
                       imported->name);
          return NULL;
        }
      sem_progress_report (progress, (double) (i + 1) / ids->len);
    }
  return g_steal_pointer (&rows);
}

/* Training ------------------------------------------------------------------------------------- */

typedef struct
{
  SemStore *store;
  SemImported *imported;
  const SemHashOptions *options;
  SemImportedTraining *training;
} Run;

static SemHashModel *
learn (Run *run, const SemProgress *progress, GError **error)
{
  g_autoptr (GArray) ids = sem_store_list_training (run->store, run->imported->backbone, error);
  g_autofree float *rows = NULL;
  SemProgressPart part;

  if (!ids)
    return NULL;
  /* By content hash: the first ones are a random sample. */
  run->training->photos = ids->len;
  g_array_set_size (ids, MIN (ids->len, SEM_HASH_MAX_TRAINING));
  run->training->trained_on = ids->len;
  if (ids->len == 0)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
                   _("No photo has one of the features “%s” any more. Import them again."),
                   run->imported->name);
      return NULL;
    }
  rows = sem_imported_load (run->store, run->imported, ids,
                            sem_progress_part_init (&part, progress, 0, LOADED), error);
  return rows ? sem_hash_train (run->options, rows, ids->len, run->imported->d,
                                sem_progress_part_init (&part, progress, LOADED, TRAINED), error)
              : NULL;
}

/* The model replaces the one that was there when all photos have a code. */
static gboolean
finish_cb (SemStore *store, gpointer data, GError **error)
{
  const Run *run = data;
  g_autoptr (GPtrArray) models = sem_store_list_models (store, error);

  for (guint i = 0; models && i < models->len; i++)
    {
      const SemStoreModel *model = g_ptr_array_index (models, i);

      if (model->id != run->training->model
          && g_strcmp0 (model->backbone, run->imported->backbone) == 0
          && !sem_store_drop_model (store, model->id, error))
        return FALSE;
    }
  return models
         && sem_store_set_model_stage (store, run->training->model, SEM_MODEL_READY, NULL, error);
}

static gboolean
keep (Run *run, SemHashModel *model, const SemProgress *progress, GError **error)
{
  SemStoreModel row = {
    .method = (char *) sem_hash_method_get_name (run->options->method),
    .bits = run->options->n_bits,
    .seed = run->options->seed,
    .backbone = run->imported->backbone,
    .photos = run->training->photos,
    .trained_on = run->training->trained_on,
    .created = g_get_real_time () / G_USEC_PER_SEC,
    .origin = SEM_MODEL_TRAINED,
    .name = run->imported->name,
  };
  g_autoptr (GBytes) bytes = sem_hash_model_to_bytes (model);
  SemEncoding encoding = {
    .model = model,
    .backbone = run->imported->backbone,
    .n_photos = run->training->photos,
    .end = finish_cb,
    .end_data = run,
  };

  row.data = bytes;
  if (!sem_store_begin (run->store, error))
    return FALSE;
  if (!sem_store_put_model (run->store, &row, error) || !sem_store_commit (run->store, error))
    {
      sem_store_rollback (run->store);
      return FALSE;
    }
  encoding.id = run->training->model = row.id;
  return sem_encode_photos (run->store, &encoding, progress, error)
         && sem_store_sweep (run->store, error);
}

gboolean
sem_imported_train (const char *path,
                    const char *name,
                    const SemHashOptions *options,
                    SemImportedTraining *training,
                    const SemProgress *progress,
                    GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_WRITE, error);
  g_autoptr (SemImported) imported = store ? sem_imported_find (store, name, error) : NULL;
  g_autoptr (SemHashModel) model = NULL;
  Run run = { store, imported, options, training };
  SemProgressPart part;

  *training = (SemImportedTraining){ 0 };
  if (!imported || !(model = learn (&run, progress, error)))
    return FALSE;
  training->remark = g_strdup (sem_hash_model_get_remark (model));
  return keep (&run, model, sem_progress_part_init (&part, progress, TRAINED, 1), error);
}

/* Searching ------------------------------------------------------------------------------------ */

typedef struct
{
  SemStore *store;
  SemImported *imported;
  gint64 model_id;
  SemHashModel *model;
  SemHammingIndex *index;
  gint64 photo;
} Search;

static void
search_clear (Search *self)
{
  g_clear_pointer (&self->imported, sem_imported_free);
  g_clear_pointer (&self->model, sem_hash_model_free);
  g_clear_pointer (&self->index, sem_hamming_index_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static gboolean
set_no_codes (const Search *self, GError **error)
{
  g_set_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL,
               _(
                 "There are no codes of the features “%s” yet. Make them with “semblance-cli train "
                 "--features %s”."),
               self->imported->name, self->imported->name);
  return FALSE;
}

static gboolean
find_model (Search *self, GError **error)
{
  g_autoptr (GPtrArray) models = sem_store_list_models (self->store, error);
  SemStoreModel row = { 0 };
  gboolean ok = models != NULL;

  for (guint i = 0; ok && i < models->len; i++)
    {
      const SemStoreModel *model = g_ptr_array_index (models, i);

      if (model->stage != SEM_MODEL_UNFINISHED
          && g_strcmp0 (model->backbone, self->imported->backbone) == 0)
        self->model_id = model->id;
    }
  if (ok && self->model_id == 0)
    return set_no_codes (self, error);
  ok = ok && sem_store_get_model (self->store, self->model_id, &row, error);
  if (ok)
    self->model = row.data ? sem_hash_model_new_from_bytes (row.data, error) : NULL;
  sem_store_model_clear (&row);
  if (!ok || !self->model)
    return FALSE;
  if (sem_hash_model_get_n_features (self->model) == self->imported->d)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
               _("The model of the features “%s” is damaged. Train it again."),
               self->imported->name);
  return FALSE;
}

static gboolean
append_cb (const gint64 *ids, const guint64 *codes, gsize n, gpointer user_data, GError **error)
{
  const Search *self = user_data;

  return sem_hamming_index_append (self->index, codes, ids, n, error);
}

static gboolean
load_codes (Search *self, GError **error)
{
  const guint n_bits = sem_hash_model_get_n_bits (self->model);

  self->index = sem_hamming_index_new (n_bits);
  if (!sem_store_read_codes (self->store, self->model_id, SEM_HASH_WORDS (n_bits), 0, append_cb,
                             self, error))
    return FALSE;
  /* Those of many models may have been removed, see kept-models.h. */
  return sem_hamming_index_get_size (self->index) > 0 || set_no_codes (self, error);
}

/* The query. */
typedef struct
{
  guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];
  float outputs[SEM_HASH_MAX_BITS];
  gint8 vector[SEM_VECTOR_DIM];
} Query;

static gboolean
ask (Search *self, const guint8 *hash, Query *query, GError **error)
{
  g_autofree float *feature = g_new (float, self->imported->d);
  gboolean found = FALSE;

  self->photo = sem_store_find_photo (self->store, hash, self->imported->backbone, error);
  if (self->photo < 0
      || (self->photo > 0
          && !sem_codes_load_feature_of (self->store, self->photo, self->imported->backbone,
                                         self->imported->d, feature, &found, error)))
    return FALSE;
  if (!found)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                   _("The photo has none of the features “%s”. Only photos of the library that "
                     "were imported with them can be searched for."),
                   self->imported->name);
      return FALSE;
    }
  sem_hash_model_encode (self->model, feature, 1, query->code, query->outputs);
  sem_hash_model_vectors (self->model, feature, 1, query->vector);
  return TRUE;
}

/* Returns: (transfer full) (element-type SemRankedHit): the nearest codes, by score */
static GArray *
rank (Search *self, const Query *query, guint k, GCancellable *cancellable, GError **error)
{
  const guint n_bits = sem_hash_model_get_n_bits (self->model);
  const SemHammingQuery scan = {
    .codes = query->code,
    .n_codes = 1,
    .k = sem_rerank_candidates (k),
    .max_distance = G_MAXUINT,
    .cancellable = cancellable,
  };
  g_autoptr (GArray) near = sem_hamming_index_search (self->index, &scan, error);
  g_autoptr (GArray) ranked = g_array_new (FALSE, FALSE, sizeof (SemRankedHit));

  if (!near)
    return NULL;
  for (guint i = 0; i < near->len; i++)
    {
      const SemHammingHit *hit = &g_array_index (near, SemHammingHit, i);
      SemRankedHit own = { .photo_id = hit->photo_id, .distance = hit->distance };
      guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];
      gint8 vector[SEM_VECTOR_DIM];
      gboolean found;

      if (!sem_store_get_vector (self->store, self->model_id, hit->photo_id, vector, SEM_VECTOR_DIM,
                                 &found, error))
        return NULL;
      sem_hamming_index_get_code (self->index, hit->position, code);
      sem_rerank_score (query->outputs, code, n_bits, query->vector, found ? vector : NULL,
                        SEM_VECTOR_DIM, &own);
      g_array_append_val (ranked, own);
    }
  sem_rerank_sort (ranked);
  return g_steal_pointer (&ranked);
}

static void
clear_hit (gpointer hit)
{
  g_free (((SemImportedHit *) hit)->path);
}

/* Photos whose files are all missing are left out. */
static GArray *
name_hits (const Search *self, const GArray *ranked, guint k, GError **error)
{
  g_autoptr (GArray) hits = g_array_new (FALSE, TRUE, sizeof (SemImportedHit));

  g_array_set_clear_func (hits, clear_hit);
  for (guint i = 0; i < ranked->len && hits->len < k; i++)
    {
      const SemRankedHit *hit = &g_array_index (ranked, SemRankedHit, i);
      SemStorePhoto photo = { 0 };

      if (hit->photo_id == self->photo)
        continue;
      if (!sem_store_get_photo (self->store, hit->photo_id, &photo, error))
        return NULL;
      if (photo.path)
        {
          const SemImportedHit own = { g_strdup (photo.path), hit->distance, (double) hit->score };

          g_array_append_val (hits, own);
        }
      sem_store_photo_clear (&photo);
    }
  return g_steal_pointer (&hits);
}

GArray *
sem_imported_search (SemStore *store,
                     const char *name,
                     const guint8 *hash,
                     guint k,
                     GCancellable *cancellable,
                     GError **error)
{
  g_auto (Search) self = { .store = store, .imported = sem_imported_find (store, name, error) };
  g_autoptr (GArray) ranked = NULL;
  Query query;

  if (!self.imported || !find_model (&self, error) || !ask (&self, hash, &query, error)
      || !load_codes (&self, error) || !(ranked = rank (&self, &query, k + 1, cancellable, error)))
    return NULL;
  return name_hits (&self, ranked, k, error);
}
