/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-proof"

#include "config.h"

#include "engine/proof/alignment.h"

#include <math.h>
#include <string.h>

#define MIN_INLIERS 8
/* A proposal is as exact as one point's scale and angle: it is given this many tolerances. */
#define LOOSE 6
/* Proposals that are refined, and refinements of each; the tolerance falls from LOOSE to 1. */
#define REFINED 6
#define ROUNDS 6
/* Of a picture that was squeezed into another shape. */
#define MAX_STRETCH 2.0
#define MAX_SCALE 24.0
/* More matches than these propose nothing new. */
#define MAX_PROPOSALS 600

typedef struct
{
  SemAffine map;
  guint n_inliers;
} Proposal;

static SemAffine
propose (const SemProofPoint *from, const SemProofPoint *to)
{
  const double scale = (double) to->scale / (double) from->scale;
  const double angle = (double) to->angle - (double) from->angle;
  const double u = scale * cos (angle), v = scale * sin (angle);
  const double x = (double) from->x, y = (double) from->y;

  return (SemAffine){
    .a = u,
    .b = -v,
    .c = (double) to->x - (u * x - v * y),
    .d = v,
    .e = u,
    .f = (double) to->y - (v * x + u * y),
  };
}

/* Writes the pairs that agree with @map to @inliers where that is given. Several points of one
 * place count once: @pairs are sorted, so that those are neighbours. */
static guint
count_inliers (const GArray *pairs, const SemAffine *map, double tolerance, SemAffinePair *inliers)
{
  guint n = 0;

  for (guint i = 0; i < pairs->len; i++)
    {
      const SemAffinePair *pair = &g_array_index (pairs, SemAffinePair, i);
      double x, y;

      sem_affine_apply (map, pair->x, pair->y, &x, &y);
      x -= pair->to_x;
      y -= pair->to_y;
      if (!(x * x + y * y <= tolerance * tolerance))
        continue;
      if (inliers)
        inliers[n] = *pair;
      n++;
    }
  return n;
}

static gboolean
is_plausible (const SemAffine *map)
{
  const double scale = sqrt (fabs (sem_affine_determinant (map)));

  return sem_affine_determinant (map) > 0 && sem_affine_get_stretch (map) <= MAX_STRETCH
         && scale <= MAX_SCALE && scale >= 1 / MAX_SCALE;
}

/* Fits again and again to what agrees, with a falling tolerance. */
static gboolean
refine (const GArray *pairs, double tolerance, SemAffinePair *scratch, Proposal *proposal)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      const double share = (double) i / (ROUNDS - 1);
      const double reach = tolerance * (LOOSE + (1 - LOOSE) * share);
      const guint n = count_inliers (pairs, &proposal->map, reach, scratch);

      if (n < MIN_INLIERS || !sem_affine_fit (scratch, n, &proposal->map)
          || !is_plausible (&proposal->map))
        return FALSE;
    }
  proposal->n_inliers = count_inliers (pairs, &proposal->map, tolerance, NULL);
  return proposal->n_inliers >= MIN_INLIERS;
}

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (SemAffinePair));
}

/* One pair a place: a point with two angles is one witness. */
static GArray *
make_pairs (const SemProofPoints *query, const SemProofPoints *stored, const GArray *matches)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (SemAffinePair));
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (SemAffinePair));

  for (guint i = 0; i < matches->len; i++)
    {
      const SemProofMatch *match = &g_array_index (matches, SemProofMatch, i);
      const SemProofPoint *from = &query->points[match->query];
      const SemProofPoint *to = &stored->points[match->stored];
      const SemAffinePair pair = { from->x, from->y, to->x, to->y };

      g_array_append_val (all, pair);
    }
  g_array_sort (all, compare_pairs);
  for (guint i = 0; i < all->len; i++)
    if (i == 0
        || compare_pairs (&g_array_index (all, SemAffinePair, i),
                          &g_array_index (all, SemAffinePair, i - 1))
             != 0)
      g_array_append_val (pairs, g_array_index (all, SemAffinePair, i));
  return pairs;
}

/* Keeps the best REFINED proposals in order; of equal ones the first. */
static void
keep (Proposal *best, const Proposal *proposal)
{
  guint i = REFINED;

  while (i > 0 && proposal->n_inliers > best[i - 1].n_inliers)
    i--;
  if (i == REFINED)
    return;
  memmove (&best[i + 1], &best[i], (REFINED - 1 - i) * sizeof *best);
  best[i] = *proposal;
}

gboolean
sem_proof_alignment_find (const SemProofPoints *query,
                          const SemProofPoints *stored,
                          const GArray *matches,
                          double tolerance,
                          SemProofAlignment *alignment)
{
  g_autoptr (GArray) pairs = make_pairs (query, stored, matches);
  g_autofree SemAffinePair *scratch = g_new (SemAffinePair, MAX (pairs->len, 1));
  Proposal best[REFINED] = { 0 };

  alignment->n_inliers = 0;
  if (pairs->len < MIN_INLIERS)
    return FALSE;
  for (guint i = 0; i < MIN (matches->len, MAX_PROPOSALS); i++)
    {
      const guint at =
        matches->len > MAX_PROPOSALS ? (guint) ((guint64) i * matches->len / MAX_PROPOSALS) : i;
      const SemProofMatch *match = &g_array_index (matches, SemProofMatch, at);
      Proposal proposal;

      proposal.map = propose (&query->points[match->query], &stored->points[match->stored]);
      if (!is_plausible (&proposal.map))
        continue;
      proposal.n_inliers = count_inliers (pairs, &proposal.map, LOOSE * tolerance, NULL);
      keep (best, &proposal);
    }
  for (guint i = 0; i < REFINED; i++)
    if (best[i].n_inliers >= MIN_INLIERS && refine (pairs, tolerance, scratch, &best[i])
        && best[i].n_inliers > alignment->n_inliers)
      *alignment = (SemProofAlignment){ best[i].map, best[i].n_inliers };
  return alignment->n_inliers > 0;
}
