/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/objectives/bcdh-loss.h"

#include "engine/base/random.h"

#include <math.h>
#include <string.h>

#define N 6
#define K 12

static void
fill (float *outputs, guint64 seed)
{
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
  for (gsize i = 0; i < N * K; i++)
    outputs[i] = (float) sem_random_normal (&random);
}

static double
distance (const float *outputs, guint i, guint j)
{
  double sum = 0.0;

  for (guint b = 0; b < K; b++)
    sum += pow ((double) outputs[i * K + b] - (double) outputs[j * K + b], 2.0);
  return sqrt (sum);
}

/* Compares the slopes of @pairs with central differences with respect to every output. */
static void
check_slopes (const SemBcdhPair *pairs,
              gsize n_pairs,
              SemPairDistance kind,
              float *outputs,
              double tolerance)
{
  const float step = 1e-3f;
  float slopes[N * K] = { 0 };

  sem_bcdh_pair_loss (pairs, n_pairs, kind, outputs, K, slopes);
  for (gsize i = 0; i < N * K; i++)
    {
      float kept = outputs[i];
      double above, below, width;

      outputs[i] = kept + step;
      width = (double) outputs[i];
      above = sem_bcdh_pair_loss (pairs, n_pairs, kind, outputs, K, NULL);
      outputs[i] = kept - step;
      width -= (double) outputs[i];
      below = sem_bcdh_pair_loss (pairs, n_pairs, kind, outputs, K, NULL);
      outputs[i] = kept;
      g_assert_cmpfloat_with_epsilon (slopes[i], (above - below) / width, tolerance);
    }
}

static void
test_slopes (void)
{
  float outputs[N * K];
  SemBcdhPair pairs[5] = {
    { 0, 1, 0.0f, 1.0f, FALSE }, { 1, 2, 50.0f, 0.7f, TRUE }, { 0, 3, 0.5f, 1.0f, TRUE },
    { 4, 3, 3.0f, 2.0f, FALSE }, { 5, 0, 9.0f, 0.2f, FALSE },
  };

  for (guint seed = 1; seed < 5; seed++)
    {
      fill (outputs, seed);
      check_slopes (pairs, G_N_ELEMENTS (pairs), SEM_PAIR_DISTANCE_OUTPUTS, outputs, 2e-3);
    }
}

/* The distance to the partner's code: away from 0 the code does not change, so that central
 * differences hold, and the cost is that of the formula. */
static void
test_to_codes (void)
{
  float outputs[N * K];
  SemBcdhPair pairs[3] = { { 0, 1, 0.0f, 1.0f, FALSE },
                           { 1, 2, 50.0f, 0.7f, TRUE },
                           { 4, 3, 3.0f, 2.0f, FALSE } };
  double there = 0, back = 0;

  for (guint seed = 1; seed < 5; seed++)
    {
      fill (outputs, seed);
      for (gsize i = 0; i < N * K; i++)
        outputs[i] += outputs[i] > 0 ? 0.1f : -0.1f;
      check_slopes (pairs, G_N_ELEMENTS (pairs), SEM_PAIR_DISTANCE_CODES, outputs, 5e-3);
    }
  for (guint b = 0; b < K; b++)
    {
      there += pow ((double) outputs[b] - (outputs[K + b] > 0 ? 1 : -1), 2);
      back += pow ((double) outputs[K + b] - (outputs[b] > 0 ? 1 : -1), 2);
    }
  g_assert_cmpfloat_with_epsilon (sem_bcdh_pair_loss (pairs, 1, SEM_PAIR_DISTANCE_CODES, outputs, K,
                                                      NULL),
                                  (there + back) / 4, 1e-5);
}

/* For two equal outputs the slope is 0: similar ones are not pulled, and there is no direction to
 * push dissimilar ones. */
static void
test_no_distance (void)
{
  float outputs[N * K];
  float slopes[N * K] = { 0 };
  SemBcdhPair similar = { 0, 1, 0.0f, 1.0f, FALSE };
  SemBcdhPair other[] = { { 0, 1, 2.0f, 1.0f, TRUE }, { 1, 0, 3.0f, 1.0f, FALSE } };

  fill (outputs, 1);
  memcpy (outputs + K, outputs, K * sizeof *outputs);
  g_assert_cmpfloat (sem_bcdh_pair_loss (&similar, 1, SEM_PAIR_DISTANCE_OUTPUTS, outputs, K, NULL),
                     ==, 0.0);
  check_slopes (&similar, 1, SEM_PAIR_DISTANCE_OUTPUTS, outputs, 1e-2);
  g_assert_cmpfloat (sem_bcdh_pair_loss (other, 2, SEM_PAIR_DISTANCE_OUTPUTS, outputs, K, slopes),
                     ==, 0.5 * (4.0 + 9.0));
  for (gsize i = 0; i < N * K; i++)
    g_assert_cmpfloat (slopes[i], ==, 0.0f);
}

