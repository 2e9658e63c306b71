/* optimizer.h - gradient descent: SGD and Adam
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemOptimizerMethod:
 * @SEM_OPTIMIZER_SGD: w ← w − rate · (g + decay · w), without momentum
 * @SEM_OPTIMIZER_ADAM: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015,
 *   algorithm 1 with β = .9, .999 and ε = 1e-8; the decay is decoupled from the moments as in
 *   Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019
 */
typedef enum
{
  SEM_OPTIMIZER_SGD,
  SEM_OPTIMIZER_ADAM,
} SemOptimizerMethod;

/**
 * SemOptimizer:
 *
 * The state of a method for a set of parameters: for Adam two floats each, and the number of steps.
 * For one thread at a time.
 */
typedef struct _SemOptimizer SemOptimizer;

/**
 * sem_optimizer_new:
 * @method: how to use gradients
 * @n: number of parameters
 * @decay: weight decay, at least 0
 *
 * Returns: (transfer full): an optimiser before its first step
 */
SemOptimizer *
sem_optimizer_new (SemOptimizerMethod method, gsize n, double decay) G_GNUC_WARN_UNUSED_RESULT;
void sem_optimizer_free (SemOptimizer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemOptimizer, sem_optimizer_free)

/**
 * sem_optimizer_step:
 * @values: (array) (inout): shape (n): the parameters
 * @gradient: (array): shape (n): gradient of the loss with respect to @values
 * @rate: learning rate, at least 0
 *
 * Updates the parameters in the calling thread.
 */
void sem_optimizer_step (SemOptimizer *self, float *values, const float *gradient, double rate);

/**
 * sem_optimizer_get_memory:
 * @n: (out): number of floats
 *
 * The moments, for checkpoints: to be copied, and to be overwritten by such a copy together with
 * sem_optimizer_set_steps().
 *
 * Returns: (transfer none) (nullable) (array length=n): the first and then the second moments, or
 *   %NULL for a method without moments
 */
float *sem_optimizer_get_memory (SemOptimizer *self, gsize *n);
/* The number of steps taken, which belongs to the moments. */
guint64 sem_optimizer_get_steps (SemOptimizer *self);
/* Continues from @n_steps, after the moments were restored. */
void sem_optimizer_set_steps (SemOptimizer *self, guint64 n_steps);

G_END_DECLS
