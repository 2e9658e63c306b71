/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/finetune/output-loss.h"

void
sem_output_loss_random (SemRandom *random, const SemHashOptions *options, guint epoch)
{
  /* Odd multiples keep the streams of a seed's passes apart. */
  sem_random_init (random, options->seed + epoch * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15),
                   SEM_RANDOM_BATCHES);
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
