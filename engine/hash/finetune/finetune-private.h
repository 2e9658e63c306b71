/* finetune-private.h - state of a fine-tuning and its checkpoint, for engine/hash only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/finetune/finetune.h"
#include "engine/hash/finetune/held-out.h"
#include "engine/hash/finetune/output-loss.h"
#include "engine/hash/methods/head.h"
#include "engine/hash/models/training-log.h"

G_BEGIN_DECLS

/**
 * SemFinetuneCourse:
 * @request: (unowned): what to train, without the photos that are held out
 * @held: (nullable): the photos that are held out
 * @input: of the features of the backbone before training
 * @plan: hyperparameters of the training
 * @method: the loss; @loss: its state
 * @trainer: the network; @optimizer: its optimiser
 * @head: the linear layer on the features
 * @outputs: shape (n, K): the latest outputs of each photo
 * @epoch: number of completed epochs
 * @told: what was told of these, by this and by earlier runs
 * @rows: shape (n_rows): photos of the batch; from @input.n on those that are held out
 * @alters: whether photos of the batch are altered
 * @entries, @features: of the batch, see backbone-train.h
 * @x: shape (n_rows, d): l2 (f - mean), or l2 (f) where the plan says so; @lengths: shape (n_rows):
 *   |f - mean|, or |f|
 * @batch_outputs: shape (n_rows, K)
 * @slopes: shape (n_rows, K): gradient with respect to @batch_outputs
 * @x_slopes: shape (n_rows, d): gradient with respect to @x, then to the features
 *
 * One fine-tuning. For one thread, which runs the parallel tasks.
 */
typedef struct
{
  const SemFinetuneRequest *request;
  SemHeldOut *held;
  SemHashInput input;
  SemOutputPlan plan;
  const SemOutputLoss *method;
  gpointer loss;
  SemBackboneTrainer *trainer;
  SemOptimizer *optimizer;
  SemHashHead *head;
  float *outputs;
  guint epoch;
  SemTrainingLog *told;
  guint32 *rows;
  gsize n_rows;
  gboolean alters;
  float *entries;
  float *features;
  float *x;
  float *lengths;
  float *batch_outputs;
  float *slopes;
  float *x_slopes;
} SemFinetuneCourse;

/* Seeds @random for the alteration of view @view, at least 1, of a photo before training. The
 * stream differs from those of sem_finetune_seed_drawn(). */
void sem_finetune_seed_kept (SemRandom *random, guint64 seed, gsize photo, guint view);
/* Seeds @random for the choice of a photo's view in epoch @epoch, from 0, of a training on @n
 * photos. */
void sem_finetune_seed_drawn (SemRandom *random, guint64 seed, guint epoch, gsize n, gsize photo);

/* Writes the checkpoint, if the request has one: everything that the next epoch depends on. Sets
 * SEM_ERROR_FULL or SEM_ERROR_FAILED and returns %FALSE on failure. */
gboolean sem_finetune_keep (SemFinetuneCourse *course, GError **error);
/* Restores the checkpoint of the same request. Returns: %FALSE if there is none that is valid;
 * nothing is changed then */
gboolean sem_finetune_resume (SemFinetuneCourse *course);

G_END_DECLS
