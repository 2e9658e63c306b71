/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/hash/models/hash-model-private.h"

#include "engine/kernels/panels.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Shorter differences from the mean are rounding errors. */
#define SHORTEST 1e-12

SemHashModel *
sem_hash_model_alloc (SemHashMethod method, guint n_bits, gsize d)
{
  SemHashModel *self = g_new0 (SemHashModel, 1);

  self->method = method;
  self->n_bits = n_bits;
  self->d = d;
  self->mean = g_new0 (float, d);
  self->v = g_new0 (float, SEM_K_PANELS_SIZE (d, n_bits));
  self->offset = g_new0 (float, n_bits);
  self->frequency = g_new0 (float, n_bits);
  self->pca = g_new0 (float, SEM_K_PANELS_SIZE (d, SEM_VECTOR_DIM));
  return self;
}

void
sem_hash_model_set_remark (SemHashModel *self, SemHashRemark remark, guint value)
{
  self->remark = remark;
  self->remark_value = value;
  g_clear_pointer (&self->remark_text, g_free);
  switch (remark)
    {
    case SEM_HASH_REMARK_ONE_PHOTO:
      self->remark_text = g_strdup (_("One photo is too few to train on: random directions (LSH) "
                                      "are used until there are more."));
      break;
    case SEM_HASH_REMARK_ALL_EQUAL:
      self->remark_text = g_strdup (_("All photos look the same to the network: random "
                                      "directions (LSH) are used instead."));
      break;
    case SEM_HASH_REMARK_RANK:
      self->remark_text = g_strdup_printf (
        ngettext ("So few photos differ in only %u independent way, fewer than there "
                  "are bits: a shorter code would find as much.",
                  "So few photos differ in only %u independent ways, fewer than "
                  "there are bits: a shorter code would find nearly as much.",
                  value),
        value);
      break;
    case SEM_HASH_REMARK_NEIGHBOURS:
      self->remark_text = g_strdup_printf (
        ngettext ("The settings of DDH’s authors are for 1,000 photos and more. For so few, %u "
                  "neighbor of each was compared instead of 20, and the other constants are in "
                  "proportion.",
                  "The settings of DDH’s authors are for 1,000 photos and more. For so few, %u "
                  "neighbors of each were compared instead of 20, and the other constants are in "
                  "proportion.",
                  value),
        value);
      break;
    case SEM_HASH_REMARK_NONE:
    default:
      break;
    }
}

void
sem_hash_model_free (SemHashModel *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->remark_text);
  g_free (self->mean);
  g_free (self->v);
  g_free (self->offset);
  g_free (self->frequency);
  g_free (self->pca);
  g_free (self);
}

SemHashMethod
sem_hash_model_get_method (SemHashModel *self)
{
  g_return_val_if_fail (self != NULL, SEM_HASH_LSH);

  return self->method;
}

guint
sem_hash_model_get_n_bits (SemHashModel *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_bits;
}

gsize
sem_hash_model_get_n_features (SemHashModel *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->d;
}

const float *
sem_hash_model_get_mean (SemHashModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->mean;
}

guint64
sem_hash_model_get_seed (SemHashModel *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->seed;
}

gsize
sem_hash_model_get_n_trained (SemHashModel *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_trained;
}

const char *
sem_hash_model_get_remark (SemHashModel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->remark_text;
}

void
sem_hash_centre (const float *f, const float *mean, gsize d, float *x)
{
  double squares = 0.0;
  double scale;

  for (gsize i = 0; i < d; i++)
    {
      double difference = (double) f[i] - (mean ? (double) mean[i] : 0.0);

      squares += difference * difference;
    }
  scale = sqrt (squares) > SHORTEST ? 1.0 / sqrt (squares) : 0.0;
  for (gsize i = 0; i < d; i++)
    x[i] = (float) (((double) f[i] - (mean ? (double) mean[i] : 0.0)) * scale);
}

/* Rows after the last stay 0. @mean: (nullable): %NULL to centre nothing */
static gsize
centre_rows (SemHashModel *self, const float *features, gsize n, const float *mean, float *x)
{
  gsize rows = MIN (n, SEM_K_PANEL_ROWS);

  for (gsize r = 0; r < rows; r++)
    sem_hash_centre (features + r * self->d, mean, self->d, x + r * self->d);
  for (gsize i = rows * self->d; i < SEM_K_PANEL_ROWS * self->d; i++)
    x[i] = 0.0f;
  return rows;
}

