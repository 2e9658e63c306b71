/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/likeness/likeness-trial.h"
#include "engine/hash/methods/hash-trainer.h"
#include "engine/index/rerank.h"
#include "engine/search/likeness/likeness.h"

#include <string.h>

#define WORDS SEM_HASH_WORDS (SEM_HASH_MAX_BITS)

/* @centred: shape (n, SEM_BACKBONE_DIM): the gallery as likeness compares it; @mean: the plain mean
 * of the gallery */
struct _SemLikenessTrial
{
  const float *features;
  const GArray *gallery;
  SemHashModel *model;
  SemLikeness *likeness;
  guint64 *codes;
  gint8 *vectors;
  float *centred;
  float mean[SEM_BACKBONE_DIM];
};

static const float *
get_feature (const SemLikenessTrial *self, guint32 row)
{
  return self->features + (gsize) row * SEM_BACKBONE_DIM;
}

static guint32
get_row (const SemLikenessTrial *self, guint i)
{
  return g_array_index (self->gallery, guint32, i);
}

static float *
gather (SemLikenessTrial *self)
{
  gsize n = self->gallery->len;
  float *rows = g_new (float, n *SEM_BACKBONE_DIM);

  for (gsize i = 0; i < n; i++)
    memcpy (rows + i * SEM_BACKBONE_DIM, get_feature (self, get_row (self, (guint) i)),
            SEM_BACKBONE_DIM * sizeof (float));
  for (guint j = 0; j < SEM_BACKBONE_DIM; j++)
    {
      double sum = 0;

      for (gsize i = 0; i < n; i++)
        sum += (double) rows[i * SEM_BACKBONE_DIM + j];
      self->mean[j] = (float) (sum / (double) n);
    }
  return rows;
}

static void
encode (SemLikenessTrial *self, const SemReference *reference, const float *rows)
{
  gsize n = self->gallery->len;

  self->codes = g_new0 (guint64, n * WORDS);
  self->vectors = g_new (gint8, n * SEM_VECTOR_DIM);
  self->centred = g_new (float, n *SEM_BACKBONE_DIM);
  self->likeness = sem_likeness_new (reference, sem_hash_model_get_mean (self->model));
  for (gsize i = 0; i < n; i++)
    {
      const float *row = rows + i * SEM_BACKBONE_DIM;

      sem_hash_model_encode (self->model, row, 1, self->codes + i * WORDS, NULL);
      sem_likeness_centre (self->likeness, row, self->centred + i * SEM_BACKBONE_DIM);
    }
  sem_hash_model_vectors (self->model, rows, n, self->vectors);
}

SemLikenessTrial *
sem_likeness_trial_new (const SemReference *reference,
                        const float *features,
                        const GArray *gallery,
                        const SemProgress *progress,
                        GError **error)
{
  g_autoptr (SemLikenessTrial) self = g_new0 (SemLikenessTrial, 1);
  g_autofree float *rows = NULL;
  SemHashOptions options;

  g_return_val_if_fail (gallery->len > 0, NULL);

  self->features = features;
  self->gallery = gallery;
  rows = gather (self);
  sem_hash_options_init (&options);
  sem_reference_lend (reference, &options);
  self->model = sem_hash_train (&options, rows, MIN (gallery->len, SEM_HASH_MAX_TRAINING),
                                SEM_BACKBONE_DIM, progress, error);
  if (!self->model)
    return NULL;
  encode (self, reference, rows);
  return g_steal_pointer (&self);
}

void
sem_likeness_trial_free (SemLikenessTrial *self)
{
  if (!self)
    return;
  if (self->model)
    sem_hash_model_free (self->model);
  sem_likeness_free (self->likeness);
  g_free (self->codes);
  g_free (self->vectors);
  g_free (self->centred);
  g_free (self);
}

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const SemLikenessHit *x = a, *y = b;

  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

static void
make_monotone (GArray *hits)
{
  g_autofree float *values = g_new (float, MAX (hits->len, 1));

  for (guint i = 0; i < hits->len; i++)
    values[i] = g_array_index (hits, SemLikenessHit, i).likeness;
  sem_likeness_fit (values, hits->len);
  for (guint i = 0; i < hits->len; i++)
    g_array_index (hits, SemLikenessHit, i).likeness = values[i];
}

GArray *
sem_likeness_trial_ask (const SemLikenessTrial *self, guint32 query)
{
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (SemLikenessHit));
  guint n_bits = sem_hash_model_get_n_bits (self->model);
  float outputs[SEM_HASH_MAX_BITS], centred[SEM_BACKBONE_DIM];
  guint64 code[WORDS] = { 0 };
  gint8 vector[SEM_VECTOR_DIM];

  sem_hash_model_encode (self->model, get_feature (self, query), 1, code, outputs);
  sem_hash_model_vectors (self->model, get_feature (self, query), 1, vector);
  sem_likeness_centre (self->likeness, get_feature (self, query), centred);
  for (guint i = 0; i < self->gallery->len; i++)
    {
      SemLikenessHit hit = { .row = get_row (self, i) };
      SemRankedHit ranked;
      double cosine = sem_likeness_cosine (centred, self->centred + (gsize) i * SEM_BACKBONE_DIM);

      if (hit.row == query)
        continue;
      sem_rerank_score (outputs, self->codes + (gsize) i * WORDS, n_bits, vector,
                        self->vectors + (gsize) i * SEM_VECTOR_DIM, SEM_VECTOR_DIM, &ranked);
      hit.score = ranked.score;
      hit.likeness = (float) MAX (cosine, 0);
      g_array_append_val (hits, hit);
    }
  g_array_sort (hits, compare_hits);
  make_monotone (hits);
  return hits;
}

static void
subtract (const float *feature, const float *mean, float *row)
{
  for (guint j = 0; j < SEM_BACKBONE_DIM; j++)
    row[j] = feature[j] - mean[j];
}

GArray *
sem_likeness_trial_ask_cosine (const SemLikenessTrial *self, guint32 query, gboolean centred)
{
  static const float nothing[SEM_BACKBONE_DIM];
  const float *mean = centred ? self->mean : nothing;
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (SemLikenessHit));
  float asked[SEM_BACKBONE_DIM], row[SEM_BACKBONE_DIM];

  subtract (get_feature (self, query), mean, asked);
  for (guint i = 0; i < self->gallery->len; i++)
    {
      SemLikenessHit hit = { .row = get_row (self, i) };

      if (hit.row == query)
        continue;
      subtract (get_feature (self, hit.row), mean, row);
      hit.score = (float) sem_likeness_cosine (asked, row);
      g_array_append_val (hits, hit);
    }
  g_array_sort (hits, compare_hits);
  return hits;
}
