/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/measure/quality.h"

#include "engine/measure/bits.h"
#include "engine/measure/metrics.h"
#include "engine/base/work.h"
#include "engine/base/random.h"
#include "engine/hash/mathematics/blas.h"

#include <math.h>

#include <cblas.h>

#define NEAREST 10
#define QUERIES_A_TASK 4

const guint sem_quality_depths[SEM_QUALITY_N_DEPTHS] = { 10, 20, 50, 100, 200, 500, 1000 };

typedef struct
{
  const float *x;
  const guint64 *codes;
  const guint32 *queries;
  gsize n;
  gsize d;
  gsize n_queries;
  guint n_words;
  guint64 seed;
  double *nn10;
  double *lifts;
} Survey;

static float *
centre (const float *features, gsize n, gsize d)
{
  float *x = g_new (float, n *d);
  g_autofree double *mean = g_new0 (double, d);

  for (gsize i = 0; i < n * d; i++)
    mean[i % d] += (double) features[i] / (double) n;
  for (gsize i = 0; i < n; i++)
    {
      double squares = 0.0;

      for (gsize j = 0; j < d; j++)
        {
          double value = (double) features[i * d + j] - mean[j];

          squares += value * value;
          x[i * d + j] = (float) value;
        }
      for (gsize j = 0; j < d && squares > 0.0; j++)
        x[i * d + j] = (float) ((double) x[i * d + j] / sqrt (squares));
    }
  return x;
}

/* (transfer full): shape (n): all photos in random order */
static guint32 *
draw_queries (gsize n, guint64 seed)
{
  guint32 *queries = g_new (guint32, n);
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
  sem_random_permutation (&random, queries, n);
  return queries;
}

/* Moves the query to the end, out of its own results. */
static void
drop_self (guint32 *order, gsize n, guint32 self)
{
  gsize kept = 0;

  for (gsize i = 0; i < n; i++)
    if (order[i] != self)
      order[kept++] = order[i];
  order[n - 1] = self;
}

static double
mean_cosine (const float *cosines, const guint32 *order, gsize n)
{
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += (double) cosines[order[i]];
  return sum / (double) n;
}

static void
measure_query (const Survey *s,
               gsize query,
               guint32 *ties,
               guint32 *wanted,
               guint32 *order,
               float *cosines)
{
  guint32 self = s->queries[query];
  gsize others = s->n - 1;
  gsize n_wanted = MIN (NEAREST, others);
  g_autofree guint16 *distances = g_new (guint16, s->n);
  double best;
  SemRandom random;

  sem_random_init_part (&random, s->seed, SEM_RANDOM_TIES, query + 1);
  sem_random_permutation (&random, ties, s->n);
  cblas_sgemv (CblasRowMajor, CblasNoTrans, s->n, s->d, 1.0f, s->x, s->d, s->x + self * s->d, 1,
               0.0f, cosines, 1);
  sem_metrics_hamming_distances (s->codes, s->n, s->n_words, self, distances);
  sem_metrics_order_by_similarity (cosines, s->n, ties, wanted);
  sem_metrics_order_by_distance (distances, s->n, SEM_HASH_MAX_BITS + 1, ties, order);
  drop_self (wanted, s->n, self);
  drop_self (order, s->n, self);
  for (guint k = 0; k < SEM_QUALITY_N_DEPTHS; k++)
    s->nn10[query * SEM_QUALITY_N_DEPTHS + k] =
      sem_metrics_overlap (wanted, n_wanted, order, others, sem_quality_depths[k]);
  best = mean_cosine (cosines, wanted, n_wanted);
  s->lifts[query] = best > 0.0 ? mean_cosine (cosines, order, n_wanted) / best : 1.0;
}

