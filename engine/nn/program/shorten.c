/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/nn/program/shorten.h"
#include "engine/base/random.h"

#include <math.h>
#include <string.h>

#define MOST 4096
/* Features that were stored depend on it. */
#define SEED 1280

/* In place. @size: a power of two */
static void
hadamard (float *x, guint size)
{
  for (guint half = 1; half < size; half *= 2)
    for (guint block = 0; block < size; block += 2 * half)
      for (guint i = block; i < block + half; i++)
        {
          const float a = x[i], b = x[i + half];

          x[i] = a + b;
          x[i + half] = a - b;
        }
}

void
sem_shorten (const float *in, guint d, float *out, guint n)
{
  float x[MOST] = { 0 };
  guint32 order[MOST];
  SemRandom random;
  guint size = 1;

  g_return_if_fail (n > 0 && n < d && d <= MOST);

  while (size < d)
    size *= 2;
  sem_random_init (&random, SEED, SEM_RANDOM_PROJECTION);
  for (guint i = 0; i < size; i++)
    {
      const gboolean minus = (sem_random_next (&random) >> 63) != 0;

      if (i < d)
        x[i] = minus ? -in[i] : in[i];
    }
  hadamard (x, size);
  sem_random_permutation (&random, order, size);
  for (guint i = 0; i < n; i++)
    out[i] = x[order[i]] / sqrtf ((float) n);
}
