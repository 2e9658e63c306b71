/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/mathematics/rotation.h"

#include "engine/base/random.h"
#include "engine/hash/mathematics/blas.h"
#include "engine/hash/mathematics/linear.h"

#include <cblas.h>

#define CHUNK_ROWS 1024

typedef struct
{
  const float *p;
  gsize n;
  gsize r;
  gsize k;
  const float *rotation;
  float *products;
} Round;

/* P'B of one chunk of rows, with B = sign (P R) and sign (0) = -1. */
static void
round_task (gsize task, gpointer data)
{
  Round *round = data;
  gsize r = round->r;
  gsize k = round->k;
  gsize first = task * CHUNK_ROWS;
  gsize rows = MIN (CHUNK_ROWS, round->n - first);
  const float *p = round->p + first * r;
  g_autofree float *b = g_new (float, rows *k);

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, k, r, 1.0f, p, r, round->rotation,
               k, 0.0f, b, k);
  for (gsize i = 0; i < rows * k; i++)
    b[i] = b[i] > 0.0f ? 1.0f : -1.0f;
  cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans, r, k, rows, 1.0f, p, r, b, k, 0.0f,
               round->products + task * r * k, k);
}

static void
sum_products (const Round *round, gsize n_tasks, double *sum)
{
  gsize size = round->r * round->k;

  for (gsize i = 0; i < size; i++)
    sum[i] = 0.0;
  for (gsize t = 0; t < n_tasks; t++)
    for (gsize i = 0; i < size; i++)
      sum[i] += (double) round->products[t * size + i];
}

gboolean
sem_rotation_learn (SemWork *job, const SemRotationTask *task, double *rotation, gboolean *failed)
{
  gsize r = task->r;
  gsize k = task->k;
  gsize n_tasks = (task->n + CHUNK_ROWS - 1) / CHUNK_ROWS;
  g_autofree float *narrow = g_new (float, r *k);
  g_autofree float *products = g_new (float, n_tasks *r *k);
  g_autofree double *sum = g_new (double, r *k);
  Round round = { task->p, task->n, r, k, narrow, products };
  double from = job->from;
  double step = (job->to - job->from) / SEM_ROTATION_ITERATIONS;

  sem_blas_use_one_thread ();
  *failed = !sem_linear_random_frame (r, k, task->seed, SEM_RANDOM_ROTATION, rotation);
  for (guint i = 0; i < SEM_ROTATION_ITERATIONS && !*failed; i++)
    {
      for (gsize j = 0; j < r * k; j++)
        narrow[j] = (float) rotation[j];
      sem_work_stage (job, from + i * step, from + (i + 1) * step);
      if (!sem_work_parallel (job, n_tasks, round_task, &round))
        return FALSE;
      sum_products (&round, n_tasks, sum);
      *failed = !sem_linear_polar (r, k, sum, rotation);
    }
  return !*failed;
}
