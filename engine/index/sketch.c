/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-index"

#include "config.h"

#include "engine/index/sketch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SIDE SEM_SKETCH_SIDE
#define LOW 8
/* A picture is flat if the mean square of its coefficients but the constant one is below this. */
#define MIN_ENERGY 16.0

void
sem_sketch_orient (const guint8 *source,
                   guint side,
                   guint channels,
                   guint orientation,
                   guint8 *target)
{
  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      {
        guint tx = orientation & 4 ? side - 1 - x : x, ty = y;

        for (guint i = 0; i < (orientation & 3); i++)
          {
            guint turned = side - 1 - ty;

            ty = tx;
            tx = turned;
          }
        memcpy (target + ((gsize) ty * side + tx) * channels,
                source + ((gsize) y * side + x) * channels, channels);
      }
}

void
sem_sketch_shrink (const guint8 *rgb, guint side, guint small, guint8 *grey)
{
  guint block = side / small;
  guint64 scale = 1000 * (guint64) block * block;

  g_return_if_fail (side % small == 0);
  for (guint y = 0; y < small; y++)
    for (guint x = 0; x < small; x++)
      {
        guint64 sum = 0;

        for (guint i = 0; i < block; i++)
          {
            const guint8 *row = rgb + (((gsize) y * block + i) * side + (gsize) x * block) * 3;

            for (guint j = 0; j < block; j++, row += 3)
              sum += 299 * row[0] + 587 * row[1] + 114 * row[2];
          }
        grey[y * small + x] = (guint8) ((sum + scale / 2) / scale);
      }
}

void
sem_sketch_make (const guint8 *rgb, guint side, guint8 *sketch)
{
  sem_sketch_shrink (rgb, side, SIDE, sketch);
}

/* basis[u][x] of the orthonormal DCT-II over SIDE samples. */
static const double (*dct_basis (void))[SIDE]
{
  static double basis[LOW][SIDE];
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      for (guint u = 0; u < LOW; u++)
        for (guint x = 0; x < SIDE; x++)
          basis[u][x] = (u ? sqrt (2.0 / SIDE) : sqrt (1.0 / SIDE))
                        * cos (G_PI * (2 * x + 1) * u / (2.0 * SIDE));
      g_once_init_leave (&ready, 1);
    }
  return (const double (*)[SIDE]) basis;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

gboolean
sem_sketch_dct_hash (const guint8 *sketch, guint64 *hash)
{
  const double (*basis)[SIDE] = dct_basis ();
  double rows[SIDE][LOW], low[LOW * LOW], sorted[LOW * LOW], energy = 0, median;

  for (guint y = 0; y < SIDE; y++)
    for (guint u = 0; u < LOW; u++)
      {
        rows[y][u] = 0;
        for (guint x = 0; x < SIDE; x++)
          rows[y][u] += basis[u][x] * sketch[y * SIDE + x];
      }
  for (guint v = 0; v < LOW; v++)
    for (guint u = 0; u < LOW; u++)
      {
        double sum = 0;

        for (guint y = 0; y < SIDE; y++)
          sum += basis[v][y] * rows[y][u];
        low[LOW * v + u] = sum;
        energy += u || v ? sum * sum : 0;
      }
  *hash = 0;
  if (energy / (LOW * LOW - 1) < MIN_ENERGY)
    return FALSE;

  memcpy (sorted, low, sizeof sorted);
  qsort (sorted, LOW * LOW, sizeof *sorted, compare_doubles);
  median = (sorted[LOW * LOW / 2 - 1] + sorted[LOW * LOW / 2]) / 2;
  for (guint i = 0; i < LOW * LOW; i++)
    if (low[i] > median)
      *hash |= G_GUINT64_CONSTANT (1) << i;
  return TRUE;
}

double
sem_sketch_correlate (const guint8 *a, const guint8 *b, guint size)
{
  gint64 sum_a = 0, sum_b = 0, aa = 0, bb = 0, ab = 0;
  double variance;

  for (guint i = 0; i < size; i++)
    {
      sum_a += a[i];
      sum_b += b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
      ab += a[i] * b[i];
    }
  variance = (double) (aa * size - sum_a * sum_a) * (double) (bb * size - sum_b * sum_b);
  return variance > 0 ? (double) (ab * size - sum_a * sum_b) / sqrt (variance) : 0;
}
