/* conv-block-private.h - into blocked layout, for the tests of the kernels
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/conv/conv-block.h"

/* From shape (n_pixels, n_channels) to blocked layout. */
void sem_k_block_pixels (const SemKConvKernels *kernels,
                         const float *in,
                         size_t n_pixels,
                         size_t n_channels,
                         float *out);
