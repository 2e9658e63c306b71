/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/index/hamming-counts.h"
#include "engine/search/likeness/likeness.h"
#include "engine/search/search-similar.h"
#include "engine/search/searcher/search-rating.h"
#include "engine/search/search-spread.h"

/* How many photos are measured beyond the first hits: of so many that are near, and of all. */
#define NEAR 2000
#define N_NEAR 48
#define N_ALL 96

/* @codes, @features: of the @n sources of positive weight; @counts: photos at each distance that
 * are not in @done; @distances, @values: of the photos whose likeness is known */
typedef struct
{
  SemSearcher *searcher;
  const SemHammingScope *scope;
  GCancellable *cancellable;
  guint n_bits;
  guint n_words;
  guint64 *codes;
  const float **features;
  guint n;
  guint32 counts[SEM_HASH_MAX_BITS + 1];
  GHashTable *done;
  GArray *distances;
  GArray *values;
} Spread;

static gboolean
is_in_scope (const SemHammingScope *scope, guint32 row)
{
  return !scope || (row / 64 < scope->n_words && (scope->words[row / 64] >> (row % 64) & 1) != 0);
}

/* @distance: (out): of the photo's code from the nearest source, which is returned; -1 for a photo
 * that is not counted. */
static int
look_up (const Spread *self, gint64 photo, guint *distance)
{
  guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];
  guint32 row;
  int nearest = -1;

  if (!sem_hamming_index_lookup (self->searcher->index, photo, &row)
      || !is_in_scope (self->scope, row) || g_hash_table_contains (self->done, &photo))
    return -1;
  sem_hamming_index_get_code (self->searcher->index, row, code);
  for (guint i = 0; i < self->n; i++)
    {
      guint bits = 0;

      for (guint w = 0; w < self->n_words; w++)
        bits += (guint) __builtin_popcountll (code[w] ^ self->codes[i * self->n_words + w]);
      if (nearest < 0 || bits < *distance)
        {
          *distance = bits;
          nearest = (int) i;
        }
    }
  return nearest;
}

/* If the photo is counted by its distance, it is not any more. */
static void
take_out (Spread *self, gint64 photo)
{
  guint distance;

  if (look_up (self, photo, &distance) < 0)
    return;
  g_hash_table_add (self->done, g_memdup2 (&photo, sizeof photo));
  self->counts[distance]--;
}

/* A photo that stays among those whose likeness is estimated. */
static gboolean
measure (Spread *self, gint64 photo, GError **error)
{
  SemSearchHit hit = { .photo = photo };
  int source = look_up (self, photo, &hit.distance);

  if (source < 0)
    return TRUE;
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error)
      || !sem_search_likeness (self->searcher, self->features[source], &hit, &hit.likeness, error))
    return FALSE;
  g_array_append_val (self->distances, hit.distance);
  g_array_append_val (self->values, hit.likeness);
  return TRUE;
}

static gboolean
measure_near (Spread *self, GError **error)
{
  const SemHammingQuery query = { self->codes, 1, NEAR, G_MAXUINT, self->scope, self->cancellable };
  g_autoptr (GArray) hits = sem_hamming_index_search (self->searcher->index, &query, error);
  guint n = hits ? MIN (N_NEAR, hits->len) : 0;

  for (guint i = 0; i < n; i++)
    if (!measure (self, g_array_index (hits, SemHammingHit, i * hits->len / n).photo_id, error))
      return FALSE;
  return hits != NULL;
}

static gboolean
measure_all (Spread *self, GError **error)
{
  g_autoptr (GArray) ids = sem_hamming_index_sample (self->searcher->index, self->scope, N_ALL);

  for (guint i = 0; i < ids->len; i++)
    if (!measure (self, g_array_index (ids, gint64, i), error))
      return FALSE;
  return TRUE;
}

static void
count_head (Spread *self, const GArray *head, SemSearchSpread *spread)
{
  for (guint i = 0; i < head->len; i++)
    {
      const SemSearchHit *hit = &g_array_index (head, SemSearchHit, i);

      take_out (self, hit->photo);
      sem_spread_add (spread, hit->likeness, 1);
    }
}

static gboolean
has_rest (const Spread *self)
{
  for (guint d = 0; d <= self->n_bits; d++)
    if (self->counts[d] > 0)
      return TRUE;
  return FALSE;
}

