/* train-simd.h - the kernels of training, written once for every vector length
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/*
 * Included by one source file a kernel set, which first defines KERNELS, the name of the table at
 * the end. The vector's length follows from the instructions that the file is compiled for.
 *
 * The depthwise kernels go through the image row by row, and in a row through vectors of channels:
 * the few rows that a row meets stay in the nearest caches, and the weights of a vector of channels
 * in registers. Pixels whose taps all lie inside the image are by far the most; theirs is the loop
 * with constant bounds. What is left of the channels goes to the reference.
 */

#include "engine/kernels/train/train-private.h"

#include <stdint.h>

#if defined(__AVX512F__)
#include <immintrin.h>
#define LANES 16
typedef __m512 Vector;
#define vector_fma(a, b, c) _mm512_fmadd_ps (a, b, c)
#elif defined(__AVX2__)
#include <immintrin.h>
#define LANES 8
typedef __m256 Vector;
#define vector_fma(a, b, c) _mm256_fmadd_ps (a, b, c)
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#define LANES 4
typedef float32x4_t Vector;
#define vector_fma(a, b, c) vfmaq_f32 (c, a, b)
#else
#define LANES 4
typedef float Vector __attribute__ ((vector_size (LANES * sizeof (float))));
#define vector_fma(a, b, c) ((a) * (b) + (c))
#endif

#define MAX_KERNEL 5
#define INLINE static inline __attribute__ ((always_inline))
#define UNROLL _Pragma ("GCC unroll 32")

typedef float Loose __attribute__ ((vector_size (LANES * sizeof (float)), aligned (4), may_alias));
typedef int32_t Mask __attribute__ ((vector_size (LANES * sizeof (int32_t))));

INLINE Vector
load (const float *from)
{
  return (Vector) * (const Loose *) from;
}

INLINE void
store (float *to, Vector value)
{
  *(Loose *) to = (Loose) value;
}

/* A correlation at stride 1 or 2 from (height, width) to (out_height, out_width), any padding. */
typedef struct
{
  size_t height;
  size_t width;
  size_t out_height;
  size_t out_width;
  size_t n_channels;
  size_t top;
  size_t left;
} Shape;

static Shape
make_shape (const SemKConv *conv)
{
  return (Shape){
    .height = conv->height,
    .width = conv->width,
    .out_height = sem_k_conv_out (conv->height, conv->stride),
    .out_width = sem_k_conv_out (conv->width, conv->stride),
    .n_channels = conv->in_channels,
    .top = sem_k_conv_pad (conv->height, conv->kernel, conv->stride),
    .left = sem_k_conv_pad (conv->width, conv->kernel, conv->stride),
  };
}

/* Of @kernel taps from @start - @pad on, those inside a side: *first … the returned one. */
INLINE size_t
clip (size_t start, size_t pad, size_t kernel, size_t side, size_t *first)
{
  size_t end = side + pad - start;

  *first = start < pad ? pad - start : 0;

  return start >= side + pad ? 0 : end < kernel ? end : kernel;
}

/* Output columns whose taps are all inside: from *first to the returned one. */
INLINE size_t
find_inside (const Shape *shape, size_t kernel, size_t stride, size_t *first)
{
  size_t end = 0;

  *first = (shape->left + stride - 1) / stride;
  if (shape->width + shape->left >= kernel)
    end = (shape->width + shape->left - kernel) / stride + 1;
  if (end > shape->out_width)
    end = shape->out_width;
  if (*first > end)
    *first = end;

  return end;
}

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

/* @turned: whether the kernel is to be read from its end. */
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

static bool
is_known (const SemKConv *conv)
{
  return (conv->kernel == 3 || conv->kernel == 5) && (conv->stride == 1 || conv->stride == 2);
}

/* Channels that the vectors take. */
static size_t
count_channels (const SemKConv *conv)
{
  return is_known (conv) ? conv->in_channels / LANES * LANES : 0;
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

/* One input pixel at stride 2: every other tap of the rows and columns that reach it. */
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

/* At stride 1 the gradient is the output's gradient filtered by the turned kernel. */
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

/* Output columns @x … @end - 1 of a row against @n_rows rows of the kernel, from its row @ky on,
 * all taps inside. The sums stay in registers. */
INLINE void
sum_taps (const Shape *shape,
          const float *in,
          const float *gradient,
          size_t x,
          size_t end,
          size_t kernel,
          size_t stride,
          size_t n_rows,
          float *sums)
{
  size_t n = shape->n_channels;
  Vector s[MAX_KERNEL * MAX_KERNEL] = { 0 };

  for (; x < end; x++)
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

/* Output columns near the border. */
INLINE void
sum_taps_clipped (const Shape *shape,
                  const float *in,
                  const float *gradient,
                  size_t x,
                  size_t end,
                  size_t kernel,
                  size_t stride,
                  float *sums)
{
  size_t n = shape->n_channels;

  for (; x < end; x++)
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

/* One row of the output, one vector of channels. Nine sums at a time fit any CPU's registers. */
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
  size_t first, ky;
  size_t end = find_inside (shape, kernel, stride, &first);
  size_t ky_end = clip (y * stride, shape->top, kernel, shape->height, &ky);

  bool whole = kernel == 3 && ky == 0 && ky_end == 3;

  if (whole)
    sum_taps (shape, in + (y * stride - shape->top) * shape->width * n, gradient, first, end, 3,
              stride, 3, sums);
  for (; ky < ky_end; ky++)
    {
      const float *row = in + (y * stride + ky - shape->top) * shape->width * n;
      float *to = sums + ky * kernel * n;

      sum_taps_clipped (shape, row, gradient, 0, first, kernel, stride, to);
      if (!whole)
        sum_taps (shape, row, gradient, first, end, kernel, stride, 1, to);
      sum_taps_clipped (shape, row, gradient, end, shape->out_width, kernel, stride, to);
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

      if (values != NULL)
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
