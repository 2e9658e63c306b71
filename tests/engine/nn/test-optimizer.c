/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/nn/optimizer.h"

#include <math.h>

#define N 257
#define N_STEPS 20
/* Tolerance of single against double precision, relative to 1 plus the value. */
#define TOLERANCE 1e-5

typedef struct
{
  double value;
  double first;
  double second;
} Expected;

/* The papers' formulas, literally. */
static void
expect_step (Expected *e, SemOptimizerMethod method, double g, double rate, double decay, guint t)
{
  double first, second;

  if (method == SEM_OPTIMIZER_SGD)
    {
      e->value -= rate * (g + decay * e->value);
      return;
    }
  e->first = 0.9 * e->first + 0.1 * g;
  e->second = 0.999 * e->second + 0.001 * g * g;
  first = e->first / (1 - pow (0.9, t));
  second = e->second / (1 - pow (0.999, t));
  e->value -= rate * (first / (sqrt (second) + 1e-8) + decay * e->value);
}

static void
check (SemOptimizerMethod method, double decay)
{
  g_autoptr (SemOptimizer) optimizer = sem_optimizer_new (method, N, decay);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  Expected expected[N] = { 0 };
  float values[N + 1];
  float gradient[N];

  for (guint i = 0; i <= N; i++)
    values[i] = (float) g_rand_double_range (rand, -2, 2);
  for (guint i = 0; i < N; i++)
    expected[i].value = (double) values[i];
  for (guint t = 1; t <= N_STEPS; t++)
    {
      double rate = 0.1 / t;
      float beyond = values[N];

      for (guint i = 0; i < N; i++)
        {
          /* One parameter without gradients, one with tiny ones. */
          gradient[i] = (float) (g_rand_double_range (rand, -1, 1) * (i == 0 ? 0 : 1.0 / i));
          expect_step (&expected[i], method, (double) gradient[i], rate, decay, t);
        }
      sem_optimizer_step (optimizer, values, gradient, rate);
      for (guint i = 0; i < N; i++)
        g_assert_cmpfloat (fabs ((double) values[i] - expected[i].value), <,
                           TOLERANCE * (1 + fabs (expected[i].value)));
      g_assert_true (values[N] == beyond);
    }
}

static void
test_sgd (void)
{
  check (SEM_OPTIMIZER_SGD, 0);
  check (SEM_OPTIMIZER_SGD, 0.5);
}

static void
test_adam (void)
{
  check (SEM_OPTIMIZER_ADAM, 0);
  check (SEM_OPTIMIZER_ADAM, 0.5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/nn/optimizer/sgd", test_sgd);
  g_test_add_func ("/nn/optimizer/adam", test_adam);

  return g_test_run ();
}
