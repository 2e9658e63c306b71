/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/search/likeness/likeness.h"

#include <math.h>

/* The closed form: g_i = min over a <= i of max over b >= i of mean (a..b). */
static double
fit_at (const float *values, guint n, guint i)
{
  double least = INFINITY;

  for (guint a = 0; a <= i; a++)
    {
      double most = -INFINITY, sum = 0;

      for (guint b = a; b < n; b++)
        {
          sum += (double) values[b];
          if (b >= i)
            most = MAX (most, sum / (b - a + 1));
        }
      least = MIN (least, most);
    }
  return least;
}

static void
test_fit (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint trial = 0; trial < 200; trial++)
    {
      float values[40], fitted[40];
      guint n = g_rand_int_range (random, 0, 41);

      for (guint i = 0; i < n; i++)
        values[i] = fitted[i] = (float) (g_rand_int_range (random, 0, 9) / 8.0);
      sem_likeness_fit (fitted, n);
      for (guint i = 0; i < n; i++)
        {
          g_assert_cmpfloat_with_epsilon (fitted[i], fit_at (values, n, i), 1e-6);
          g_assert_true (i == 0 || fitted[i] <= fitted[i - 1]);
        }
    }
}

/* What falls already stays to the bit. */
static void
test_fit_falling (void)
{
  float values[] = { 1, .9f, .9f, .3f, .1f, 0 }, fitted[] = { 1, .9f, .9f, .3f, .1f, 0 };

  sem_likeness_fit (fitted, G_N_ELEMENTS (fitted));
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_cmpfloat_with_epsilon (values[i], fitted[i], 1e-7);
}

/* Features of random pictures, moved by @amount along the first style. */
static void
make_feature (guint32 seed, float amount, float *feature)
{
  const SemReference *own = sem_reference_get ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    feature[i] =
      own->mean[i] + (float) g_rand_double_range (random, -.4, .4) + amount * own->styles[i];
}

static double
compare (const SemLikeness *likeness, const float *a, const float *b)
{
  float x[SEM_BACKBONE_DIM], y[SEM_BACKBONE_DIM];

  sem_likeness_centre (likeness, a, x);
  sem_likeness_centre (likeness, b, y);
  return sem_likeness_cosine (x, y);
}

/* A library of pictures that are made alike does not make them alike; one whose photos show the
 * same thing leaves the scale as it is. */
static void
test_style (void)
{
  const SemReference *own = sem_reference_get ();
  g_autoptr (SemLikeness) plain = sem_likeness_new (own, own->mean);
  g_autoptr (SemLikeness) styled = NULL, same = NULL;
  float mean[SEM_BACKBONE_DIM], a[SEM_BACKBONE_DIM], b[SEM_BACKBONE_DIM];

  make_feature (1, 9, a);
  make_feature (2, 9, b);
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    mean[i] = own->mean[i] + 9 * own->styles[i];
  styled = sem_likeness_new (own, mean);
  g_assert_cmpfloat (compare (plain, a, b), >, .4);
  g_assert_cmpfloat (fabs (compare (styled, a, b)), <, .15);
  g_assert_cmpfloat (compare (styled, a, a), ==, 1);

  make_feature (3, 0, mean);
  same = sem_likeness_new (own, mean);
  make_feature (3, 0, a);
  make_feature (3, 0, b);
  b[7] += .5f;
  g_assert_cmpfloat (compare (same, a, b), >, .9);
}

static void
test_nothing (void)
{
  const SemReference *own = sem_reference_get ();
  g_autoptr (SemLikeness) plain = sem_likeness_new (own, own->mean);
  float a[SEM_BACKBONE_DIM];

  make_feature (1, 0, a);
  g_assert_cmpfloat (compare (plain, own->mean, a), ==, 0);
  g_assert_cmpfloat (compare (plain, own->mean, own->mean), ==, 0);
}

static void
test_line (void)
{
  float last = sem_likeness_line (NULL, 0, 1);

  g_assert_cmpfloat (last, >, .1);
  for (gsize n = 1; n < 100000000; n *= 3)
    {
      float line = sem_likeness_line (NULL, n, 1);

      g_assert_cmpfloat (line, >=, last);
      g_assert_true (n < 20 || line > last);
      g_assert_cmpfloat (line, <, .6);
      last = line;
    }
}

/* Each of the first hits has to be above chance; those after them only in their number. */
static void
test_line_of_rank (void)
{
  for (gsize n = 1; n < 100000000; n *= 10)
    {
      float first = sem_likeness_line (NULL, n, 1), last = first;

      for (guint rank = 1; rank <= SEM_LIKENESS_FIRST; rank++)
        g_assert_cmpfloat (sem_likeness_line (NULL, n, rank), ==, first);
      for (guint rank = SEM_LIKENESS_FIRST + 1; rank < 10000000; rank = rank * 3 / 2)
        {
          float line = sem_likeness_line (NULL, n, rank);

          g_assert_cmpfloat (line, <=, last);
          g_assert_true (n / rank < 20 || line < last);
          g_assert_cmpfloat (line, >, .1);
          last = line;
        }
      g_assert_cmpfloat (sem_likeness_line (NULL, n * 8, 8 * SEM_LIKENESS_FIRST), ==, first);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/likeness/fit", test_fit);
  g_test_add_func ("/likeness/fit-falling", test_fit_falling);
  g_test_add_func ("/likeness/style", test_style);
  g_test_add_func ("/likeness/nothing", test_nothing);
  g_test_add_func ("/likeness/line", test_line);
  g_test_add_func ("/likeness/line-of-rank", test_line_of_rank);
  return g_test_run ();
}
