/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-proof"

#include "config.h"

#include "engine/proof/orientations.h"

#include <math.h>

#define SMALL_SIDE 32
#define MIN_SIDE 8
/* Shapes differ by rounding of the sides at most. */
#define MAX_SHAPE 1.04
#define MIN_CORRELATION 0.7

/* From the unit square of the query to that of the stored picture: @orientation's bits mirror x,
 * mirror y, and exchange the two first. */
static SemAffine
orient (guint orientation, const SemProofGrey *query, const SemProofGrey *stored)
{
  const double w = query->width, h = query->height;
  const double to_w = stored->width, to_h = stored->height;
  const SemAffine unit = { 1 / w, 0, 0.5 / w, 0, 1 / h, 0.5 / h };
  const SemAffine swap =
    orientation & 4 ? (SemAffine){ 0, 1, 0, 1, 0, 0 } : (SemAffine){ 1, 0, 0, 0, 1, 0 };
  const SemAffine mirror = { orientation & 1 ? -1 : 1, 0,
                             orientation & 1 ? 1 : 0,  0,
                             orientation & 2 ? -1 : 1, orientation & 2 ? 1 : 0 };
  const SemAffine pixels = { to_w, 0, -0.5, 0, to_h, -0.5 };
  SemAffine map = sem_affine_compose (&swap, &unit);

  map = sem_affine_compose (&mirror, &map);
  return sem_affine_compose (&pixels, &map);
}

/* Of a small query with what lies at the same places of a small stored picture. */
static double
correlate (const SemProofGrey *query, const SemProofGrey *stored, const SemAffine *map)
{
  double n = 0, p = 0, q = 0, pp = 0, qq = 0, pq = 0;

  for (guint y = 0; y < query->height; y++)
    for (guint x = 0; x < query->width; x++)
      {
        double to_x, to_y, a, b;

        sem_affine_apply (map, x, y, &to_x, &to_y);
        a = query->pixels[(gsize) y * query->width + x];
        b =
          stored->pixels[(gsize) CLAMP (lround (to_y), 0, (long) stored->height - 1) * stored->width
                         + (gsize) CLAMP (lround (to_x), 0, (long) stored->width - 1)];
        n++;
        p += a;
        q += b;
        pp += a * a;
        qq += b * b;
        pq += a * b;
      }
  pp = n * pp - p * p;
  qq = n * qq - q * q;
  return pp > 0 && qq > 0 ? (n * pq - p * q) / sqrt (pp * qq) : 0;
}

static SemProofGrey *
make_small (const SemProofGrey *grey)
{
  return sem_proof_grey_shrink (grey, MIN (grey->width, SMALL_SIDE),
                                MIN (grey->height, SMALL_SIDE));
}

/* Keeps the best of n first. */
static void
insert (SemAffine *maps, int *signs, double *scores, guint n, SemAffine map, double score)
{
  guint i = n;

  for (; i > 0 && fabs (score) > fabs (scores[i - 1]); i--)
    {
      maps[i] = maps[i - 1];
      signs[i] = signs[i - 1];
      scores[i] = scores[i - 1];
    }
  maps[i] = map;
  signs[i] = score < 0 ? -1 : 1;
  scores[i] = score;
}

guint
sem_proof_upright_maps (const SemProofGrey *query,
                        const SemProofGrey *stored,
                        SemAffine *maps,
                        int *signs)
{
  g_autofree SemProofGrey *small_query = NULL, *small_stored = NULL;
  double scores[SEM_PROOF_ORIENTATIONS];
  guint n = 0;

  if (MIN (MIN (query->width, query->height), MIN (stored->width, stored->height)) < MIN_SIDE)
    return 0;
  small_query = make_small (query);
  small_stored = make_small (stored);
  for (guint i = 0; i < SEM_PROOF_ORIENTATIONS; i++)
    {
      const double shape = (double) query->width / query->height;
      const double other = (double) stored->width / stored->height;
      const double ratio = i & 4 ? shape * other : shape / other;
      const SemAffine map = orient (i, small_query, small_stored);
      double score;

      if (ratio > MAX_SHAPE || ratio < 1 / MAX_SHAPE)
        continue;
      score = correlate (small_query, small_stored, &map);
      if (fabs (score) >= MIN_CORRELATION)
        {
          insert (maps, signs, scores, n, orient (i, query, stored), score);
          n++;
        }
    }
  return n;
}
