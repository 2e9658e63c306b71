/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * K-nearest neighbours hashing (He, Wang and Cheng, CVPR 2019): ITQ's rotation, trained on points
 * that are each the mean of a photo's nearest others among the principal projections. Two details
 * differ from the authors' code. All means are of the original projections, whereas in the code
 * later rows use earlier rows that are already replaced. The code encodes training photos by the
 * sign of the replaced point; a model that encodes each photo by itself cannot do that, so all
 * photos are encoded by the sign of their own projection, as queries are in the code.
 */

#include "engine/hash/methods/method.h"

#include "engine/hash/mathematics/graph.h"
#include "engine/hash/mathematics/linear.h"

#define NEIGHBOURS 20
#define SHRINK_ROWS 1024

typedef struct
{
  const SemGraph *graph;
  const float *p;
  gsize r;
  float *means;
} Shrinking;

static void
shrink_task (gsize task, gpointer data)
{
  const Shrinking *s = data;
  const SemGraph *graph = s->graph;
  gsize r = s->r;
  gsize end = MIN ((task + 1) * SHRINK_ROWS, graph->n);

  for (gsize i = task * SHRINK_ROWS; i < end; i++)
    {
      float share = 1.0f / (float) (graph->start[i + 1] - graph->start[i]);

      for (gsize e = graph->start[i]; e < graph->start[i + 1]; e++)
        for (gsize j = 0; j < r; j++)
          s->means[i * r + j] += share * s->p[graph->neighbors[e] * r + j];
    }
}

/* (transfer full) (nullable): the mean of each row's nearest others; %NULL when cancelled. */
static float *
shrink (SemWork *job, const float *p, gsize n, gsize r)
{
  double from = job->from;
  double to = job->to;
  g_autofree float *means = g_new0 (float, n *r);
  g_autoptr (SemGraph) graph = NULL;
  Shrinking shrinking;

  sem_work_stage (job, from, from + 0.9 * (to - from));
  graph = sem_graph_new_euclidean (job, p, n, r, (guint) MIN (NEIGHBOURS, n - 1));
  if (!graph)
    return NULL;
  shrinking = (Shrinking){ graph, p, r, means };
  sem_work_stage (job, from + 0.9 * (to - from), to);
  if (!sem_work_parallel (job, (n + SHRINK_ROWS - 1) / SHRINK_ROWS, shrink_task, &shrinking))
    return NULL;
  return g_steal_pointer (&means);
}

gboolean
sem_hash_train_knnh (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error)
{
  g_autofree float *w = NULL;
  g_autofree float *shift = NULL;
  g_autofree float *p = NULL;
  g_autofree float *means = NULL;
  double from = job->from;
  double span = job->to - job->from;
  gsize r;

  sem_work_stage (job, from, from + 0.2 * span);
  w = sem_hash_principal (job, input, input->options->n_bits, &r, error);
  if (!w)
    return FALSE;
  shift = sem_hash_shift (input, w, r);
  p = g_new (float, input->n *r);
  sem_work_stage (job, from + 0.2 * span, from + 0.25 * span);
  if (!sem_linear_project (job, input->x, input->n, &(SemLinearMap){ input->d, r, w, shift }, p))
    return FALSE;
  sem_work_stage (job, from + 0.25 * span, from + 0.5 * span);
  means = shrink (job, p, input->n, r);
  if (!means)
    return FALSE;
  sem_work_stage (job, from + 0.5 * span, from + span);
  return sem_hash_rotate_points (job, input, w, r, means, map, error);
}
