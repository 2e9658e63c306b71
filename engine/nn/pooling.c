/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/nn/pooling.h"

#include <math.h>

static double
raise_to (double x, guint power)
{
  double result = 1;

  for (guint i = 0; i < power; i++)
    result *= x;

  return result;
}

void
sem_pool_forward (
  const float *map, gsize n_pixels, gsize n_channels, guint power, float *feature)
{
  for (gsize c = 0; c < n_channels; c++)
    {
      double sum = 0;

      for (gsize i = 0; i < n_pixels; i++)
        sum += raise_to (map[i * n_channels + c], power);
      sum /= n_pixels;
      feature[c] = power == 1 ? sum : pow (sum, 1.0 / power);
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
        map_gradient[i * n_channels + c]
          = slope * raise_to (map[i * n_channels + c] * scale, power - 1);
    }
}
