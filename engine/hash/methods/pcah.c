/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PCAH: bit k is the sign of the centred projection on principal direction k.
 */

#include "engine/hash/methods/method.h"

#include "engine/hash/mathematics/linear.h"

/* Variances below this share of the largest are rounding errors of single precision. */
#define NOISE 1e-6

float *
sem_hash_principal (SemWork *job, const SemHashInput *input, gsize wanted, gsize *r, GError **error)
{
  gsize d = input->d;
  SemEigen *eigen = sem_eigen_new (g_memdup2 (input->covariance, d * d * sizeof (double)), NULL, d,
                                   MIN (d, wanted));
  g_autoptr (SemErrand) errand =
    sem_errand_start (sem_eigen_solve, eigen, (GDestroyNotify) sem_eigen_free);
  float *w;

  if (!sem_errand_wait (errand, job))
    return NULL;
  *r = eigen->info == 0 ? sem_eigen_rank (eigen, NOISE) : 0;
  if (*r == 0)
    {
      sem_hash_set_numeric_error (error);
      return NULL;
    }
  w = g_new (float, d **r);
  for (gsize i = 0; i < d; i++)
    for (gsize j = 0; j < *r; j++)
      w[i * *r + j] = (float) eigen->vectors[i * eigen->k + j];
  return w;
}

float *
sem_hash_shift (const SemHashInput *input, const float *w, gsize r)
{
  float *shift = g_new (float, r);

  for (gsize j = 0; j < r; j++)
    {
      double sum = 0.0;

      for (gsize i = 0; i < input->d; i++)
        sum += (double) w[i * r + j] * (double) input->x_mean[i];
      shift[j] = (float) sum;
    }
  return shift;
}

void
sem_hash_note_rank (const SemHashInput *input, gsize r, SemHashMap *map)
{
  if (r >= input->options->n_bits)
    return;
  map->remark = SEM_HASH_REMARK_RANK;
  map->remark_value = (guint) r;
}

/* Bits beyond the rank repeat the directions. */
gboolean
sem_hash_train_pcah (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error)
{
  gsize k = input->options->n_bits;
  gsize r;
  g_autofree float *w = sem_hash_principal (job, input, k, &r, error);
  g_autofree float *shift = NULL;

  if (!w)
    return FALSE;
  shift = sem_hash_shift (input, w, r);
  for (gsize j = 0; j < k; j++)
    {
      for (gsize i = 0; i < input->d; i++)
        map->v[i * k + j] = w[i * r + j % r];
      map->offset[j] = shift[j % r];
    }
  sem_hash_note_rank (input, r, map);
  return TRUE;
}
