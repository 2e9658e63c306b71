/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-inspect"

#include "config.h"

#include "engine/inspect/subject.h"

#include "engine/learn/imported/imported.h"
#include "engine/photos/codes.h"
#include "engine/store/backbones.h"
#include "engine/store/codes.h"
#include "engine/store/photos.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* With fewer photos there is nothing to measure. */
#define LEAST_PHOTOS 20

static gboolean
load_model (SemInspectSubject *self, gint64 model, GError **error)
{
  if (model == 0)
    {
      if (!sem_codes_load_active (self->store, &self->row, &self->model, error))
        return FALSE;
      if (!self->model)
        sem_codes_set_none (self->store, error);
      return self->model != NULL;
    }
  if (!sem_store_get_model (self->store, model, &self->row, error))
    return FALSE;
  if (self->row.id == 0)
    {
      /* Apart: a format macro inside a message cuts it in two for translators. */
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, model);

      g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                   _("The library has no model %s. “semblance-cli models” lists the models."),
                   number);
      return FALSE;
    }
  self->model = sem_hash_model_new_from_bytes (self->row.data, error);
  return self->model != NULL;
}

typedef struct
{
  SemInspectSubject *subject;
  GArray *hidden;
  guint next_hidden;
} Reading;

static gboolean
read_codes (const gint64 *ids, const guint64 *codes, gsize n, gpointer user_data, GError **error)
{
  Reading *reading = user_data;
  SemInspectSubject *self = reading->subject;

  for (gsize i = 0; i < n; i++)
    {
      while (reading->next_hidden < reading->hidden->len
             && g_array_index (reading->hidden, gint64, reading->next_hidden) < ids[i])
        reading->next_hidden++;
      if (reading->next_hidden < reading->hidden->len
          && g_array_index (reading->hidden, gint64, reading->next_hidden) == ids[i])
        continue;
      g_array_append_val (self->ids, ids[i]);
      g_array_append_vals (self->codes, codes + i * self->n_words, self->n_words);
    }
  return TRUE;
}

static gboolean
load_codes (SemInspectSubject *self, GError **error)
{
  g_autoptr (GArray) hidden = sem_store_list_hidden (self->store, error);
  Reading reading = { self, hidden, 0 };

  if (!hidden
      || !sem_store_read_codes (self->store, self->row.id, self->n_words, 0, read_codes, &reading,
                                error))
    return FALSE;
  if (self->ids->len < LEAST_PHOTOS)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
                   _("The quality cannot be measured with fewer than %d photos. Add more photos."),
                   LEAST_PHOTOS);
      return FALSE;
    }
  return sem_hamming_index_append (self->index, (const guint64 *) (gpointer) self->codes->data,
                                   (const gint64 *) (gpointer) self->ids->data, self->ids->len,
                                   error);
}

static gboolean
add_query (SemInspectSubject *self, gint64 photo, GError **error)
{
  float *feature = self->features + (gsize) self->n_queries * SEM_BACKBONE_DIM;
  gboolean found;

  if (sem_inspect_subject_find (self, photo) < 0)
    return TRUE;
  if (!sem_codes_load_feature (self->store, photo, self->row.backbone, feature, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  sem_inspect_subject_view (self, feature, &self->views[self->n_queries]);
  self->queries[self->n_queries++] = photo;
  return TRUE;
}

static gboolean
draw_queries (SemInspectSubject *self, GCancellable *cancellable, GError **error)
{
  self->by_hash = sem_store_list_training (self->store, self->row.backbone, error);
  if (!self->by_hash)
    return FALSE;
  self->queries = g_new0 (gint64, SEM_QUALITY_QUERIES);
  self->features = g_new (float, (gsize) SEM_QUALITY_QUERIES *SEM_BACKBONE_DIM);
  self->views = g_new0 (SemInspectView, SEM_QUALITY_QUERIES);
  for (guint i = 0; i < self->by_hash->len && self->n_queries < SEM_QUALITY_QUERIES; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !add_query (self, g_array_index (self->by_hash, gint64, i), error))
      return FALSE;
  if (self->n_queries > 0)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
               _("The features of the photos are missing. Index the library again."));
  return FALSE;
}

static gboolean
check_model (const SemInspectSubject *self, GError **error)
{
  if (sem_imported_is_backbone (self->row.backbone))
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL,
                 _("Codes of imported features (%s) cannot be inspected, which needs features of "
                   "changed copies. “semblance-cli evaluate --features” measures them."),
                 self->row.backbone);
  else if (sem_hash_model_get_n_features (self->model) != SEM_BACKBONE_DIM)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL,
                 _("The library was indexed with another network. Index it again."));
  else
    return TRUE;
  return FALSE;
}

