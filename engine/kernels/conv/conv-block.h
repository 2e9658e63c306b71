/* conv-block.h - inverted residual blocks, fused
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/conv/conv-kernels.h"
#include "engine/kernels/conv/conv.h"
#include "engine/kernels/cpu.h"

/* Every array that these functions are given begins at a multiple of this many bytes. */
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

/* Floats of a layer's weights and bias as the kernels want them, and the making of them from what
 * sem_k_conv_ref() takes. */
size_t sem_k_packed_size (const SemKConvKernels *kernels, const SemKConv *conv);
void sem_k_pack (const SemKConvKernels *kernels,
                 const SemKConv *conv,
                 const float *weights,
                 const float *bias,
                 float *packed);

/*
 * An image as the first layer reads it: shape (rows, columns, in_channels) with the zeros of SAME
 * padding around it.
 */
size_t sem_k_image_size (const SemKConv *conv);
/* Floats of one of its rows. */
size_t sem_k_image_row (const SemKConv *conv);
void sem_k_image_pad (const SemKConvKernels *kernels,
                      const SemKConv *conv,
                      const uint8_t *rgb,
                      float *image);

/*
 * SemKBlock: a dense convolution, a depthwise one and a 1×1 one, each taking what the one before
 * it makes.
 * @expand: 1×1 at stride 1, its input in blocked layout; or any other with an input padded as by
 *   sem_k_image_pad()
 * @residual: whether the input is added to the output; @expand is then 1×1, the depthwise stride 1,
 *   and there are as many channels at the end as at the start
 * @packed_expand, @packed_depthwise, @packed_project: made by sem_k_pack()
 *
 * The middle is never whole in memory. The block goes through bands of rows; in a band it makes a
 * few channels of the expanded rows and filters them while they are in the nearest cache; rows that
 * the next band needs too stay in a ring. Where all rows of a few channels fit the caches, there is
 * one band and the channels go through it in groups: each is projected before the next is made.
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

/* @out: in blocked layout; must not overlap @in */
void sem_k_block_forward (const SemKConvKernels *kernels,
                          const SemKBlock *block,
                          const float *in,
                          float *scratch,
                          float *out);

/* A convolution alone; @in as for @expand above, @out in blocked layout. Not depthwise. */
size_t sem_k_layer_scratch (const SemKConvKernels *kernels, const SemKConv *conv);
void sem_k_layer_forward (const SemKConvKernels *kernels,
                          const SemKConv *conv,
                          const float *packed,
                          const float *in,
                          float *scratch,
                          float *out);

/* A 1×1 convolution and each channel's mean over all pixels. @mean: n_channels rounded up to L. */
size_t sem_k_mean_scratch (const SemKConvKernels *kernels, const SemKConv *conv);
void sem_k_mean_forward (const SemKConvKernels *kernels,
                         const SemKConv *conv,
                         const float *packed,
                         const float *in,
                         float *scratch,
                         float *mean);
