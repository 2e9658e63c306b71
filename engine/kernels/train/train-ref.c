/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/train/train-private.h"

#include <stdint.h>
#include <string.h>

/* One multiplication of the depthwise convolution: the indices of its operands. */
typedef struct
{
  size_t in;
  size_t out;
  size_t tap;
} Meeting;

typedef void (*MeetFunc) (const Meeting *meeting, void *data);

typedef struct
{
  const float *a;
  const float *b;
  float *sums;
} Operands;

/* The taps of one output pixel that lie inside the image. */
static void
meet_pixel (const SemKConv *conv, size_t y, size_t x, size_t channel, MeetFunc func, void *data)
{
  size_t top = sem_k_conv_pad (conv->height, conv->kernel, conv->stride);
  size_t left = sem_k_conv_pad (conv->width, conv->kernel, conv->stride);
  size_t out_width = sem_k_conv_out (conv->width, conv->stride);

  for (size_t ky = 0; ky < conv->kernel; ky++)
    for (size_t kx = 0; kx < conv->kernel; kx++)
      {
        size_t row = y * conv->stride + ky - top;
        size_t column = x * conv->stride + kx - left;
        Meeting meeting = {
          (row * conv->width + column) * conv->in_channels + channel,
          (y * out_width + x) * conv->out_channels + channel,
          (ky * conv->kernel + kx) * conv->out_channels + channel,
        };

        /* Indices before the image wrap around to very large numbers. */
        if (row < conv->height && column < conv->width)
          func (&meeting, data);
      }
}

static void
meet (const SemKConv *conv, size_t first, MeetFunc func, void *data)
{
  for (size_t y = 0; y < sem_k_conv_out (conv->height, conv->stride); y++)
    for (size_t x = 0; x < sem_k_conv_out (conv->width, conv->stride); x++)
      for (size_t c = first; c < conv->out_channels; c++)
        meet_pixel (conv, y, x, c, func, data);
}

static void
clear (float *values, size_t n_pixels, size_t n_channels, size_t first)
{
  for (size_t i = 0; i < n_pixels; i++)
    for (size_t c = first; c < n_channels; c++)
      values[i * n_channels + c] = 0;
}

static void
meet_out (const Meeting *meeting, void *data)
{
  Operands *o = data;

  o->sums[meeting->out] += o->a[meeting->in] * o->b[meeting->tap];
}

static void
meet_in (const Meeting *meeting, void *data)
{
  Operands *o = data;

  o->sums[meeting->in] += o->a[meeting->out] * o->b[meeting->tap];
}

static void
meet_tap (const Meeting *meeting, void *data)
{
  Operands *o = data;

  o->sums[meeting->tap] += o->a[meeting->in] * o->b[meeting->out];
}

void
sem_k_filter_from (const SemKConv *conv,
                   size_t first,
                   const float *in,
                   const float *weights,
                   float *out)
{
  size_t n_pixels =
    sem_k_conv_out (conv->height, conv->stride) * sem_k_conv_out (conv->width, conv->stride);

  clear (out, n_pixels, conv->out_channels, first);
  meet (conv, first, meet_out, &(Operands){ in, weights, out });
}

void
sem_k_filter_in_from (const SemKConv *conv,
                      size_t first,
                      const float *gradient,
                      const float *weights,
                      float *in_gradient)
{
  clear (in_gradient, conv->height * conv->width, conv->in_channels, first);
  meet (conv, first, meet_in, &(Operands){ gradient, weights, in_gradient });
}

void
sem_k_filter_weights_from (const SemKConv *conv,
                           size_t first,
                           const float *in,
                           const float *gradient,
                           float *weights_gradient)
{
  meet (conv, first, meet_tap, &(Operands){ in, gradient, weights_gradient });
}

void
sem_k_take_bias_from (size_t first,
                      size_t n_pixels,
                      size_t n_channels,
                      const float *values,
                      float *gradient,
                      float *bias_gradient)
{
  for (size_t c = first; c < n_channels; c++)
    for (size_t start = 0; start < n_pixels; start += SEM_K_TRAIN_ROWS)
      {
        size_t end = start + SEM_K_TRAIN_ROWS < n_pixels ? start + SEM_K_TRAIN_ROWS : n_pixels;
        float sum = 0;

        for (size_t i = start; i < end; i++)
          {
            float *g = gradient + i * n_channels + c;

            if (values && (values[i * n_channels + c] <= 0 || values[i * n_channels + c] >= 6))
              *g = 0;
            sum += *g;
          }
        bias_gradient[c] += sum;
      }
}

