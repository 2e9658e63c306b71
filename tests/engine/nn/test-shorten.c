/* Long features that are shortened.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/random.h"
#include "engine/nn/program/shorten.h"

#include <math.h>

#define N 1280
#define MOST 4096
#define PAIRS 40

static double
get_product (const float *a, const float *b, guint d)
{
  double sum = 0;

  for (guint i = 0; i < d; i++)
    sum += (double) a[i] * (double) b[i];
  return sum;
}

static double
get_cosine (const float *a, const float *b, guint d)
{
  return get_product (a, b, d) / sqrt (get_product (a, a, d) * get_product (b, b, d));
}

/* Cosines and lengths of dense features and of such as have few numbers that are not 0. */
static void
test_kept (void)
{
  static const guint lengths[] = { N + 1, 1536, 2048, 2049, MOST };
  SemRandom random;

  sem_random_init (&random, 7, SEM_RANDOM_VECTORS);
  for (guint l = 0; l < G_N_ELEMENTS (lengths); l++)
    {
      const guint d = lengths[l];
      double squares = 0;

      for (guint pair = 0; pair < PAIRS; pair++)
        {
          float a[MOST], b[MOST], short_a[N], short_b[N];
          const guint filled = pair % 2 == 0 ? d : 5;
          double change;

          for (guint i = 0; i < d; i++)
            {
              a[i] = i < filled ? (float) sem_random_normal (&random) : 0;
              b[i] = i < filled ? a[i] + (float) sem_random_normal (&random) : 0;
            }
          sem_shorten (a, d, short_a, N);
          sem_shorten (b, d, short_b, N);
          change = get_cosine (short_a, short_b, N) - get_cosine (a, b, d);
          g_assert_cmpfloat (fabs (change), <, 5 / sqrt (N));
          squares += change * change;
          g_assert_cmpfloat_with_epsilon (sqrt (get_product (short_a, short_a, N)
                                                / get_product (a, a, d)),
                                          1, .1);
        }
      g_assert_cmpfloat (sqrt (squares / PAIRS), <, 1.2 / sqrt (N));
    }
}

/* What is stored in libraries stays comparable: the directions are these for ever. */
static void
test_same (void)
{
  float in[1536], out[N];

  for (guint i = 0; i < G_N_ELEMENTS (in); i++)
    in[i] = (float) ((i * 37) % 101) / 101;
  sem_shorten (in, G_N_ELEMENTS (in), out, N);
  g_assert_cmpfloat_with_epsilon (out[0], -0.456899524f, 1e-5f);
  g_assert_cmpfloat_with_epsilon (out[640], 0.243255422f, 1e-5f);
  g_assert_cmpfloat_with_epsilon (out[1279], 0.750798523f, 1e-5f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nn/shorten/kept", test_kept);
  g_test_add_func ("/nn/shorten/same", test_same);
  return g_test_run ();
}
