/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/objectives/ddh-private.h"

#include "engine/hash/mathematics/linear.h"

#include <cblas.h>
#include <math.h>

/* Outputs whose magnitude is within this of 1 count as binary. */
#define NEAR 0.1

SemDdhMemory *
sem_ddh_memory_new (const SemGraph *positives, gsize k, double lambda)
{
  SemDdhMemory *self = g_new0 (SemDdhMemory, 1);

  self->positives = positives;
  self->n = positives->n;
  self->k = k;
  self->lambda = lambda;
  self->u = g_new0 (float, self->n *k);
  self->gram = g_new0 (float, k *k);
  self->sum = g_new0 (double, k);
  return self;
}

void
sem_ddh_memory_free (SemDdhMemory *self)
{
  if (!self)
    return;
  g_free (self->u);
  g_free (self->gram);
  g_free (self->sum);
  g_free (self->broad);
  g_free (self->broad_products);
  g_free (self);
}

void
sem_ddh_memory_set_broad (SemDdhMemory *self, float *broad, gsize r)
{
  g_assert (self->n_broad == 0 && r > 0);

  self->n_broad = r;
  self->broad = broad;
  self->broad_products = g_new0 (float, r * self->k);
}

/* With @sign 1 or -1; @outputs: shape (n_rows, k), those of @rows, or of all photos without. */
static void
add_broad (SemDdhMemory *self, const guint32 *rows, gsize n_rows, const float *outputs, float sign)
{
  gsize k = self->k;

  for (gsize i = 0; i < n_rows; i++)
    {
      const float *z = self->broad + (rows ? rows[i] : i) * self->n_broad;

      for (gsize a = 0; a < self->n_broad; a++)
        for (gsize j = 0; j < k; j++)
          self->broad_products[a * k + j] += sign * z[a] * outputs[i * k + j];
    }
}

gboolean
sem_ddh_memory_refresh (SemDdhMemory *self, SemWork *job)
{
  gsize k = self->k;
  g_autofree double *gram = g_new (double, k *k);

  if (!sem_linear_gram (job, self->u, self->n, k, gram))
    return FALSE;
  for (gsize i = 0; i < k * k; i++)
    self->gram[i] = (float) gram[i];
  for (gsize j = 0; j < k; j++)
    self->sum[j] = 0.0;
  for (gsize i = 0; i < self->n; i++)
    for (gsize j = 0; j < k; j++)
      self->sum[j] += (double) self->u[i * k + j];
  for (gsize i = 0; i < self->n_broad * k; i++)
    self->broad_products[i] = 0.0f;
  if (self->broad)
    add_broad (self, NULL, self->n, self->u, 1.0f);
  return TRUE;
}

static void
add_to_totals (SemDdhMemory *self,
               const guint32 *rows,
               gsize n_rows,
               const float *outputs,
               float sign)
{
  gsize k = self->k;

  cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans, k, k, n_rows, sign, outputs, k, outputs, k,
               1.0f, self->gram, k);
  for (gsize i = 0; i < n_rows; i++)
    for (gsize j = 0; j < k; j++)
      self->sum[j] += (double) (sign * outputs[i * k + j]);
  if (self->broad)
    add_broad (self, rows, n_rows, outputs, sign);
}

void
sem_ddh_memory_write (SemDdhMemory *self, const guint32 *rows, gsize n_rows, const float *outputs)
{
  gsize k = self->k;
  g_autofree float *old = g_new (float, n_rows *k);

  for (gsize i = 0; i < n_rows; i++)
    for (gsize j = 0; j < k; j++)
      {
        old[i * k + j] = self->u[rows[i] * k + j];
        self->u[rows[i] * k + j] = outputs[i * k + j];
      }
  add_to_totals (self, rows, n_rows, old, -1.0f);
  add_to_totals (self, rows, n_rows, outputs, 1.0f);
}

/* Sums the rows of @values, shape (n, k), of a photo's positives. */
static void
add_positives (const SemDdhMemory *self, gsize photo, const float *values, gsize k, float *sums)
{
  const SemGraph *positives = self->positives;

  for (gsize j = 0; j < k; j++)
    sums[j] = 0.0f;
  for (gsize e = positives->start[photo]; e < positives->start[photo + 1]; e++)
    {
      const float *row = values + positives->neighbors[e] * k;

      for (gsize j = 0; j < k; j++)
        sums[j] += row[j];
    }
}

/* sum_j s_ij u_j = 2 sum over the positives - sum over all + z_i Z'U. */
static void
add_pairs (const SemDdhMemory *self, gsize photo, float *sums, float *slope)
{
  gsize k = self->k;

  add_positives (self, photo, self->u, k, sums);
  for (gsize j = 0; j < k; j++)
    slope[j] -= (float) ((2.0 * (double) sums[j] - self->sum[j]) / (double) k);
  for (gsize a = 0; a < self->n_broad; a++)
    for (gsize j = 0; j < k; j++)
      slope[j] -=
        self->broad[photo * self->n_broad + a] * self->broad_products[a * k + j] / (float) k;
}

