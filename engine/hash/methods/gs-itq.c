/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Graph-smoothed iterative quantisation. The names are those of the derivation: A, the normalised
 * neighbour graph; M = X' ((I + A) / 2)^2 X / n; C, the covariance with a ridge; M v = lambda C v.
 */

#include "engine/hash/methods/method.h"

#include "engine/hash/mathematics/graph.h"
#include "engine/hash/mathematics/linear.h"

#include <math.h>

#define NEIGHBOURS 10
/* Of a small library, ten would be half of all: no more than one of so many photos is a neighbour,
 * but at least two are. */
#define NEIGHBOURS_LEAST 2
#define PHOTOS_A_NEIGHBOUR 20
/* Photos with a greater cosine are taken for shots of one burst, which carry no information about
 * other photos. */
#define NEAR_DUPLICATE 0.98
#define SPECTRUM_POWER 1.5
#define SMALLEST_VALUE 1e-9
/* Eigenvalues below this share of the largest are single-precision noise. */
#define NOISE 1e-6

static SemGraph *
find_graph (SemWork *job, const SemHashInput *input)
{
  gsize k = CLAMP (input->n / PHOTOS_A_NEIGHBOUR, NEIGHBOURS_LEAST, NEIGHBOURS);
  g_autoptr (SemGraph) nearest = sem_graph_new_nearest (job, input->x, input->n, input->d,
                                                        MIN (k, input->n - 1), NEAR_DUPLICATE);

  return nearest != NULL ? sem_graph_new_union (nearest) : NULL;
}

/* M is the Gram matrix of the rows smoothed once, since (I + A) / 2 is symmetric. */
static gboolean
smoothed_gram (SemWork *job, const SemHashInput *input, const SemGraph *graph, double *m)
{
  g_autofree float *z = g_new (float, input->n * input->d);
  double from = job->from;
  double to = job->to;

  sem_work_stage (job, from, from + 0.3 * (to - from));
  if (!sem_graph_smooth (job, graph, input->x, input->x_mean, input->d, z))
    return FALSE;
  sem_work_stage (job, from + 0.3 * (to - from), to);
  if (!sem_linear_gram (job, z, input->n, input->d, m))
    return FALSE;
  for (gsize i = 0; i < input->d * input->d; i++)
    m[i] /= (double) input->n;
  return TRUE;
}

static double *
ridged_covariance (const SemHashInput *input)
{
  double *c = g_memdup2 (input->covariance, input->d * input->d * sizeof (double));

  for (gsize i = 0; i < input->d; i++)
    c[i * input->d + i] += input->options->rho * input->trace / (double) input->d;
  return c;
}

static float *
scaled_directions (const SemEigen *eigen, gsize r)
{
  float *w = g_new (float, eigen->d *r);

  for (gsize j = 0; j < r; j++)
    {
      double scale = pow (MAX (eigen->values[j], SMALLEST_VALUE), SPECTRUM_POWER);

      for (gsize i = 0; i < eigen->d; i++)
        w[i * r + j] = (float) (eigen->vectors[i * eigen->k + j] * scale);
    }
  return w;
}

gboolean
sem_hash_train_gs_itq (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error)
{
  g_autoptr (SemGraph) graph = NULL;
  g_autoptr (SemErrand) errand = NULL;
  g_autofree float *w = NULL;
  g_autofree double *m = g_new (double, input->d * input->d);
  SemEigen *eigen;
  double from = job->from;
  double span = job->to - job->from;
  gsize r;

  sem_work_stage (job, from, from + 0.55 * span);
  graph = find_graph (job, input);
  if (!graph)
    return FALSE;
  sem_work_stage (job, from + 0.55 * span, from + 0.65 * span);
  if (!smoothed_gram (job, input, graph, m))
    return FALSE;

  eigen = sem_eigen_new (g_steal_pointer (&m), ridged_covariance (input), input->d,
                         MIN (input->d, input->options->n_bits));
  errand = sem_errand_start (sem_eigen_solve, eigen, (GDestroyNotify) sem_eigen_free);
  sem_work_stage (job, from + 0.65 * span, from + 0.75 * span);
  if (!sem_errand_wait (errand, job))
    return FALSE;
  if (eigen->info != 0)
    return sem_hash_set_numeric_error (error);
  sem_work_stage (job, from + 0.75 * span, from + span);
  r = sem_eigen_rank (eigen, NOISE);
  /* Two photos that are each other's only neighbour are smoothed to 0. */
  if (r == 0)
    return sem_hash_train_itq (job, input, map, error);
  w = scaled_directions (eigen, r);
  return sem_hash_rotate (job, input, w, r, map, error);
}
