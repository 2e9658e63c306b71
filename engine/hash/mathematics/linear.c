/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/mathematics/linear.h"

#include "engine/base/random.h"
#include "engine/hash/mathematics/blas.h"

#include <cblas.h>
#include <lapacke.h>
#include <math.h>

#define GRAM_TILE 256
#define GRAM_ROWS 2048
#define PROJECT_ROWS 512

typedef struct
{
  const float *x;
  gsize n;
  gsize d;
  gsize n_blocks;
  GCancellable *cancellable;
  double *gram;
} Gram;

typedef struct
{
  const float *x;
  gsize n;
  const SemLinearMap *map;
  float *out;
} Projection;

/* Tasks 0, 1, 2 … are the blocks on and right of the diagonal, row by row. */
static void
gram_block (gsize task, gsize n_blocks, gsize *row, gsize *column)
{
  gsize r = 0;

  while (task >= n_blocks - r)
    {
      task -= n_blocks - r;
      r++;
    }
  *row = r;
  *column = r + task;
}

static void
gram_task (gsize task, gpointer data)
{
  Gram *g = data;
  gsize row, column, height, width;
  g_autofree float *tile = g_new (float, GRAM_TILE *GRAM_TILE);

  gram_block (task, g->n_blocks, &row, &column);
  row *= GRAM_TILE;
  column *= GRAM_TILE;
  height = MIN (GRAM_TILE, g->d - row);
  width = MIN (GRAM_TILE, g->d - column);

  for (gsize first = 0; first < g->n; first += GRAM_ROWS)
    {
      const float *x = g->x + first * g->d;

      if (g_cancellable_is_cancelled (g->cancellable))
        return;
      cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans, height, width,
                   MIN (GRAM_ROWS, g->n - first), 1.0f, x + row, g->d, x + column, g->d, 0.0f, tile,
                   GRAM_TILE);
      for (gsize i = 0; i < height; i++)
        for (gsize j = 0; j < width; j++)
          g->gram[(row + i) * g->d + column + j] += (double) tile[i * GRAM_TILE + j];
    }
  for (gsize i = 0; i < height; i++)
    for (gsize j = row == column ? i + 1 : 0; j < width; j++)
      g->gram[(column + j) * g->d + row + i] = g->gram[(row + i) * g->d + column + j];
}

gboolean
sem_linear_gram (SemWork *job, const float *x, gsize n, gsize d, double *gram)
{
  gsize n_blocks = (d + GRAM_TILE - 1) / GRAM_TILE;
  Gram data = { x, n, d, n_blocks, job->progress.cancellable, gram };

  for (gsize i = 0; i < d * d; i++)
    gram[i] = 0.0;
  sem_blas_use_one_thread ();
  return sem_work_parallel (job, n_blocks * (n_blocks + 1) / 2, gram_task, &data);
}

static void
project_task (gsize task, gpointer data)
{
  Projection *p = data;
  const SemLinearMap *map = p->map;
  gsize first = task * PROJECT_ROWS;
  gsize rows = MIN (PROJECT_ROWS, p->n - first);
  float *out = p->out + first * map->k;

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, map->k, map->d, 1.0f,
               p->x + first * map->d, map->d, map->v, map->k, 0.0f, out, map->k);
  if (map->offset)
    for (gsize i = 0; i < rows; i++)
      for (gsize j = 0; j < map->k; j++)
        out[i * map->k + j] -= map->offset[j];
}

gboolean
sem_linear_project (SemWork *job, const float *x, gsize n, const SemLinearMap *map, float *out)
{
  Projection data = { x, n, map, out };

  sem_blas_use_one_thread ();
  return sem_work_parallel (job, (n + PROJECT_ROWS - 1) / PROJECT_ROWS, project_task, &data);
}

SemEigen *
sem_eigen_new (double *matrix, double *metric, gsize d, gsize k)
{
  SemEigen *self = g_new0 (SemEigen, 1);

  g_assert (k >= 1 && k <= d);

  self->d = d;
  self->k = k;
  self->matrix = matrix;
  self->metric = metric;
  self->values = g_new0 (double, k);
  self->vectors = g_new0 (double, d *k);
  return self;
}

void
sem_eigen_free (SemEigen *self)
{
  g_free (self->matrix);
  g_free (self->metric);
  g_free (self->values);
  g_free (self->vectors);
  g_free (self);
}

