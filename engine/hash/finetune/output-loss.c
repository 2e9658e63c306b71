/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/finetune/output-loss.h"

void
sem_output_loss_random (SemRandom *random, const SemHashOptions *options, guint epoch)
{
  sem_random_init_part (random, options->seed, SEM_RANDOM_BATCHES, epoch);
}