/* At d = tau the slope is 0 from both sides, and the loss is continuous. */
static void
test_at_margin (void)
{
  float outputs[N * K];
  SemBcdhPair pair = { 0, 1, 0.0f, 1.0f, TRUE };

  fill (outputs, 2);
  pair.target = (float) distance (outputs, 0, 1);
  g_assert_cmpfloat (sem_bcdh_pair_loss (&pair, 1, SEM_PAIR_DISTANCE_OUTPUTS, outputs, K, NULL), <,
                     1e-10);
  check_slopes (&pair, 1, SEM_PAIR_DISTANCE_OUTPUTS, outputs, 1e-3);
  pair.target *= 1.0001f;
  g_assert_cmpfloat (sem_bcdh_pair_loss (&pair, 1, SEM_PAIR_DISTANCE_OUTPUTS, outputs, K, NULL), >,
                     0.0);
  pair.target *= 0.999f;
  g_assert_cmpfloat (sem_bcdh_pair_loss (&pair, 1, SEM_PAIR_DISTANCE_OUTPUTS, outputs, K, NULL), ==,
                     0.0);
}

static void
test_values (void)
{
  /* 3-4-5: distance 5. */
  const float outputs[] = { 3.0f, 0.0f, 0.0f, 4.0f };
  const SemBcdhPair similar = { 0, 1, 0.0f, 1.0f, FALSE };
  const SemBcdhPair near = { 0, 1, 7.0f, 2.0f, TRUE };
  const SemBcdhPair far = { 0, 1, 4.0f, 2.0f, TRUE };

  g_assert_cmpfloat_with_epsilon (sem_bcdh_pair_loss (&similar, 1, SEM_PAIR_DISTANCE_OUTPUTS,
                                                      outputs, 2, NULL),
                                  12.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (sem_bcdh_pair_loss (&near, 1, SEM_PAIR_DISTANCE_OUTPUTS, outputs,
                                                      2, NULL),
                                  4.0, 1e-9);
  g_assert_cmpfloat (sem_bcdh_pair_loss (&far, 1, SEM_PAIR_DISTANCE_OUTPUTS, outputs, 2, NULL), ==,
                     0.0);
  g_assert_cmpfloat_with_epsilon (sem_bcdh_distance (16.0), 8.0, 1e-12);
}

static void
test_codes (void)
{
  const float outputs[] = { 0.95f, -1.08f, 0.0f, 2.0f, -0.5f, 1.05f };
  const float weights[] = { 1.0f, 3.0f };
  float slopes[6] = { 0 };
  double first = 0.05 * 0.05 + 0.08 * 0.08 + 1.0;
  double second = 1.0 + 0.25 + 0.05 * 0.05;

  g_assert_cmpfloat_with_epsilon (sem_bcdh_code_loss (outputs, NULL, 2, 3, 0.5, NULL),
                                  0.25 * (first + second), 1e-6);
  g_assert_cmpfloat_with_epsilon (sem_bcdh_code_loss (outputs, weights, 2, 3, 0.5, slopes),
                                  0.25 * (first + 3.0 * second), 1e-6);
  g_assert_cmpfloat_with_epsilon (slopes[2], 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (slopes[3], 1.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (slopes[4], 0.75, 1e-6);
  g_assert_cmpfloat_with_epsilon (sem_bcdh_near_one (outputs, 6), 0.5, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hash/bcdh-loss/slopes", test_slopes);
  g_test_add_func ("/hash/bcdh-loss/to-codes", test_to_codes);
  g_test_add_func ("/hash/bcdh-loss/no-distance", test_no_distance);
  g_test_add_func ("/hash/bcdh-loss/at-margin", test_at_margin);
  g_test_add_func ("/hash/bcdh-loss/values", test_values);
  g_test_add_func ("/hash/bcdh-loss/codes", test_codes);
  return g_test_run ();
}
