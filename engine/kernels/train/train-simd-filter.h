/* train-simd-filter.h - the depthwise convolution and the gradient of its input
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/train/train-simd-vector.h"

/* One output pixel near the border. */
INLINE Vector
sum_clipped (const Shape *shape,
             const float *in,
             const Vector *w,
             size_t y,
             size_t x,
             size_t kernel,
             size_t stride)
{
  size_t ky, kx_first;
  size_t ky_end = clip (y * stride, shape->top, kernel, shape->height, &ky);
  size_t kx_end = clip (x * stride, shape->left, kernel, shape->width, &kx_first);
  Vector sum = { 0 };

  for (; ky < ky_end; ky++)
    for (size_t kx = kx_first; kx < kx_end; kx++)
      {
        size_t row = y * stride + ky - shape->top;
        size_t pixel = row * shape->width + x * stride + kx - shape->left;

        sum = vector_fma (load (in + pixel * shape->n_channels), w[ky * kernel + kx], sum);
      }

  return sum;
}

/* One row of one vector of channels. */
INLINE void
filter_row (const Shape *shape,
            const float *in,
            const Vector *weights,
            size_t y,
            size_t kernel,
            size_t stride,
            float *out)
{
  size_t n = shape->n_channels;
  size_t first, ky_first;
  size_t end = find_inside (shape, kernel, stride, &first);
  size_t ky_end = clip (y * stride, shape->top, kernel, shape->height, &ky_first);
  Vector w[MAX_KERNEL * MAX_KERNEL];

  UNROLL for (size_t i = 0; i < kernel * kernel; i++) w[i] = weights[i];
  if (ky_first > 0 || ky_end < kernel)
    first = end = shape->out_width;
  for (size_t x = 0; x < first; x++)
    store (out + x * n, sum_clipped (shape, in, w, y, x, kernel, stride));
  for (size_t x = first; x < end; x++)
    {
      size_t pixel = (y * stride - shape->top) * shape->width + x * stride - shape->left;
      const float *from = in + pixel * n;
      Vector sums[MAX_KERNEL];

      UNROLL for (size_t ky = 0; ky < kernel; ky++)
      {
        sums[ky] = load (from + ky * shape->width * n) * w[ky * kernel];
        UNROLL for (size_t kx = 1; kx < kernel; kx++) sums[ky] =
          vector_fma (load (from + (ky * shape->width + kx) * n), w[ky * kernel + kx], sums[ky]);
      }
      UNROLL for (size_t ky = 1; ky < kernel; ky++) sums[0] += sums[ky];
      store (out + x * n, sums[0]);
    }
  for (size_t x = end; x < shape->out_width; x++)
    store (out + x * n, sum_clipped (shape, in, w, y, x, kernel, stride));
}

/* @turned: whether to reverse the kernel. */
INLINE void
filter_image (const Shape *shape,
              const float *in,
              const float *weights,
              size_t kernel,
              size_t stride,
              bool turned,
              float *out)
{
  size_t n = shape->n_channels;
  Vector w[MAX_KERNEL * MAX_KERNEL];

  for (size_t y = 0; y < shape->out_height; y++)
    for (size_t c = 0; c + LANES <= n; c += LANES)
      {
        for (size_t i = 0; i < kernel * kernel; i++)
          w[i] = load (weights + (turned ? kernel * kernel - 1 - i : i) * n + c);
        filter_row (shape, in + c, w, y, kernel, stride, out + y * shape->out_width * n + c);
      }
}

static void
filter (const SemKConv *conv, const float *in, const float *weights, float *out)
{
  Shape shape = make_shape (conv);

  if (conv->kernel == 3 && conv->stride == 1)
    filter_image (&shape, in, weights, 3, 1, false, out);
  else if (conv->kernel == 3 && conv->stride == 2)
    filter_image (&shape, in, weights, 3, 2, false, out);
  else if (conv->kernel == 5 && conv->stride == 1)
    filter_image (&shape, in, weights, 5, 1, false, out);
  else if (conv->kernel == 5 && conv->stride == 2)
    filter_image (&shape, in, weights, 5, 2, false, out);
  if (count_channels (conv) < conv->in_channels)
    sem_k_filter_from (conv, count_channels (conv), in, weights, out);
}

/* The gradient of one input pixel at stride 2, which every other tap reaches. */
INLINE Vector
sum_sparse (const Shape *shape,
            const float *gradient,
            const float *weights,
            size_t y,
            size_t x,
            size_t kernel)
{
  size_t n = shape->n_channels;
  size_t bottom = y + shape->top;
  size_t right = x + shape->left;
  Vector sum = { 0 };

  for (size_t ky = bottom % 2; ky < kernel && ky <= bottom; ky += 2)
    {
      size_t row = (bottom - ky) / 2;

      if (row >= shape->out_height)
        continue;
      for (size_t kx = right % 2; kx < kernel && kx <= right; kx += 2)
        {
          size_t column = (right - kx) / 2;

          if (column < shape->out_width)
            sum = vector_fma (load (gradient + (row * shape->out_width + column) * n),
                              load (weights + (ky * kernel + kx) * n), sum);
        }
    }

  return sum;
}

INLINE void
spread_image (const Shape *shape,
              const float *gradient,
              const float *weights,
              size_t kernel,
              float *in_gradient)
{
  size_t n = shape->n_channels;

  for (size_t y = 0; y < shape->height; y++)
    for (size_t c = 0; c + LANES <= n; c += LANES)
      for (size_t x = 0; x < shape->width; x++)
        store (in_gradient + (y * shape->width + x) * n + c,
               sum_sparse (shape, gradient + c, weights + c, y, x, kernel));
}

/* At stride 1, the gradient is the output's gradient filtered with the reversed kernel. */
static void
filter_in (const SemKConv *conv, const float *gradient, const float *weights, float *in_gradient)
{
  Shape shape = make_shape (conv);
  Shape back = shape;

  back.top = conv->kernel - 1 - shape.top;
  back.left = conv->kernel - 1 - shape.left;
  if (conv->kernel == 3 && conv->stride == 1)
    filter_image (&back, gradient, weights, 3, 1, true, in_gradient);
  else if (conv->kernel == 5 && conv->stride == 1)
    filter_image (&back, gradient, weights, 5, 1, true, in_gradient);
  else if (conv->kernel == 3 && conv->stride == 2)
    spread_image (&shape, gradient, weights, 3, in_gradient);
  else if (conv->kernel == 5 && conv->stride == 2)
    spread_image (&shape, gradient, weights, 5, in_gradient);
  if (count_channels (conv) < conv->in_channels)
    sem_k_filter_in_from (conv, count_channels (conv), gradient, weights, in_gradient);
}