static void
orient (SemEigen *self)
{
  for (gsize j = 0; j < self->k; j++)
    {
      double peak = 0.0;

      for (gsize i = 0; i < self->d; i++)
        if (fabs (self->vectors[i * self->k + j]) > fabs (peak))
          peak = self->vectors[i * self->k + j];
      if (peak < 0.0)
        for (gsize i = 0; i < self->d; i++)
          self->vectors[i * self->k + j] *= -1.0;
    }
}

/* What dsyevd does, but for the last columns of the eigenvectors only: to take all of them back
 * from the tridiagonal matrix is a third of its work. @vectors: (d, d), in its last k columns. */
static int
solve_symmetric (SemEigen *self, double *values, double *vectors)
{
  gsize d = self->d;
  g_autofree double *below = g_new0 (double, d);
  g_autofree double *reflectors = g_new0 (double, d);
  int info;

  info = LAPACKE_dsytrd (LAPACK_COL_MAJOR, 'L', d, self->matrix, d, values, below, reflectors);
  if (info == 0)
    info = LAPACKE_dstedc (LAPACK_COL_MAJOR, 'I', d, values, below, vectors, d);
  if (info == 0)
    info = LAPACKE_dormtr (LAPACK_COL_MAJOR, 'L', 'L', 'N', d, self->k, self->matrix, d, reflectors,
                           vectors + (d - self->k) * d, d);
  return info;
}

/* With C = L L', the problem is (L^-1 M L^-T) u = lambda u and v = L^-T u. The matrices are
 * symmetric, so their row-major and column-major layouts are the same; the eigenvectors are
 * returned in the columns of the column-major layout, which are rows here. */
void
sem_eigen_solve (gpointer data, gpointer unused)
{
  SemEigen *self = data;
  gsize d = self->d;
  g_autofree double *all = g_new (double, d);
  g_autofree double *vectors = NULL;

  self->info = 0;
  if (self->metric)
    {
      self->info = LAPACKE_dpotrf (LAPACK_COL_MAJOR, 'L', d, self->metric, d);
      if (self->info == 0)
        self->info = LAPACKE_dsygst (LAPACK_COL_MAJOR, 1, 'L', d, self->matrix, d, self->metric, d);
    }
  if (self->info == 0)
    {
      vectors = g_new (double, d *d);
      self->info = solve_symmetric (self, all, vectors);
    }
  if (self->info != 0)
    return;

  if (self->metric)
    cblas_dtrsm (CblasColMajor, CblasLeft, CblasLower, CblasTrans, CblasNonUnit, d, self->k, 1.0,
                 self->metric, d, vectors + (d - self->k) * d, d);
  for (gsize j = 0; j < self->k; j++)
    {
      const double *column = vectors + (d - 1 - j) * d;

      self->values[j] = all[d - 1 - j];
      for (gsize i = 0; i < d; i++)
        self->vectors[i * self->k + j] = column[i];
    }
  orient (self);
}

gsize
sem_eigen_rank (const SemEigen *self, double tolerance)
{
  gsize rank = 0;

  if (!(self->values[0] > 0.0))
    return 0;
  while (rank < self->k && self->values[rank] > tolerance * self->values[0])
    rank++;
  return rank;
}

/* The Q of a Gaussian matrix. Its rows are the columns of LAPACK's layout. */
gboolean
sem_linear_random_frame (gsize rows, gsize columns, guint64 seed, guint stream, double *frame)
{
  g_autofree double *tau = g_new (double, rows);
  SemRandom random;

  g_assert (rows >= 1 && rows <= columns);

  sem_random_init (&random, seed, stream);
  for (gsize i = 0; i < rows * columns; i++)
    frame[i] = sem_random_normal (&random);
  return LAPACKE_dgeqrf (LAPACK_COL_MAJOR, columns, rows, frame, columns, tau) == 0
         && LAPACKE_dorgqr (LAPACK_COL_MAJOR, columns, rows, rows, frame, columns, tau) == 0;
}

gboolean
sem_linear_polar (gsize rows, gsize columns, double *a, double *frame)
{
  g_autofree double *s = g_new (double, rows);
  g_autofree double *u = g_new (double, rows *columns);
  g_autofree double *wt = g_new (double, rows *rows);

  if (LAPACKE_dgesdd (LAPACK_COL_MAJOR, 'S', columns, rows, a, columns, s, u, columns, wt, rows)
      != 0)
    return FALSE;
  cblas_dgemm (CblasColMajor, CblasNoTrans, CblasNoTrans, columns, rows, rows, 1.0, u, columns, wt,
               rows, 0.0, frame, columns);
  return TRUE;
}
