/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/conv/conv.h"

#include <string.h>

/* Adds the products of one input pixel to one output pixel. */
static void
add_pixel (const SemKConv *conv, const float *pixel, const float *weights, float *out)
{
  if (conv->depthwise)
    {
      for (size_t c = 0; c < conv->out_channels; c++)
        out[c] += pixel[c] * weights[c];
      return;
    }

  for (size_t i = 0; i < conv->in_channels; i++, weights += conv->out_channels)
    for (size_t c = 0; c < conv->out_channels; c++)
      out[c] += pixel[i] * weights[c];
}

static void
sum_pixel (const SemKConv *conv,
           const float *in,
           const float *weights,
           size_t y,
           size_t x,
           float *out)
{
  size_t top = sem_k_conv_pad (conv->height, conv->kernel, conv->stride);
  size_t left = sem_k_conv_pad (conv->width, conv->kernel, conv->stride);
  size_t tap = conv->out_channels * (conv->depthwise ? 1 : conv->in_channels);

  for (size_t ky = 0; ky < conv->kernel; ky++)
    for (size_t kx = 0; kx < conv->kernel; kx++)
      {
        size_t row = y * conv->stride + ky;
        size_t column = x * conv->stride + kx;

        if (row < top || row - top >= conv->height || column < left || column - left >= conv->width)
          continue;
        row -= top;
        column -= left;
        add_pixel (conv, in + (row * conv->width + column) * conv->in_channels,
                   weights + (ky * conv->kernel + kx) * tap, out);
      }
}

void
sem_k_conv_ref (const SemKConv *conv,
                const float *in,
                const float *weights,
                const float *bias,
                const float *residual,
                float *out)
{
  size_t n = conv->out_channels;
  size_t out_height = sem_k_conv_out (conv->height, conv->stride);
  size_t out_width = sem_k_conv_out (conv->width, conv->stride);

  for (size_t y = 0; y < out_height; y++)
    for (size_t x = 0; x < out_width; x++, out += n)
      {
        memcpy (out, bias, n * sizeof *out);
        sum_pixel (conv, in, weights, y, x, out);
        if (conv->relu6)
          for (size_t c = 0; c < n; c++)
            out[c] = out[c] < 0 ? 0 : out[c] > 6 ? 6 : out[c];
        if (residual)
          for (size_t c = 0; c < n; c++)
            out[c] += residual[(y * out_width + x) * n + c];
      }
}