static void
survey_task (gsize task, gpointer data)
{
  const Survey *s = data;
  gsize end = MIN ((task + 1) * QUERIES_A_TASK, s->n_queries);
  g_autofree guint32 *ties = g_new (guint32, s->n);
  g_autofree guint32 *wanted = g_new (guint32, s->n);
  g_autofree guint32 *order = g_new (guint32, s->n);
  g_autofree float *cosines = g_new (float, s->n);

  for (gsize q = task * QUERIES_A_TASK; q < end; q++)
    measure_query (s, q, ties, wanted, order, cosines);
}

static gboolean
run_survey (Survey *survey, const SemProgress *progress, GError **error)
{
  gsize n_tasks = (survey->n_queries + QUERIES_A_TASK - 1) / QUERIES_A_TASK;
  SemWork work;

  sem_blas_use_one_thread ();
  sem_work_init (&work, 0, progress);
  if (sem_work_parallel (&work, n_tasks, survey_task, survey))
    return TRUE;
  g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (progress), error);
  return FALSE;
}

static void
judge_codes (const guint64 *codes, gsize n, guint n_bits, SemQuality *quality)
{
  g_auto (SemBits) bits = { 0 };
  SemBuckets buckets;

  sem_bits_init (&bits, codes, n, n_bits);
  quality->imbalance = bits.imbalance;
  quality->n_dead = bits.n_dead;
  quality->correlation = bits.mean_correlation;
  sem_buckets_count (&buckets, codes, n, SEM_HASH_WORDS (n_bits));
  quality->unique = (double) buckets.n_unique / (double) n;
  quality->largest_bucket = buckets.largest;
}

static void
judge_survey (const Survey *s, SemQuality *quality)
{
  for (gsize q = 0; q < s->n_queries; q++)
    {
      for (guint k = 0; k < SEM_QUALITY_N_DEPTHS; k++)
        quality->nn10[k] += s->nn10[q * SEM_QUALITY_N_DEPTHS + k];
      quality->lift += s->lifts[q];
    }
  for (guint k = 0; k < SEM_QUALITY_N_DEPTHS; k++)
    quality->nn10[k] /= (double) s->n_queries;
  quality->lift /= (double) s->n_queries;
}

gboolean
sem_quality_measure (const SemCodedSet *set,
                     guint64 seed,
                     const SemProgress *progress,
                     SemQuality *quality,
                     GError **error)
{
  g_autofree guint64 *codes = NULL;
  g_autofree float *x = NULL;
  g_autofree guint32 *queries = NULL;
  g_autofree double *nn10 = NULL;
  g_autofree double *lifts = NULL;
  guint n_bits, n_words;
  Survey survey;

  g_return_val_if_fail (set != NULL && set->model != NULL && set->features != NULL, FALSE);
  g_return_val_if_fail (set->n >= 2 && quality != NULL, FALSE);

  n_bits = sem_hash_model_get_n_bits (set->model);
  n_words = SEM_HASH_WORDS (n_bits);
  codes = g_new (guint64, set->n * n_words);
  sem_hash_model_encode (set->model, set->features, set->n, codes, NULL);
  x = centre (set->features, set->n, sem_hash_model_get_n_features (set->model));
  queries = draw_queries (set->n, seed);
  nn10 = g_new0 (double, SEM_QUALITY_QUERIES *SEM_QUALITY_N_DEPTHS);
  lifts = g_new0 (double, SEM_QUALITY_QUERIES);
  survey = (Survey){
    .x = x,
    .codes = codes,
    .queries = queries,
    .n = set->n,
    .d = sem_hash_model_get_n_features (set->model),
    .n_queries = MIN (set->n, SEM_QUALITY_QUERIES),
    .n_words = n_words,
    .seed = seed,
    .nn10 = nn10,
    .lifts = lifts,
  };
  *quality = (SemQuality){ 0 };
  if (!run_survey (&survey, progress, error))
    return FALSE;
  judge_survey (&survey, quality);
  judge_codes (codes, set->n, n_bits, quality);
  return TRUE;
}
