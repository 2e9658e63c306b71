/* finetune-trial.h - a trial with fine-tuning of the network
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/trials/trial.h"
#include "engine/hash/finetune/finetune.h"
#include "engine/nn/backbone.h"

G_BEGIN_DECLS

/**
 * SemFinetuneTrial:
 * @library: (type filename): the library of the photos
 * @photos: (array): shape (n): ids of the photos, in the order of the trial's features
 * @n: number of photos
 * @folder: (type filename): for temporary files: views and weights
 * @backbone: of the trial's features
 * @depth: the part of the network to fine-tune
 * @augment: as in SemFinetuneRequest
 * @network_rate: as in SemFinetuneRequest
 */
typedef struct
{
  const char *library;
  const gint64 *photos;
  gsize n;
  const char *folder;
  SemBackbone *backbone;
  SemFinetuneDepth depth;
  gboolean augment;
  double network_rate;
} SemFinetuneTrial;

/**
 * SemFinetuneRows:
 * @features: shape (n, %SEM_BACKBONE_DIM) of SemFinetuneTrial, by its backbone
 * @training: shape (n_training): rows to train on
 * @job: whose stages it sets
 */
typedef struct
{
  const float *features;
  const guint32 *training;
  gsize n_training;
  SemWork *job;
} SemFinetuneRows;

/**
 * sem_finetune_trial_learn:
 * @options: of the method, with the seed; its scenes are those of the training rows
 * @features: (out) (transfer full): shape (n, %SEM_BACKBONE_DIM): of all photos by the network that
 *   was learned
 *
 * Decodes the photos of the training rows again, fine-tunes on them alone, and computes the
 * features of all photos with the resulting network. A photo that cannot be decoded again keeps
 * its old feature. Blocks.
 *
 * Returns: (transfer full): NULL with SEM_ERROR_TOO_FEW, G_IO_ERROR_CANCELLED or an error of
 *   sem_finetune()
 */
SemHashModel *sem_finetune_trial_learn (const SemFinetuneTrial *tuning,
                                        const SemFinetuneRows *rows,
                                        const SemHashOptions *options,
                                        float **features,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_finetune_trial_rank:
 * @trial: with its job set up, after sem_trial_rank_by_cosine() with centred features
 * @options: of the method; the seed is the trial's
 * @hamming, @score: (out): means over the queries
 *
 * Learns from the split's training rows and ranks: rows "ddh-last-stage" and "ddh-all" of a table.
 * Blocks.
 *
 * Returns: FALSE with what sem_finetune_trial_learn() sets
 */
gboolean sem_finetune_trial_rank (SemTrial *trial,
                                  const SemFinetuneTrial *tuning,
                                  const SemHashOptions *options,
                                  SemRecord *hamming,
                                  SemRecord *score,
                                  GError **error);

G_END_DECLS