static void
finish_outputs (SemHashModel *self, float *u)
{
  for (guint b = 0; b < self->n_bits; b++)
    {
      u[b] -= self->offset[b];
      if (self->frequency[b] > 0.0f)
        u[b] = (float) cos ((double) self->frequency[b] * (double) u[b]);
    }
}

static void
pack_code (const float *u, guint n_bits, guint64 *code)
{
  for (guint w = 0; w < SEM_HASH_WORDS (n_bits); w++)
    {
      guint64 word = 0;

      for (guint b = 0; b < 64 && w * 64 + b < n_bits; b++)
        word |= (guint64) (u[w * 64 + b] > 0.0f) << b;
      code[w] = word;
    }
}

void
sem_hash_model_encode (SemHashModel *self,
                       const float *features,
                       gsize n,
                       guint64 *codes,
                       float *outputs)
{
  g_autofree float *x = NULL;
  g_autofree float *u = NULL;
  guint n_bits;

  g_return_if_fail (self != NULL);
  g_return_if_fail (features != NULL || n == 0);

  n_bits = self->n_bits;
  x = g_new (float, SEM_K_PANEL_ROWS * self->d);
  u = g_new (float, SEM_K_PANEL_ROWS *n_bits);
  for (gsize first = 0; first < n; first += SEM_K_PANEL_ROWS)
    {
      gsize rows = centre_rows (self, features + first * self->d, n - first,
                                self->uncentred ? NULL : self->mean, x);

      sem_k_panels_apply (self->v, self->d, n_bits, x, u);
      for (gsize r = 0; r < rows; r++)
        {
          finish_outputs (self, u + r * n_bits);
          if (codes)
            pack_code (u + r * n_bits, n_bits, codes + (first + r) * SEM_HASH_WORDS (n_bits));
          if (outputs)
            for (guint b = 0; b < n_bits; b++)
              outputs[(first + r) * n_bits + b] = u[r * n_bits + b];
        }
    }
}

void
sem_hash_model_project (SemHashModel *self, const float *x, gsize n, float *projected)
{
  g_autofree float *rows = NULL;
  g_autofree float *u = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail ((x != NULL && projected != NULL) || n == 0);

  rows = g_new (float, SEM_K_PANEL_ROWS * self->d);
  u = g_new (float, SEM_K_PANEL_ROWS * self->n_bits);
  for (gsize first = 0; first < n; first += SEM_K_PANEL_ROWS)
    {
      const gsize taken = MIN (n - first, SEM_K_PANEL_ROWS);

      memset (rows, 0, SEM_K_PANEL_ROWS * self->d * sizeof *rows);
      memcpy (rows, x + first * self->d, taken * self->d * sizeof *rows);
      sem_k_panels_apply (self->v, self->d, self->n_bits, rows, u);
      memcpy (projected + first * self->n_bits, u, taken * self->n_bits * sizeof *u);
    }
}

/* Each row has its own scale, since only cosines of the result are used. */
static void
quantise (const float *row, gint8 *vector)
{
  float peak = 0.0f;
  float scale;

  for (guint i = 0; i < SEM_VECTOR_DIM; i++)
    peak = MAX (peak, fabsf (row[i]));
  scale = peak > 0.0f ? 127.0f / peak : 0.0f;
  for (guint i = 0; i < SEM_VECTOR_DIM; i++)
    vector[i] = (gint8) CLAMP (lrintf (row[i] * scale), -127, 127);
}

void
sem_hash_model_vectors (SemHashModel *self, const float *features, gsize n, gint8 *vectors)
{
  g_autofree float *x = NULL;
  g_autofree float *y = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail ((features != NULL && vectors != NULL) || n == 0);

  x = g_new (float, SEM_K_PANEL_ROWS * self->d);
  y = g_new (float, SEM_K_PANEL_ROWS *SEM_VECTOR_DIM);
  for (gsize first = 0; first < n; first += SEM_K_PANEL_ROWS)
    {
      gsize rows = centre_rows (self, features + first * self->d, n - first, self->mean, x);

      sem_k_panels_apply (self->pca, self->d, SEM_VECTOR_DIM, x, y);
      for (gsize r = 0; r < rows; r++)
        quantise (y + r * SEM_VECTOR_DIM, vectors + (first + r) * SEM_VECTOR_DIM);
    }
}
