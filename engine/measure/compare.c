/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/measure/compare.h"

#include "engine/base/work.h"
#include "engine/measure/metrics.h"
#include "engine/measure/quality.h"
#include "engine/base/random.h"

#define PERSISTENCE 0.9
/* Number of photos whose first hits are compared. */
#define QUERIES 200
#define QUERIES_A_TASK 10
/* Share of the progress that measuring one of the two models takes. */
#define SHARE_OF_ONE 0.45

typedef struct
{
  const SemProgress *whole;
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

  sem_progress_report (part->whole, part->from + fraction * (part->to - part->from));
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

/* The first hits of a photo, by one of the two codes; @order: (out): shape (n). */
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
  gsize end = MIN ((task + 1) * QUERIES_A_TASK, r->n_queries);
  g_autofree guint32 *ties = g_new (guint32, r->n);
  g_autofree guint32 *before = g_new (guint32, r->n);
  g_autofree guint32 *after = g_new (guint32, r->n);
  g_autofree guint16 *distances = g_new (guint16, r->n);

  for (gsize q = task * QUERIES_A_TASK; q < end; q++)
    {
      SemRandom random;

      /* With the same ties in both, equal codes overlap completely. */
      sem_random_init_part (&random, r->seed, SEM_RANDOM_TIES, q + 1);
      sem_random_permutation (&random, ties, r->n);
      rank (r, 0, r->queries[q], ties, distances, before);
      rank (r, 1, r->queries[q], ties, distances, after);
      r->overlaps[q] = sem_compare_overlap (before, after, MIN (SEM_COMPARE_DEPTH, r->n - 1));
    }
}

static guint64 *
make_codes (const SemCodedSet *set, guint *n_words)
{
  guint64 *codes;

  *n_words = SEM_HASH_WORDS (sem_hash_model_get_n_bits (set->model));
  codes = g_new (guint64, set->n * *n_words);
  sem_hash_model_encode (set->model, set->features, set->n, codes, NULL);
  return codes;
}

static gboolean
measure_overlap (const SemCodedSet *before,
                 const SemCodedSet *after,
                 guint64 seed,
                 Part *part,
                 double *overlap)
{
  gsize n = before->n;
  Rankings r = { .n = n, .n_queries = MIN (n, QUERIES), .seed = seed };
  g_autofree guint64 *codes_before = make_codes (before, &r.n_words[0]);
  g_autofree guint64 *codes_after = make_codes (after, &r.n_words[1]);
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
  sem_work_init (&job, 0,
                 &(SemProgress){ part_progress, part, sem_progress_get_cancellable (part->whole) });
  if (!sem_work_parallel (&job, (r.n_queries + QUERIES_A_TASK - 1) / QUERIES_A_TASK, rank_task, &r))
    return FALSE;
  sem_metrics_summarise (overlaps, r.n_queries, overlap, &sd);
  return TRUE;
}

/* The position in sem_quality_depths of the depth that "reach" is measured at. */
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

static gboolean
measure_quality (const SemCodedSet *set,
                 guint64 seed,
                 guint depth,
                 Part part,
                 SemCodeQuality *summary,
                 GError **error)
{
  const SemProgress progress = { part_progress, &part, sem_progress_get_cancellable (part.whole) };
  SemQuality quality;

  if (!sem_quality_measure (set, seed, &progress, &quality, error))
    return FALSE;
  *summary = summarise (&quality, depth);
  return TRUE;
}

gboolean
sem_compare_models (const SemCodedSet *before,
                    const SemCodedSet *after,
                    guint64 seed,
                    const SemProgress *progress,
                    SemCodeComparison *comparison,
                    GError **error)
{
  Part part = { progress, 2.0 * SHARE_OF_ONE, 1.0 };
  guint depth;

  g_return_val_if_fail (before != NULL && after != NULL && comparison != NULL, FALSE);
  g_return_val_if_fail (before->n == after->n && before->n >= 2, FALSE);

  depth = choose_depth (before->n);
  *comparison = (SemCodeComparison){
    .depth = sem_quality_depths[depth],
    .n_photos = (guint) before->n,
  };
  if (!measure_quality (before, seed, depth, (Part){ progress, 0.0, SHARE_OF_ONE },
                        &comparison->before, error)
      || !measure_quality (after, seed, depth, (Part){ progress, SHARE_OF_ONE, 2.0 * SHARE_OF_ONE },
                           &comparison->after, error))
    return FALSE;
  if (measure_overlap (before, after, seed, &part, &comparison->overlap))
    return TRUE;
  g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (progress), error);
  return FALSE;
}
