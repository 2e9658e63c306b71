/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/copies/copies-private.h"
#include "engine/search/copies/view-region.h"
#include "engine/base/work.h"
#include "engine/store/codes.h"
#include "engine/store/companions.h"
#include "engine/store/photos.h"
#include <math.h>

/* Candidates of a view of the query by perceptual hash within SEM_COPY_DCT_REACH bits, and of a
 * window by codes. */
#define DCT_CANDIDATES 200
#define WINDOW_CANDIDATES 50
/* The perceptual hash counts within this distance, where the features are at least this similar or
 * where it is so near that chance does not explain it. */
#define DCT_AGREES 14
#define DCT_MIN_COSINE 0.1
#define DCT_CERTAIN 8
#define DCT_WEIGHT 4.0
/* Sketches that correlate this much, pixel by pixel, agree as well: of 13,000 photos one in two
 * queries has one that does so by chance and whose hash is within SEM_COPY_DCT_REACH. Pictures in
 * two tones or of dots have features like no photo's, and hashes that are further away. */
#define SKETCH_FROM 0.7
#define SKETCH_CERTAIN 0.95
/* There are many windows, so that some look like other photos by chance. */
#define WINDOW_PENALTY 0.1f
/* Candidates that are scored at once, and by one task of these. */
#define BATCH 1024
#define SHARE 64

gboolean
sem_copy_candidates_refresh (SemSearcher *self, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (guint64));

  /* With a gallery, only the hashes of photos that codes have found are fetched. */
  if (self->gallery)
    return TRUE;
  if (self->dct && self->dct_generation != self->generation)
    g_clear_pointer (&self->dct, sem_hamming_index_free);
  if (!self->dct)
    {
      self->dct = sem_hamming_index_new (64);
      self->dct_generation = self->generation;
      self->dct_last = 0;
    }
  if (!sem_copy_inner_refresh (self, error)
      || !sem_store_list_dct (self->store, self->dct_last, ids, hashes, error))
    return FALSE;
  if (ids->len == 0)
    return TRUE;
  self->dct_last = g_array_index (ids, gint64, ids->len - 1);
  return sem_hamming_index_append (self->dct, (const guint64 *) (void *) hashes->data,
                                   (const gint64 *) (void *) ids->data, ids->len, error);
}

/* Takes over the arrays of @hits. */
static void
add_hits (GHashTable *ids, GArray **hits, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      for (guint j = 0; j < hits[i]->len; j++)
        g_hash_table_add (ids, g_memdup2 (&g_array_index (hits[i], SemHammingHit, j).photo_id,
                                          sizeof (gint64)));
      g_array_unref (hits[i]);
    }
}

/* A gallery takes one code at a time. */
static gboolean
scan_batch (SemSearcher *self, const SemHammingQuery *scan, GArray **hits, GError **error)
{
  const guint words = SEM_HASH_WORDS (sem_hash_model_get_n_bits (self->model));
  SemHammingQuery one = *scan;

  if (!self->gallery)
    return sem_hamming_index_search_batch (self->index, scan, hits, error);
  one.n_codes = 1;
  for (guint i = 0; i < scan->n_codes; i++)
    {
      one.codes = scan->codes + (gsize) i * words;
      hits[i] = sem_search_gallery_scan (self, &one, error);
      if (hits[i])
        continue;
      while (i-- > 0)
        g_array_unref (hits[i]);
      return FALSE;
    }
  return TRUE;
}

/* Codes of the views from @from to @to, @k of the nearest each. */
static gboolean
add_by_codes (SemSearcher *self,
              const SemCopyQuery *query,
              const guint range[2],
              SemHammingQuery *scan,
              GHashTable *ids,
              GError **error)
{
  const guint words = SEM_HASH_WORDS (sem_hash_model_get_n_bits (self->model));
  guint64 codes[SEM_COPY_MAX_VIEWS * SEM_COPY_MAX_WORDS];
  GArray *hits[SEM_COPY_MAX_VIEWS];

  for (guint i = range[0]; i < range[1]; i++)
    memcpy (codes + (i - range[0]) * words, query->views[i].code, words * sizeof *codes);
  scan->codes = codes;
  scan->n_codes = range[1] - range[0];
  if (!scan_batch (self, scan, hits, error))
    return FALSE;
  add_hits (ids, hits, range[1] - range[0]);
  return TRUE;
}

static gboolean
add_by_hashes (SemSearcher *self,
               const SemCopyQuery *query,
               SemHammingQuery *scan,
               GHashTable *ids,
               GError **error)
{
  guint64 dct[SEM_COPY_MAX_VIEWS];
  GArray *hits[SEM_COPY_MAX_VIEWS];
  guint n = 0;

  for (guint i = 0; i < query->n_views; i++)
    if (query->views[i].has_dct)
      dct[n++] = query->views[i].dct;
  scan->codes = dct;
  scan->n_codes = n;
  if (!sem_hamming_index_search_batch (self->dct, scan, hits, error))
    return FALSE;
  add_hits (ids, hits, n);
  return TRUE;
}

