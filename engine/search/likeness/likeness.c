/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/search/likeness/likeness.h"

#include <math.h>

/* How alike the best of N unrelated photos is, with a margin: measured on libraries of 12 to 60,000
 * photos (tests/bench/RESULTS.md). It rises by .08 with every tenfold of N up to a thousand photos,
 * and by .02 above, where what is unrelated has been seen in most of its forms. */
#define LINE_LEAST 0.18
#define LINE 0.325
#define LINE_PHOTOS 1000.0
#define LINE_BELOW 0.08
#define LINE_ABOVE 0.02

/* For another network the rise above what was measured is as much smaller as it is for ours. */
#define SHARE_ABOVE (LINE_ABOVE / LINE_BELOW)

struct _SemLikeness
{
  float mean[SEM_BACKBONE_DIM];
  SemReferenceLine line;
};

static double
dot (const float *a, const float *b)
{
  double sum = 0;

  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    sum += (double) a[i] * (double) b[i];
  return sum;
}

SemLikeness *
sem_likeness_new (const SemReference *reference, const float *library_mean)
{
  SemLikeness *self;
  float off[SEM_BACKBONE_DIM];

  g_return_val_if_fail (reference != NULL && library_mean != NULL, NULL);

  self = g_new (SemLikeness, 1);
  self->line = reference->line;
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    {
      self->mean[i] = reference->mean[i];
      off[i] = library_mean[i] - reference->mean[i];
    }
  for (guint k = 0; k < reference->n_styles; k++)
    {
      const float *style = reference->styles + (gsize) k * SEM_BACKBONE_DIM;
      double share = dot (style, off);

      for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
        self->mean[i] += (float) (share * (double) style[i]);
    }
  return self;
}

void
sem_likeness_free (SemLikeness *self)
{
  g_free (self);
}

const float *
sem_likeness_get_mean (const SemLikeness *self)
{
  return self->mean;
}

void
sem_likeness_centre (const SemLikeness *self, const float *feature, float *centred)
{
  double scale;

  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    centred[i] = feature[i] - self->mean[i];
  scale = sqrt (dot (centred, centred));
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    centred[i] = scale > 0 ? (float) ((double) centred[i] / scale) : 0;
}

double
sem_likeness_cosine (const float *a, const float *b)
{
  double product = dot (a, a) * dot (b, b);

  /* One root of the product, so that equal features give 1 exactly. */
  return product > 0 ? CLAMP (dot (a, b) / sqrt (product), -1, 1) : 0;
}

/* A run of hits that share one value: their mean. */
typedef struct
{
  double sum;
  guint n;
} Pool;

void
sem_likeness_fit (float *values, guint n)
{
  g_autofree Pool *pools = g_new (Pool, MAX (n, 1));
  guint n_pools = 0, at = 0;

  for (guint i = 0; i < n; i++)
    {
      pools[n_pools++] = (Pool){ (double) values[i], 1 };
      while (n_pools > 1
             && pools[n_pools - 2].sum * pools[n_pools - 1].n
                  < pools[n_pools - 1].sum * pools[n_pools - 2].n)
        {
          n_pools--;
          pools[n_pools - 1].sum += pools[n_pools].sum;
          pools[n_pools - 1].n += pools[n_pools].n;
        }
    }
  for (guint p = 0; p < n_pools; p++)
    for (guint i = 0; i < pools[p].n; i++)
      values[at++] = (float) (pools[p].sum / pools[p].n);
}

float
sem_likeness_line (const SemLikeness *self, gsize n_photos, guint rank)
{
  const SemReferenceLine *line = self && self->line.photos > 0 ? &self->line : NULL;
  double share = (double) SEM_LIKENESS_FIRST / MAX (rank, SEM_LIKENESS_FIRST);
  double photos = line ? (double) line->photos : LINE_PHOTOS;
  double decades = log10 ((double) MAX (n_photos, 1) * share / photos);

  if (line)
    return (float) MAX ((double) line->at
                          + (double) line->slope * (decades < 0 ? 1 : SHARE_ABOVE) * decades,
                        (double) line->least);
  return (float) MAX (LINE + (decades < 0 ? LINE_BELOW : LINE_ABOVE) * decades, LINE_LEAST);
}
