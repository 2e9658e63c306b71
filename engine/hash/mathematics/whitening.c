/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/mathematics/whitening.h"

#include "engine/hash/mathematics/linear.h"

#include <cblas.h>

/* Variances below this share of the largest are single-precision noise. */
#define NOISE 1e-6

typedef struct
{
  const float *x;
  gsize d;
  const SemWhiteningPair *pairs;
  gsize n_pairs;
} Differences;

/* Takes @matrix and @metric. Returns: %NULL when cancelled or failed */
static SemEigen *
solve (SemWork *job, double *matrix, double *metric, gsize d, gsize k, SemErrand **errand)
{
  SemEigen *eigen = sem_eigen_new (matrix, metric, d, k);

  *errand = sem_errand_start (sem_eigen_solve, eigen, (GDestroyNotify) sem_eigen_free);
  return sem_errand_wait (*errand, job) ? eigen : NULL;
}

/* mean of (q - p)(q - p)' in the m components @v (d, m), with the ridge on its diagonal. */
static double *
find_scatter (const Differences *pairs, const float *v, gsize m, double epsilon)
{
  gsize d = pairs->d;
  gsize n = pairs->n_pairs;
  g_autofree float *differences = g_new (float, n *d);
  g_autofree float *narrow = g_new (float, n *m);
  double *scatter = g_new0 (double, m *m);
  double trace = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      const float *p = pairs->x + pairs->pairs[i].p * d;
      const float *q = pairs->x + pairs->pairs[i].q * d;

      for (gsize j = 0; j < d; j++)
        differences[i * d + j] = q[j] - p[j];
    }
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, n, m, d, 1.0f, differences, d, v, m, 0.0f,
               narrow, m);
  for (gsize i = 0; i < n; i++)
    for (gsize a = 0; a < m; a++)
      for (gsize b = 0; b < m; b++)
        scatter[a * m + b] += (double) narrow[i * m + a] * (double) narrow[i * m + b];
  for (gsize a = 0; a < m * m; a++)
    scatter[a] /= (double) n;
  for (gsize a = 0; a < m; a++)
    trace += scatter[a * m + a];
  for (gsize a = 0; a < m; a++)
    scatter[a * m + a] += epsilon * MAX (trace / (double) m, NOISE);
  return scatter;
}

static float *
first_vectors (const SemEigen *eigen, gsize m)
{
  float *v = g_new (float, eigen->d *m);

  for (gsize i = 0; i < eigen->d; i++)
    for (gsize j = 0; j < m; j++)
      v[i * m + j] = (float) eigen->vectors[i * eigen->k + j];
  return v;
}

/* The covariance is diagonal in its own components. */
static double *
diagonal (const double *values, gsize m)
{
  double *matrix = g_new0 (double, m *m);

  for (gsize a = 0; a < m; a++)
    matrix[a * m + a] = values[a];
  return matrix;
}

gboolean
sem_whitening_learn (SemWork *job,
                     const float *x,
                     gsize n,
                     gsize d,
                     const double *covariance,
                     const SemWhiteningPair *pairs,
                     gsize n_pairs,
                     double epsilon,
                     gsize r,
                     float *w,
                     gsize *rank,
                     gboolean *failed)
{
  Differences differences = { x, d, pairs, n_pairs };
  g_autoptr (SemErrand) first = NULL;
  g_autoptr (SemErrand) second = NULL;
  g_autofree float *v = NULL;
  g_autofree float *narrow = NULL;
  SemEigen *components, *directions;
  gsize m;

  *failed = FALSE;
  components = solve (job, g_memdup2 (covariance, d * d * sizeof (double)), NULL, d,
                      MIN (MIN (d, n), SEM_WHITENING_PCA), &first);
  if (components == NULL)
    return FALSE;
  m = components->info == 0 ? sem_eigen_rank (components, NOISE) : 0;
  *failed = m == 0;
  if (*failed)
    return FALSE;
  v = first_vectors (components, m);
  directions = solve (job, diagonal (components->values, m),
                      find_scatter (&differences, v, m, epsilon), m, MIN (m, r), &second);
  *failed = directions != NULL && directions->info != 0;
  if (directions == NULL || *failed)
    return FALSE;
  *rank = directions->k;
  narrow = first_vectors (directions, directions->k);
  for (gsize i = 0; i < d * r; i++)
    w[i] = 0.0f;
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, d, directions->k, m, 1.0f, v, m, narrow,
               directions->k, 0.0f, w, r);
  return TRUE;
}