void
sem_ddh_memory_gradient (SemDdhMemory *self, const guint32 *rows, gsize n_rows, float *gradient)
{
  gsize k = self->k;
  float lambda = (float) self->lambda;
  g_autofree float *outputs = g_new (float, n_rows *k);
  g_autofree float *sums = g_new (float, k);

  for (gsize i = 0; i < n_rows; i++)
    for (gsize j = 0; j < k; j++)
      outputs[i * k + j] = self->u[rows[i] * k + j];
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, n_rows, k, k,
               1.0f / ((float) k * (float) k), outputs, k, self->gram, k, 0.0f, gradient, k);
  for (gsize i = 0; i < n_rows; i++)
    {
      float *slope = gradient + i * k;

      add_pairs (self, rows[i], sums, slope);
      for (gsize j = 0; j < k; j++)
        {
          float u = outputs[i * k + j];

          slope[j] += lambda * (u - (u > 0.0f ? 1.0f : -1.0f));
        }
    }
}

double
sem_ddh_memory_loss (SemDdhMemory *self, gsize photo, const float *output)
{
  const SemGraph *positives = self->positives;
  gsize next = positives->start[photo];
  double loss = 0.0;

  for (gsize i = 0; i < self->n; i++)
    {
      double dot = 0.0;
      double s = -1.0;

      for (gsize j = 0; j < self->k; j++)
        dot += (double) output[j] * (double) self->u[i * self->k + j];
      if (next < positives->start[photo + 1] && positives->neighbors[next] == i)
        {
          s = 1.0;
          next++;
        }
      for (gsize a = 0; a < self->n_broad; a++)
        s += (double) self->broad[photo * self->n_broad + a]
             * (double) self->broad[i * self->n_broad + a];
      loss += (dot / (double) self->k - s) * (dot / (double) self->k - s);
    }
  for (gsize j = 0; j < self->k; j++)
    {
      double off = (double) output[j] - (self->u[photo * self->k + j] > 0.0f ? 1.0 : -1.0);

      loss += self->lambda * off * off;
    }
  return loss;
}

/* sum over all i, j of s_ij v_i . v_j, where s_ij is 1 or -1 and v_i are the rows of @values, shape
 * (n, k). */
static double
sum_signed_products (const SemDdhMemory *self, const float *values, gsize k)
{
  g_autofree float *sums = g_new (float, k);
  g_autofree double *all = g_new0 (double, k);
  double total = 0.0;

  for (gsize i = 0; i < self->n; i++)
    {
      add_positives (self, i, values, k, sums);
      for (gsize j = 0; j < k; j++)
        {
          total += 2.0 * (double) values[i * k + j] * (double) sums[j];
          all[j] += (double) values[i * k + j];
        }
    }
  for (gsize j = 0; j < k; j++)
    total -= all[j] * all[j];
  return total;
}

/* sum_ij s_ij^2 */
static double
total_target (const SemDdhMemory *self)
{
  gsize r = self->n_broad;
  double total = (double) self->n * (double) self->n;

  if (!self->broad)
    return total;
  total += 2.0 * sum_signed_products (self, self->broad, r);
  for (gsize a = 0; a < r; a++)
    for (gsize b = 0; b < r; b++)
      {
        double product = 0.0;

        for (gsize i = 0; i < self->n; i++)
          product += (double) self->broad[i * r + a] * (double) self->broad[i * r + b];
        total += product * product;
      }
  return total;
}

/* sum_i u_i' (U'U) u_i is the squared norm of U'U, and sum_ij (z_i . z_j) (u_i . u_j) that of Z'U.
 */
static double
total_pair_loss (const SemDdhMemory *self)
{
  gsize k = self->k;
  double squares = 0.0, broad = 0.0;

  for (gsize i = 0; i < k * k; i++)
    squares += (double) self->gram[i] * (double) self->gram[i];
  for (gsize i = 0; i < self->n_broad * k; i++)
    broad += (double) self->broad_products[i] * (double) self->broad_products[i];
  return squares / (double) (k * k)
         - 2.0 / (double) k * (sum_signed_products (self, self->u, k) + broad)
         + total_target (self);
}

void
sem_ddh_memory_summarise (const SemDdhMemory *self, SemHashEpoch *epoch)
{
  gsize n_outputs = self->n * self->k;
  gsize n_near = 0;
  double squares = 0.0;

  for (gsize i = 0; i < n_outputs; i++)
    {
      double off = fabs ((double) self->u[i]) - 1.0;

      squares += off * off;
      n_near += fabs (off) <= NEAR;
    }
  epoch->pair_loss = total_pair_loss (self) / (double) self->n;
  epoch->code_loss = self->lambda * squares / (double) self->n;
  epoch->near_one = (double) n_near / (double) n_outputs;
}
