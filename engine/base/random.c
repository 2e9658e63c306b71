/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/random.h"

#include <math.h>

/* 2^64 divided by the golden ratio, odd: its multiples are all different. */
#define GOLDEN G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

static guint64
rotate_left (guint64 x, guint n)
{
  return (x << n) | (x >> (64 - n));
}

static guint64
split_mix (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

void
sem_random_init (SemRandom *self, guint64 seed, SemRandomStream stream)
{
  guint64 purpose = stream;
  guint64 state = seed ^ split_mix (&purpose);

  for (guint i = 0; i < G_N_ELEMENTS (self->state); i++)
    self->state[i] = split_mix (&state);
  self->spare = 0.0;
  self->has_spare = FALSE;
}

void
sem_random_init_part (SemRandom *self, guint64 seed, SemRandomStream stream, guint64 part)
{
  sem_random_init (self, seed + part * GOLDEN, stream);
}

guint64
sem_random_next (SemRandom *self)
{
  guint64 *s = self->state;
  guint64 result = rotate_left (s[1] * 5, 7) * 9;
  guint64 t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate_left (s[3], 45);
  return result;
}

guint64
sem_random_below (SemRandom *self, guint64 bound)
{
  guint64 rejected, x;

  g_return_val_if_fail (bound > 0, 0);

  /* 2^64 mod bound values at the low end would make small results likelier. */
  rejected = (0 - bound) % bound;
  do
    x = sem_random_next (self);
  while (x < rejected);
  return x % bound;
}

double
sem_random_uniform (SemRandom *self)
{
  return (double) (sem_random_next (self) >> 11) * 0x1p-53;
}

/* Marsaglia's polar method. */
double
sem_random_normal (SemRandom *self)
{
  double u, v, s, factor;

  if (self->has_spare)
    {
      self->has_spare = FALSE;
      return self->spare;
    }
  do
    {
      u = 2.0 * sem_random_uniform (self) - 1.0;
      v = 2.0 * sem_random_uniform (self) - 1.0;
      s = u * u + v * v;
    }
  while (s >= 1.0 || s == 0.0);
  factor = sqrt (-2.0 * log (s) / s);
  self->spare = v * factor;
  self->has_spare = TRUE;
  return u * factor;
}

void
sem_random_permutation (SemRandom *self, guint32 *order, gsize n)
{
  for (gsize i = 0; i < n; i++)
    order[i] = (guint32) i;
  for (gsize i = n; i > 1; i--)
    {
      gsize j = sem_random_below (self, i);
      guint32 swapped = order[i - 1];

      order[i - 1] = order[j];
      order[j] = swapped;
    }
}
