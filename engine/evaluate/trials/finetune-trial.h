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
 * sem_finetune_trial_rank:
 * @trial: with its job set up, after sem_trial_rank_by_cosine() with centred features
 * @options: of the method; the seed is the trial's
 * @hamming, @score: (out): means over the queries
 *
 * Decodes the photos of the split's training rows again, fine-tunes on them alone, computes the
 * features of all photos with the resulting network, and ranks: rows "ddh-last-stage" and "ddh-all"
 * of a table. A photo that cannot be decoded again keeps its old feature. Blocks.
 *
 * Returns: FALSE with SEM_ERROR_TOO_FEW, G_IO_ERROR_CANCELLED or an error of sem_finetune()
 */
gboolean sem_finetune_trial_rank (SemTrial *trial,
                                  const SemFinetuneTrial *tuning,
                                  const SemHashOptions *options,
                                  SemRecord *hamming,
                                  SemRecord *score,
                                  GError **error);

G_END_DECLS
