/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/photos/codes.h"
#include "engine/kernels/f16.h"
#include "engine/nn/backbone.h"

#include <glib/gi18n-lib.h>

gboolean
sem_codes_load_feature (SemStore *store,
                        gint64 photo,
                        const char *backbone,
                        float *feature,
                        GError **error)
{
  guint16 half[SEM_BACKBONE_DIM];

  if (!sem_store_get_feature (store, photo, backbone, half, SEM_BACKBONE_DIM, error))
    return FALSE;
  sem_k_f16_to_f32 (half, SEM_BACKBONE_DIM, feature);
  return TRUE;
}

/* Rows whose feature is gone, as from a companion that came back from a backup, are left out: the
 * next indexing reads their photos again. */
static gboolean
load_features (SemStore *store, GArray *ids, const char *backbone, float *features, GError **error)
{
  guint kept = 0;

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (GError) local = NULL;

      if (sem_codes_load_feature (store, id, backbone, features + (gsize) kept * SEM_BACKBONE_DIM,
                                  &local))
        g_array_index (ids, gint64, kept++) = id;
      else if (local)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      else if (!sem_store_forget_feature (store, id, backbone, error))
        return FALSE;
    }
  g_array_set_size (ids, kept);
  return TRUE;
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
  gint64 last = sem_store_last_code (store, model_id, error);
  guint words = SEM_HASH_WORDS (sem_hash_model_get_n_bits (model));
  g_autoptr (GArray) ids = NULL;
  g_autofree float *features = NULL;
  g_autofree guint64 *codes = NULL;
  g_autofree gint8 *vectors = NULL;

  if (last < 0)
    return FALSE;
  ids = sem_store_list_featured (store, backbone, last, limit, error);
  if (!ids)
    return FALSE;
  *n_filled = ids->len;
  if (ids->len == 0)
    return TRUE;

  features = g_new (float, (gsize) ids->len *SEM_BACKBONE_DIM);
  if (!load_features (store, ids, backbone, features, error))
    return FALSE;
  codes = g_new0 (guint64, (gsize) ids->len * words);
  vectors = g_new0 (gint8, (gsize) ids->len * SEM_VECTOR_DIM);
  sem_hash_model_encode (model, features, ids->len, codes, NULL);
  sem_hash_model_vectors (model, features, ids->len, vectors);
  return sem_store_put_codes (store, model_id, (const gint64 *) (void *) ids->data, codes, words,
                              vectors, SEM_VECTOR_DIM, ids->len, error);
}

SemHashModel *
sem_codes_load_active (SemStore *store, SemStoreModel *row, GError **error)
{
  gint64 id = sem_store_get_active_model (store, error);
  SemHashModel *model;

  if (id <= 0 || !sem_store_get_model (store, id, row, error))
    return NULL;
  model = sem_hash_model_new_from_bytes (row->data, error);
  if (!model || sem_hash_model_get_n_features (model) == SEM_BACKBONE_DIM)
    return model;
  sem_hash_model_free (model);
  g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
               _("The codes in the library are of another network. Learn them anew: "
                 "“semblance-cli train”."));
  return NULL;
}
