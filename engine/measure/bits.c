/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/measure/bits.h"

#include "engine/hash/models/hash-model.h"

#include <math.h>
#include <string.h>

/* Codes are looked at in blocks of this many, so that the planes of all bits stay in the cache. */
#define BLOCK 4096
#define BLOCK_WORDS (BLOCK / 64)

/* @planes: shape (n_bits, BLOCK_WORDS): bit i of a plane is that of code i of the block */
static void
transpose (const guint64 *codes, gsize n, guint n_bits, guint64 *planes)
{
  guint n_words = SEM_HASH_WORDS (n_bits);

  memset (planes, 0, (gsize) n_bits * BLOCK_WORDS * sizeof *planes);
  for (gsize i = 0; i < n; i++)
    for (guint w = 0; w < n_words; w++)
      for (guint64 word = codes[i * n_words + w]; word != 0; word &= word - 1)
        {
          guint bit = w * 64 + (guint) __builtin_ctzll (word);

          if (bit < n_bits)
            planes[(gsize) bit * BLOCK_WORDS + i / 64] |= G_GUINT64_CONSTANT (1) << (i % 64);
        }
}

/* (transfer full): shape (n_bits, n_bits): in how many codes both bits are set, for b <= a; the
 * diagonal counts single bits */
static guint32 *
count_pairs (const guint64 *codes, gsize n, guint n_bits)
{
  guint32 *both = g_new0 (guint32, (gsize) n_bits * n_bits);
  g_autofree guint64 *planes = g_new (guint64, (gsize) n_bits * BLOCK_WORDS);

  for (gsize from = 0; from < n; from += BLOCK)
    {
      gsize n_here = MIN (BLOCK, n - from);
      gsize words = (n_here + 63) / 64;

      transpose (codes + from * SEM_HASH_WORDS (n_bits), n_here, n_bits, planes);
      for (guint a = 0; a < n_bits; a++)
        for (guint b = 0; b <= a; b++)
          for (gsize w = 0; w < words; w++)
            both[(gsize) a * n_bits + b] += (guint32) __builtin_popcountll (
              planes[(gsize) a * BLOCK_WORDS + w] & planes[(gsize) b * BLOCK_WORDS + w]);
    }
  return both;
}

static double
get_entropy (double p)
{
  return p <= 0 || p >= 1 ? 0 : -p * log2 (p) - (1 - p) * log2 (1 - p);
}

/* The correlation of bit @a with the bits before it. */
static void
correlate (SemBits *self, const guint32 *both, gsize n, guint a, double *sum, gsize *n_pairs)
{
  double p = self->share[a];
  gboolean doubled = FALSE;

  for (guint b = 0; b < a; b++)
    {
      double q = self->share[b];
      double spread = sqrt (p * (1 - p) * q * (1 - q));
      double value;

      if (!(spread > 0))
        continue;
      value = MIN (fabs (both[(gsize) a * self->n_bits + b] / (double) n - p * q) / spread, 1);
      self->correlation[(gsize) a * self->n_bits + b] = value;
      self->correlation[(gsize) b * self->n_bits + a] = value;
      doubled |= value >= SEM_BITS_SAME;
      *sum += value;
      (*n_pairs)++;
    }
  self->n_doubled += doubled;
}

void
sem_bits_init (SemBits *self, const guint64 *codes, gsize n, guint n_bits)
{
  g_autofree guint32 *both = NULL;
  double sum = 0;
  gsize n_pairs = 0;

  g_return_if_fail (codes != NULL && n > 0);

  both = count_pairs (codes, n, n_bits);
  *self = (SemBits){ .n_bits = n_bits,
                     .share = g_new (double, n_bits),
                     .correlation = g_new0 (double, (gsize) n_bits *n_bits) };
  for (guint a = 0; a < n_bits; a++)
    {
      double p = both[(gsize) a * n_bits + a] / (double) n;

      self->share[a] = p;
      self->correlation[(gsize) a * n_bits + a] = 1;
      self->n_dead += p <= 0 || p >= 1;
      self->imbalance += fabs (2 * p - 1) / n_bits;
      self->entropy += get_entropy (p) / n_bits;
      correlate (self, both, n, a, &sum, &n_pairs);
    }
  self->mean_correlation = n_pairs > 0 ? sum / (double) n_pairs : 0;
}

void
sem_bits_clear (SemBits *self)
{
  g_clear_pointer (&self->share, g_free);
  g_clear_pointer (&self->correlation, g_free);
}

static int
compare_codes (gconstpointer a, gconstpointer b, gpointer n_words)
{
  return memcmp (a, b, GPOINTER_TO_SIZE (n_words) * sizeof (guint64));
}

void
sem_buckets_count (SemBuckets *self, const guint64 *codes, gsize n, guint n_words)
{
  g_autofree guint64 *sorted = g_memdup2 (codes, n * n_words * sizeof *codes);
  gsize bucket = 0;

  *self = (SemBuckets){ 0 };
  g_qsort_with_data (sorted, (int) n, n_words * sizeof *codes, compare_codes,
                     GSIZE_TO_POINTER ((gsize) n_words));
  for (gsize i = 0; i < n; i++)
    {
      gboolean same =
        i > 0
        && memcmp (sorted + i * n_words, sorted + (i - 1) * n_words, n_words * sizeof *codes) == 0;

      bucket = same ? bucket + 1 : 1;
      self->n_unique += !same;
      self->largest = MAX (self->largest, bucket);
    }
}
