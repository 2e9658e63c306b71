/* linear.h - dense linear algebra for training: OpenBLAS in tasks, LAPACKE for eigenproblems
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
 * @matrix: (owned): shape (d, d), symmetric; used up
 * @metric: (owned) (nullable): shape (d, d), symmetric and positive definite; used up
 * @values: shape (k), falling
 * @vectors: shape (d, k), row-major, v'Cv = 1 for the metric C (the identity when %NULL), and the
 *   entry of largest magnitude of each vector positive
 * @info: 0, or LAPACK's complaint: values and vectors are not valid then
 *
 * M v = lambda C v.
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
/* Not interruptible: about a second at d = 1280. A GFunc. */
void sem_eigen_solve (gpointer self, gpointer unused);
/* Eigenvalues above @tolerance times the largest; 0 where the largest is not positive. */
gsize sem_eigen_rank (const SemEigen *self, double tolerance);

/**
 * sem_linear_random_frame:
 * @rows: at most @columns
 * @frame: (out caller-allocates): shape (rows, columns), row-major, with orthonormal rows, uniform
 *
 * Returns: %FALSE where LAPACK failed
 */
gboolean sem_linear_random_frame (gsize rows,
                                  gsize columns,
                                  guint64 seed,
                                  guint stream,
                                  double *frame) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_linear_polar:
 * @a: (array): shape (rows, columns), row-major, rows <= columns; used up
 * @frame: (out caller-allocates): shape (rows, columns): the matrix with orthonormal rows nearest
 *   to @a, U W' of its singular value decomposition U S W'
 *
 * Returns: %FALSE where LAPACK failed
 */
gboolean
sem_linear_polar (gsize rows, gsize columns, double *a, double *frame) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
