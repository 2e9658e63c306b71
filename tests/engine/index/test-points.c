/* Pictures that show little but points.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "engine/base/random.h"
#include "engine/index/points.h"
#include "engine/index/sketch.h"

#define SIDE 224

static guint
pick (SemRandom *random, guint n)
{
  return (guint) (sem_random_uniform (random) * n) % n;
}

/* Grey of @level with noise of up to 3 levels, and @n_stars of 2 × 2 pixels, which are 60 to 120
 * levels brighter, each moved by up to one pixel for another @noise. */
static void
draw (guint8 *rgb, guint level, guint n_stars, guint seed, guint noise)
{
  SemRandom stars, other;

  sem_random_init (&stars, seed, SEM_RANDOM_SPLIT);
  sem_random_init (&other, noise, SEM_RANDOM_PROJECTION);
  for (guint i = 0; i < SIDE * SIDE; i++)
    memset (rgb + 3 * i, (int) (level + pick (&other, 4)), 3);
  for (guint i = 0; i < n_stars; i++)
    {
      const guint x = 1 + pick (&stars, SIDE - 4), y = 1 + pick (&stars, SIDE - 4);
      const guint bright = 60 + pick (&stars, 60);
      const guint dx = pick (&other, 2), dy = pick (&other, 2);

      for (guint p = 0; p < 4; p++)
        memset (rgb + ((y + dy + p / 2) * SIDE + x + dx + p % 2) * 3, (int) (level + bright), 3);
    }
}

static void
make (guint8 *points, guint level, guint n_stars, guint seed, guint noise)
{
  g_autofree guint8 *rgb = g_malloc (SIDE * SIDE * 3);

  draw (rgb, level, n_stars, seed, noise);
  sem_points_make (rgb, SIDE, points);
}

static void
test_stars (void)
{
  guint8 fields[10][SEM_POINTS_SIZE], again[SEM_POINTS_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    make (fields[i], 5, 80, i, 100);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      make (again, 12, 80, i, 200);
      for (guint j = 0; j < G_N_ELEMENTS (fields); j++)
        {
          const double correlation = sem_points_correlate (again, fields[j]);

          if (i == j)
            g_assert_cmpfloat (correlation, >, .6);
          else
            g_assert_cmpfloat (correlation, <, .3);
        }
    }
}

/* Noise, and a slow gradient, are no points. */
static void
test_flat (void)
{
  g_autofree guint8 *rgb = g_malloc (SIDE * SIDE * 3);
  guint8 stars[SEM_POINTS_SIZE], plain[SEM_POINTS_SIZE], gradient[SEM_POINTS_SIZE];

  make (stars, 5, 80, 1, 1);
  make (plain, 5, 0, 1, 1);
  for (guint i = 0; i < SIDE * SIDE; i++)
    memset (rgb + 3 * i, (int) (i / SIDE), 3);
  sem_points_make (rgb, SIDE, gradient);
  g_assert_cmpfloat (sem_points_correlate (stars, stars), ==, 1);
  g_assert_cmpfloat (sem_points_correlate (plain, plain), ==, 0);
  g_assert_cmpfloat (sem_points_correlate (stars, plain), ==, 0);
  g_assert_cmpfloat (sem_points_correlate (gradient, gradient), ==, 0);
}

/* Dark points on white are as good as bright ones on black, and of the opposite sign. */
static void
test_dark (void)
{
  g_autofree guint8 *rgb = g_malloc (SIDE * SIDE * 3);
  guint8 bright[SEM_POINTS_SIZE], dark[SEM_POINTS_SIZE];

  draw (rgb, 5, 80, 1, 1);
  sem_points_make (rgb, SIDE, bright);
  for (guint i = 0; i < SIDE * SIDE * 3; i++)
    rgb[i] = 255 - rgb[i];
  sem_points_make (rgb, SIDE, dark);
  g_assert_cmpfloat (sem_points_correlate (bright, dark), <, -.99);
}

static void
test_needed (void)
{
  g_autofree guint8 *rgb = g_malloc (SIDE * SIDE * 3);
  guint8 grey[56 * 56];

  draw (rgb, 5, 30, 1, 1);
  sem_sketch_shrink (rgb, SIDE, 56, grey);
  g_assert_true (sem_points_are_needed (grey, 56));
  memset (rgb, 60, SIDE * SIDE * 3 / 2);
  sem_sketch_shrink (rgb, SIDE, 56, grey);
  g_assert_false (sem_points_are_needed (grey, 56));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/index/points/stars", test_stars);
  g_test_add_func ("/index/points/flat", test_flat);
  g_test_add_func ("/index/points/dark", test_dark);
  g_test_add_func ("/index/points/needed", test_needed);
  return g_test_run ();
}
