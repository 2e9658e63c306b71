/* output-loss.h - the loss and the hyperparameters of a method that can be fine-tuned
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/methods/method.h"
#include "engine/base/random.h"
#include "engine/nn/optimizer.h"

G_BEGIN_DECLS

/**
 * SemOutputPlan:
 * @batch: maximum number of rows of a batch
 * @epochs: number of epochs
 * @optimizer: optimiser of the head and of the network
 * @decay: weight decay of both, at least 0
 * @head_rate: learning rate of the head in the first epoch
 * @network_rate: learning rate of the network in the first epoch
 * @decades: both rates decrease exponentially, by this many powers of ten up to the last epoch
 * @warm: whether the head is initialised by the method's training on stored features; else with
 *   small random numbers, and the latest outputs with 0
 * @centred, @length: of what the head sees, as in SemDdhSettings
 *
 * Hyperparameters of a fine-tuning.
 */
typedef struct
{
  gsize batch;
  guint epochs;
  SemOptimizerMethod optimizer;
  double decay;
  double head_rate;
  double network_rate;
  double decades;
  gboolean warm;
  gboolean centred;
  float length;
} SemOutputPlan;

/**
 * SemOutputLoss:
 * @plan: fills in the plan for @input
 * @begin: (transfer full): allocates the state, which must depend on @input alone and may keep it;
 *   @input has the features of the network before training. Returns %NULL when cancelled (without
 *   @error) or with @error set
 * @free: frees the state
 * @begin_epoch: called before epoch @epoch, from 1; @outputs, shape (n, K), are the latest of each
 *   photo. Random choices must depend on the seed and @epoch alone. Returns %FALSE when cancelled
 * @next_batch: writes the indices of the next batch's photos, each at most once, into @rows, which
 *   has room for the plan's batch. Returns their number, 0 at the end of the epoch
 * @get_slopes: writes the gradient of the loss with respect to the batch's @outputs to @slopes;
 *   both have the shape (n, K). The gradient is scaled for the optimiser
 * @end_epoch: fills in the losses of the epoch; @outputs as for @begin_epoch
 * @finish: (nullable): completes the map of the trained head. Returns %FALSE with @error set where
 *   training did not converge
 *
 * The loss of a method that can be fine-tuned. All functions are called in one thread.
 */
typedef struct
{
  void (*plan) (const SemHashInput *input, SemOutputPlan *plan);
  gpointer (*begin) (SemWork *job, const SemHashInput *input, GError **error);
  void (*free) (gpointer loss);
  gboolean (*begin_epoch) (gpointer loss, SemWork *job, guint epoch, const float *outputs);
  gsize (*next_batch) (gpointer loss, guint32 *rows);
  void (
    *get_slopes) (gpointer loss, const guint32 *rows, gsize n, const float *outputs, float *slopes);
  void (*end_epoch) (gpointer loss, const float *outputs, SemHashEpoch *epoch);
  gboolean (*finish) (gpointer loss, SemHashMap *map, GError **error);
} SemOutputLoss;

extern const SemOutputLoss sem_ddh_output_loss;
extern const SemOutputLoss sem_bcdh_output_loss;

/* Seeds @random for the random choices of epoch @epoch, from 1: depends on the seed of @options and
 * on @epoch alone. */
void sem_output_loss_random (SemRandom *random, const SemHashOptions *options, guint epoch);

G_END_DECLS