gboolean
sem_copy_candidates_add (SemSearcher *self,
                         SemCopyQuery *query,
                         const SemCopyScopes *scopes,
                         GHashTable *ids,
                         const SemSearchRequest *request,
                         GError **error)
{
  const guint whole[2] = { 0, query->n_whole };
  const guint windows[2] = { query->n_whole, query->n_views };
  SemHammingQuery scan = {
    .k = sem_rerank_candidates (request->k),
    .max_distance = G_MAXUINT,
    .scope = scopes->codes,
    .cancellable = request->cancellable,
  };

  if ((!self->gallery
       && !sem_copy_inner_add (self, query, scopes->codes, ids, request->cancellable, error))
      || !add_by_codes (self, query, whole, &scan, ids, error))
    return FALSE;
  scan.k = WINDOW_CANDIDATES;
  if (!add_by_codes (self, query, windows, &scan, ids, error))
    return FALSE;
  if (self->gallery)
    return TRUE;
  scan.k = DCT_CANDIDATES;
  scan.max_distance = SEM_COPY_DCT_REACH;
  scan.scope = scopes->dct;
  return add_by_hashes (self, query, &scan, ids, error);
}

/* What the perceptual hashes, @p bits apart, and the sketches add to the score, from 0 to 1. */
static double
compare_pictures (const SemCopyView *view, const SemCopyStored *stored, guint p, double cosine)
{
  double by_hash = 0, by_sketch = 0;

  if (p < DCT_AGREES && (cosine >= DCT_MIN_COSINE || p <= DCT_CERTAIN))
    by_hash = (double) (DCT_AGREES - p) / DCT_AGREES;
  if (p <= SEM_COPY_DCT_REACH && stored->has_sketch)
    by_sketch = (sem_sketch_correlate (view->sketch, stored->sketch, SEM_SKETCH_SIZE) - SKETCH_FROM)
                / (SKETCH_CERTAIN - SKETCH_FROM);
  return CLAMP (MAX (by_hash, by_sketch), 0, 1);
}

/* Takes the view's score if it is better than the candidate's. Returns: the view's. */
static double
score_view (SemSearcher *self,
            const SemCopyQuery *query,
            guint index,
            const SemCopyStored *stored,
            SemCopyCandidate *candidate)
{
  const SemCopyView *view = &query->views[index];
  guint n_bits = sem_hash_model_get_n_bits (self->model), p = SEM_COPY_NO_DCT;
  SemRankedHit hit = { .photo_id = candidate->hit.photo_id };
  double agreement;

  sem_rerank_score (view->outputs, stored->code, n_bits, view->vector,
                    stored->has_vector ? stored->vector : NULL, SEM_VECTOR_DIM, &hit);
  if (stored->has_dct && view->has_dct)
    p = (guint) __builtin_popcountll (stored->dct ^ view->dct);
  agreement = compare_pictures (view, stored, p, hit.cosine);
  hit.score += (float) (DCT_WEIGHT * agreement);
  if (index >= query->n_whole)
    hit.score -= WINDOW_PENALTY;
  for (guint w = 0; w < SEM_HASH_WORDS (n_bits); w++)
    hit.distance += (guint) __builtin_popcountll (stored->code[w] ^ view->code[w]);
  if (hit.score <= candidate->hit.score)
    return (double) hit.score;
  candidate->hit = hit;
  candidate->view = index;
  candidate->agrees = agreement > 0;
  return (double) hit.score;
}

static int
dot (const gint8 *a, const gint8 *b)
{
  int sum = 0;

  for (guint i = 0; i < SEM_VECTOR_DIM; i++)
    sum += a[i] * b[i];
  return sum;
}

/* The best few of many, best first; of equal ones the first. */
typedef struct
{
  guint *indices;
  double values[MAX (SEM_COPY_MAX_WHOLE, SEM_COPY_BEST_WINDOWS)];
  guint n;
  guint most;
} Best;

static void
best_add (Best *self, guint index, double value)
{
  guint at = self->n;

  for (; at > 0 && self->values[at - 1] < value; at--)
    if (at < self->most)
      {
        self->values[at] = self->values[at - 1];
        self->indices[at] = self->indices[at - 1];
      }
  if (at == self->most)
    return;
  self->values[at] = value;
  self->indices[at] = index;
  self->n = MIN (self->n + 1, self->most);
}

/* The windows whose features are most similar; codes decide where there is no vector. A full score
 * of each would take longer than the scan. */
