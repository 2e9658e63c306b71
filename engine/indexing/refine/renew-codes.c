/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/indexing/refine/renew-codes.h"
#include "engine/hash/models/hash-model.h"
#include "engine/kernels/f16.h"
#include "engine/store/codes.h"
#include "engine/store/models.h"

typedef struct
{
  gint64 id;
  SemHashModel *model;
} Entry;

struct _SemRenewCodes
{
  GPtrArray *entries; /* Entry */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  sem_hash_model_free (entry->model);
  g_free (entry);
}

static gboolean
add (SemRenewCodes *self, SemStore *store, gint64 id, GError **error)
{
  SemStoreModel row = { 0 };
  SemHashModel *model = NULL;
  gboolean ok = sem_store_get_model (store, id, &row, error);

  if (ok && row.data)
    model = sem_hash_model_new_from_bytes (row.data, NULL);
  if (model && sem_hash_model_get_n_features (model) == SEM_BACKBONE_DIM)
    {
      Entry *entry = g_new (Entry, 1);

      *entry = (Entry){ id, g_steal_pointer (&model) };
      g_ptr_array_add (self->entries, entry);
    }
  g_clear_pointer (&model, sem_hash_model_free);
  sem_store_model_clear (&row);
  return ok;
}

SemRenewCodes *
sem_renew_codes_new (SemStore *store, const char *backbone, GError **error)
{
  g_autoptr (GPtrArray) models = sem_store_list_models (store, error);
  g_autoptr (SemRenewCodes) self = g_new0 (SemRenewCodes, 1);

  self->entries = g_ptr_array_new_with_free_func (entry_free);
  if (!models)
    return NULL;
  for (guint i = 0; i < models->len; i++)
    {
      const SemStoreModel *row = g_ptr_array_index (models, i);

      if (g_strcmp0 (row->backbone, backbone) == 0 && !add (self, store, row->id, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
sem_renew_codes_free (SemRenewCodes *self)
{
  g_ptr_array_unref (self->entries);
  g_free (self);
}

static int
compare_jobs (gconstpointer a, gconstpointer b)
{
  const SemIndexJob *x = *(SemIndexJob *const *) a, *y = *(SemIndexJob *const *) b;

  return (x->file.photo > y->file.photo) - (x->file.photo < y->file.photo);
}

static gboolean
renew (const Entry *entry,
       SemStore *store,
       const gint64 *ids,
       const float *features,
       gsize n,
       GError **error)
{
  const guint words = SEM_HASH_WORDS (sem_hash_model_get_n_bits (entry->model));
  g_autofree guint64 *codes = g_new0 (guint64, n * words);
  g_autofree gint8 *vectors = g_new0 (gint8, n * SEM_VECTOR_DIM);
  const SemStoreCodes stored = {
    .ids = ids, .codes = codes, .vectors = vectors, .n = n, .words = words, .dim = SEM_VECTOR_DIM
  };

  sem_hash_model_encode (entry->model, features, n, codes, NULL);
  sem_hash_model_vectors (entry->model, features, n, vectors);
  return sem_store_replace_codes (store, entry->id, &stored, error);
}

gboolean
sem_renew_codes_run (SemRenewCodes *self, SemStore *store, GPtrArray *jobs, GError **error)
{
  g_autofree gint64 *ids = g_new (gint64, MAX (jobs->len, 1));
  g_autofree float *features = g_new (float, MAX (jobs->len, 1) * (gsize) SEM_BACKBONE_DIM);

  if (jobs->len == 0)
    return TRUE;
  g_ptr_array_sort (jobs, compare_jobs);
  for (guint i = 0; i < jobs->len; i++)
    {
      const SemIndexJob *job = g_ptr_array_index (jobs, i);

      ids[i] = job->file.photo;
      sem_k_f16_to_f32 (job->feature, SEM_BACKBONE_DIM, features + (gsize) i * SEM_BACKBONE_DIM);
    }
  for (guint i = 0; i < self->entries->len; i++)
    if (!renew (g_ptr_array_index (self->entries, i), store, ids, features, jobs->len, error))
      return FALSE;
  return sem_store_renew_generation (store, error);
}
