/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/photos/reference.h"

#include <math.h>
#include <string.h>

/* Among how many shares of the photos the best hits are looked at: n, n / 2, n / 4 and n / 8. */
#define N_SIZES 4

static double
dot (const float *a, const float *b)
{
  double sum = 0;

  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    sum += (double) a[i] * (double) b[i];
  return sum;
}

static void
find_mean (const float *features, guint n, float *mean)
{
  for (guint j = 0; j < SEM_BACKBONE_DIM; j++)
    {
      double sum = 0;

      for (guint i = 0; i < n; i++)
        sum += (double) features[(gsize) i * SEM_BACKBONE_DIM + j];
      mean[j] = (float) (sum / n);
    }
}

/* Centres the rows and scales them to length 1. Returns: the mean of their squared lengths before
 */
static double
centre (float *rows, guint n, const float *mean)
{
  double spread = 0;

  for (guint i = 0; i < n; i++)
    {
      float *row = rows + (gsize) i * SEM_BACKBONE_DIM;
      double length;

      for (guint j = 0; j < SEM_BACKBONE_DIM; j++)
        row[j] -= mean[j];
      length = sqrt (dot (row, row));
      spread += length * length / n;
      for (guint j = 0; length > 0 && j < SEM_BACKBONE_DIM; j++)
        row[j] = (float) ((double) row[j] / length);
    }
  return spread;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const double one = *(const double *) a, other = *(const double *) b;

  return one < other ? -1 : one > other;
}

/* The median over the first @n rows of the cosine of the most alike other one. */
static double
find_median (const float *rows, guint n)
{
  g_autofree double *best = g_new (double, n);

  for (guint i = 0; i < n; i++)
    best[i] = -1;
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < i; j++)
      {
        const double cosine =
          dot (rows + (gsize) i * SEM_BACKBONE_DIM, rows + (gsize) j * SEM_BACKBONE_DIM);

        best[i] = MAX (best[i], cosine);
        best[j] = MAX (best[j], cosine);
      }
  qsort (best, n, sizeof *best, compare);
  return best[n / 2];
}

/* By least squares. */
static void
fit_line (const float *rows, guint n, SemReferenceLine *line)
{
  double x[N_SIZES], y[N_SIZES], mean_x = 0, mean_y = 0, xy = 0, xx = 0;

  for (guint k = 0; k < N_SIZES; k++)
    {
      x[k] = log10 ((double) (n >> k) / n);
      y[k] = find_median (rows, n >> k);
      mean_x += x[k] / N_SIZES;
      mean_y += y[k] / N_SIZES;
    }
  for (guint k = 0; k < N_SIZES; k++)
    {
      xy += (x[k] - mean_x) * (y[k] - mean_y);
      xx += (x[k] - mean_x) * (x[k] - mean_x);
    }
  line->photos = (float) n;
  line->slope = (float) CLAMP (xy / xx, 0, 1);
  line->at = (float) CLAMP (mean_y - (double) line->slope * mean_x, 0, 1);
  line->least = (float) CLAMP (y[N_SIZES - 1], 0, (double) line->at);
}

SemReference *
sem_reference_measure (const char *backbone, const float *features, guint n)
{
  g_autofree float *rows = g_memdup2 (features, (gsize) n * SEM_BACKBONE_DIM * sizeof *features);
  g_autoptr (SemReference) self = g_new0 (SemReference, 1);

  g_return_val_if_fail (n >= SEM_REFERENCE_MIN_MEASURED && n <= SEM_REFERENCE_MAX_MEASURED, NULL);

  self->backbone = g_strdup (backbone);
  self->n_photos = n;
  self->mean = g_new (float, SEM_BACKBONE_DIM);
  self->styles = g_new0 (float, SEM_BACKBONE_DIM);
  find_mean (features, n, self->mean);
  self->spread = (float) centre (rows, n, self->mean);
  if (!(self->spread > 0) || !isfinite (self->spread))
    return NULL;
  fit_line (rows, n, &self->line);
  return g_steal_pointer (&self);
}