static void
choose_windows (const SemCopyQuery *query, const SemCopyStored *stored, SemCopyCandidate *candidate)
{
  Best best = { .indices = candidate->windows, .most = SEM_COPY_BEST_WINDOWS };

  for (guint i = query->n_whole; i < query->n_views; i++)
    {
      const SemCopyView *view = &query->views[i];
      double value = 0;

      if (stored->has_vector)
        value = dot (view->vector, stored->vector) / MAX (view->norm, 1);
      else
        for (guint w = 0; w < SEM_COPY_MAX_WORDS; w++)
          value -= __builtin_popcountll (stored->code[w] ^ view->code[w]);
      best_add (&best, i, value);
    }
  candidate->n_windows = best.n;
}

static void
score_views (SemSearcher *self,
             const SemCopyQuery *query,
             const SemCopyStored *stored,
             SemCopyCandidate *candidate)
{
  Best whole = { .indices = candidate->whole, .most = SEM_COPY_MAX_WHOLE };

  candidate->hit.score = -G_MAXFLOAT;
  for (guint i = 0; i < query->n_whole; i++)
    {
      const double score = score_view (self, query, i, stored, candidate);

      best_add (&whole, i, i == 0 ? G_MAXDOUBLE : score);
    }
  candidate->n_whole = whole.n;
  choose_windows (query, stored, candidate);
  for (guint i = 0; i < candidate->n_windows; i++)
    score_view (self, query, candidate->windows[i], stored, candidate);
  for (guint i = query->n_whole; stored->has_dct && i < query->n_views; i++)
    if (query->views[i].has_dct
        && __builtin_popcountll (stored->dct ^ query->views[i].dct) <= SEM_COPY_DCT_REACH)
      score_view (self, query, i, stored, candidate);
  candidate->other = candidate->view;
  candidate->base = candidate->hit.score;
  candidate->inner = g_hash_table_lookup (query->inner, &candidate->hit.photo_id);
  candidate->hit.score += sem_copy_inner_promise (candidate->inner);
  candidate->region = sem_view_region_take (&query->views[candidate->view].frame);
}

/* Candidates that are scored at once, @n of them: one thread reads, all compute. */
typedef struct
{
  SemSearcher *searcher;
  const SemCopyQuery *query;
  SemCopyCandidate candidates[BATCH];
  SemCopyStored stored[BATCH];
  guint n;
} Batch;

static void
score_task (gsize task, gpointer data)
{
  Batch *self = data;

  for (gsize i = task * SHARE; i < MIN ((task + 1) * SHARE, self->n); i++)
    score_views (self->searcher, self->query, &self->stored[i], &self->candidates[i]);
}

static gboolean
score_batch (Batch *self, GArray *candidates, GCancellable *cancellable, GError **error)
{
  const SemProgress progress = { .cancellable = cancellable };
  SemWork work;

  sem_work_init (&work, 0, &progress);
  if (!sem_work_parallel (&work, (self->n + SHARE - 1) / SHARE, score_task, self))
    return !g_cancellable_set_error_if_cancelled (cancellable, error);
  g_array_append_vals (candidates, self->candidates, self->n);
  self->n = 0;
  return TRUE;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const SemRankedHit *x = &((const SemCopyCandidate *) a)->hit;
  const SemRankedHit *y = &((const SemCopyCandidate *) b)->hit;

  if (x->score != y->score)
    return x->score < y->score ? 1 : -1;
  return (x->photo_id > y->photo_id) - (x->photo_id < y->photo_id);
}

void
sem_copy_candidates_sort (GArray *candidates)
{
  g_array_sort (candidates, compare_candidates);
}

/* (transfer full) (element-type gint64): ascending, as the store has them. */
static GArray *
sort_ids (GHashTable *ids)
{
  GArray *sorted =
    g_array_sized_new (FALSE, FALSE, sizeof (gint64), MAX (g_hash_table_size (ids), 1));
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_array_append_val (sorted, *(gint64 *) id);
  g_array_sort (sorted, compare_ids);
  return sorted;
}

GArray *
sem_copy_candidates_score (SemSearcher *self,
                           const SemCopyQuery *query,
                           GHashTable *ids,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, TRUE, sizeof (SemCopyCandidate));
  g_autoptr (GArray) sorted = sort_ids (ids);
  g_autofree Batch *batch = g_new (Batch, 1);

  batch->searcher = self;
  batch->query = query;
  batch->n = 0;
  if (!sem_copy_stored_expect (self, query, sorted, error))
    return NULL;
  for (guint i = 0; i < sorted->len; i++)
    {
      const gint64 id = g_array_index (sorted, gint64, i);
      gboolean known;

      if (!sem_copy_stored_load (self, query, id, &batch->stored[batch->n], &known, error))
        return NULL;
      batch->candidates[batch->n] = (SemCopyCandidate){ .hit.photo_id = id };
      batch->n += known;
      if (batch->n == BATCH && !score_batch (batch, candidates, cancellable, error))
        return NULL;
    }
  if (!score_batch (batch, candidates, cancellable, error))
    return NULL;
  sem_copy_candidates_sort (candidates);
  return g_steal_pointer (&candidates);
}
