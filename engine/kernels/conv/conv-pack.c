/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/conv/conv-block-private.h"

#include <string.h>

const SemKConvKernels *
sem_k_conv_get_kernels (SemKSet set)
{
  switch (set)
    {
#if defined(__x86_64__)
    case SEM_K_AVX2:
      return &sem_k_conv_avx2;
    case SEM_K_AVX512:
      return &sem_k_conv_avx512;
#elif defined(__aarch64__)
    case SEM_K_NEON:
      return &sem_k_conv_neon;
#endif
    default:
      return &sem_k_conv_portable;
    }
}

static size_t
round_up (size_t n, size_t unit)
{
  return (n + unit - 1) / unit * unit;
}

size_t
sem_k_blocked_size (const SemKConvKernels *kernels, size_t n_pixels, size_t n_channels)
{
  return n_pixels * round_up (n_channels, kernels->lanes);
}

void
sem_k_block_pixels (const SemKConvKernels *kernels,
                    const float *in,
                    size_t n_pixels,
                    size_t n_channels,
                    float *out)
{
  for (size_t first = 0; first < n_channels; first += kernels->lanes)
    for (size_t i = 0; i < n_pixels; i++)
      for (size_t c = first; c < first + kernels->lanes; c++)
        *out++ = c < n_channels ? in[i * n_channels + c] : 0;
}

void
sem_k_unblock_pixels (const SemKConvKernels *kernels,
                      const float *in,
                      size_t n_pixels,
                      size_t n_channels,
                      float *out)
{
  for (size_t first = 0; first < n_channels; first += kernels->lanes)
    for (size_t i = 0; i < n_pixels; i++, in += kernels->lanes)
      for (size_t c = first; c < first + kernels->lanes && c < n_channels; c++)
        out[i * n_channels + c] = in[c - first];
}

/* Rows of the weights matrix: inputs of each output. */
static size_t
count_inputs (const SemKConv *conv)
{
  return conv->kernel * conv->kernel * (conv->depthwise ? 1 : conv->in_channels);
}

size_t
sem_k_packed_size (const SemKConvKernels *kernels, const SemKConv *conv)
{
  return (count_inputs (conv) + 1) * round_up (conv->out_channels, kernels->lanes);
}

/* Columns @first to @end - 1 of a row of @n columns; zeros after the last. */
static void
copy_columns (const float *row, size_t n, size_t first, size_t end, float *out)
{
  size_t held = end < n ? end : n;

  memcpy (out, row + first, (held - first) * sizeof *out);
  if (held < end)
    memset (out + (held - first), 0, (end - held) * sizeof *out);
}

/* Dense and depthwise weights are both a matrix (inputs, output channels), and a panel is some of
 * its columns, row by row. The last panel may be narrower. The matrix may be mapped from a file, so
 * it is read sequentially. */
void
sem_k_pack (const SemKConvKernels *kernels,
            const SemKConv *conv,
            const float *weights,
            const float *bias,
            float *packed)
{
  size_t n_in = count_inputs (conv);
  size_t n_out = conv->out_channels;
  size_t padded = round_up (n_out, kernels->lanes);
  size_t panel = kernels->lanes * (conv->depthwise ? 1 : 2);

  for (size_t k = 0; k < n_in; k++, weights += n_out)
    for (size_t first = 0; first < padded; first += panel)
      {
        size_t end = first + panel < padded ? first + panel : padded;

        copy_columns (weights, n_out, first, end, packed + first * n_in + k * (end - first));
      }
  copy_columns (bias, n_out, 0, padded, packed + padded * n_in);
}

/* The padded side: what the kernel's last position reads, or the whole image if that is more. */
static size_t
pad_side (size_t side, const SemKConv *conv)
{
  size_t read = (sem_k_conv_out (side, conv->stride) - 1) * conv->stride + conv->kernel;
  size_t held = sem_k_conv_pad (side, conv->kernel, conv->stride) + side;

  return read > held ? read : held;
}

size_t
sem_k_image_row (const SemKConv *conv)
{
  return pad_side (conv->width, conv) * conv->in_channels;
}

size_t
sem_k_image_size (const SemKConv *conv)
{
  return pad_side (conv->height, conv) * sem_k_image_row (conv);
}

void
sem_k_image_pad (const SemKConvKernels *kernels,
                 const SemKConv *conv,
                 const uint8_t *rgb,
                 float *image)
{
  size_t channels = conv->in_channels;
  size_t top = sem_k_conv_pad (conv->height, conv->kernel, conv->stride);
  size_t left = sem_k_conv_pad (conv->width, conv->kernel, conv->stride) * channels;
  size_t length = sem_k_image_row (conv);
  size_t n = conv->width * channels;
  float *row = image;

  for (size_t y = 0; y < pad_side (conv->height, conv); y++, row += length)
    {
      if (y < top || y - top >= conv->height)
        {
          memset (row, 0, length * sizeof *row);
          continue;
        }
      memset (row, 0, left * sizeof *row);
      kernels->scale_bytes (rgb + (y - top) * n, n, row + left);
      memset (row + left + n, 0, (length - left - n) * sizeof *row);
    }
}
