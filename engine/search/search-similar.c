/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/search-similar.h"
#include "engine/kernels/f16.h"
#include "engine/photos/codes.h"
#include "engine/search/request/search-hits.h"
#include "engine/search/searcher/search-scope.h"
#include "engine/store/codes.h"
#include "engine/store/photos.h"

/* How many times more codes the next scan returns, where the last one gave too few candidates. */
#define WIDENING 4

/* A source as it is compared: @pixels of what is not in the library as it is. */
typedef struct
{
  SemDecodedPhoto *pixels;
  float feature[SEM_BACKBONE_DIM];
  float outputs[SEM_HASH_MAX_BITS];
  guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];
  gint8 vector[SEM_VECTOR_DIM];
} Example;

/* @hits: photos that were scored so far; @rows: from 1, by photo; @chosen: by row, whether it is a
 * candidate; @ranked: room for one entry a source */
typedef struct
{
  SemSearcher *searcher;
  const SemSearchRequest *request;
  GArray *looks;
  Example *examples;
  SemHammingScope *scope;
  GArray *hits;
  GHashTable *rows;
  GByteArray *chosen;
  SemRankedHit *ranked;
} Ranking;

/* Sources --------------------------------------------------------------------------------------*/

static gboolean
decode (Ranking *self, SemSearchLook *look, Example *example, GError **error)
{
  if (!sem_search_look_open (look, self->searcher, error))
    return FALSE;
  example->pixels =
    sem_decoder_decode_view (self->searcher->decoder, look->fd, look->name, look->source->region,
                             self->request->cancellable, error);
  if (!example->pixels)
    return FALSE;
  sem_search_look_take_pixels (look, example->pixels);
  return TRUE;
}

/* By the searcher's backbone. Computed features go through fp16, as the stored ones do: a picture
 * has one feature, whether or not it is in the library. */
static gboolean
describe (Ranking *self, const SemSearchLook *look, Example *example, GError **error)
{
  SemSearcher *searcher = self->searcher;
  guint16 half[SEM_BACKBONE_DIM];
  gboolean found;

  if (example->pixels)
    {
      sem_backbone_forward (searcher->backbone, searcher->workspace, example->pixels->input,
                            example->feature);
      sem_k_f32_to_f16 (example->feature, SEM_BACKBONE_DIM, half);
      sem_k_f16_to_f32 (half, SEM_BACKBONE_DIM, example->feature);
      return TRUE;
    }
  if (!sem_codes_load_feature (searcher->store, look->subject.photo,
                               sem_backbone_get_id (searcher->backbone), example->feature, &found,
                               error))
    return FALSE;
  if (!found)
    sem_search_set_gone (error);
  return found;
}

static gboolean
look_at_sources (Ranking *self, GError **error)
{
  for (guint i = 0; i < self->looks->len; i++)
    {
      SemSearchLook *look = &g_array_index (self->looks, SemSearchLook, i);
      gboolean ok;

      if (look->subject.photo && !look->source->region)
        ok = sem_search_look_take_photo (look, self->searcher, look->subject.photo, error);
      else
        ok = decode (self, look, &self->examples[i], error);
      if (!ok || !describe (self, look, &self->examples[i], error))
        return FALSE;
    }
  return TRUE;
}

/* Ranking --------------------------------------------------------------------------------------*/

static guint
count_distance (const guint64 *a, const guint64 *b, guint n_words)
{
  guint distance = 0;

  for (guint w = 0; w < n_words; w++)
    distance += (guint) __builtin_popcountll (a[w] ^ b[w]);
  return distance;
}

/* Compares a photo with every source. One vector is read; where it is missing, the code alone
 * decides. */
static gboolean
score_photo (Ranking *self, const SemHammingHit *found, SemSearchHit *hit, GError **error)
{
  SemSearcher *searcher = self->searcher;
  guint n_bits = sem_hash_model_get_n_bits (searcher->model);
  guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];
  gint8 vector[SEM_VECTOR_DIM];
  gboolean has_vector;

  if (!sem_store_get_vector (searcher->store, searcher->model_id, found->photo_id, vector,
                             SEM_VECTOR_DIM, &has_vector, error))
    return FALSE;
  sem_hamming_index_get_code (searcher->index, found->position, code);
  for (guint i = 0; i < self->looks->len; i++)
    {
      const Example *example = &self->examples[i];

      self->ranked[i].distance = count_distance (code, example->code, SEM_HASH_WORDS (n_bits));
      sem_rerank_score (example->outputs, code, n_bits, example->vector, has_vector ? vector : NULL,
                        SEM_VECTOR_DIM, &self->ranked[i]);
    }
  hit->photo = found->photo_id;
  sem_search_hit_combine (hit, self->request, self->ranked);
  return TRUE;
}

/* The row of a photo in @hits; -1 with @error set. */
static gint64
get_row (Ranking *self, const SemHammingHit *found, GError **error)
{
  gpointer known = g_hash_table_lookup (self->rows, &found->photo_id);
  SemSearchHit hit = { 0 };
  const guint8 chosen = FALSE;

  if (known)
    return GPOINTER_TO_UINT (known) - 1;
  if (g_cancellable_set_error_if_cancelled (self->request->cancellable, error)
      || !score_photo (self, found, &hit, error))
    return -1;
  g_array_append_val (self->hits, hit);
  g_byte_array_append (self->chosen, &chosen, 1);
  g_hash_table_insert (self->rows, g_memdup2 (&hit.photo, sizeof hit.photo),
                       GUINT_TO_POINTER (self->hits->len));
  return self->hits->len - 1;
}

/* Chooses the nearest @wanted of @found, nearest first, that are not too similar. Returns: how many
 * there are, or -1 with @error set. */
