/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/methods/head.h"

#include "tests/engine/hash/fixture.h"

#define N 7
#define D 5
#define K 16
#define SCALE 3.0f

static void
fill (float *values, gsize n, guint64 seed)
{
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
  for (gsize i = 0; i < n; i++)
    values[i] = (float) sem_random_normal (&random);
}

/* Loss: half the squared distance of the outputs to some targets. */
static double
loss_of (SemHashHead *head, const float *x, const float *targets, float *slopes)
{
  float outputs[N * K];
  double loss = 0.0;

  sem_hash_head_forward (head, x, NULL, N, outputs);
  for (gsize i = 0; i < N * K; i++)
    {
      double off = (double) outputs[i] - (double) targets[i];

      slopes[i] = (float) off;
      loss += 0.5 * off * off;
    }
  return loss;
}

static void
test_input_gradient (void)
{
  g_autoptr (SemHashHead) head = sem_hash_head_new (D, K, SCALE, SEM_OPTIMIZER_SGD, 0.0, 1);
  float x[N * D], targets[N * K], slopes[N * K], unused[N * K], x_slopes[N * D];

  fill (sem_hash_head_get_values (head), (D + 1) * K, 2);
  fill (x, N * D, 3);
  fill (targets, N * K, 4);
  loss_of (head, x, targets, slopes);
  sem_hash_head_backward (head, slopes, 0.5f, x_slopes);
  for (gsize i = 0; i < N * D; i++)
    {
      const float step = 1e-3f;
      float kept = x[i];
      double above, below;

      x[i] = kept + step;
      above = loss_of (head, x, targets, unused);
      x[i] = kept - step;
      below = loss_of (head, x, targets, unused);
      x[i] = kept;
      g_assert_cmpfloat_with_epsilon (x_slopes[i], 0.5 * (above - below) / (2.0 * (double) step),
                                      0.05);
    }
}

/* With a linear head, a squared loss and few rows, gradient descent converges to the targets. */
static void
test_steps_descend (void)
{
  g_autoptr (SemHashHead) head = sem_hash_head_new (D, K, SCALE, SEM_OPTIMIZER_SGD, 0.0, 1);
  float x[N * D], targets[N * K], slopes[N * K];
  double first, last = 0.0;

  fill (x, N * D, 3);
  fill (targets, N * K, 4);
  first = loss_of (head, x, targets, slopes);
  for (guint step = 0; step < 2000; step++)
    {
      last = loss_of (head, x, targets, slopes);
      sem_hash_head_backward (head, slopes, 1.0f, NULL);
      sem_hash_head_step (head, 2e-3);
    }
  g_assert_cmpfloat (last, <, 0.5 * first);
}

static void
test_export_and_set (void)
{
  g_autoptr (SemHashHead) one = sem_hash_head_new (D, K, SCALE, SEM_OPTIMIZER_ADAM, 0.0, 1);
  g_autoptr (SemHashHead) two = sem_hash_head_new (D, K, 1.0f, SEM_OPTIMIZER_ADAM, 0.0, 2);
  float v[D * K], offset[K], x[N * D], outputs[N * K], again[N * K];
  SemHashMap map = { .v = v, .offset = offset };

  fill (x, N * D, 3);
  sem_hash_head_forward (one, x, NULL, N, outputs);
  sem_hash_head_export (one, &map);
  sem_hash_head_set (two, &map);
  sem_hash_head_forward (two, x, NULL, N, again);
  for (gsize i = 0; i < N; i++)
    for (gsize k = 0; k < K; k++)
      {
        double u = -(double) offset[k];

        for (gsize j = 0; j < D; j++)
          u += (double) x[i * D + j] * (double) v[j * K + k];
        g_assert_cmpfloat_with_epsilon (outputs[i * K + k], u, 1e-5);
        g_assert_cmpfloat_with_epsilon (again[i * K + k], u, 1e-5);
      }
}

static void
test_rows (void)
{
  g_autoptr (SemHashHead) head = sem_hash_head_new (D, K, SCALE, SEM_OPTIMIZER_ADAM, 0.0, 1);
  const guint32 rows[] = { 6, 0, 3 };
  float x[N * D], all[N * K], some[3 * K];

  fill (x, N * D, 3);
  sem_hash_head_forward (head, x, NULL, N, all);
  sem_hash_head_forward (head, x, rows, 3, some);
  for (gsize i = 0; i < 3; i++)
    for (gsize k = 0; k < K; k++)
      g_assert_cmpfloat_with_epsilon (some[i * K + k], all[rows[i] * K + k], 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hash/head/input-gradient", test_input_gradient);
  g_test_add_func ("/hash/head/steps-descend", test_steps_descend);
  g_test_add_func ("/hash/head/export-and-set", test_export_and_set);
  g_test_add_func ("/hash/head/rows", test_rows);
  return g_test_run ();
}
