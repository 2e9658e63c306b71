/* conv.h - the convolutions of the backbone
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>

/*
 * Activations have the shape (height, width, channels), row-major: the channels of a pixel are
 * contiguous. Padding is TensorFlow's SAME: the output has ceil (side / stride) rows, and the rows
 * of zeros that the kernel needs are divided between the two sides of the image; if their number is
 * odd, as at stride 2 on an even side, the larger part is after the image.
 */

/* Rows (or columns) of the output for @side rows (or columns) of input. */
static inline size_t
sem_k_conv_out (size_t side, size_t stride)
{
  return (side + stride - 1) / stride;
}

/* Rows (or columns) of zeros before the first row (or column). */
static inline size_t
sem_k_conv_pad (size_t side, size_t kernel, size_t stride)
{
  size_t needed = (sem_k_conv_out (side, stride) - 1) * stride + kernel;

  return needed > side ? (needed - side) / 2 : 0;
}

/*
 * SemKConv: one convolution.
 * @height, @width: of the input, at least 1
 * @in_channels, @out_channels: at least 1; equal if depthwise
 * @kernel: rows and columns of the kernel, at least 1
 * @stride: at least 1
 * @depthwise: whether each channel is convolved separately, with weights of the shape (kernel,
 * kernel, channels); otherwise their shape is (kernel, kernel, in_channels, out_channels)
 * @relu6: whether the result is clamped to 0 … 6
 */
typedef struct
{
  size_t height;
  size_t width;
  size_t in_channels;
  size_t out_channels;
  size_t kernel;
  size_t stride;
  bool depthwise;
  bool relu6;
} SemKConv;

/*
 * The reference implementation, which the tests compare every fast kernel with.
 * @residual: NULL, or an array of the output's shape that is added after the bias and the clamp
 * @out: must not overlap the other arrays
 */
void sem_k_conv_ref (const SemKConv *conv,
                     const float *in,
                     const float *weights,
                     const float *bias,
                     const float *residual,
                     float *out);
