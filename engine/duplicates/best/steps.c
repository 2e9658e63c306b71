/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates"

#include "config.h"

#include "engine/duplicates/best/steps.h"

#include <math.h>

#define BLOCK 8
/* Coefficients are counted in bins of a quarter of a level; those above the last are left out. */
#define BINS_A_LEVEL 4
#define BINS 600
/* Steps that are tried, each 1.2 % above the one before. */
#define LOWEST 1.6
#define RATIO 1.012
#define STEPS 338
/* How well coefficients agree with a step: 1 where all are multiples of it, about 0 where they have
 * nothing to do with it. */
#define AGREEMENT 0.4
#define LEAST_COEFFICIENTS 60
#define LEAST_KINDS 4
#define LEAST_BLOCKS 50

/* The coefficients that are looked at, with the step of the standard's table (ITU-T T.81, K.1). All
 * but the mean have their mirror image among them, since pictures are turned. */
static const struct
{
  guint u, v;
  double standard;
} kinds[] = {
  { 0, 1, 11 }, { 1, 0, 12 }, { 1, 1, 12 }, { 0, 2, 10 }, { 2, 0, 14 },
  { 1, 2, 14 }, { 2, 1, 13 }, { 0, 3, 16 }, { 3, 0, 14 }, { 2, 2, 16 },
};

#define KINDS G_N_ELEMENTS (kinds)

typedef struct
{
  float cosine[BLOCK][BLOCK];
  float steps[STEPS];
  float waves[STEPS][BINS];
  float counts[KINDS][BINS];
  guint n_blocks;
} Work;

static void
init_work (Work *self)
{
  double step = LOWEST;

  for (guint k = 0; k < BLOCK; k++)
    for (guint i = 0; i < BLOCK; i++)
      self->cosine[k][i] =
        (float) (k == 0 ? sqrt (.125) : .5 * cos ((2 * i + 1) * k * G_PI / (2 * BLOCK)));
  for (guint i = 0; i < STEPS; i++, step *= RATIO)
    {
      self->steps[i] = (float) step;
      for (guint k = 0; k < BINS; k++)
        self->waves[i][k] = (float) cos (2 * G_PI * k / BINS_A_LEVEL / step);
    }
}

/* What is clipped is no multiple of anything. */
static gboolean
is_clipped (const guint8 *pixels, guint width)
{
  for (guint y = 0; y < BLOCK; y++)
    for (guint x = 0; x < BLOCK; x++)
      if (pixels[(gsize) y * width + x] < 2 || pixels[(gsize) y * width + x] > 253)
        return TRUE;
  return FALSE;
}

static float
transform (const Work *self, const guint8 *pixels, guint width, guint u, guint v)
{
  float sum = 0;

  for (guint y = 0; y < BLOCK; y++)
    {
      float row = 0;

      for (guint x = 0; x < BLOCK; x++)
        row += self->cosine[v][x] * pixels[(gsize) y * width + x];
      sum += self->cosine[u][y] * row;
    }
  return sum;
}

static void
count (Work *self, const guint8 *grey, guint width, guint height, guint left, guint top)
{
  self->n_blocks = 0;
  for (guint k = 0; k < KINDS; k++)
    for (guint i = 0; i < BINS; i++)
      self->counts[k][i] = 0;
  for (guint y = top; y + BLOCK <= height; y += BLOCK)
    for (guint x = left; x + BLOCK <= width; x += BLOCK)
      {
        const guint8 *pixels = grey + (gsize) y * width + x;

        if (is_clipped (pixels, width))
          continue;
        self->n_blocks++;
        for (guint k = 0; k < KINDS; k++)
          {
            const float value = transform (self, pixels, width, kinds[k].u, kinds[k].v);
            const guint bin = (guint) (fabsf (value) * BINS_A_LEVEL + .5f);

            if (bin < BINS)
              self->counts[k][bin]++;
          }
      }
}

/* The share by which the coefficients that are not rounded to 0 agree with a step; 0 where there
 * are few. */
static float
rate (const Work *self, guint kind, guint step)
{
  const guint first = (guint) (self->steps[step] / 2 * BINS_A_LEVEL) + 1;
  float n = 0, sum = 0;

  for (guint i = first; i < BINS; i++)
    {
      n += self->counts[kind][i];
      sum += self->counts[kind][i] * self->waves[step][i];
    }
  return n >= LEAST_COEFFICIENTS ? sum / n : 0;
}

/* Returns: the coarsest step; 0 for none. Its divisors agree as well, its multiples do not. */
static double
find_step (const Work *self, guint kind)
{
  for (guint i = STEPS; i-- > 0;)
    {
      float here = rate (self, kind, i);

      if (here <= AGREEMENT)
        continue;
      while (i > 0)
        {
          const float next = rate (self, kind, i - 1);

          if (next <= here)
            break;
          here = next;
          i--;
        }
      return self->steps[i];
    }
  return 0;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
measure (Work *self, const guint8 *grey, guint width, guint height, guint left, guint top)
{
  double found[KINDS];
  guint n = 0;

  count (self, grey, width, height, left, top);
  if (self->n_blocks < LEAST_BLOCKS)
    return 0;
  for (guint k = 0; k < KINDS; k++)
    {
      const double step = find_step (self, k);

      if (step > 0)
        found[n++] = step / kinds[k].standard;
    }
  if (n < LEAST_KINDS)
    return 0;
  qsort (found, n, sizeof *found, compare_numbers);
  return (found[n / 2] + found[(n - 1) / 2]) / 2;
}

double
sem_steps_measure (const guint8 *grey, guint width, guint height, guint x, guint y)
{
  g_autofree Work *work = g_new (Work, 1);
  double coarsest = 0;

  g_return_val_if_fail (x < BLOCK && y < BLOCK, 0);

  init_work (work);
  for (guint i = 0; i < 4; i++)
    if ((!(i & 1) || x) && (!(i & 2) || y))
      coarsest = MAX (coarsest, measure (work, grey, width, height, i & 1 ? x : 0, i & 2 ? y : 0));
  return coarsest;
}
