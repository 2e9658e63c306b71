/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/methods/method.h"

#include "engine/hash/mathematics/linear.h"
#include "engine/hash/mathematics/rotation.h"

#include <cblas.h>

static void
fold_rotation (const SemHashInput *input,
               const float *w,
               gsize r,
               const double *rotation,
               SemHashMap *map)
{
  gsize k = input->options->n_bits;
  g_autofree float *narrow = g_new (float, r *k);
  g_autofree float *offset = NULL;

  for (gsize i = 0; i < r * k; i++)
    narrow[i] = (float) rotation[i];
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, input->d, k, r, 1.0f, w, r, narrow, k,
               0.0f, map->v, k);
  offset = sem_hash_shift (input, map->v, k);
  for (gsize j = 0; j < k; j++)
    map->offset[j] = offset[j];
}

gboolean
sem_hash_rotate_points (SemWork *job,
                        const SemHashInput *input,
                        const float *w,
                        gsize r,
                        const float *points,
                        SemHashMap *map,
                        GError **error)
{
  gsize k = input->options->n_bits;
  g_autofree double *rotation = g_new (double, r *k);
  SemRotationTask task = { points, input->n, r, k, input->options->seed };
  gboolean failed = FALSE;

  if (!sem_rotation_learn (job, &task, rotation, &failed))
    return failed ? sem_hash_set_numeric_error (error) : FALSE;
  fold_rotation (input, w, r, rotation, map);
  sem_hash_note_rank (input, r, map);
  return TRUE;
}

gboolean
sem_hash_rotate (SemWork *job,
                 const SemHashInput *input,
                 const float *w,
                 gsize r,
                 SemHashMap *map,
                 GError **error)
{
  g_autofree float *shift = sem_hash_shift (input, w, r);
  g_autofree float *p = g_new (float, input->n *r);
  double from = job->from;
  double to = job->to;

  sem_work_stage (job, from, from + 0.1 * (to - from));
  if (!sem_linear_project (job, input->x, input->n, &(SemLinearMap){ input->d, r, w, shift }, p))
    return FALSE;
  sem_work_stage (job, from + 0.1 * (to - from), to);
  return sem_hash_rotate_points (job, input, w, r, p, map, error);
}

gboolean
sem_hash_train_itq (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error)
{
  g_autofree float *w = NULL;
  double from = job->from;
  double to = job->to;
  gsize r;

  sem_work_stage (job, from, from + 0.3 * (to - from));
  w = sem_hash_principal (job, input, input->options->n_bits, &r, error);
  if (!w)
    return FALSE;
  sem_work_stage (job, from + 0.3 * (to - from), to);
  return sem_hash_rotate (job, input, w, r, map, error);
}