gboolean
sem_inspect_subject_init (SemInspectSubject *self,
                          SemStore *store,
                          gint64 model,
                          GCancellable *cancellable,
                          GError **error)
{
  *self = (SemInspectSubject){ .store = store };
  self->generation = sem_store_get_generation (store, error);
  if (self->generation < 0 || !load_model (self, model, error))
    return FALSE;
  self->last = sem_store_last_code (store, self->row.id, error);
  if (self->last < 0)
    return FALSE;
  if (!check_model (self, error))
    return FALSE;
  self->n_bits = sem_hash_model_get_n_bits (self->model);
  self->n_words = SEM_HASH_WORDS (self->n_bits);
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->codes = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->index = sem_hamming_index_new (self->n_bits);
  self->vectors = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return load_codes (self, error) && draw_queries (self, cancellable, error);
}

void
sem_inspect_subject_clear (SemInspectSubject *self)
{
  sem_store_model_clear (&self->row);
  g_clear_pointer (&self->model, sem_hash_model_free);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->codes, g_array_unref);
  g_clear_pointer (&self->index, sem_hamming_index_free);
  g_clear_pointer (&self->by_hash, g_array_unref);
  g_clear_pointer (&self->queries, g_free);
  g_clear_pointer (&self->features, g_free);
  g_clear_pointer (&self->views, g_free);
  g_clear_pointer (&self->vectors, g_hash_table_unref);
}

void
sem_inspect_subject_view (SemInspectSubject *self, const float *feature, SemInspectView *view)
{
  sem_hash_model_encode (self->model, feature, 1, view->code, view->outputs);
  sem_hash_model_vectors (self->model, feature, 1, view->vector);
}

gssize
sem_inspect_subject_find (const SemInspectSubject *self, gint64 photo)
{
  gsize low = 0, high = self->ids->len;

  while (low < high)
    {
      gsize middle = (low + high) / 2;

      if (g_array_index (self->ids, gint64, middle) < photo)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->ids->len && g_array_index (self->ids, gint64, low) == photo ? (gssize) low
                                                                                 : -1;
}

const guint64 *
sem_inspect_subject_get_code (const SemInspectSubject *self, gsize position)
{
  return &g_array_index (self->codes, guint64, position * self->n_words);
}

guint
sem_inspect_distance (const SemInspectSubject *self, const guint64 *a, const guint64 *b)
{
  guint distance = 0;

  for (guint w = 0; w < self->n_words; w++)
    distance += (guint) __builtin_popcountll (a[w] ^ b[w]);
  return distance;
}

gboolean
sem_inspect_subject_get_vector (SemInspectSubject *self,
                                gint64 photo,
                                const gint8 **vector,
                                GError **error)
{
  gint8 read[SEM_VECTOR_DIM];
  gpointer known;
  gboolean found;

  if (g_hash_table_lookup_extended (self->vectors, &photo, NULL, &known))
    {
      *vector = known;
      return TRUE;
    }
  if (!sem_store_get_vector (self->store, self->row.id, photo, read, sizeof read, &found, error))
    return FALSE;
  known = found ? g_memdup2 (read, sizeof read) : NULL;
  g_hash_table_insert (self->vectors, g_memdup2 (&photo, sizeof photo), known);
  *vector = known;
  return TRUE;
}

static gboolean
rank (SemInspectSubject *self,
      const SemInspectView *view,
      const SemHammingHit *hit,
      GArray *ranked,
      GError **error)
{
  SemRankedHit scored = { .photo_id = hit->photo_id, .distance = hit->distance };
  const gint8 *vector;

  if (!sem_inspect_subject_get_vector (self, hit->photo_id, &vector, error))
    return FALSE;
  sem_rerank_score (view->outputs, sem_inspect_subject_get_code (self, hit->position), self->n_bits,
                    view->vector, vector, SEM_VECTOR_DIM, &scored);
  g_array_append_val (ranked, scored);
  return TRUE;
}

gboolean
sem_inspect_subject_search (SemInspectSubject *self,
                            const SemInspectView *view,
                            gint64 except,
                            GArray **hamming,
                            GArray **ranked,
                            GError **error)
{
  const SemHammingQuery query = { .codes = view->code,
                                  .n_codes = 1,
                                  .k = sem_rerank_candidates (SEM_NEAREST_K) + 1,
                                  .max_distance = SEM_HASH_MAX_BITS };
  g_autoptr (GArray) found = sem_hamming_index_search (self->index, &query, error);
  g_autoptr (GArray) scored = g_array_new (FALSE, TRUE, sizeof (SemRankedHit));

  if (!found)
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    if (g_array_index (found, SemHammingHit, i).photo_id == except)
      {
        g_array_remove_index (found, i);
        break;
      }
  if (found->len >= query.k)
    g_array_set_size (found, query.k - 1);
  for (guint i = 0; i < found->len; i++)
    if (!rank (self, view, &g_array_index (found, SemHammingHit, i), scored, error))
      return FALSE;
  sem_rerank_sort (scored);
  *hamming = g_steal_pointer (&found);
  *ranked = g_steal_pointer (&scored);
  return TRUE;
}
