/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/finetune/output-loss.h"

void
sem_output_loss_random (SemRandom *random, const SemHashOptions *options, guint epoch)
{
  sem_random_init_part (random, options->seed, SEM_RANDOM_BATCHES, epoch);
}

const SemOutputLoss *
sem_output_loss_find (SemHashMethod method)
{
  switch (method)
    {
    case SEM_HASH_DDH:
      return &sem_ddh_output_loss;
    case SEM_HASH_BCDH:
      return &sem_bcdh_output_loss;
    default:
      return NULL;
    }
}
