/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/index/rerank.h"

#include <math.h>

guint
sem_rerank_candidates (guint k)
{
  return k > G_MAXUINT / 20 ? G_MAXUINT : MAX (500, 20 * k);
}

static double
asymmetric_similarity (const float *outputs, const guint64 *code, guint n_bits)
{
  double dot = 0, norm = 0;

  for (guint b = 0; b < n_bits; b++)
    {
      double q = outputs[b];

      dot += (code[b / 64] >> (b % 64) & 1) != 0 ? q : -q;
      norm += fabs (q);
    }
  return norm > 0 && norm < INFINITY ? dot / norm : 0;
}

/* Exact sums: 127² · dim fits 64 bits for any dim. */
static double
cosine (const gint8 *a, const gint8 *b, guint dim)
{
  gint64 dot = 0, norm_a = 0, norm_b = 0;

  for (guint i = 0; i < dim; i++)
    {
      dot += a[i] * b[i];
      norm_a += a[i] * a[i];
      norm_b += b[i] * b[i];
    }
  if (norm_a == 0 || norm_b == 0)
    return 0;
  /* One root of the product, so that equal vectors give 1 exactly. */
  return (double) dot / sqrt ((double) norm_a * (double) norm_b);
}

void
sem_rerank_score (const float *outputs,
                  const guint64 *code,
                  guint n_bits,
                  const gint8 *query_vector,
                  const gint8 *vector,
                  guint dim,
                  SemRankedHit *hit)
{
  double a, c;

  g_return_if_fail (outputs != NULL && code != NULL && hit != NULL);
  g_return_if_fail (!vector || query_vector != NULL);

  a = asymmetric_similarity (outputs, code, n_bits);
  c = vector != NULL ? cosine (query_vector, vector, dim) : 0;
  hit->cosine = (float) CLAMP (c, 0, 1);
  hit->score = (float) (a + 2 * MAX (0, c - 0.5));
}

static gint
compare_hits (gconstpointer a, gconstpointer b)
{
  const SemRankedHit *x = a, *y = b;

  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  return x->photo_id < y->photo_id ? -1 : x->photo_id > y->photo_id;
}

void
sem_rerank_sort (GArray *hits)
{
  g_return_if_fail (hits != NULL);

  g_array_sort (hits, compare_hits);
}
