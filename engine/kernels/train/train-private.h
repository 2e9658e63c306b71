/* train-private.h - helpers shared by the kernel sets
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/train/train.h"

/* Pixels whose gradients @take_bias sums at a time. */
#define SEM_K_TRAIN_ROWS 64

/* The kernels of the same names in train.h, for the channels from @first on only: those that do not
 * fill a vector, or all. Arrays have the shapes that they have there. */
void sem_k_filter_from (const SemKConv *conv,
                        size_t first,
                        const float *in,
                        const float *weights,
                        float *out);
void sem_k_filter_in_from (const SemKConv *conv,
                           size_t first,
                           const float *gradient,
                           const float *weights,
                           float *in_gradient);
void sem_k_filter_weights_from (const SemKConv *conv,
                                size_t first,
                                const float *in,
                                const float *gradient,
                                float *weights_gradient);
void sem_k_take_bias_from (size_t first,
                           size_t n_pixels,
                           size_t n_channels,
                           const float *values,
                           float *gradient,
                           float *bias_gradient);
