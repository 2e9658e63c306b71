/* bits.h - statistics of the bits of codes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Two bits of this correlation or more count as one. */
#define SEM_BITS_SAME 0.99

/**
 * SemBits:
 * @n_bits: K
 * @share: (array): shape (K): p, the share of codes in which the bit is set
 * @correlation: (array): shape (K, K): magnitude of the correlation of two bits; 1 on the diagonal,
 *   0 where one of two bits is equal in all codes
 * @n_dead: bits that are equal in all codes
 * @n_doubled: bits that vary and whose correlation with an earlier one is %SEM_BITS_SAME or more
 * @imbalance: mean of |2 p - 1| over the bits; 0 is best
 * @entropy: mean of -p ld p - (1 - p) ld (1 - p) over the bits, 0 to 1
 * @mean_correlation: mean of the magnitudes over all pairs of bits that vary; 0 where there are
 * none
 */
typedef struct
{
  guint n_bits;
  double *share;
  double *correlation;
  guint n_dead;
  guint n_doubled;
  double imbalance;
  double entropy;
  double mean_correlation;
} SemBits;

/* @codes: (array): shape (n, SEM_HASH_WORDS (@n_bits)); @n: at least 1 */
void sem_bits_init (SemBits *self, const guint64 *codes, gsize n, guint n_bits);
void sem_bits_clear (SemBits *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemBits, sem_bits_clear)

/**
 * SemBuckets:
 * @n_unique: number of different codes
 * @largest: number of photos that share the most frequent code
 */
typedef struct
{
  gsize n_unique;
  gsize largest;
} SemBuckets;

/* @codes: (array): shape (n, @n_words) */
void sem_buckets_count (SemBuckets *self, const guint64 *codes, gsize n, guint n_words);

G_END_DECLS
