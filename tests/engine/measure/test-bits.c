/* test-bits.c - bits and buckets of codes against their definitions
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/random.h"
#include "engine/hash/models/hash-model.h"
#include "engine/measure/bits.h"

#include <math.h>
#include <string.h>

/* More codes than are looked at in a block. */
#define N 5000

static gboolean
get_bit (const guint64 *codes, guint n_bits, gsize i, guint bit)
{
  return codes[i * SEM_HASH_WORDS (n_bits) + bit / 64] >> (bit % 64) & 1;
}

static void
set_bit (guint64 *codes, guint n_bits, gsize i, guint bit, gboolean value)
{
  guint64 *word = &codes[i * SEM_HASH_WORDS (n_bits) + bit / 64];

  *word = (*word & ~(G_GUINT64_CONSTANT (1) << (bit % 64))) | (guint64) value << (bit % 64);
}

/* Bit b is set with a probability that rises with b. */
static guint64 *
make_codes (gsize n, guint n_bits)
{
  guint64 *codes = g_new0 (guint64, n * SEM_HASH_WORDS (n_bits));
  SemRandom random;

  sem_random_init (&random, 7, SEM_RANDOM_PROJECTION);
  for (gsize i = 0; i < n; i++)
    for (guint b = 0; b < n_bits; b++)
      set_bit (codes, n_bits, i, b, sem_random_uniform (&random) < (b + 1.0) / (n_bits + 1));
  return codes;
}

static double
get_mean (const guint64 *codes, gsize n, guint n_bits, guint a, guint b)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += get_bit (codes, n_bits, i, a) && get_bit (codes, n_bits, i, b);
  return sum / (double) n;
}

static void
check_by_definition (const guint64 *codes, gsize n, guint n_bits)
{
  g_auto (SemBits) bits = { 0 };
  double imbalance = 0, entropy = 0, sum = 0;
  guint n_pairs = 0;

  sem_bits_init (&bits, codes, n, n_bits);
  for (guint a = 0; a < n_bits; a++)
    {
      double p = get_mean (codes, n, n_bits, a, a);

      g_assert_cmpfloat_with_epsilon (bits.share[a], p, 1e-12);
      imbalance += fabs (2 * p - 1) / n_bits;
      entropy += p > 0 && p < 1 ? -(p * log2 (p) + (1 - p) * log2 (1 - p)) / n_bits : 0;
      for (guint b = 0; b < a; b++)
        {
          double q = get_mean (codes, n, n_bits, b, b);
          double covariance = get_mean (codes, n, n_bits, a, b) - p * q;
          double wanted = p * (1 - p) * q * (1 - q) > 0
                            ? fabs (covariance) / sqrt (p * (1 - p) * q * (1 - q))
                            : 0;

          g_assert_cmpfloat_with_epsilon (bits.correlation[a * n_bits + b], wanted, 1e-9);
          g_assert_cmpfloat (bits.correlation[b * n_bits + a], ==,
                             bits.correlation[a * n_bits + b]);
          sum += wanted;
          n_pairs += p * (1 - p) * q * (1 - q) > 0;
        }
    }
  g_assert_cmpfloat_with_epsilon (bits.imbalance, imbalance, 1e-9);
  g_assert_cmpfloat_with_epsilon (bits.entropy, entropy, 1e-9);
  g_assert_cmpfloat_with_epsilon (bits.mean_correlation, sum / n_pairs, 1e-9);
}

static void
test_definition (void)
{
  const guint lengths[] = { 16, 64, 128 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree guint64 *codes = make_codes (i == 0 ? N : 300, lengths[i]);

      check_by_definition (codes, i == 0 ? N : 300, lengths[i]);
    }
}

static void
test_dead_and_doubled (void)
{
  g_autofree guint64 *codes = make_codes (N, 64);
  g_auto (SemBits) healthy = { 0 }, faulty = { 0 };

  sem_bits_init (&healthy, codes, N, 64);
  g_assert_cmpuint (healthy.n_dead, ==, 0);
  g_assert_cmpuint (healthy.n_doubled, ==, 0);
  for (gsize i = 0; i < N; i++)
    {
      set_bit (codes, 64, i, 3, TRUE);
      set_bit (codes, 64, i, 60, FALSE);
      set_bit (codes, 64, i, 20, get_bit (codes, 64, i, 10));
      set_bit (codes, 64, i, 21, !get_bit (codes, 64, i, 11));
      /* The third of a kind repeats others as well. */
      set_bit (codes, 64, i, 30, get_bit (codes, 64, i, 10));
    }
  sem_bits_init (&faulty, codes, N, 64);
  g_assert_cmpuint (faulty.n_dead, ==, 2);
  g_assert_cmpuint (faulty.n_doubled, ==, 3);
  g_assert_cmpfloat (faulty.correlation[3 * 64 + 5], ==, 0);
}

static void
test_buckets (void)
{
  const guint64 codes[][2] = { { 1, 2 }, { 3, 4 }, { 1, 2 }, { 1, 5 }, { 1, 2 }, { 3, 4 } };
  SemBuckets buckets;

  sem_buckets_count (&buckets, codes[0], G_N_ELEMENTS (codes), 2);
  g_assert_cmpuint (buckets.n_unique, ==, 3);
  g_assert_cmpuint (buckets.largest, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/bits/definition", test_definition);
  g_test_add_func ("/measure/bits/dead-and-doubled", test_dead_and_doubled);
  g_test_add_func ("/measure/bits/buckets", test_buckets);
  return g_test_run ();
}