static gint64
choose (Ranking *self, const GArray *found, guint wanted, GError **error)
{
  gint64 n = 0;

  for (guint i = 0; i < found->len && n < wanted; i++)
    {
      const SemHammingHit *near = &g_array_index (found, SemHammingHit, i);
      gint64 row;

      if (sem_search_looks_leave_out (self->looks, near->photo_id))
        continue;
      row = get_row (self, near, error);
      if (row < 0)
        return -1;
      if (g_array_index (self->hits, SemSearchHit, row).likeness > self->request->max_likeness)
        continue;
      self->chosen->data[row] = TRUE;
      n++;
    }
  return n;
}

static guint
multiply (guint n, guint factor)
{
  return n > G_MAXUINT / factor ? G_MAXUINT : n * factor;
}

/* Scans for what is near a source, wider and wider until there are @wanted candidates or no code is
 * left: an upper bound of the likeness leaves out the nearest. */
static gboolean
find_candidates (Ranking *self, const Example *example, guint wanted, GError **error)
{
  SemHammingQuery query = {
    .codes = example->code,
    .n_codes = 1,
    .k = wanted,
    .max_distance = self->request->max_distance,
    .scope = self->scope,
    .cancellable = self->request->cancellable,
  };
  gboolean more = TRUE;

  /* Room for the photos that sources leave out. */
  if (query.k < G_MAXUINT - 2 * self->looks->len)
    query.k += 2 * self->looks->len;
  while (more)
    {
      g_autoptr (GArray) found = sem_hamming_index_search (self->searcher->index, &query, error);
      gint64 n = found ? choose (self, found, wanted, error) : -1;

      if (n < 0)
        return FALSE;
      more = n < wanted && found->len == query.k;
      query.k = multiply (query.k, WIDENING);
    }
  return TRUE;
}

static GArray *
take_best (Ranking *self)
{
  GArray *best = sem_search_hits_new ();

  for (guint i = 0; i < self->hits->len; i++)
    {
      const SemSearchHit *hit = &g_array_index (self->hits, SemSearchHit, i);

      if (self->chosen->data[i] && hit->likeness >= self->request->min_likeness)
        g_array_append_val (best, *hit);
    }
  sem_search_hits_sort (best, self->request->by_distance);
  if (best->len > self->request->k)
    g_array_set_size (best, self->request->k);
  return best;
}

static void
forget_hits (Ranking *self)
{
  g_array_set_size (self->hits, 0);
  g_byte_array_set_size (self->chosen, 0);
  g_hash_table_remove_all (self->rows);
  g_clear_pointer (&self->scope, g_free);
}

static gboolean
make_scope (Ranking *self, GError **error)
{
  g_autoptr (SemSearchFilter) filter =
    sem_search_filter_new (self->searcher, self->request, self->looks, error);

  return filter
         && sem_search_filter_make_scope (filter, self->searcher, self->searcher->index,
                                          &self->scope, error);
}

/* By the model in memory. */
static GArray *
rank (Ranking *self, GError **error)
{
  SemHashModel *model = self->searcher->model;
  guint wanted = sem_rerank_candidates (self->request->k);

  forget_hits (self);
  if (!make_scope (self, error))
    return NULL;
  for (guint i = 0; i < self->looks->len; i++)
    {
      Example *example = &self->examples[i];

      memset (example->code, 0, sizeof example->code);
      sem_hash_model_encode (model, example->feature, 1, example->code, example->outputs);
      sem_hash_model_vectors (model, example->feature, 1, example->vector);
    }
  for (guint i = 0; i < self->looks->len; i++)
    if (g_array_index (self->looks, SemSearchLook, i).source->weight > 0
        && !find_candidates (self, &self->examples[i], wanted, error))
      return NULL;
  return take_best (self);
}

/* After another model, and perhaps its backbone, has become the active one. */
static gboolean
follow_model (Ranking *self, GError **error)
{
  if (!sem_searcher_refresh (self->searcher, error))
    return FALSE;
  for (guint i = 0; i < self->looks->len; i++)
    if (!describe (self, &g_array_index (self->looks, SemSearchLook, i), &self->examples[i], error))
      return FALSE;
  return TRUE;
}

static GArray *
rank_by_current (Ranking *self, GError **error)
{
  g_autoptr (GArray) hits = NULL;
  gboolean again;

  do
    {
      g_clear_pointer (&hits, g_array_unref);
      hits = rank (self, error);
      again = hits && !sem_searcher_is_current (self->searcher);
      if (again && !follow_model (self, error))
        return NULL;
    }
  while (again);
  return g_steal_pointer (&hits);
}

static void
give_features (Ranking *self)
{
  for (guint i = 0; i < self->looks->len; i++)
    g_array_index (self->looks, SemSearchLook, i).subject.feature =
      g_memdup2 (self->examples[i].feature, sizeof self->examples[i].feature);
}

GArray *
sem_search_similar (SemSearcher *searcher,
                    const SemSearchRequest *request,
                    GArray *looks,
                    GError **error)
{
  Ranking self = {
    .searcher = searcher,
    .request = request,
    .looks = looks,
    .examples = g_new0 (Example, looks->len),
    .hits = sem_search_hits_new (),
    .rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL),
    .chosen = g_byte_array_new (),
    .ranked = g_new0 (SemRankedHit, looks->len),
  };
  GArray *hits = look_at_sources (&self, error) ? rank_by_current (&self, error) : NULL;

  if (hits)
    give_features (&self);
  for (guint i = 0; i < looks->len; i++)
    g_clear_pointer (&self.examples[i].pixels, sem_decoded_photo_free);
  g_free (self.examples);
  g_array_unref (self.hits);
  g_hash_table_unref (self.rows);
  g_byte_array_unref (self.chosen);
  g_free (self.ranked);
  g_free (self.scope);
  return hits;
}
