/* head.h - the layer that is learned on features
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/methods/method.h"
#include "engine/nn/optimizer.h"

G_BEGIN_DECLS

/**
 * SemHashHead:
 *
 * u = s x W + b with x (d) a centred, normalised feature, s a fixed scale, W (d, K) and b (K) what
 * is learned. What a loss says of a batch's outputs goes back into W and b, and where the features
 * are learned as well, into x. OpenBLAS multiplies; one thread at a time.
 */
typedef struct _SemHashHead SemHashHead;

/**
 * sem_hash_head_new:
 * @d: length of a feature
 * @k: bits, K
 * @scale: s
 * @method: how sem_hash_head_step() uses the gradient
 * @decay: of W and b, at least 0
 * @seed: of the start, W and b of .01 times normal numbers
 */
SemHashHead *sem_hash_head_new (gsize d,
                                gsize k,
                                float scale,
                                SemOptimizerMethod method,
                                double decay,
                                guint64 seed) G_GNUC_WARN_UNUSED_RESULT;
void sem_hash_head_free (SemHashHead *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemHashHead, sem_hash_head_free)

/* W and b as one array, shape (d + 1, K): b is the last row. Owned by the head; may be changed
 * between steps. */
float *sem_hash_head_get_values (SemHashHead *self);
/* Starts from a projection that another method learned: u = V' x - offset, the same outputs. */
void sem_hash_head_set (SemHashHead *self, const SemHashMap *map);
/* The head as V and offset. */
void sem_hash_head_export (const SemHashHead *self, SemHashMap *map);

/**
 * sem_hash_head_forward:
 * @x: (array): shape (n_all, d)
 * @rows: (array) (nullable): shape (n): which rows of @x, or %NULL for the first @n
 * @n: rows in the batch
 * @outputs: (out caller-allocates): shape (n, K)
 *
 * Keeps the batch for sem_hash_head_backward().
 */
void sem_hash_head_forward (SemHashHead *self,
                            const float *x,
                            const guint32 *rows,
                            gsize n,
                            float *outputs);

/**
 * sem_hash_head_backward:
 * @slopes: (array): shape (n, K), of the loss with respect to the outputs of the last
 *   sem_hash_head_forward()
 * @factor: what the slopes are multiplied by
 * @x_slopes: (out caller-allocates) (nullable): shape (n, d), of the loss with respect to the x
 *
 * Leaves the gradient for sem_hash_head_step().
 */
void sem_hash_head_backward (SemHashHead *self, const float *slopes, float factor, float *x_slopes);

/* What steps remember, for going on later. Owned by the head. */
SemOptimizer *sem_hash_head_get_optimizer (SemHashHead *self);

/* One step of the optimiser down the gradient. */
void sem_hash_head_step (SemHashHead *self, double rate);

G_END_DECLS
