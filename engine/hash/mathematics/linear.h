/* linear.h - dense linear algebra for training, with OpenBLAS and LAPACKE
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"

G_BEGIN_DECLS

/**
 * sem_linear_gram:
 * @x: (array): shape (n, d), row-major
 * @gram: (out caller-allocates): shape (d, d), symmetric: X'X, summed in double precision over
 *   single-precision products of 2,048 rows
 *
 * Returns: %FALSE when cancelled
 */
gboolean sem_linear_gram (SemWork *job, const float *x, gsize n, gsize d, double *gram)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * SemLinearMap:
 * @d: rows of @v, at least 1
 * @k: columns of @v, at least 1
 * @v: shape (d, k), row-major
 * @offset: (nullable): shape (k)
 *
 * An affine map, x to V'x - offset. The arrays are the caller's.
 */
typedef struct
{
  gsize d;
  gsize k;
  const float *v;
  const float *offset;
} SemLinearMap;

/**
 * sem_linear_project:
 * @x: (array): shape (n, d), row-major
 * @out: (out caller-allocates): shape (n, k): X V - offset
 *
 * Returns: %FALSE when cancelled
 */
gboolean sem_linear_project (SemWork *job,
                             const float *x,
                             gsize n,
                             const SemLinearMap *map,
                             float *out) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SemEigen:
 * @d: order of the matrices
 * @k: eigenpairs wanted, at most @d
 * @matrix: (owned): shape (d, d), symmetric; overwritten
 * @metric: (owned) (nullable): shape (d, d), symmetric and positive definite; overwritten
 * @values: shape (k), descending
 * @vectors: shape (d, k), row-major, v'Cv = 1 for the metric C (the identity when %NULL), and the
 *   entry of largest magnitude of each vector positive
 * @info: 0, or LAPACK's error code; values and vectors are not valid then
 *
 * An eigenproblem M v = lambda C v and its solution.
 */
typedef struct
{
  gsize d;
  gsize k;
  double *matrix;
  double *metric;
  double *values;
  double *vectors;
  int info;
} SemEigen;

/* @matrix and @metric: (transfer full), from g_malloc() */
SemEigen *sem_eigen_new (double *matrix, double *metric, gsize d, gsize k);
void sem_eigen_free (SemEigen *self);
/* Solves the eigenproblem @self. Cannot be cancelled: about a second at d = 1280. A GFunc for
 * sem_errand_start(). */
void sem_eigen_solve (gpointer self, gpointer unused);
/* Number of eigenvalues above @tolerance times the largest; 0 if the largest is not positive. */
gsize sem_eigen_rank (const SemEigen *self, double tolerance);

/**
 * sem_linear_random_frame:
 * @rows: at most @columns
 * @seed, @stream: as for sem_random_init()
 * @frame: (out caller-allocates): shape (rows, columns), row-major: orthonormal rows, uniformly
 *   distributed
 *
 * Returns: %FALSE if LAPACK failed
 */
gboolean sem_linear_random_frame (gsize rows,
                                  gsize columns,
                                  guint64 seed,
                                  guint stream,
                                  double *frame) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_linear_polar:
 * @a: (array): shape (rows, columns), row-major, rows <= columns; overwritten
 * @frame: (out caller-allocates): shape (rows, columns): the matrix with orthonormal rows nearest
 *   to @a, that is U W' of its singular value decomposition U S W'
 *
 * Returns: %FALSE if LAPACK failed
 */
gboolean
sem_linear_polar (gsize rows, gsize columns, double *a, double *frame) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
