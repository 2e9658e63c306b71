/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/inspect/figures.h"

#include "engine/base/random.h"
#include "engine/inspect/hubs.h"
#include "engine/inspect/metrics.h"
#include "engine/measure/bits.h"

#include <math.h>

#define N_PAIRS 4000
#define SEED 1
#define OUTPUT_RANGE 4.0
/* Distances are compared in this many bins, so that a histogram of few pairs is not all gaps. */
#define OVERLAP_BINS 32

double
sem_inspect_get_output (guint bin)
{
  return -OUTPUT_RANGE + 2 * OUTPUT_RANGE * bin / (SEM_INSPECT_N_OUTPUTS - 1);
}

double
sem_inspect_overlap (const double *a, const double *b, gsize n)
{
  double sum_a = 0, sum_b = 0, common = 0;

  for (gsize i = 0; i < n; i++)
    {
      sum_a += a[i];
      sum_b += b[i];
    }
  for (gsize i = 0; i < n && sum_a > 0 && sum_b > 0; i++)
    common += MIN (a[i] / sum_a, b[i] / sum_b);
  return common;
}

static void
set (SemInspection *inspection, SemInspectMetric metric, double value)
{
  sem_inspection_set_one (inspection, sem_inspect_metric_get_key (metric), value);
}

static void
measure_bits (SemInspectSubject *subject, SemInspection *inspection)
{
  const guint64 *codes = (const guint64 *) (gpointer) subject->codes->data;
  gsize n = subject->ids->len;
  guint k = subject->n_bits;
  g_auto (SemBits) bits = { 0 };
  SemBuckets buckets;

  sem_bits_init (&bits, codes, n, k);
  sem_buckets_count (&buckets, codes, n, subject->n_words);
  sem_inspection_set (inspection, "bits.share", bits.share, k);
  sem_inspection_set (inspection, "bits.correlation", bits.correlation, (gsize) k * k);
  set (inspection, SEM_INSPECT_IMBALANCE, bits.imbalance);
  set (inspection, SEM_INSPECT_ENTROPY, bits.entropy);
  set (inspection, SEM_INSPECT_DEAD, bits.n_dead);
  set (inspection, SEM_INSPECT_DOUBLED, bits.n_doubled);
  set (inspection, SEM_INSPECT_CORRELATION, bits.mean_correlation);
  set (inspection, SEM_INSPECT_UNIQUE, (double) buckets.n_unique / (double) n);
  set (inspection, SEM_INSPECT_LARGEST, (double) buckets.largest / (double) n);
}

/* Whether another photo has the code that a query should have. */
static gboolean
is_elsewhere (SemInspectSubject *subject, guint q)
{
  const SemHammingQuery query = {
    .codes = subject->views[q].code, .n_codes = 1, .k = 1, .max_distance = 0
  };
  g_autoptr (GArray) hits = sem_hamming_index_search (subject->index, &query, NULL);

  return hits && hits->len > 0;
}

/* The codes of the sample, and whether they are those of the model. */
static void
measure_sample (SemInspectSubject *subject, SemInspection *inspection)
{
  guint n = subject->n_queries, n_parts = subject->n_bits / 16, right = 0, elsewhere = 0;
  g_autofree double *parts = g_new (double, (gsize) n *n_parts);

  for (guint q = 0; q < n; q++)
    {
      gssize position = sem_inspect_subject_find (subject, subject->queries[q]);
      const guint64 *code = sem_inspect_subject_get_code (subject, (gsize) position);

      if (sem_inspect_distance (subject, code, subject->views[q].code) == 0)
        right++;
      else
        elsewhere += is_elsewhere (subject, q);
      for (guint p = 0; p < n_parts; p++)
        parts[(gsize) q * n_parts + p] = (double) (code[p / 4] >> (p % 4 * 16) & 0xffff);
    }
  sem_inspection_set (inspection, "bits.sample", parts, (gsize) n * n_parts);
  set (inspection, SEM_INSPECT_CODES, (double) right / n);
  sem_inspection_set_one (inspection, "codes.elsewhere",
                          right < n ? (double) elsewhere / (n - right) : 0);
}

