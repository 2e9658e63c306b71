/* finetune-private.h - one training end to end and its checkpoint; for engine/hash only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/finetune/finetune.h"
#include "engine/hash/methods/head.h"
#include "engine/hash/finetune/output-loss.h"

G_BEGIN_DECLS

/**
 * SemFinetuneCourse:
 * @input: of the features of the network as it was
 * @optimizer: of the network
 * @outputs: shape (n, K): the latest of each photo
 * @epoch: passes that are done
 * @rows, @entries, @features, @x, @lengths, @batch_outputs, @slopes, @x_slopes: of the batch
 */
typedef struct
{
  const SemFinetuneRequest *request;
  SemHashInput input;
  SemOutputPlan plan;
  const SemOutputLoss *method;
  gpointer loss;
  SemBackboneTrainer *trainer;
  SemOptimizer *optimizer;
  SemHashHead *head;
  float *outputs;
  guint epoch;
  guint32 *rows;
  gsize n_rows;
  float *entries;
  float *features;
  float *x;
  float *lengths;
  float *batch_outputs;
  float *slopes;
  float *x_slopes;
} SemFinetuneCourse;

/* The random numbers of how view @view, at least 1, of a photo is altered before training, and of
 * what pass @epoch takes of it, with @n photos: never the same ones. */
void sem_finetune_seed_kept (SemRandom *random, guint64 seed, gsize photo, guint view);
void sem_finetune_seed_drawn (SemRandom *random, guint64 seed, guint epoch, gsize n, gsize photo);

/* Keeps all that the next pass depends on; SEM_ERROR_FULL or SEM_ERROR_FAILED. */
gboolean sem_finetune_keep (SemFinetuneCourse *course, GError **error);
/* Goes on where an earlier run of the same request was. Returns: whether there is one; else nothing
 * is changed */
gboolean sem_finetune_resume (SemFinetuneCourse *course);

G_END_DECLS
