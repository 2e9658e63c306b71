/* conv-kernels.h - what a kernel set offers to the convolutions
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Blocked layout: channels in blocks of L (the floats of a vector), a block's pixels one after
 * another, each with L channels; channels beyond the last are zero. A "plane" is one block of all
 * pixels. The pixels of a block are neighbours, so that a kernel walks one stream instead of one a
 * pixel.
 */

/*
 * SemKPanel: the outputs of one or two vectors of channels for a number of pixels.
 * @in: the first pixel's first number
 * @step: floats from a pixel to the next
 * @n_in: numbers that make an output
 * @run: of those, how many are neighbours, at least 1
 * @run_stride: floats from the first of a run to the first of the next
 * @weights: shape (n_in, n_vectors * L)
 * @next: weights that may be wanted after these, to be fetched ahead; never read
 * @bias: n_vectors * L floats
 * @places: for each pixel the offset in floats of its outputs in @out
 * @residual: NULL, or what is added at the end, laid out as @out
 * @out_plane: floats from the first vector's outputs to the second's
 * @n_vectors: 1 or 2
 * @relu6: whether results are clamped to 0 … 6, before the residual is added
 * @resume: whether @out holds the sums of earlier inputs, which are gone on with instead of @bias
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
 * SemKStrip: some rows of a depthwise convolution, one vector of channels.
 * @rows: (n_rows - 1) * stride + kernel rows of the input with their padding, L floats a pixel
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
 * @middle_bytes: what the filtered rows of a band may take, a quarter to half of the second cache
 *   of CPUs whose best set this is
 * @group_bytes: what the filtered rows of a group of channels may take, or 0 where blocks are cut
 *   into bands alone (SemKBlock)
 * @average: the mean of each of L channels over n_pixels
 * @scale_bytes: writes (bytes[i] - 127) / 128
 *
 * A result does not depend on the pixels beside it, so that it is the same however an image is cut
 * up. No array needs an alignment; a multiple of 64 bytes is fastest.
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
