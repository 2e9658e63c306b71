/* finetune-trial.h - a trial whose network learns as well
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
 * @library: (type filename): where the photos are from
 * @photos: (array): shape (n): their row ids, in the order of the trial's features
 * @n: photos
 * @folder: (type filename): for what is kept for a while: views and weights
 * @backbone: of the trial's features
 * @augment: as in SemFinetuneRequest
 * @network_rate: likewise
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
 * @trial: with its job set up; the centred cosine has found its nearest
 * @options: of the method; seed is the trial's
 * @hamming, @score: (out): means over the queries
 *
 * Reads the photos of the split's training rows again, learns from them alone, describes all photos
 * by the network that was learned, and ranks: rows "ddh-last-stage" and "ddh-all" of a table. A
 * photo that cannot be read again keeps its old feature.
 *
 * Returns: FALSE with SEM_ERROR_TOO_FEW, G_IO_ERROR_CANCELLED or what sem_finetune() sets
 */
gboolean sem_finetune_trial_rank (SemTrial *trial,
                                  const SemFinetuneTrial *tuning,
                                  const SemHashOptions *options,
                                  SemRecord *hamming,
                                  SemRecord *score,
                                  GError **error);

G_END_DECLS
