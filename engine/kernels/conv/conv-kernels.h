/* conv-kernels.h - the convolution kernels of a kernel set
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Blocked layout: the channels are divided into blocks of L (the floats of a vector register). A
 * block, also called a plane, holds its L channels of all pixels, pixel after pixel; channels after
 * the last are zero. A kernel thus reads one contiguous stream instead of one per pixel.
 */

/*
 * SemKPanel: the outputs of one or two vectors of channels for a number of pixels.
 * @in: the first pixel's first number
 * @step: floats from one pixel to the next
 * @n_in: number of inputs of each output
 * @run: how many of the inputs are contiguous, at least 1
 * @run_stride: floats from the start of one run to the start of the next
 * @weights: shape (n_in, n_vectors * L)
 * @next: weights that may be needed next, to prefetch; never read
 * @bias: n_vectors * L floats
 * @places: for each pixel, the offset of its outputs in @out, in floats
 * @residual: NULL, or an array laid out like @out that is added at the end
 * @out_plane: floats from the first vector's outputs to the second's
 * @n_vectors: 1 or 2
 * @relu6: whether results are clamped to 0 … 6, before the residual is added
 * @resume: whether to start from sums of earlier inputs in @out instead of from @bias
 */
typedef struct
{
  const float *in;
  size_t step;
  size_t n_in;
  size_t run;
  size_t run_stride;
  const float *weights;
  const float *next;
  const float *bias;
  const uint32_t *places;
  const float *residual;
  float *out;
  size_t out_plane;
  size_t n_pixels;
  size_t n_vectors;
  bool relu6;
  bool resume;
} SemKPanel;

/*
 * SemKStrip: some rows of a depthwise convolution for one vector of channels.
 * @rows: (n_rows - 1) * stride + kernel rows of the input with their padding, L floats per pixel
 * @weights: shape (kernel, kernel, L)
 * @bias: L floats
 * @out: shape (n_rows, n_pixels, L)
 */
typedef struct
{
  const float *const *rows;
  const float *weights;
  const float *bias;
  float *out;
  size_t n_rows;
  size_t n_pixels;
  size_t kernel;
  size_t stride;
  bool relu6;
} SemKStrip;

/*
 * SemKConvKernels: the kernels of one set.
 * @lanes: L, at most 16
 * @middle_bytes: limit for the filtered rows of a band: a quarter to half of the second-level cache
 * of the CPUs whose fastest set this is
 * @group_bytes: limit for the filtered rows of a group of channels, or 0 if blocks are divided into
 *   bands only (SemKBlock)
 * @average: the mean of each of L channels over n_pixels
 * @scale_bytes: writes (bytes[i] - 127) / 128
 *
 * A result does not depend on how many pixels are computed together, so it is the same however an
 * image is divided. Arrays need no alignment; a multiple of 64 bytes is fastest.
 */
typedef struct
{
  size_t lanes;
  size_t middle_bytes;
  size_t group_bytes;
  void (*multiply_panel) (const SemKPanel *panel);
  void (*filter_rows) (const SemKStrip *strip);
  void (*average) (const float *map, size_t n_pixels, float *mean);
  void (*scale_bytes) (const uint8_t *bytes, size_t n, float *out);
} SemKConvKernels;

extern const SemKConvKernels sem_k_conv_portable;
extern const SemKConvKernels sem_k_conv_avx2;
extern const SemKConvKernels sem_k_conv_avx512;
extern const SemKConvKernels sem_k_conv_neon;
