/* conv-block.h - fused inverted residual blocks
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/conv/conv-kernels.h"
#include "engine/kernels/conv/conv.h"
#include "engine/kernels/cpu.h"

/* Alignment in bytes of every array that these functions take. */
#define SEM_K_ALIGNMENT 64

/* The kernels of a set that the CPU has. */
const SemKConvKernels *sem_k_conv_get_kernels (SemKSet set);

/* Floats of an activation in blocked layout. */
size_t sem_k_blocked_size (const SemKConvKernels *kernels, size_t n_pixels, size_t n_channels);

/* From blocked layout to shape (n_pixels, n_channels). */
void sem_k_unblock_pixels (const SemKConvKernels *kernels,
                           const float *in,
                           size_t n_pixels,
                           size_t n_channels,
                           float *out);

/* Floats of a layer's packed weights and bias. */
size_t sem_k_packed_size (const SemKConvKernels *kernels, const SemKConv *conv);
/* @weights, @bias: as for sem_k_conv_ref()
 * @packed: (out caller-allocates): in the layout of the kernels */
void sem_k_pack (const SemKConvKernels *kernels,
                 const SemKConv *conv,
                 const float *weights,
                 const float *bias,
                 float *packed);

/*
 * Floats of an image as the first layer reads it: shape (rows, columns, in_channels), with the
 * zeros of SAME padding around it.
 */
size_t sem_k_image_size (const SemKConv *conv);
/* Floats of a row of the padded image. */
size_t sem_k_image_row (const SemKConv *conv);
/* @rgb: shape (height, width, in_channels)
 * @image: (out caller-allocates): the padded image, with numbers (byte - 127) / 128 */
void sem_k_image_pad (const SemKConvKernels *kernels,
                      const SemKConv *conv,
                      const uint8_t *rgb,
                      float *image);

/*
 * SemKBlock: a dense, a depthwise and a 1×1 convolution, one after the other.
 * @expand: 1×1 at stride 1 with an input in blocked layout, or any other with an input padded as by
 *   sem_k_image_pad()
 * @residual: whether the input is added to the output; @expand is then 1×1, the depthwise stride 1,
 *   and there are as many channels at the end as at the start
 * @packed_expand, @packed_depthwise, @packed_project: made by sem_k_pack()
 *
 * The activations between the convolutions are never completely in memory. The block is computed in
 * bands of rows: in each band it expands a few channels and filters them while they are in the
 * first-level cache, and keeps rows that the next band needs as well in a ring. If all rows of a
 * few channels fit the caches, there is one band instead, and the channels are computed in groups,
 * each of which is projected before the next one is expanded.
 */
typedef struct
{
  SemKConv expand;
  SemKConv depthwise;
  SemKConv project;
  bool residual;
  const float *packed_expand;
  const float *packed_depthwise;
  const float *packed_project;
} SemKBlock;

/* Floats of scratch that the block needs. */
size_t sem_k_block_scratch (const SemKConvKernels *kernels, const SemKBlock *block);

/* @scratch: sem_k_block_scratch() floats
 * @out: (out caller-allocates): in blocked layout; must not overlap @in */
void sem_k_block_forward (const SemKConvKernels *kernels,
                          const SemKBlock *block,
                          const float *in,
                          float *scratch,
                          float *out);

/* Floats of scratch that sem_k_layer_forward() needs. */
size_t sem_k_layer_scratch (const SemKConvKernels *kernels, const SemKConv *conv);
/* A single convolution that is not depthwise; @in as for @expand above.
 * @packed: made by sem_k_pack()
 * @scratch: sem_k_layer_scratch() floats
 * @out: (out caller-allocates): in blocked layout */
void sem_k_layer_forward (const SemKConvKernels *kernels,
                          const SemKConv *conv,
                          const float *packed,
                          const float *in,
                          float *scratch,
                          float *out);

/* Floats of scratch that sem_k_mean_forward() needs. */
size_t sem_k_mean_scratch (const SemKConvKernels *kernels, const SemKConv *conv);
/* A 1×1 convolution, then the mean of each channel over all pixels; @in in blocked layout.
 * @packed: made by sem_k_pack()
 * @scratch: sem_k_mean_scratch() floats
 * @mean: (out caller-allocates): the number of output channels, rounded up to a multiple of L */
void sem_k_mean_forward (const SemKConvKernels *kernels,
                         const SemKConv *conv,
                         const float *packed,
                         const float *in,
                         float *scratch,
                         float *mean);
