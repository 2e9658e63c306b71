/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/measure/metrics.h"

#include <math.h>
#include <stdlib.h>

typedef struct
{
  float similarity;
  guint32 tie;
  guint32 item;
} Entry;

void
sem_metrics_hamming_distances (const guint64 *codes,
                               gsize n,
                               guint n_words,
                               gsize query,
                               guint16 *distances)
{
  const guint64 *code = codes + query * n_words;

  for (gsize i = 0; i < n; i++)
    {
      int distance = 0;

      for (guint w = 0; w < n_words; w++)
        distance += __builtin_popcountll (code[w] ^ codes[i * n_words + w]);
      distances[i] = (guint16) distance;
    }
}

void
sem_metrics_order_by_distance (const guint16 *distances,
                               gsize n,
                               guint n_distances,
                               const guint32 *ties,
                               guint32 *order)
{
  g_autofree gsize *next = g_new0 (gsize, n_distances + 1);

  for (gsize i = 0; i < n; i++)
    next[distances[i] + 1]++;
  for (guint d = 0; d < n_distances; d++)
    next[d + 1] += next[d];
  for (gsize i = 0; i < n; i++)
    order[next[distances[ties[i]]]++] = ties[i];
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *left = a;
  const Entry *right = b;

  if (left->similarity != right->similarity)
    return left->similarity > right->similarity ? -1 : 1;
  return (left->tie > right->tie) - (left->tie < right->tie);
}

void
sem_metrics_order_by_similarity (const float *similarities,
                                 gsize n,
                                 const guint32 *ties,
                                 guint32 *order)
{
  g_autofree Entry *entries = g_new (Entry, n);

  for (gsize i = 0; i < n; i++)
    entries[i] = (Entry){ similarities[ties[i]], (guint32) i, ties[i] };
  qsort (entries, n, sizeof *entries, compare_entries);
  for (gsize i = 0; i < n; i++)
    order[i] = entries[i].item;
}

double
sem_metrics_overlap (const guint32 *wanted, gsize n_wanted, const guint32 *order, gsize n, gsize k)
{
  gsize found = 0;

  for (gsize i = 0; i < MIN (n, k); i++)
    for (gsize j = 0; j < n_wanted; j++)
      found += order[i] == wanted[j];
  return n_wanted > 0 ? (double) found / (double) n_wanted : 0.0;
}

void
sem_metrics_summarise (const double *values, gsize n, double *mean, double *sd)
{
  double sum = 0.0;
  double squares = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += values[i];
  *mean = n > 0 ? sum / (double) n : 0.0;
  for (gsize i = 0; i < n; i++)
    squares += (values[i] - *mean) * (values[i] - *mean);
  *sd = n > 1 ? sqrt (squares / (double) (n - 1)) : 0.0;
}
