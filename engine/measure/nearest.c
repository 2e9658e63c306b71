/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/measure/nearest.h"

#include "engine/hash/mathematics/blas.h"

#include <math.h>
#include <string.h>

#include <cblas.h>

/* How much a cosine from products of floats may be wrong; about 1e-6 was seen. */
#define DOUBT 1e-4f
#define QUERIES_A_TASK 32

struct _SemNearest
{
  float *mean;
  gsize d;
  GArray *photos; /* gint64: the queries */
  GArray *rows;   /* float: shape (queries, d), centred and normalised */
  GArray *near;   /* SemNear: shape (queries, SEM_NEAREST_K), the nearest first */
  GArray *n_near; /* guint: how many of them there are */
};

typedef struct
{
  SemNearest *nearest;
  const gint64 *photos;
  const float *x;
  gsize n;
  const guint32 *queries;
  gsize n_queries;
} Block;

SemNearest *
sem_nearest_new (const float *mean, gsize d)
{
  SemNearest *self = g_new0 (SemNearest, 1);

  self->mean = g_memdup2 (mean, d * sizeof *mean);
  self->d = d;
  self->photos = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->rows = g_array_new (FALSE, FALSE, sizeof (float));
  self->near = g_array_new (FALSE, TRUE, sizeof (SemNear));
  self->n_near = g_array_new (FALSE, TRUE, sizeof (guint));
  return self;
}

void
sem_nearest_free (SemNearest *self)
{
  g_free (self->mean);
  g_array_unref (self->photos);
  g_array_unref (self->rows);
  g_array_unref (self->near);
  g_array_unref (self->n_near);
  g_free (self);
}

static void
centre (const SemNearest *self, const float *feature, float *row)
{
  double squares = 0, factor;

  for (gsize i = 0; i < self->d; i++)
    {
      row[i] = feature[i] - self->mean[i];
      squares += (double) row[i] * row[i];
    }
  factor = squares > 0 ? 1 / sqrt (squares) : 0;
  for (gsize i = 0; i < self->d; i++)
    row[i] = (float) (row[i] * factor);
}

void
sem_nearest_add_query (SemNearest *self, gint64 photo, const float *feature)
{
  guint query = self->photos->len;

  g_array_append_val (self->photos, photo);
  g_array_set_size (self->rows, (guint) ((query + 1) * self->d));
  centre (self, feature, &g_array_index (self->rows, float, query * self->d));
  g_array_set_size (self->near, (query + 1) * SEM_NEAREST_K);
  g_array_set_size (self->n_near, query + 1);
}

static gboolean
is_before (const SemNear *a, const SemNear *b)
{
  return a->cosine > b->cosine || (a->cosine == b->cosine && a->photo < b->photo);
}

void
sem_nearest_restore (SemNearest *self, guint query, const SemNear *near)
{
  SemNear *list = &g_array_index (self->near, SemNear, query * SEM_NEAREST_K);
  guint *n = &g_array_index (self->n_near, guint, query);
  guint at = *n;

  while (at > 0 && is_before (near, &list[at - 1]))
    at--;
  if (at == SEM_NEAREST_K)
    return;
  *n = MIN (*n + 1, SEM_NEAREST_K);
  memmove (list + at + 1, list + at, (*n - 1 - at) * sizeof *list);
  list[at] = *near;
}

static double
dot (const float *a, const float *b, gsize d)
{
  double sum = 0;

  for (gsize i = 0; i < d; i++)
    sum += (double) a[i] * b[i];
  return sum;
}

/* The cosine that a photo must have to be one of the nearest. */
static float
get_least (const SemNearest *self, guint32 query)
{
  guint n = g_array_index (self->n_near, guint, query);

  return n < SEM_NEAREST_K
           ? -G_MAXFLOAT
           : (float) g_array_index (self->near, SemNear, query * SEM_NEAREST_K + n - 1).cosine
               - DOUBT;
}

/* @proposed: shape (n photos of the block) */
static void
take (const Block *block, guint32 query, const float *proposed)
{
  SemNearest *self = block->nearest;
  const float *row = &g_array_index (self->rows, float, query * self->d);
  gint64 own = g_array_index (self->photos, gint64, query);

  for (gsize i = 0; i < block->n; i++)
    if (proposed[i] >= get_least (self, query) && block->photos[i] != own)
      {
        const SemNear near = { block->photos[i], dot (row, block->x + i * self->d, self->d) };

        sem_nearest_restore (self, query, &near);
      }
}

static void
compare_task (gsize task, gpointer data)
{
  const Block *block = data;
  SemNearest *self = block->nearest;
  gsize from = task * QUERIES_A_TASK, n = MIN (QUERIES_A_TASK, block->n_queries - from);
  g_autofree float *rows = g_new (float, n * self->d);
  g_autofree float *products = g_new (float, n * block->n);

  for (gsize q = 0; q < n; q++)
    memcpy (rows + q * self->d,
            &g_array_index (self->rows, float, block->queries[from + q] * self->d),
            self->d * sizeof *rows);
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, (int) n, (int) block->n, (int) self->d, 1,
               rows, (int) self->d, block->x, (int) self->d, 0, products, (int) block->n);
  for (gsize q = 0; q < n; q++)
    take (block, block->queries[from + q], products + q * block->n);
}

gboolean
sem_nearest_compare (SemNearest *self,
                     const gint64 *photos,
                     const float *features,
                     gsize n,
                     const guint8 *wanted,
                     SemWork *work)
{
  g_autofree float *x = g_new (float, MAX (n * self->d, 1));
  g_autofree guint32 *queries = g_new (guint32, MAX (self->photos->len, 1));
  Block block = { self, photos, x, n, queries, 0 };

  for (guint q = 0; q < self->photos->len; q++)
    if (wanted[q])
      queries[block.n_queries++] = q;
  if (n == 0 || block.n_queries == 0)
    return TRUE;
  for (gsize i = 0; i < n; i++)
    centre (self, features + i * self->d, x + i * self->d);
  sem_blas_use_one_thread ();
  return sem_work_parallel (work, (block.n_queries + QUERIES_A_TASK - 1) / QUERIES_A_TASK,
                            compare_task, &block);
}

const SemNear *
sem_nearest_get (SemNearest *self, guint query, guint *n)
{
  *n = g_array_index (self->n_near, guint, query);
  return &g_array_index (self->near, SemNear, query * SEM_NEAREST_K);
}

double
sem_nearest_get_cosine (SemNearest *self, guint query, const float *feature)
{
  g_autofree float *row = g_new (float, self->d);

  centre (self, feature, row);
  return dot (&g_array_index (self->rows, float, query * self->d), row, self->d);
}

double
sem_nearest_reach (const guint32 *counts, const guint16 *wanted, guint n_wanted, guint depth)
{
  double found = 0;

  for (guint i = 0; i < n_wanted; i++)
    {
      double nearer = 0;

      for (guint distance = 0; distance < wanted[i]; distance++)
        nearer += counts[distance];
      found += CLAMP ((depth - nearer) / MAX (counts[wanted[i]], 1), 0, 1);
    }
  return n_wanted > 0 ? found / n_wanted : 1;
}
