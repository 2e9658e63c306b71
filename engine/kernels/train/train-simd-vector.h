/* train-simd-vector.h - vector types, and the taps that lie inside an image
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

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

/* A correlation at stride 1 or 2 from (height, width) to (out_height, out_width) with any padding.
 */
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

/* Of @kernel taps from @start - @pad on, those inside a side: from *first to before the returned
 * one. */
INLINE size_t
clip (size_t start, size_t pad, size_t kernel, size_t side, size_t *first)
{
  size_t end = side + pad - start;

  *first = start < pad ? pad - start : 0;

  return start >= side + pad ? 0 : end < kernel ? end : kernel;
}

/* Output columns whose taps are all inside the image: from *first to before the returned one. */
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

static bool
is_known (const SemKConv *conv)
{
  return (conv->kernel == 3 || conv->kernel == 5) && (conv->stride == 1 || conv->stride == 2);
}

/* Channels that fill whole vectors. */
static size_t
count_channels (const SemKConv *conv)
{
  return is_known (conv) ? conv->in_channels / LANES * LANES : 0;
}
