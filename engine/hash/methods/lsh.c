/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/methods/method.h"

#include "engine/base/random.h"

void
sem_hash_fill_random (gsize d, const SemHashOptions *options, SemHashMap *map)
{
  SemRandom random;

  sem_random_init (&random, options->seed, SEM_RANDOM_PROJECTION);
  for (gsize i = 0; i < d * options->n_bits; i++)
    map->v[i] = (float) sem_random_normal (&random);
}

gboolean
sem_hash_train_lsh (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error)
{
  sem_hash_fill_random (input->d, input->options, map);
  return sem_work_tick (job, 1.0);
}
