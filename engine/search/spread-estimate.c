/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/search/likeness/likeness.h"
#include "engine/search/search-spread.h"

#include <math.h>
#include <stdlib.h>

/* So many of the measured photos, those whose distances are nearest, stand for the others at a
 * distance, each for likenesses that are this far from its own as well. */
#define N_NEIGHBOURS 24
#define BLUR .015
static const double blur[] = { 1 / 9., 2 / 9., 3 / 9., 2 / 9., 1 / 9. };

typedef struct
{
  guint distance;
  float value;
} Point;

static guint
find_bin (double likeness)
{
  /* Likenesses are shown as whole percents, which floats miss by a little. */
  return (guint) CLAMP (floor (likeness * SEM_SEARCH_N_BINS + 1e-4), 0, SEM_SEARCH_N_BINS - 1);
}

void
sem_spread_add (SemSearchSpread *spread, float likeness, guint n)
{
  spread->counts[find_bin ((double) likeness)] += (float) n;
  spread->n_photos += n;
}

static int
compare_points (gconstpointer a, gconstpointer b)
{
  const Point *x = a, *y = b;

  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  return x->value > y->value ? -1 : x->value < y->value;
}

/* The means at distances without points lie on the line between their neighbours. */
static void
fill_gaps (const gboolean *known, guint n_bits, double *means)
{
  guint last = 0;
  gboolean any = FALSE;

  for (guint d = 0; d <= n_bits; d++)
    {
      if (!known[d])
        continue;
      for (guint e = any ? last + 1 : 0; e < d; e++)
        means[e] =
          any ? means[last] + (means[d] - means[last]) * (e - last) / (d - last) : means[d];
      last = d;
      any = TRUE;
    }
  for (guint e = any ? last + 1 : 0; e <= n_bits; e++)
    means[e] = any ? means[last] : 0;
}

/* @points: sorted. @means: (out): of each distance. */
static void
fit (const Point *points, guint n, guint n_bits, double *means)
{
  g_autofree float *fitted = g_new (float, MAX (n, 1));
  g_autofree gboolean *known = g_new0 (gboolean, n_bits + 1);

  for (guint i = 0; i < n; i++)
    fitted[i] = points[i].value;
  sem_likeness_fit (fitted, n);
  for (guint i = 0, end; i < n; i = end)
    {
      const guint d = points[i].distance;
      double sum = 0;

      for (end = i; end < n && points[end].distance == d; end++)
        sum += (double) fitted[end];
      known[d] = TRUE;
      means[d] = sum / (end - i);
    }
  fill_gaps (known, n_bits, means);
}

static void
add_blurred (SemSearchSpread *spread, double n, double likeness, double most)
{
  for (int i = 0; i < (int) G_N_ELEMENTS (blur); i++)
    {
      double value = likeness + (i - (int) G_N_ELEMENTS (blur) / 2) * BLUR;

      spread->counts[find_bin (CLAMP (value, 0, most))] += (float) (n * blur[i]);
    }
}

/* The points, of @n, whose distances differ least from @d: at least N_NEIGHBOURS where there are so
 * many, and all that differ by as much. */
static void
find_neighbours (const Point *points, guint n, guint d, guint *first, guint *end)
{
  guint radius = 0;

  *first = *end = 0;
  while (*end < n && points[*end].distance < d)
    (*end)++;
  for (*first = *end; *end - *first < MIN (N_NEIGHBOURS, n) || radius == 0; radius++)
    {
      while (*first > 0 && points[*first - 1].distance + radius >= d)
        (*first)--;
      while (*end < n && points[*end].distance <= d + radius)
        (*end)++;
    }
}

void
sem_spread_estimate (const guint *distances,
                     const float *values,
                     guint n,
                     const guint32 *counts,
                     guint n_bits,
                     float most,
                     SemSearchSpread *spread)
{
  g_autofree Point *points = g_new (Point, MAX (n, 1));
  g_autofree double *means = g_new0 (double, n_bits + 1);
  guint first, end;

  for (guint i = 0; i < n; i++)
    points[i] = (Point){ MIN (distances[i], n_bits), values[i] };
  qsort (points, n, sizeof *points, compare_points);
  fit (points, n, n_bits, means);
  for (guint d = 0; d <= n_bits; d++)
    {
      if (counts[d] == 0)
        continue;
      spread->n_photos += counts[d];
      find_neighbours (points, n, d, &first, &end);
      for (guint i = first; i < end; i++)
        add_blurred (spread, (double) counts[d] / (end - first),
                     means[d] + (double) points[i].value - means[points[i].distance],
                     (double) most);
      if (first == end)
        add_blurred (spread, counts[d], 0, (double) most);
    }
}
