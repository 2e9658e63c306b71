/* random.h - seeded random numbers, the same on every machine
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The purpose of a stream of random numbers. Streams of one seed are independent, so that drawing
 * more numbers for one purpose does not change those for another. */
typedef enum
{
  SEM_RANDOM_PROJECTION,
  SEM_RANDOM_ROTATION,
  SEM_RANDOM_BATCHES,
  SEM_RANDOM_VECTORS,
  SEM_RANDOM_SPLIT,
  SEM_RANDOM_TIES,
  SEM_RANDOM_HELD,
  SEM_RANDOM_VIEWS,
  SEM_RANDOM_KEPT_VIEWS,
  SEM_RANDOM_MAP,
} SemRandomStream;

/**
 * SemRandom:
 *
 * xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS
 * 2021), its state initialised by SplitMix64. Not for cryptography. For one thread at a time.
 */
typedef struct
{
  guint64 state[4];
  double spare;
  gboolean has_spare;
} SemRandom;

/* Starts the numbers of @stream for @seed; any seed is valid. Before other calls. */
void sem_random_init (SemRandom *self, guint64 seed, SemRandomStream stream);
/* As sem_random_init(), which is part 0: each part of a stream, such as a query or a pass, has
 * numbers of its own. Two purposes that number their parts by themselves need two streams. */
void sem_random_init_part (SemRandom *self, guint64 seed, SemRandomStream stream, guint64 part);
/* Uniform over all 64-bit numbers. */
guint64 sem_random_next (SemRandom *self);
/* Uniform in [0, bound); @bound is at least 1. */
guint64 sem_random_below (SemRandom *self, guint64 bound);
/* Uniform in [0, 1), a multiple of 2^-53. */
double sem_random_uniform (SemRandom *self);
/* Normal, mean 0, variance 1. */
double sem_random_normal (SemRandom *self);
/* @order: (out caller-allocates): shape (n): a uniformly drawn permutation of 0 … n - 1 */
void sem_random_permutation (SemRandom *self, guint32 *order, gsize n);

G_END_DECLS
