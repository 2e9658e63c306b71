/* train-simd.h - the training kernels, for any vector length
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/*
 * Included by one source file per kernel set, which first defines KERNELS, the name of the table at
 * the end. The vector length depends on the instruction set that the file is compiled for.
 *
 * The depthwise kernels process the image row by row, and each row by vectors of channels: the rows
 * that are needed stay in the first caches, and the weights of a vector of channels in registers.
 * Most pixels have all their taps inside the image; their loop has constant bounds. Channels that
 * do not fill a vector are left to the reference.
 */

#include "engine/kernels/train/train-simd-filter.h"
#include "engine/kernels/train/train-simd-weights.h"

INLINE Vector
clamp (Vector value)
{
  const Vector zero = { 0 };
  const Vector six = zero + 6;
  Mask low = (Mask) (value < zero);
  Mask high = (Mask) (value > six);

  return (Vector) ((~low & ~high & (Mask) value) | (high & (Mask) six));
}

INLINE void
add_bias_to_row (size_t n_channels, const float *bias, bool relu6, float *values)
{
  size_t c = 0;

  for (; c + LANES <= n_channels; c += LANES)
    {
      Vector value = load (values + c) + load (bias + c);

      store (values + c, relu6 ? clamp (value) : value);
    }
  for (; c < n_channels; c++)
    {
      float value = values[c] + bias[c];

      values[c] = !relu6 ? value : value < 0 ? 0 : value > 6 ? 6 : value;
    }
}

static void
add_bias (size_t n_pixels, size_t n_channels, const float *bias, bool relu6, float *values)
{
  for (size_t i = 0; i < n_pixels; i++)
    add_bias_to_row (n_channels, bias, relu6, values + i * n_channels);
}

/* Up to SEM_K_TRAIN_ROWS pixels of one vector of channels. */
INLINE Vector
mask_and_sum (size_t n_pixels, size_t n_channels, const float *values, float *gradient)
{
  const Vector zero = { 0 };
  Vector sum = zero;

  for (size_t i = 0; i < n_pixels; i++, gradient += n_channels)
    {
      Vector g = load (gradient);

      if (values)
        {
          Vector value = load (values + i * n_channels);
          Mask outside = (Mask) (value <= zero) | (Mask) (value >= zero + 6);

          g = (Vector) (~outside & (Mask) g);
          store (gradient, g);
        }
      sum += g;
    }

  return sum;
}

static void
take_bias (size_t n_pixels,
           size_t n_channels,
           const float *values,
           float *gradient,
           float *bias_gradient)
{
  size_t first = n_channels / LANES * LANES;

  for (size_t start = 0; start < n_pixels; start += SEM_K_TRAIN_ROWS)
    {
      size_t rows = n_pixels - start < SEM_K_TRAIN_ROWS ? n_pixels - start : SEM_K_TRAIN_ROWS;

      for (size_t c = 0; c < first; c += LANES)
        {
          size_t at = start * n_channels + c;
          Vector sum = values != NULL ? mask_and_sum (rows, n_channels, values + at, gradient + at)
                                      : mask_and_sum (rows, n_channels, NULL, gradient + at);

          store (bias_gradient + c, load (bias_gradient + c) + sum);
        }
    }
  if (first < n_channels)
    sem_k_take_bias_from (first, n_pixels, n_channels, values, gradient, bias_gradient);
}

const SemKTrainKernels KERNELS = {
  .filter = filter,
  .filter_in = filter_in,
  .filter_weights = filter_weights,
  .add_bias = add_bias,
  .take_bias = take_bias,
};
