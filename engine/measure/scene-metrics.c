/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/measure/scene-metrics.h"

#include "engine/measure/average-precision.h"
#include "engine/measure/metrics.h"

#include <math.h>

/* Twice the mean rank, from 0: a smaller number counts two, an equal one counts one. */
static void
find_ranks (const double *values, gsize n, double *ranks)
{
  for (gsize i = 0; i < n; i++)
    {
      ranks[i] = 0.0;
      for (gsize j = 0; j < n; j++)
        ranks[i] += (values[j] < values[i]) + (values[j] <= values[i]);
    }
}

double
sem_scene_rank_correlation (const double *a, const double *b, gsize n)
{
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);
  double both = 0.0, xx = 0.0, yy = 0.0;

  find_ranks (a, n, x);
  find_ranks (b, n, y);
  for (gsize i = 0; i < n; i++)
    {
      /* The mean of these ranks is n. */
      double dx = x[i] - (double) n;
      double dy = y[i] - (double) n;

      both += dx * dy;
      xx += dx * dx;
      yy += dy * dy;
    }
  return xx > 0.0 && yy > 0.0 ? both / sqrt (xx * yy) : 0.0;
}

static double
find_correlation (const SemScenes *truth, guint32 query, const float *distances)
{
  g_autofree double *nearness = g_new (double, truth->n);
  g_autofree double *overlap = g_new (double, truth->n);
  gboolean varies = FALSE;
  gsize n = 0;

  for (guint32 i = 0; i < truth->n; i++)
    if (i != query && truth->scene[i] == truth->scene[query])
      {
        nearness[n] = -(double) distances[i];
        overlap[n] = sem_scenes_get_overlap (truth, query, i);
        varies = varies || overlap[n] != overlap[0];
        n++;
      }
  return varies ? sem_scene_rank_correlation (nearness, overlap, n) : -2.0;
}

void
sem_scene_measure (const SemScenes *truth,
                   guint32 query,
                   const float *distances,
                   const guint32 *ties,
                   SemSceneFigures *figures)
{
  g_autofree float *nearness = g_new (float, truth->n);
  g_autofree guint32 *order = g_new (guint32, truth->n);
  g_autofree guint32 *ranks = g_new (guint32, truth->n);
  gsize n_ranks = 0;
  guint32 rank = 0;

  g_return_if_fail (query < truth->n && truth->scene[query] >= 0);

  for (gsize i = 0; i < truth->n; i++)
    nearness[i] = -distances[i];
  sem_metrics_order_by_similarity (nearness, truth->n, ties, order);
  for (gsize i = 0; i < truth->n; i++)
    if (order[i] != query)
      {
        rank++;
        if (sem_scenes_get_overlap (truth, query, order[i]) > SEM_SCENE_RELEVANT)
          ranks[n_ranks++] = rank;
      }
  figures->map =
    n_ranks > 0 ? sem_average_precision (SEM_AP_HASH, ranks, n_ranks, n_ranks, 0) : -1.0;
  figures->correlation = find_correlation (truth, query, distances);
}
