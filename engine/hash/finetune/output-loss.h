/* output-loss.h - what a method asks of the outputs of a network that learns end to end
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
 * @batch: the most rows of a batch
 * @epochs: passes over the photos
 * @optimizer: of the head and of the network
 * @decay: of their weights
 * @head_rate: of the head in the first pass
 * @network_rate: of the network in the first pass
 * @decades: powers of ten that both fall by until the last pass, evenly
 * @warm: whether the head begins where the method's own training on cached features ends; else with
 *   small random numbers
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
} SemOutputPlan;

/**
 * SemOutputLoss:
 * @plan: fills in the plan for @input
 * @begin: makes the state; it may keep @input, which has the features of the network as it was, and
 *   must be a function of @input alone. %NULL when cancelled or with @error set
 * @free: ends it
 * @begin_epoch: a pass is about to start; @outputs, shape (n, K): the latest of each photo. What it
 *   draws depends on the seed and @epoch alone, from 1. Returns %FALSE when cancelled
 * @next_batch: writes the next batch's rows; none twice in one batch. Returns how many, 0 at the
 *   pass's end
 * @get_slopes: @slopes, shape (n, K): of the loss with respect to the batch's @outputs, scaled as
 *   the optimiser is to see them
 * @end_epoch: fills in what the pass tells
 *
 * One a method that can be learned end to end.
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
} SemOutputLoss;

extern const SemOutputLoss sem_ddh_output_loss;
extern const SemOutputLoss sem_bcdh_output_loss;

/* What a pass draws from: it depends on the seed and @epoch, from 1, alone. */
void sem_output_loss_random (SemRandom *random, const SemHashOptions *options, guint epoch);

G_END_DECLS
