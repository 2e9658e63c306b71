/* train-simd-weights.h - the gradient of the depthwise weights
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/train/train-simd-vector.h"

/* Output columns of a row, from @first to @end - 1. */
typedef struct
{
  size_t first;
  size_t end;
} Span;

/* @n_rows rows of the kernel, of @kernel taps each; constants in each inlined copy. */
typedef struct
{
  size_t kernel;
  size_t stride;
  size_t n_rows;
} Taps;

/* Columns whose taps are all inside the image, with some rows of the kernel, the first of which is
 * applied to the row @in. The sums stay in registers. */
INLINE void
sum_taps (const Shape *shape,
          const float *in,
          const float *gradient,
          Span span,
          Taps taps,
          float *sums)
{
  const size_t kernel = taps.kernel, stride = taps.stride, n_rows = taps.n_rows;
  size_t n = shape->n_channels;
  Vector s[MAX_KERNEL * MAX_KERNEL] = { 0 };

  for (size_t x = span.first; x < span.end; x++)
    {
      Vector g = load (gradient + x * n);

      UNROLL for (size_t row = 0; row < n_rows; row++) UNROLL for (size_t kx = 0; kx < kernel; kx++)
      {
        size_t pixel = row * shape->width + x * stride + kx - shape->left;

        s[row * kernel + kx] = vector_fma (load (in + pixel * n), g, s[row * kernel + kx]);
      }
    }
  UNROLL for (size_t i = 0; i < n_rows * kernel; i++)
    store (sums + i * n, load (sums + i * n) + s[i]);
}

/* Columns near the border, with one row of the kernel. */
INLINE void
sum_taps_clipped (const Shape *shape,
                  const float *in,
                  const float *gradient,
                  Span span,
                  size_t kernel,
                  size_t stride,
                  float *sums)
{
  size_t n = shape->n_channels;

  for (size_t x = span.first; x < span.end; x++)
    {
      size_t kx;
      size_t kx_end = clip (x * stride, shape->left, kernel, shape->width, &kx);

      for (; kx < kx_end; kx++)
        {
          const float *from = in + (x * stride + kx - shape->left) * n;

          store (sums + kx * n,
                 vector_fma (load (from), load (gradient + x * n), load (sums + kx * n)));
        }
    }
}

/* One row of the output for one vector of channels. Nine sums at a time fit the registers of every
 * set. */
INLINE void
sum_row (const Shape *shape,
         const float *in,
         const float *gradient,
         size_t y,
         size_t kernel,
         size_t stride,
         float *sums)
{
  size_t n = shape->n_channels;
  Span inside;
  size_t ky;
  size_t ky_end = clip (y * stride, shape->top, kernel, shape->height, &ky);
  bool whole = kernel == 3 && ky == 0 && ky_end == 3;

  inside.end = find_inside (shape, kernel, stride, &inside.first);
  if (whole)
    sum_taps (shape, in + (y * stride - shape->top) * shape->width * n, gradient, inside,
              (Taps){ 3, stride, 3 }, sums);
  for (; ky < ky_end; ky++)
    {
      const float *row = in + (y * stride + ky - shape->top) * shape->width * n;
      float *to = sums + ky * kernel * n;

      sum_taps_clipped (shape, row, gradient, (Span){ 0, inside.first }, kernel, stride, to);
      if (!whole)
        sum_taps (shape, row, gradient, inside, (Taps){ kernel, stride, 1 }, to);
      sum_taps_clipped (shape, row, gradient, (Span){ inside.end, shape->out_width }, kernel,
                        stride, to);
    }
}

INLINE void
sum_image (const Shape *shape,
           const float *in,
           const float *gradient,
           size_t kernel,
           size_t stride,
           float *sums)
{
  size_t n = shape->n_channels;

  for (size_t y = 0; y < shape->out_height; y++)
    for (size_t c = 0; c + LANES <= n; c += LANES)
      sum_row (shape, in + c, gradient + y * shape->out_width * n + c, y, kernel, stride, sums + c);
}

static void
filter_weights (const SemKConv *conv,
                const float *in,
                const float *gradient,
                float *weights_gradient)
{
  Shape shape = make_shape (conv);

  if (conv->kernel == 3 && conv->stride == 1)
    sum_image (&shape, in, gradient, 3, 1, weights_gradient);
  else if (conv->kernel == 3 && conv->stride == 2)
    sum_image (&shape, in, gradient, 3, 2, weights_gradient);
  else if (conv->kernel == 5 && conv->stride == 1)
    sum_image (&shape, in, gradient, 5, 1, weights_gradient);
  else if (conv->kernel == 5 && conv->stride == 2)
    sum_image (&shape, in, gradient, 5, 2, weights_gradient);
  if (count_channels (conv) < conv->in_channels)
    sem_k_filter_weights_from (conv, count_channels (conv), in, gradient, weights_gradient);
}
