/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/measure/compare.h"
#include "engine/hash/methods/hash-trainer.h"
#include "engine/base/random.h"

#include <math.h>

#define N 600
#define D 64

/* Photos in twelve groups, so that there is something to learn. */
static float *
make_features (void)
{
  float *features = g_new (float, N *D);
  SemRandom random;

  sem_random_init (&random, 5, SEM_RANDOM_PROJECTION);
  for (guint i = 0; i < N; i++)
    for (guint j = 0; j < D; j++)
      features[i * D + j] =
        (float) (sem_random_normal (&random) + 2.0 * sin ((double) ((i % 12) * (j + 1))));
  return features;
}

static SemHashModel *
train (const float *features, SemHashMethod method, guint n_bits)
{
  g_autoptr (GError) error = NULL;
  SemHashOptions options;
  SemHashModel *model;

  sem_hash_options_init (&options);
  options.method = method;
  options.n_bits = n_bits;
  model = sem_hash_train (&options, features, N, D, NULL, &error);
  g_assert_no_error (error);
  return model;
}

static void
test_overlap (void)
{
  static const guint32 a[] = { 1, 2, 3, 4 }, b[] = { 5, 6, 7, 8 }, c[] = { 2, 1, 3, 9 };
  const double p = 0.9;
  double expected;

  g_assert_cmpfloat_with_epsilon (sem_compare_overlap (a, a, 4), 1.0, 1e-12);
  g_assert_cmpfloat (sem_compare_overlap (a, b, 4), ==, 0.0);
  /* X is 0, 2, 3, 3: by hand. */
  expected = 3.0 / 4 * pow (p, 4)
             + (1 - p) / p * (pow (p, 2) * 2 / 2 + pow (p, 3) * 3 / 3 + pow (p, 4) * 3 / 4);
  g_assert_cmpfloat_with_epsilon (sem_compare_overlap (a, c, 4), expected, 1e-12);
  g_assert_cmpfloat (sem_compare_overlap (a, c, 4), ==, sem_compare_overlap (c, a, 4));
}

static void
compare (SemHashModel *before,
         SemHashModel *after,
         const float *features,
         gsize n,
         SemCodeComparison *comparison)
{
  const SemCodedSet old = { before, features, n }, new = { after, features, n };
  g_autoptr (GError) error = NULL;

  g_assert_true (sem_compare_models (&old, &new, 1, NULL, comparison, &error));
  g_assert_no_error (error);
}

static void
test_models (void)
{
  g_autofree float *features = make_features ();
  g_autoptr (SemHashModel) fine = train (features, SEM_HASH_ITQ, 64);
  g_autoptr (SemHashModel) coarse = train (features, SEM_HASH_LSH, 16);
  SemCodeComparison same, worse, better;

  compare (fine, fine, features, N, &same);
  g_assert_cmpfloat_with_epsilon (same.overlap, 1.0, 1e-12);
  g_assert_cmpfloat (same.before.reach, ==, same.after.reach);
  g_assert_cmpuint (same.depth, ==, 50);
  g_assert_cmpuint (same.n_photos, ==, N);
  g_assert_false (sem_code_comparison_is_worse (&same));

  compare (fine, coarse, features, N, &worse);
  g_assert_true (sem_code_comparison_is_worse (&worse));
  g_assert_cmpfloat (worse.overlap, <, 0.6);
  compare (coarse, fine, features, N, &better);
  g_assert_false (sem_code_comparison_is_worse (&better));
  g_assert_cmpfloat (better.after.reach, ==, worse.before.reach);
  g_assert_cmpfloat (better.overlap, ==, worse.overlap);

  compare (fine, coarse, features, 2, &same);
  g_assert_cmpuint (same.depth, ==, 10);
}

static void
cancel_at (double fraction, gpointer data)
{
  if (fraction >= 0.5)
    g_cancellable_cancel (data);
}

static void
test_cancel (void)
{
  g_autofree float *features = make_features ();
  g_autoptr (SemHashModel) model = train (features, SEM_HASH_LSH, 16);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const SemProgress progress = { cancel_at, cancellable, cancellable };
  const SemCodedSet set = { model, features, N };
  g_autoptr (GError) error = NULL;
  SemCodeComparison comparison;

  g_assert_false (sem_compare_models (&set, &set, 1, &progress, &comparison, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compare/overlap", test_overlap);
  g_test_add_func ("/compare/models", test_models);
  g_test_add_func ("/compare/cancel", test_cancel);
  return g_test_run ();
}
