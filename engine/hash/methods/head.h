/* head.h - a linear layer trained on features
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
 * u = s x W + b, where x (d) is a normalised feature, centred or not, s a fixed scale, which is the
 * length of what the layer sees, and W (d, K) and b (K) are trained. The gradient of a loss on a
 * batch's outputs is propagated to W and b, and also to x if the features are trained. Uses
 * OpenBLAS. For one thread at a time.
 */
typedef struct _SemHashHead SemHashHead;

/**
 * sem_hash_head_new:
 * @d: length of a feature
 * @k: bits, K
 * @scale: s
 * @method: the optimiser of sem_hash_head_step()
 * @decay: weight decay of W and b, at least 0
 * @seed: of the initial W and b, .01 times normal random numbers
 *
 * Returns: (transfer full): a head before its first step
 */
SemHashHead *sem_hash_head_new (gsize d,
                                gsize k,
                                float scale,
                                SemOptimizerMethod method,
                                double decay,
                                guint64 seed) G_GNUC_WARN_UNUSED_RESULT;
void sem_hash_head_free (SemHashHead *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemHashHead, sem_hash_head_free)

/* (transfer none): W and b as one array, shape (d + 1, K), with b in the last row; may be changed
 * between steps. */
float *sem_hash_head_get_values (SemHashHead *self);
/* Sets W and b so that the outputs are those of @map, u = V' x - offset. */
void sem_hash_head_set (SemHashHead *self, const SemHashMap *map);
/* Writes V and offset of @map, so that its outputs are those of the head. */
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
 * @slopes: (array): shape (n, K): gradient of the loss with respect to the outputs of the last
 *   sem_hash_head_forward()
 * @factor: the slopes are multiplied by it
 * @x_slopes: (out caller-allocates) (nullable): shape (n, d): gradient with respect to the x
 *
 * Computes the gradient of W and b for sem_hash_head_step().
 */
void sem_hash_head_backward (SemHashHead *self, const float *slopes, float factor, float *x_slopes);

/* (transfer none): the optimiser, whose state is part of a checkpoint. */
SemOptimizer *sem_hash_head_get_optimizer (SemHashHead *self);

/* One step of the optimiser with the learning rate @rate. */
void sem_hash_head_step (SemHashHead *self, double rate);

G_END_DECLS
