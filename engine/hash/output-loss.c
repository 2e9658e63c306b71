/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/output-loss.h"

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
