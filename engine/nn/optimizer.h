/* optimizer.h - one step down a gradient
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
 *   algorithm 1 with its β = .9, .999 and ε = 1e-8; the decay stands apart from the moments as in
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
 * Keeps what a method remembers of a set of parameters: for Adam two floats each, and the steps
 * taken. For one thread at a time.
 */
typedef struct _SemOptimizer SemOptimizer;

/* @n: parameters; @decay: at least 0 */
SemOptimizer *
sem_optimizer_new (SemOptimizerMethod method, gsize n, double decay) G_GNUC_WARN_UNUSED_RESULT;
void sem_optimizer_free (SemOptimizer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemOptimizer, sem_optimizer_free)

/**
 * sem_optimizer_step:
 * @values: (array) (inout): the parameters
 * @gradient: (array): of the loss with respect to them
 * @rate: of learning, at least 0
 */
void sem_optimizer_step (SemOptimizer *self, float *values, const float *gradient, double rate);

/**
 * sem_optimizer_get_memory:
 * @n: (out): how many numbers
 *
 * Returns: (nullable): what it remembers of the gradients, for going on later from the same place:
 *   to be copied, and to be copied back. Owned by the optimiser; %NULL where it remembers nothing
 */
float *sem_optimizer_get_memory (SemOptimizer *self, gsize *n);
/* The steps taken, which belong to the memory. */
guint64 sem_optimizer_get_steps (SemOptimizer *self);
void sem_optimizer_set_steps (SemOptimizer *self, guint64 n_steps);

G_END_DECLS
