/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/photos/codes.h"
#include "engine/kernels/f16.h"
#include "engine/nn/backbone.h"
#include "engine/store/backbones.h"
#include "engine/store/codes.h"
#include "engine/store/companions.h"
#include "engine/store/photos.h"

#include <glib/gi18n-lib.h>

gboolean
sem_codes_load_feature_of (SemStore *store,
                           gint64 photo,
                           const char *backbone,
                           gsize d,
                           float *feature,
                           gboolean *found,
                           GError **error)
{
  guint16 small[SEM_BACKBONE_DIM];
  g_autofree guint16 *large = d > SEM_BACKBONE_DIM ? g_new (guint16, d) : NULL;
  guint16 *half = large ? large : small;

  *found = FALSE;
  if (!sem_store_get_feature (store, photo, backbone, half, (guint) d, found, error))
    return FALSE;
  if (*found)
    sem_k_f16_to_f32 (half, d, feature);
  return TRUE;
}

gboolean
sem_codes_load_feature (SemStore *store,
                        gint64 photo,
                        const char *backbone,
                        float *feature,
                        gboolean *found,
                        GError **error)
{
  return sem_codes_load_feature_of (store, photo, backbone, SEM_BACKBONE_DIM, feature, found,
                                    error);
}

void
sem_codes_batch_free (SemCodesBatch *batch)
{
  g_array_unref (batch->ids);
  g_array_unref (batch->gone);
  g_free (batch->codes);
  g_free (batch->vectors);
  g_free (batch);
}

/* Photos whose feature is missing, for instance after the features were restored from an old
 * backup, are left out: the next indexing decodes them again. */
static gboolean
load_features (SemStore *store,
               SemCodesBatch *batch,
               const char *backbone,
               gsize d,
               float *features,
               GCancellable *cancellable,
               GError **error)
{
  GArray *ids = batch->ids;
  guint kept = 0;

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      gboolean found;

      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !sem_codes_load_feature_of (store, id, backbone, d, features + kept * d, &found,
                                         error))
        return FALSE;
      if (found)
        g_array_index (ids, gint64, kept++) = id;
      else
        g_array_append_val (batch->gone, id);
    }
  g_array_set_size (ids, kept);
  return TRUE;
}

SemCodesBatch *
sem_codes_read (SemStore *store,
                gint64 model_id,
                SemHashModel *model,
                const char *backbone,
                guint limit,
                GCancellable *cancellable,
                GError **error)
{
  gint64 last = sem_store_last_code (store, model_id, error);
  g_autoptr (GArray) ids =
    last >= 0 ? sem_store_list_featured (store, backbone, last, limit, error) : NULL;
  const gsize d = sem_hash_model_get_n_features (model);
  g_autoptr (SemCodesBatch) batch = NULL;
  g_autofree float *features = NULL;

  if (!ids)
    return NULL;
  batch = g_new0 (SemCodesBatch, 1);
  batch->model = model_id;
  batch->last = last;
  batch->d = d;
  batch->words = SEM_HASH_WORDS (sem_hash_model_get_n_bits (model));
  batch->n_read = ids->len;
  batch->ids = g_steal_pointer (&ids);
  batch->gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  features = g_new (float, MAX (batch->n_read, 1) * d);
  if (!load_features (store, batch, backbone, d, features, cancellable, error))
    return NULL;
  batch->codes = g_new0 (guint64, (gsize) batch->ids->len * batch->words);
  batch->vectors = g_new0 (gint8, (gsize) batch->ids->len * SEM_VECTOR_DIM);
  sem_hash_model_encode (model, features, batch->ids->len, batch->codes, NULL);
  sem_hash_model_vectors (model, features, batch->ids->len, batch->vectors);
  return g_steal_pointer (&batch);
}

/* @current: (out): whether no photo was encoded, and no missing feature stored, since the batch was
 * read */
static gboolean
check_current (SemStore *store,
               const SemCodesBatch *batch,
               const char *backbone,
               gboolean *current,
               GError **error)
{
  g_autofree guint16 *half = g_new (guint16, batch->d);
  gint64 last = sem_store_last_code (store, batch->model, error);
  gboolean found;

  *current = last == batch->last;
  if (last < 0)
    return FALSE;
  for (guint i = 0; *current && i < batch->gone->len; i++)
    {
      if (!sem_store_get_feature (store, g_array_index (batch->gone, gint64, i), backbone, half,
                                  (guint) batch->d, &found, error))
        return FALSE;
      *current = !found;
    }
  return TRUE;
}

gboolean
sem_codes_write (SemStore *store,
                 const SemCodesBatch *batch,
                 const char *backbone,
                 gboolean *written,
                 GError **error)
{
  const SemStoreCodes codes = { .ids = (const gint64 *) (void *) batch->ids->data,
                                .codes = batch->codes,
                                .vectors = batch->vectors,
                                .n = batch->ids->len,
                                .words = batch->words,
                                .dim = SEM_VECTOR_DIM };

  if (!check_current (store, batch, backbone, written, error))
    return FALSE;
  if (!*written)
    return TRUE;
  for (guint i = 0; i < batch->gone->len; i++)
    if (!sem_store_forget_feature (store, g_array_index (batch->gone, gint64, i), backbone, error))
      return FALSE;
  return sem_store_put_codes (store, batch->model, &codes, error);
}

gboolean
sem_codes_fill (SemStore *store,
                gint64 model_id,
                SemHashModel *model,
                const char *backbone,
                guint limit,
                guint *n_filled,
                GError **error)
{
  g_autoptr (SemCodesBatch) batch =
    sem_codes_read (store, model_id, model, backbone, limit, NULL, error);
  gboolean written;

  if (!batch)
    return FALSE;
  *n_filled = batch->n_read;
  return sem_codes_write (store, batch, backbone, &written, error);
}

gboolean
sem_codes_load_active (SemStore *store, SemStoreModel *row, SemHashModel **model, GError **error)
{
  *model = NULL;
  if (!sem_store_get_active_row (store, row, error))
    return FALSE;
  if (!row->id)
    return TRUE;
  *model = sem_hash_model_new_from_bytes (row->data, error);
  if (!*model)
    return FALSE;
  if (sem_hash_model_get_n_features (*model) == SEM_BACKBONE_DIM)
    return TRUE;
  g_clear_pointer (model, sem_hash_model_free);
  g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
               _("The library's codes were made with another network. Train a new model with "
                 "“semblance-cli train”."));
  return FALSE;
}

void
sem_codes_set_none (SemStore *store, GError **error)
{
  SemStoreCounts counts;

  if (!sem_store_count (store, &counts, error))
    return;
  if (counts.photos == 0)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL,
                 _("There are no codes to search yet. Index a folder with photos first."));
  else
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL,
                 _("The photos in the library have no codes yet: indexing still runs, or ended "
                   "before a model was trained. Wait for it, or run “semblance-cli index”."));
}
