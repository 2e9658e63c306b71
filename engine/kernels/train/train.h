/* train.h - kernels for training a convolution, other than matrix products
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/conv/conv.h"
#include "engine/kernels/cpu.h"

/*
 * SemKTrainKernels: the kernels of one set.
 *
 * Activations and the loss's gradients with respect to them have the shape (height, width,
 * channels) of conv.h, weights that of SemKConv. Arrays do not overlap and need no alignment.
 *
 * @filter: the depthwise convolution, without bias and clamp: out = w * in
 * @filter_in: the gradient with respect to the input, from @gradient, which is that of the output
 * @filter_weights: adds the gradient with respect to the weights to @weights_gradient
 * @add_bias: adds the bias to @values, shape (n_pixels, n_channels), then clamps to 0 … 6 if @relu6
 * @take_bias: adds the sums of @gradient, shape (n_pixels, n_channels), over the pixels to
 *   @bias_gradient. If @values is not NULL, first sets the gradient to 0 for values not strictly
 *   between 0 and 6, the gradient of the clamp. The gradient of a NaN is kept.
 *
 * Sums are computed in single precision per row, then over the rows, so that rounding errors grow
 * with the sides of an image, not with their product.
 */
typedef struct
{
  void (*filter) (const SemKConv *conv, const float *in, const float *weights, float *out);
  void (*filter_in) (const SemKConv *conv,
                     const float *gradient,
                     const float *weights,
                     float *in_gradient);
  void (*filter_weights) (const SemKConv *conv,
                          const float *in,
                          const float *gradient,
                          float *weights_gradient);
  void (
    *add_bias) (size_t n_pixels, size_t n_channels, const float *bias, bool relu6, float *values);
  void (*take_bias) (size_t n_pixels,
                     size_t n_channels,
                     const float *values,
                     float *gradient,
                     float *bias_gradient);
} SemKTrainKernels;

/* The kernels of a set that the CPU has. */
const SemKTrainKernels *sem_k_train_get_kernels (SemKSet set);

/* Plain loops, which the tests compare every set with. */
extern const SemKTrainKernels sem_k_train_ref;
extern const SemKTrainKernels sem_k_train_portable;
extern const SemKTrainKernels sem_k_train_avx2;
extern const SemKTrainKernels sem_k_train_avx512;
extern const SemKTrainKernels sem_k_train_neon;

/* The numbers in the columns of a convolution, see sem_k_columns(). */
size_t sem_k_columns_size (const SemKConv *conv);
/*
 * A dense convolution as a matrix product: row p of @columns, shape (pixels of the output,
 * kernel * kernel * in_channels), holds the inputs of output pixel p, so that the output is
 * columns x weights.
 */
void sem_k_columns (const SemKConv *conv, const float *in, float *columns);
/* The reverse: the gradient of each input is the sum of the gradients of its copies in the columns.
 */
void sem_k_columns_in (const SemKConv *conv, const float *columns_gradient, float *in_gradient);
