/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/search/compare/heat.h"

#include <math.h>

/* Heat is a sum of thousands of products; below this it is rounding. */
#define LEAST 1e-6
/* How bright a cold part of a painted photo is, and the tint of a hot one. */
#define COLD 0.35
#define TINT 0.28
static const double warm[3] = { 255, 150, 40 };

static double
dot (const float *a, const float *b, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (double) a[i] * (double) b[i];
  return sum;
}

/* Adds to @heat what each row of @parts has above the mean in common with @other, times @sign; all
 * of a spread of 1. Returns: the mean, in the same unit */
static double
add_agreement (const float *parts, const float *other, gsize d, double *heat)
{
  double raw[SEM_HEAT_CELLS], mean = 0, squares = 0, scale;

  for (guint c = 0; c < SEM_HEAT_CELLS; c++)
    {
      raw[c] = dot (parts + c * d, other, d);
      mean += raw[c] / SEM_HEAT_CELLS;
    }
  for (guint c = 0; c < SEM_HEAT_CELLS; c++)
    squares += (raw[c] - mean) * (raw[c] - mean) / SEM_HEAT_CELLS;
  scale = squares > LEAST * LEAST ? 1 / sqrt (squares) : 0;
  for (guint c = 0; c < SEM_HEAT_CELLS; c++)
    heat[c] += (raw[c] - mean) * scale;
  return mean * scale;
}

static void
finish (const double *heat, double mean, SemHeat *self)
{
  double peak = 0;

  for (guint c = 0; c < SEM_HEAT_CELLS; c++)
    peak = MAX (peak, MIN (heat[c], heat[c] + mean));
  for (guint c = 0; c < SEM_HEAT_CELLS; c++)
    self->cells[c] = peak > LEAST ? (float) (MAX (MIN (heat[c], heat[c] + mean), 0) / peak) : 0;
}

void
sem_heat_measure (const SemLikeness *likeness,
                  SemHashModel *model,
                  const float *parts,
                  const float *other,
                  SemHeat *heat)
{
  const gsize d = SEM_BACKBONE_DIM;
  const float *mean = sem_likeness_get_mean (likeness);
  g_autofree float *rows = g_new (float, (SEM_HEAT_CELLS + 1) * d);
  double sum[SEM_HEAT_CELLS] = { 0 }, middle;

  for (guint c = 0; c < SEM_HEAT_CELLS; c++)
    for (gsize i = 0; i < d; i++)
      rows[c * d + i] = parts[c * d + i] - mean[i];
  for (gsize i = 0; i < d; i++)
    rows[SEM_HEAT_CELLS * d + i] = other[i] - mean[i];
  middle = add_agreement (rows, rows + SEM_HEAT_CELLS * d, d, sum);
  if (model && sem_hash_model_get_n_features (model) == d)
    {
      const guint k = sem_hash_model_get_n_bits (model);
      g_autofree float *outputs = g_new (float, (gsize) (SEM_HEAT_CELLS + 1) * k);

      sem_hash_model_project (model, rows, SEM_HEAT_CELLS + 1, outputs);
      middle += add_agreement (outputs, outputs + (gsize) SEM_HEAT_CELLS * k, k, sum);
    }
  finish (sum, middle, heat);
}

/* The cell before a position, and how far it is to the next one. */
static guint
find_cell (double share, double *rest)
{
  const double at = CLAMP (share * SEM_HEAT_SIDE - .5, 0, SEM_HEAT_SIDE - 1);
  const guint cell = MIN ((guint) at, SEM_HEAT_SIDE - 2);
  const double t = at - cell;

  *rest = t * t * (3 - 2 * t);
  return cell;
}

float
sem_heat_at (const SemHeat *self, double x, double y)
{
  double u, v;
  const guint column = find_cell (x, &u);
  const float *cells = self->cells + find_cell (y, &v) * SEM_HEAT_SIDE + column;
  const double above = (double) cells[0] * (1 - u) + (double) cells[1] * u;
  const double below =
    (double) cells[SEM_HEAT_SIDE] * (1 - u) + (double) cells[SEM_HEAT_SIDE + 1] * u;

  return (float) (above * (1 - v) + below * v);
}

static void
paint_pixel (guint8 *pixel, double heat)
{
  const double grey = .299 * pixel[0] + .587 * pixel[1] + .114 * pixel[2];

  for (guint i = 0; i < 3; i++)
    {
      const double hot = pixel[i] * (1 - TINT) + warm[i] * TINT;

      pixel[i] = (guint8) (COLD * grey * (1 - heat) + hot * heat + .5);
    }
}

void
sem_heat_paint (const SemHeat *self, guint8 *rgb, guint width, guint height)
{
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      paint_pixel (rgb + ((gsize) y * width + x) * 3,
                   (double) sem_heat_at (self, (x + .5) / width, (y + .5) / height));
}
