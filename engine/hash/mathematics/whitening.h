/* whitening.h - a projection learned from pairs that belong together
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"

G_BEGIN_DECLS

/* Principal components that whitening works in, where there are as many. */
#define SEM_WHITENING_PCA 256

/**
 * SemWhiteningPair:
 * @p: a row of the features
 * @q: a row that belongs with it
 */
typedef struct
{
  guint32 p;
  guint32 q;
} SemWhiteningPair;

/**
 * sem_whitening_learn:
 * @x: (array): shape (n, d), row-major
 * @covariance: (array): shape (d, d): of the rows of @x about their mean
 * @pairs: (array): at least one
 * @epsilon: what is added to the diagonal of C_S, as a share of its mean; greater than 0
 * @r: dimensions wanted, at most @d
 * @w: (out caller-allocates): shape (d, @r), row-major: P', columns of no use are zero
 * @rank: (out): columns of @w that are of use
 * @failed: (out): whether LAPACK failed
 *
 * After a PCA to SEM_WHITENING_PCA dimensions:
 *
 *   C_S = mean of (q - p)(q - p)' over the pairs,  L L' = C_S + epsilon I,
 *   P = V' L^-1,  V the first eigenvectors of L^-1 C L^-T, C the covariance
 *
 * (Mikolajczyk and Matas, "Improving descriptors for fast tree matching by optimal linear
 * projection", ICCV 2007; as Radenović, Tolias and Chum use it, ECCV 2016). The rows of P solve
 * C v = lambda (C_S + epsilon I) v with v'(C_S + epsilon I)v = 1, which is how they are found.
 *
 * Returns: %FALSE when cancelled or @failed
 */
gboolean sem_whitening_learn (SemWork *job,
                              const float *x,
                              gsize n,
                              gsize d,
                              const double *covariance,
                              const SemWhiteningPair *pairs,
                              gsize n_pairs,
                              double epsilon,
                              gsize r,
                              float *w,
                              gsize *rank,
                              gboolean *failed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
