/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/methods/head.h"

#include "engine/base/random.h"

#include <cblas.h>

#define START_DEVIATION 0.01

struct _SemHashHead
{
  gsize d;
  gsize k;
  float scale;
  float *values;
  float *gradient;
  SemOptimizer *optimizer;
  float *batch; /* shape (n, d + 1): s x and a one for b */
  gsize n;
  gsize room;
};

SemHashHead *
sem_hash_head_new (gsize d,
                   gsize k,
                   float scale,
                   SemOptimizerMethod method,
                   double decay,
                   guint64 seed)
{
  SemHashHead *self = g_new0 (SemHashHead, 1);
  gsize size = (d + 1) * k;
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_PROJECTION);
  self->d = d;
  self->k = k;
  self->scale = scale;
  self->values = g_new (float, size);
  self->gradient = g_new0 (float, size);
  self->optimizer = sem_optimizer_new (method, size, decay);
  for (gsize i = 0; i < size; i++)
    self->values[i] = (float) (START_DEVIATION * sem_random_normal (&random));
  return self;
}

void
sem_hash_head_free (SemHashHead *self)
{
  if (!self)
    return;
  g_free (self->values);
  g_free (self->gradient);
  g_free (self->batch);
  sem_optimizer_free (self->optimizer);
  g_free (self);
}

float *
sem_hash_head_get_values (SemHashHead *self)
{
  return self->values;
}

void
sem_hash_head_set (SemHashHead *self, const SemHashMap *map)
{
  gsize size = self->d * self->k;

  for (gsize i = 0; i < size; i++)
    self->values[i] = map->v[i] / self->scale;
  for (gsize j = 0; j < self->k; j++)
    self->values[size + j] = -map->offset[j];
}

void
sem_hash_head_export (const SemHashHead *self, SemHashMap *map)
{
  gsize size = self->d * self->k;

  for (gsize i = 0; i < size; i++)
    map->v[i] = self->scale * self->values[i];
  for (gsize j = 0; j < self->k; j++)
    map->offset[j] = -self->values[size + j];
}

void
sem_hash_head_forward (SemHashHead *self,
                       const float *x,
                       const guint32 *rows,
                       gsize n,
                       float *outputs)
{
  gsize d = self->d;

  if (n > self->room)
    {
      g_free (self->batch);
      self->batch = g_new (float, n *(d + 1));
      self->room = n;
    }
  self->n = n;
  for (gsize i = 0; i < n; i++)
    {
      const float *row = x + (rows != NULL ? rows[i] : i) * d;

      for (gsize j = 0; j < d; j++)
        self->batch[i * (d + 1) + j] = self->scale * row[j];
      self->batch[i * (d + 1) + d] = 1.0f;
    }
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, n, self->k, d + 1, 1.0f, self->batch,
               d + 1, self->values, self->k, 0.0f, outputs, self->k);
}

void
sem_hash_head_backward (SemHashHead *self, const float *slopes, float factor, float *x_slopes)
{
  gsize d = self->d;
  gsize k = self->k;

  cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans, d + 1, k, self->n, factor, self->batch,
               d + 1, slopes, k, 0.0f, self->gradient, k);
  if (x_slopes)
    cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, self->n, d, k, factor * self->scale,
                 slopes, k, self->values, k, 0.0f, x_slopes, d);
}

void
sem_hash_head_step (SemHashHead *self, double rate)
{
  sem_optimizer_step (self->optimizer, self->values, self->gradient, rate);
}

SemOptimizer *
sem_hash_head_get_optimizer (SemHashHead *self)
{
  return self->optimizer;
}
