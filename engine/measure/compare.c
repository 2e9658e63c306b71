/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/measure/compare.h"

#include "engine/base/work.h"
#include "engine/measure/metrics.h"
#include "engine/measure/quality.h"
#include "engine/base/random.h"

#define PERSISTENCE 0.9
/* Photos whose first results are compared. */
#define ASKED 200
#define ASKED_A_TASK 10
/* Of the time that comparing takes. */
#define SHARE_OF_ONE 0.45

typedef struct
{
  SemProgressFunc func;
  gpointer user_data;
  double from, to;
} Part;

typedef struct
{
  const guint64 *codes[2];
  guint n_words[2];
  const guint32 *queries;
  gsize n;
  gsize n_queries;
  guint64 seed;
  double *overlaps;
} Rankings;

static void
part_progress (double fraction, gpointer user_data)
{
  const Part *part = user_data;

  if (part->func != NULL)
    part->func (part->from + fraction * (part->to - part->from), part->user_data);
}

double
sem_compare_overlap (const guint32 *a, const guint32 *b, gsize n)
{
  double sum = 0.0;
  double weight = 1.0;
  gsize shared = 0;

  for (gsize d = 0; d < n; d++)
    {
      shared += a[d] == b[d];
      for (gsize i = 0; i < d; i++)
        shared += (a[i] == b[d]) + (a[d] == b[i]);
      weight *= PERSISTENCE;
      sum += (double) shared / (double) (d + 1) * weight;
    }
  return (double) shared / (double) n * weight + (1.0 - PERSISTENCE) / PERSISTENCE * sum;
}

/* The photo's first others by one of the two codes. */
static void
rank (const Rankings *r,
      guint which,
      guint32 self,
      const guint32 *ties,
      guint16 *distances,
      guint32 *order)
{
  gsize kept = 0;

  sem_metrics_hamming_distances (r->codes[which], r->n, r->n_words[which], self, distances);
  sem_metrics_order_by_distance (distances, r->n, SEM_HASH_MAX_BITS + 1, ties, order);
  for (gsize i = 0; i < r->n && kept < SEM_COMPARE_DEPTH; i++)
    if (order[i] != self)
      order[kept++] = order[i];
}

static void
rank_task (gsize task, gpointer data)
{
  const Rankings *r = data;
  gsize end = MIN ((task + 1) * ASKED_A_TASK, r->n_queries);
  g_autofree guint32 *ties = g_new (guint32, r->n);
  g_autofree guint32 *before = g_new (guint32, r->n);
  g_autofree guint32 *after = g_new (guint32, r->n);
  g_autofree guint16 *distances = g_new (guint16, r->n);

  for (gsize q = task * ASKED_A_TASK; q < end; q++)
    {
      SemRandom random;

      /* Both break ties alike: codes that differ in nothing overlap wholly. */
      sem_random_init_part (&random, r->seed, SEM_RANDOM_TIES, q + 1);
      sem_random_permutation (&random, ties, r->n);
      rank (r, 0, r->queries[q], ties, distances, before);
      rank (r, 1, r->queries[q], ties, distances, after);
      r->overlaps[q] = sem_compare_overlap (before, after, MIN (SEM_COMPARE_DEPTH, r->n - 1));
    }
}

static guint64 *
make_codes (SemHashModel *model, const float *features, gsize n, guint *n_words)
{
  guint64 *codes;

  *n_words = SEM_HASH_WORDS (sem_hash_model_get_n_bits (model));
  codes = g_new (guint64, n * *n_words);
  sem_hash_model_encode (model, features, n, codes, NULL);
  return codes;
}

static gboolean
measure_overlap (SemHashModel *before,
                 const float *before_features,
                 SemHashModel *after,
                 const float *after_features,
                 gsize n,
                 guint64 seed,
                 Part *part,
                 GCancellable *cancellable,
                 double *overlap)
{
  Rankings r = { .n = n, .n_queries = MIN (n, ASKED), .seed = seed };
  g_autofree guint64 *codes_before = make_codes (before, before_features, n, &r.n_words[0]);
  g_autofree guint64 *codes_after = make_codes (after, after_features, n, &r.n_words[1]);
  g_autofree guint32 *queries = g_new (guint32, n);
  g_autofree double *overlaps = g_new0 (double, r.n_queries);
  double sd;
  SemRandom random;
  SemWork job;

  r.codes[0] = codes_before;
  r.codes[1] = codes_after;
  r.queries = queries;
  r.overlaps = overlaps;
  sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
  sem_random_permutation (&random, queries, n);
  sem_work_init (&job, 0, &(SemProgress){ part_progress, part, cancellable });
  if (!sem_work_parallel (&job, (r.n_queries + ASKED_A_TASK - 1) / ASKED_A_TASK, rank_task, &r))
    return FALSE;
  sem_metrics_summarise (overlaps, r.n_queries, overlap, &sd);
  return TRUE;
}

/* Which of sem_quality_depths "reach" is about. */
static guint
choose_depth (gsize n)
{
  guint chosen = 0;

  while (chosen < 3 && sem_quality_depths[chosen + 1] <= n / 10)
    chosen++;
  return chosen;
}

static SemCodeQuality
summarise (const SemQuality *quality, guint depth)
{
  return (SemCodeQuality){
    .reach = quality->nn10[depth],
    .lift = quality->lift,
    .imbalance = quality->imbalance,
    .correlation = quality->correlation,
    .unique = quality->unique,
    .n_dead = quality->n_dead,
  };
}

gboolean
sem_compare_models (SemHashModel *before,
                    const float *before_features,
                    SemHashModel *after,
                    const float *after_features,
                    gsize n,
                    guint64 seed,
                    SemProgressFunc progress,
                    gpointer user_data,
                    GCancellable *cancellable,
                    SemCodeComparison *comparison,
                    GError **error)
{
  guint depth = choose_depth (n);
  Part part = { progress, user_data, 0.0, SHARE_OF_ONE };
  SemQuality quality;

  g_return_val_if_fail (before != NULL && before_features != NULL, FALSE);
  g_return_val_if_fail (after != NULL && after_features != NULL, FALSE);
  g_return_val_if_fail (n >= 2 && comparison != NULL, FALSE);

  *comparison = (SemCodeComparison){ .depth = sem_quality_depths[depth], .n_photos = (guint) n };
  if (!sem_quality_measure (before, before_features, n, seed, part_progress, &part, cancellable,
                            &quality, error))
    return FALSE;
  comparison->before = summarise (&quality, depth);
  part = (Part){ progress, user_data, SHARE_OF_ONE, 2.0 * SHARE_OF_ONE };
  if (!sem_quality_measure (after, after_features, n, seed, part_progress, &part, cancellable,
                            &quality, error))
    return FALSE;
  comparison->after = summarise (&quality, depth);
  part = (Part){ progress, user_data, 2.0 * SHARE_OF_ONE, 1.0 };
  if (measure_overlap (before, before_features, after, after_features, n, seed, &part, cancellable,
                       &comparison->overlap))
    return TRUE;
  g_cancellable_set_error_if_cancelled (cancellable, error);
  return FALSE;
}
