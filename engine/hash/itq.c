/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/method.h"

#include "engine/hash/linear.h"
#include "engine/hash/rotation.h"

#include <cblas.h>

/* Variances below this share of the largest are single-precision noise. */
#define NOISE 1e-6

static void
fold_rotation (const SemHashInput *input,
               const float *w,
               gsize r,
               const double *rotation,
               SemHashMap *map)
{
  gsize k = input->options->n_bits;
  g_autofree float *narrow = g_new (float, r * k);

  for (gsize i = 0; i < r * k; i++)
    narrow[i] = (float) rotation[i];
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, input->d, k, r, 1.0f, w, r, narrow, k,
               0.0f, map->v, k);
  for (gsize j = 0; j < k; j++)
    {
      double sum = 0.0;

      for (gsize i = 0; i < input->d; i++)
        sum += (double) map->v[i * k + j] * (double) input->x_mean[i];
      map->offset[j] = (float) sum;
    }
}

gboolean
sem_hash_rotate (SemWork *job,
                 const SemHashInput *input,
                 const float *w,
                 gsize r,
                 SemHashMap *map,
                 GError **error)
{
  gsize k = input->options->n_bits;
  g_autofree float *shift = g_new0 (float, r);
  g_autofree float *p = g_new (float, input->n * r);
  g_autofree double *rotation = g_new (double, r * k);
  double middle = job->from + 0.1 * (job->to - job->from);
  double end = job->to;
  gboolean failed = FALSE;

  cblas_sgemv (CblasRowMajor, CblasTrans, input->d, r, 1.0f, w, r, input->x_mean, 1, 0.0f, shift,
               1);
  sem_work_stage (job, job->from, middle);
  if (!sem_linear_project (job, input->x, input->n, input->d, w, shift, r, p))
    return FALSE;
  sem_work_stage (job, middle, end);
  if (!sem_rotation_learn (job, p, input->n, r, k, input->options->seed, rotation, &failed))
    return failed ? sem_hash_set_numeric_error (error) : FALSE;
  fold_rotation (input, w, r, rotation, map);
  if (r < k)
    {
      map->remark = SEM_HASH_REMARK_RANK;
      map->remark_value = (guint) r;
    }
  return TRUE;
}

gboolean
sem_hash_train_itq (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error)
{
  gsize d = input->d;
  SemEigen *eigen = sem_eigen_new (g_memdup2 (input->covariance, d * d * sizeof (double)), NULL, d,
                                   MIN (d, input->options->n_bits));
  g_autoptr (SemErrand) errand
    = sem_errand_start (sem_eigen_solve, eigen, (GDestroyNotify) sem_eigen_free);
  g_autofree float *w = NULL;
  double from = job->from;
  double to = job->to;
  gsize r;

  sem_work_stage (job, from, from + 0.3 * (to - from));
  if (!sem_errand_wait (errand, job))
    return FALSE;
  r = eigen->info == 0 ? sem_eigen_rank (eigen, NOISE) : 0;
  if (r == 0)
    return sem_hash_set_numeric_error (error);

  w = g_new (float, d * r);
  for (gsize i = 0; i < d; i++)
    for (gsize j = 0; j < r; j++)
      w[i * r + j] = (float) eigen->vectors[i * eigen->k + j];
  sem_work_stage (job, from + 0.3 * (to - from), to);
  return sem_hash_rotate (job, input, w, r, map, error);
}
