/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/copies/copies-private.h"
#include "engine/store/codes.h"
#include "engine/store/companions.h"

/* Candidates of one view of the query: by codes, and by perceptual hash within DCT_REACH bits. */
#define CODE_CANDIDATES 500
#define DCT_CANDIDATES 200
#define DCT_REACH 14
/* The perceptual hash counts only where the features are at least this similar. */
#define DCT_MIN_COSINE 0.1
#define DCT_WEIGHT 4.0

gboolean
sem_copy_candidates_refresh (SemSearcher *self, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (guint64));

  if (self->dct && self->dct_generation != self->generation)
    g_clear_pointer (&self->dct, sem_hamming_index_free);
  if (!self->dct)
    {
      self->dct = sem_hamming_index_new (64);
      self->dct_generation = self->generation;
      self->dct_last = 0;
    }
  if (!sem_store_list_dct (self->store, self->dct_last, ids, hashes, error))
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

gboolean
sem_copy_candidates_add (SemSearcher *self,
                         const SemCopyQuestion *question,
                         const SemCopyScopes *scopes,
                         GHashTable *ids,
                         GCancellable *cancellable,
                         GError **error)
{
  guint words = SEM_HASH_WORDS (sem_hash_model_get_n_bits (self->model)), n_dct = 0;
  guint64 codes[SEM_COPY_MAX_VIEWS * SEM_COPY_MAX_WORDS], dct[SEM_COPY_MAX_VIEWS];
  SemHammingQuery by_code = { codes,     question->n_views, CODE_CANDIDATES,
                              G_MAXUINT, scopes->codes,     cancellable };
  SemHammingQuery by_dct = { dct, 0, DCT_CANDIDATES, DCT_REACH, scopes->dct, cancellable };
  GArray *hits[SEM_COPY_MAX_VIEWS];

  for (guint i = 0; i < question->n_views; i++)
    {
      const SemCopyView *view = &question->views[i];

      memcpy (codes + i * words, view->code, words * sizeof *codes);
      if (view->has_dct)
        dct[n_dct++] = view->dct;
    }
  if (!sem_hamming_index_search_batch (self->index, &by_code, hits, error))
    return FALSE;
  add_hits (ids, hits, question->n_views);
  by_dct.n_codes = n_dct;
  if (!sem_hamming_index_search_batch (self->dct, &by_dct, hits, error))
    return FALSE;
  add_hits (ids, hits, n_dct);
  return TRUE;
}

static void
score_views (SemSearcher *self,
             const SemCopyQuestion *question,
             const guint64 *code,
             const gint8 *vector,
             const guint64 *dct,
             SemCopyCandidate *candidate)
{
  guint n_bits = sem_hash_model_get_n_bits (self->model);
  SemRankedHit best = { .score = -G_MAXFLOAT };

  candidate->dct = SEM_COPY_NO_DCT;
  for (guint i = 0; i < question->n_views; i++)
    {
      const SemCopyView *view = &question->views[i];
      SemRankedHit hit = { .photo_id = candidate->hit.photo_id };
      guint p = SEM_COPY_NO_DCT;
      gboolean agree;

      sem_rerank_score (view->outputs, code, n_bits, view->vector, vector, SEM_VECTOR_DIM, &hit);
      if (dct && view->has_dct)
        p = (guint) __builtin_popcountll (*dct ^ view->dct);
      agree = p < DCT_REACH && hit.cosine >= DCT_MIN_COSINE;
      if (agree)
        hit.score += (float) (DCT_WEIGHT * (DCT_REACH - p) / DCT_REACH);
      for (guint w = 0; w < SEM_HASH_WORDS (n_bits); w++)
        hit.distance += (guint) __builtin_popcountll (code[w] ^ view->code[w]);
      if (hit.score > best.score)
        {
          best = hit;
          candidate->view = i;
          candidate->dct = p;
          candidate->hashes_agree = agree;
        }
    }
  candidate->hit = best;
  candidate->base = best.score;
}

static gboolean
score_candidate (SemSearcher *self,
                 const SemCopyQuestion *question,
                 gint64 id,
                 SemCopyCandidate *candidate,
                 GError **error)
{
  guint64 code[SEM_COPY_MAX_WORDS], dct;
  gint8 vector[SEM_VECTOR_DIM];
  gboolean has_vector, has_dct;
  guint32 position;

  if (!sem_hamming_index_lookup (self->index, id, &position))
    return FALSE;
  sem_hamming_index_get_code (self->index, position, code);
  if (!sem_store_get_vector (self->store, self->model_id, id, vector, SEM_VECTOR_DIM, &has_vector,
                             error))
    return FALSE;
  has_dct = sem_hamming_index_lookup (self->dct, id, &position);
  if (has_dct)
    sem_hamming_index_get_code (self->dct, position, &dct);
  candidate->hit.photo_id = id;
  score_views (self, question, code, has_vector ? vector : NULL, has_dct ? &dct : NULL, candidate);
  return TRUE;
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

GArray *
sem_copy_candidates_score (SemSearcher *self,
                           const SemCopyQuestion *question,
                           GHashTable *ids,
                           GError **error)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, TRUE, sizeof (SemCopyCandidate));
  g_autoptr (GError) local = NULL;
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, ids);
  while (!local && g_hash_table_iter_next (&iter, &id, NULL))
    {
      SemCopyCandidate candidate = { 0 };

      if (score_candidate (self, question, *(gint64 *) id, &candidate, &local))
        g_array_append_val (candidates, candidate);
    }
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  sem_copy_candidates_sort (candidates);
  return g_steal_pointer (&candidates);
}