static gboolean
count (Spread *self,
       const GArray *looks,
       const GArray *head,
       SemSearchSpread *spread,
       GError **error)
{
  const SemHammingQuery all = { self->codes, self->n, 1, 0, self->scope, self->cancellable };

  if (!sem_hamming_index_count_distances (self->searcher->index, &all, self->counts, error))
    return FALSE;
  for (guint i = 0; i < looks->len; i++)
    for (guint j = 0; j < 2; j++)
      take_out (self, g_array_index (looks, SemSearchLook, i).own[j]);
  count_head (self, head, spread);
  if (!has_rest (self))
    return TRUE;
  spread->exact_from =
    head->len == 0 ? 1 : g_array_index (head, SemSearchHit, head->len - 1).likeness;
  if (!measure_near (self, error) || !measure_all (self, error))
    return FALSE;
  sem_spread_estimate ((const guint *) (void *) self->distances->data,
                       (const float *) (void *) self->values->data, self->values->len, self->counts,
                       self->n_bits, spread->exact_from, spread);
  return TRUE;
}

/* What the ranking compared with, made again from the features of the sources. */
static void
take_sources (Spread *self, const GArray *looks)
{
  for (guint i = 0; i < looks->len; i++)
    {
      const SemSearchLook *look = &g_array_index (looks, SemSearchLook, i);
      guint64 *code = self->codes + self->n * self->n_words;

      if (look->source->weight <= 0)
        continue;
      memset (code, 0, self->n_words * sizeof *code);
      sem_hash_model_encode (self->searcher->model, look->subject.feature, 1, code, NULL);
      self->features[self->n++] = look->subject.feature;
    }
}

/* The line that the hit after those above chance does not exceed. */
static float
find_line (SemSearcher *searcher, const GArray *head)
{
  guint n_above = 0;

  while (n_above < head->len && g_array_index (head, SemSearchHit, n_above).above_chance)
    n_above++;
  return sem_likeness_line (searcher->likeness, sem_hamming_index_get_size (searcher->index),
                            n_above + 1);
}

static gboolean
make_spread (SemSearcher *searcher,
             const SemHammingScope *scope,
             GCancellable *cancellable,
             const GArray *looks,
             const GArray *head,
             SemSearchSpread *spread,
             GError **error)
{
  guint n_bits = sem_hash_model_get_n_bits (searcher->model);
  g_autofree guint64 *codes = g_new (guint64, looks->len * SEM_HASH_WORDS (n_bits));
  g_autofree const float **features = g_new (const float *, looks->len);
  Spread self = {
    .searcher = searcher,
    .scope = scope,
    .cancellable = cancellable,
    .n_bits = n_bits,
    .n_words = SEM_HASH_WORDS (n_bits),
    .codes = codes,
    .features = features,
    .done = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL),
    .distances = g_array_new (FALSE, FALSE, sizeof (guint)),
    .values = g_array_new (FALSE, FALSE, sizeof (float)),
  };
  gboolean ok;

  *spread = (SemSearchSpread){ .line = find_line (searcher, head) };
  take_sources (&self, looks);
  ok = count (&self, looks, head, spread, error);
  g_hash_table_unref (self.done);
  g_array_unref (self.distances);
  g_array_unref (self.values);
  return ok;
}

/* The lower bound is met at last, so that what does not meet it is counted. */
GArray *
sem_search_similar_and_all (SemSearcher *searcher,
                            const SemSearchRequest *request,
                            const SemSearchFilter *filter,
                            GArray *looks,
                            SemSearchSpread *spread,
                            GError **error)
{
  SemSearchRequest whole = *request;
  g_autoptr (GArray) hits = NULL;
  g_autofree SemHammingScope *scope = NULL;
  guint n = 0;

  whole.min_likeness = 0;
  hits = sem_search_similar (searcher, &whole, looks, error);
  if (!hits || !sem_search_filter_make_scope (filter, searcher, searcher->index, &scope, error)
      || !make_spread (searcher, scope, request->cancellable, looks, hits, spread, error))
    return NULL;
  while (n < hits->len && g_array_index (hits, SemSearchHit, n).likeness >= request->min_likeness)
    n++;
  g_array_set_size (hits, n);
  return g_steal_pointer (&hits);
}
