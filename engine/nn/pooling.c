/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/nn/pooling.h"

#include <math.h>

#define CHANNELS 64

static double
raise_to (double x, guint power)
{
  double result = 1;

  for (guint i = 0; i < power; i++)
    result *= x;

  return result;
}

static double
take_root (double mean, guint power)
{
  if (power == SEM_POOLING_MEAN)
    return mean;

  return power == SEM_POOLING_GEM ? cbrt (mean) : pow (mean, 1.0 / power);
}

/* Pools some channels at a time, so that the map is read along its rows. */
void
sem_pool_forward (const float *map, gsize n_pixels, gsize n_channels, guint power, float *feature)
{
  for (gsize first = 0; first < n_channels; first += CHANNELS)
    {
      gsize n = MIN (CHANNELS, n_channels - first);
      double sums[CHANNELS] = { 0 };

      for (gsize i = 0; i < n_pixels; i++)
        for (gsize c = 0; c < n; c++)
          sums[c] += raise_to (map[i * n_channels + first + c], power);
      for (gsize c = 0; c < n; c++)
        feature[first + c] = take_root (sums[c] / n_pixels, power);
    }
}

void
sem_pool_backward (const float *map,
                   const float *feature,
                   const float *feature_gradient,
                   gsize n_pixels,
                   gsize n_channels,
                   guint power,
                   float *map_gradient)
{
  for (gsize c = 0; c < n_channels; c++)
    {
      double slope = (double) feature_gradient[c] / n_pixels;
      double scale = feature[c] > 0 ? 1.0 / feature[c] : 0;

      for (gsize i = 0; i < n_pixels; i++)
        map_gradient[i * n_channels + c] =
          slope * raise_to (map[i * n_channels + c] * scale, power - 1);
    }
}