static void
measure_pairs (SemInspectSubject *subject, SemInspection *inspection)
{
  g_autofree double *pairs = g_new (double, 3 * N_PAIRS);
  double random_counts[OVERLAP_BINS + 1] = { 0 }, near_counts[OVERLAP_BINS + 1] = { 0 };
  gsize n_near;
  const double *near = sem_inspection_get (inspection, "near.distances", &n_near);
  const double *photos = sem_inspection_get_exactly (inspection, "near.photos", n_near);
  gsize n = subject->ids->len;
  double sum = 0;
  SemRandom random;

  sem_random_init (&random, SEED, SEM_RANDOM_SPLIT);
  for (guint i = 0; i < N_PAIRS; i++)
    {
      gsize a = sem_random_below (&random, n), b = sem_random_below (&random, n - 1);
      double distance;

      b += b >= a;
      distance = sem_inspect_distance (subject, sem_inspect_subject_get_code (subject, a),
                                       sem_inspect_subject_get_code (subject, b));
      pairs[3 * i] = (double) g_array_index (subject->ids, gint64, a);
      pairs[3 * i + 1] = (double) g_array_index (subject->ids, gint64, b);
      pairs[3 * i + 2] = distance;
      random_counts[(guint) (distance * OVERLAP_BINS / subject->n_bits)]++;
      sum += distance;
    }
  for (gsize i = 0; i < n_near && photos; i++)
    if (photos[i] > 0)
      near_counts[(guint) (near[i] * OVERLAP_BINS / subject->n_bits)]++;
  sem_inspection_set (inspection, "random.pairs", pairs, 3 * N_PAIRS);
  set (inspection, SEM_INSPECT_SPREAD, sum / N_PAIRS / subject->n_bits);
  set (inspection, SEM_INSPECT_OVERLAP,
       sem_inspect_overlap (random_counts, near_counts, OVERLAP_BINS + 1));
}

static double
get_scale (const SemInspectSubject *subject)
{
  double squares = 0;

  for (guint q = 0; q < subject->n_queries; q++)
    for (guint b = 0; b < subject->n_bits; b++)
      squares += (double) subject->views[q].outputs[b] * subject->views[q].outputs[b];
  return sqrt (squares / subject->n_queries / subject->n_bits);
}

static guint
get_bin (double output)
{
  double share = (output + OUTPUT_RANGE) / (2 * OUTPUT_RANGE);

  return (guint) lround (CLAMP (share, 0, 1) * (SEM_INSPECT_N_OUTPUTS - 1));
}

/* The queries with most outputs in a bin, the most first. */
static void
list_bin (const guint32 *counts, guint n_queries, const gint64 *queries, double *photos)
{
  guint best[SEM_INSPECT_BEHIND + 1];
  guint found = 0;

  for (guint q = 0; q < n_queries; q++)
    {
      guint at = MIN (found, SEM_INSPECT_BEHIND), count = counts[q * SEM_INSPECT_N_OUTPUTS];

      if (count == 0)
        continue;
      while (at > 0 && counts[best[at - 1] * SEM_INSPECT_N_OUTPUTS] < count)
        {
          best[at] = best[at - 1];
          at--;
        }
      if (at < SEM_INSPECT_BEHIND)
        {
          best[at] = q;
          found = MIN (found + 1, SEM_INSPECT_BEHIND);
        }
    }
  for (guint i = 0; i < found; i++)
    photos[i] = (double) queries[best[i]];
}

static double
get_code_cosine (const SemInspectSubject *subject, guint q)
{
  double sum = 0, squares = 0;

  for (guint b = 0; b < subject->n_bits; b++)
    {
      double output = subject->views[q].outputs[b];

      sum += fabs (output);
      squares += output * output;
    }
  return squares > 0 ? sum / sqrt (squares * subject->n_bits) : 0;
}

static void
measure_outputs (SemInspectSubject *subject, SemInspection *inspection)
{
  guint n = subject->n_queries;
  g_autofree guint32 *counts = g_new0 (guint32, n * SEM_INSPECT_N_OUTPUTS);
  double all[SEM_INSPECT_N_OUTPUTS] = { 0 };
  double photos[SEM_INSPECT_N_OUTPUTS * SEM_INSPECT_BEHIND] = { 0 };
  double scale = get_scale (subject), cosines = 0;

  for (guint q = 0; q < n; q++)
    {
      for (guint b = 0; b < subject->n_bits; b++)
        {
          double output = subject->views[q].outputs[b];
          guint bin = get_bin (scale > 0 ? output / scale : 0);

          counts[q * SEM_INSPECT_N_OUTPUTS + bin]++;
          all[bin]++;
        }
      cosines += get_code_cosine (subject, q);
    }
  for (guint bin = 0; bin < SEM_INSPECT_N_OUTPUTS; bin++)
    list_bin (counts + bin, n, subject->queries, photos + bin * SEM_INSPECT_BEHIND);
  sem_inspection_set (inspection, "outputs", all, SEM_INSPECT_N_OUTPUTS);
  sem_inspection_set (inspection, "outputs.photos", photos, G_N_ELEMENTS (photos));
  set (inspection, SEM_INSPECT_QUANTIZATION, cosines / n);
}

void
sem_inspect_figures (SemInspectSubject *subject, SemInspection *inspection)
{
  measure_bits (subject, inspection);
  measure_sample (subject, inspection);
  measure_pairs (subject, inspection);
  measure_outputs (subject, inspection);
}
