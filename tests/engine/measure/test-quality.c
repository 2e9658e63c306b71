/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/measure/quality.h"
#include "tests/engine/hash/fixture.h"

#define N 300
#define D 24

static void
measure (SemHashMethod method, guint n_bits, const float *features, gsize n, SemQuality *quality)
{
  g_autoptr (SemHashModel) model = fixture_train (method, n_bits, features, n, D, 2);
  const SemCodedSet set = { model, features, n };
  g_autoptr (GError) error = NULL;

  g_assert_true (sem_quality_measure (&set, 1, NULL, quality, &error));
  g_assert_no_error (error);
}

static void
test_longer_is_better (void)
{
  g_autofree float *features = fixture_clusters (N, D, 10, 1.0, 1);
  SemQuality short_codes, long_codes;

  measure (SEM_HASH_ITQ, 16, features, N, &short_codes);
  measure (SEM_HASH_ITQ, 512, features, N, &long_codes);
  for (guint k = 0; k < SEM_QUALITY_N_DEPTHS; k++)
    {
      g_assert_true (k == 0 || long_codes.nn10[k] >= long_codes.nn10[k - 1] - 1e-9);
      g_assert_cmpfloat (long_codes.nn10[k], >=, short_codes.nn10[k] - 1e-9);
    }
  g_assert_cmpfloat (long_codes.nn10[0], >, short_codes.nn10[0] + 0.1);
  /* 299 others are all within the first 500. */
  g_assert_cmpfloat_with_epsilon (short_codes.nn10[5], 1.0, 1e-9);
  g_assert_cmpfloat (long_codes.lift, >, short_codes.lift);
  g_assert_cmpfloat (long_codes.lift, <=, 1.0 + 1e-6);
  g_assert_cmpuint (short_codes.n_dead, ==, 0);
  g_assert_cmpfloat (short_codes.imbalance, <, 0.2);
}

/* Two photos of one and two of another: every bit lives or is equal, all living ones correlate. */
static void
test_by_hand (void)
{
  g_autofree float *features = fixture_clusters (4, D, 2, 0.0, 3);
  SemQuality quality;

  measure (SEM_HASH_ITQ, 32, features, 4, &quality);
  g_assert_cmpfloat (quality.unique, ==, 0.5);
  g_assert_cmpuint (quality.largest_bucket, ==, 2);
  g_assert_cmpuint (quality.n_dead, ==, 0);
  g_assert_cmpfloat_with_epsilon (quality.imbalance, 0.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (quality.correlation, 1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (quality.nn10[0], 1.0, 1e-9);
}

static void
test_dead_bits (void)
{
  g_autofree float *features = g_new (float, 20 * D);
  SemQuality quality;

  for (gsize i = 0; i < 20 * D; i++)
    features[i] = (float) (i % D);
  measure (SEM_HASH_LSH, 32, features, 20, &quality);
  g_assert_cmpuint (quality.n_dead, ==, 32);
  g_assert_cmpfloat (quality.unique, ==, 0.05);
  g_assert_cmpuint (quality.largest_bucket, ==, 20);
  g_assert_cmpfloat (quality.correlation, ==, 0.0);
  g_assert_cmpfloat_with_epsilon (quality.imbalance, 1.0, 1e-12);
}

static void
test_cancel (void)
{
  g_autofree float *features = fixture_clusters (N, D, 10, 1.0, 1);
  g_autoptr (SemHashModel) model = fixture_train (SEM_HASH_LSH, 16, features, N, D, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const SemProgress progress = { .cancellable = cancellable };
  const SemCodedSet set = { model, features, N };
  g_autoptr (GError) error = NULL;
  SemQuality quality;

  g_cancellable_cancel (cancellable);
  g_assert_false (sem_quality_measure (&set, 1, &progress, &quality, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/quality/longer-is-better", test_longer_is_better);
  g_test_add_func ("/evaluate/quality/by-hand", test_by_hand);
  g_test_add_func ("/evaluate/quality/dead-bits", test_dead_bits);
  g_test_add_func ("/evaluate/quality/cancel", test_cancel);
  return g_test_run ();
}
