/* ddh.h - deep discrete hashing: the loss and its gradient on outputs
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/mathematics/graph.h"
#include "engine/hash/models/hash-options.h"

G_BEGIN_DECLS

/**
 * SemDdhMemory:
 * @positives: the pairs with S = +1, symmetric, including each photo itself; other pairs have S =
 * -1
 * @n: photos
 * @k: bits, K
 * @lambda: weight of the quantisation term for @n photos
 * @u: shape (n, k): the latest outputs of all photos
 * @gram: shape (k, k): U'U
 * @sum: shape (k): sum of the rows of U
 * @n_broad: broad directions, r; 0 for none
 * @broad: (owned) (nullable): shape (n, r): Z, what the photos are along these
 * @broad_products: (nullable): shape (r, k): Z'U
 *
 * Song, He, Fan and Gao, "Deep Discrete Hashing with Self-supervised Pairwise Labels", ECML-PKDD
 * 2017. Since S = +1 is sparse, the pair term of a photo is computed from its positives and a K x K
 * matrix, not from all photos. For one thread at a time.
 */
typedef struct
{
  const SemGraph *positives;
  gsize n;
  gsize k;
  double lambda;
  float *u;
  float *gram;
  double *sum;
  gsize n_broad;
  float *broad;
  float *broad_products;
} SemDdhMemory;

/* (transfer full): with outputs 0. @positives: (transfer none): must outlive the memory */
SemDdhMemory *sem_ddh_memory_new (const SemGraph *positives, gsize k, double lambda);
void sem_ddh_memory_free (SemDdhMemory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemDdhMemory, sem_ddh_memory_free)

/**
 * sem_ddh_memory_set_broad:
 * @broad: (transfer full): shape (n, r)
 * @r: at least 1
 *
 * Adds z_i . z_j to what the outputs of two photos are to agree by: s_ij is 1 or -1 plus that, in
 * the loss and its gradient. Not in the paper. To be called before the first refresh.
 */
void sem_ddh_memory_set_broad (SemDdhMemory *self, float *broad, gsize r);

/* Recomputes @gram, @sum and @broad_products from @u. Returns: %FALSE when cancelled */
gboolean sem_ddh_memory_refresh (SemDdhMemory *self, SemWork *job) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_ddh_memory_write:
 * @rows: (array): shape (n_rows): photos
 * @outputs: (array): shape (n_rows, k)
 *
 * Replaces the outputs of @rows and updates the totals.
 */
void
sem_ddh_memory_write (SemDdhMemory *self, const guint32 *rows, gsize n_rows, const float *outputs);

/**
 * sem_ddh_memory_gradient:
 * @rows: (array): shape (n_rows): photos whose outputs are in @u already
 * @gradient: (out caller-allocates): shape (n_rows, k): half of dJ/du_i with sign (u_i) and every
 *   other row of U constant: u_i (U'U) / K^2 - sum_j s_ij u_j / K + lambda (u_i - sign u_i)
 */
void
sem_ddh_memory_gradient (SemDdhMemory *self, const guint32 *rows, gsize n_rows, float *gradient);

/**
 * sem_ddh_memory_summarise:
 * @epoch: (inout): pair loss, code loss and share of outputs near one are set
 *
 * Means over all photos of both terms of sem_ddh_memory_loss() (ddh-private.h) with each photo's
 * own output. Computed without visiting all pairs: sum_ij (u_i . u_j / K - s_ij)^2 = |U'U|^2 / K^2
 * - 2 / K sum_ij s_ij u_i . u_j + sum_ij s_ij^2. Cheaper than the gradient of all photos.
 */
void sem_ddh_memory_summarise (const SemDdhMemory *self, SemHashEpoch *epoch);

G_END_DECLS