static void
filter (const SemKConv *conv, const float *in, const float *weights, float *out)
{
  sem_k_filter_from (conv, 0, in, weights, out);
}

static void
filter_in (const SemKConv *conv, const float *gradient, const float *weights, float *in_gradient)
{
  sem_k_filter_in_from (conv, 0, gradient, weights, in_gradient);
}

static void
filter_weights (const SemKConv *conv,
                const float *in,
                const float *gradient,
                float *weights_gradient)
{
  sem_k_filter_weights_from (conv, 0, in, gradient, weights_gradient);
}

static void
add_bias (size_t n_pixels, size_t n_channels, const float *bias, bool relu6, float *values)
{
  for (size_t i = 0; i < n_pixels; i++, values += n_channels)
    for (size_t c = 0; c < n_channels; c++)
      {
        float value = values[c] + bias[c];

        values[c] = !relu6 ? value : value < 0 ? 0 : value > 6 ? 6 : value;
      }
}

static void
take_bias (size_t n_pixels,
           size_t n_channels,
           const float *values,
           float *gradient,
           float *bias_gradient)
{
  sem_k_take_bias_from (0, n_pixels, n_channels, values, gradient, bias_gradient);
}

const SemKTrainKernels sem_k_train_ref = {
  .filter = filter,
  .filter_in = filter_in,
  .filter_weights = filter_weights,
  .add_bias = add_bias,
  .take_bias = take_bias,
};

size_t
sem_k_columns_size (const SemKConv *conv)
{
  return sem_k_conv_out (conv->height, conv->stride) * sem_k_conv_out (conv->width, conv->stride)
         * conv->kernel * conv->kernel * conv->in_channels;
}

/* The offset that tap (ky, kx) of output pixel (y, x) reads, or SIZE_MAX outside the image. */
static size_t
find_tap (const SemKConv *conv, size_t y, size_t x, size_t ky, size_t kx)
{
  size_t row = y * conv->stride + ky - sem_k_conv_pad (conv->height, conv->kernel, conv->stride);
  size_t column = x * conv->stride + kx - sem_k_conv_pad (conv->width, conv->kernel, conv->stride);

  if (row >= conv->height || column >= conv->width)
    return SIZE_MAX;

  return (row * conv->width + column) * conv->in_channels;
}

/* The taps of one row of the kernel. Inside the image they are contiguous. */
static void
copy_taps (const SemKConv *conv, const float *in, size_t y, size_t x, size_t ky, float *columns)
{
  size_t n = conv->in_channels;
  size_t first = find_tap (conv, y, x, ky, 0);
  size_t last = find_tap (conv, y, x, ky, conv->kernel - 1);

  if (first != SIZE_MAX && last != SIZE_MAX)
    {
      for (size_t i = 0; i < conv->kernel * n; i++)
        columns[i] = in[first + i];
      return;
    }
  for (size_t kx = 0; kx < conv->kernel; kx++, columns += n)
    {
      size_t from = find_tap (conv, y, x, ky, kx);

      for (size_t c = 0; c < n; c++)
        columns[c] = from == SIZE_MAX ? 0 : in[from + c];
    }
}

void
sem_k_columns (const SemKConv *conv, const float *in, float *columns)
{
  for (size_t y = 0; y < sem_k_conv_out (conv->height, conv->stride); y++)
    for (size_t x = 0; x < sem_k_conv_out (conv->width, conv->stride); x++)
      for (size_t ky = 0; ky < conv->kernel; ky++, columns += conv->kernel * conv->in_channels)
        copy_taps (conv, in, y, x, ky, columns);
}

void
sem_k_columns_in (const SemKConv *conv, const float *columns_gradient, float *in_gradient)
{
  memset (in_gradient, 0, conv->height * conv->width * conv->in_channels * sizeof *in_gradient);
  for (size_t y = 0; y < sem_k_conv_out (conv->height, conv->stride); y++)
    for (size_t x = 0; x < sem_k_conv_out (conv->width, conv->stride); x++)
      for (size_t ky = 0; ky < conv->kernel; ky++)
        for (size_t kx = 0; kx < conv->kernel; kx++, columns_gradient += conv->in_channels)
          {
            size_t to = find_tap (conv, y, x, ky, kx);

            for (size_t c = 0; to != SIZE_MAX && c < conv->in_channels; c++)
              in_gradient[to + c] += columns_gradient[c];
          }
}
