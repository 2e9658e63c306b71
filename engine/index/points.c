/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-index"

#include "config.h"

#include "engine/index/points.h"

#include <math.h>
#include <stdlib.h>

#define SIDE SEM_POINTS_SIDE
/* As that of places in engine/index/sketch-place.c. */
#define MIN_DEVIATION 3.0

/* In thousandths of a level. */
static int
get_luma (const guint8 *pixel)
{
  return 299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2];
}

/* What stands out in a block of @n × @n pixels, in thousandths of a level. */
static int
find_extreme (const guint8 *rgb, gsize stride, guint n)
{
  gint64 sum = 0;
  int mean, extreme = 0;

  for (guint y = 0; y < n; y++)
    for (guint x = 0; x < n; x++)
      sum += get_luma (rgb + y * stride + (gsize) x * 3);
  mean = (int) (sum / (n * n));
  for (guint y = 0; y < n; y++)
    for (guint x = 0; x < n; x++)
      {
        int difference = get_luma (rgb + y * stride + (gsize) x * 3) - mean;

        if (abs (difference) > abs (extreme))
          extreme = difference;
      }
  return extreme;
}

void
sem_points_make (const guint8 *rgb, guint side, guint8 *points)
{
  const guint n = side / SIDE;
  const gsize stride = (gsize) side * 3;

  g_return_if_fail (n > 0 && side % SIDE == 0);
  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      {
        int extreme = find_extreme (rgb + y * n * stride + (gsize) x * n * 3, stride, n);

        points[y * SIDE + x] = (guint8) CLAMP (128 + extreme / 1000, 0, 255);
      }
}

/* Sums of integers, which are the same on every CPU. */
typedef struct
{
  gint64 n, a, b, aa, ab, bb;
} Sums;

static Sums
add_up (const guint8 *a, const guint8 *b, gsize n)
{
  Sums sums = { .n = (gint64) n };

  for (gsize i = 0; i < n; i++)
    {
      sums.a += a[i];
      sums.b += b[i];
      sums.aa += a[i] * a[i];
      sums.ab += a[i] * b[i];
      sums.bb += b[i] * b[i];
    }
  return sums;
}

static gboolean
is_flat (gint64 n, gint64 sum, gint64 squares)
{
  return (double) (n * squares - sum * sum) < MIN_DEVIATION * MIN_DEVIATION * (double) (n * n);
}

gboolean
sem_points_are_needed (const guint8 *grey, guint side)
{
  const Sums sums = add_up (grey, grey, (gsize) side * side);

  return is_flat (sums.n, sums.a, sums.aa);
}

double
sem_points_correlate (const guint8 *a, const guint8 *b)
{
  const Sums sums = add_up (a, b, SEM_POINTS_SIZE);

  if (is_flat (sums.n, sums.a, sums.aa) || is_flat (sums.n, sums.b, sums.bb))
    return 0;
  return (double) (sums.n * sums.ab - sums.a * sums.b)
         / sqrt ((double) (sums.n * sums.aa - sums.a * sums.a)
                 * (double) (sums.n * sums.bb - sums.b * sums.b));
}
