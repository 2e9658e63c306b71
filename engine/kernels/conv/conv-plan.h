/* conv-plan.h - how an inverted residual block is divided to fit the caches
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/conv/conv-block.h"

/*
 * SemKPlan: how a block is divided.
 * @band: output rows per band
 * @ring: rows in the ring of one vector of channels
 * @top, @left: rows and columns of zeros before the image
 * @row: floats per row of the ring, including padding
 * @n_rings: rings in memory; one for each vector of channels if there are several bands
 * @group: vectors of channels that are filtered before they are projected; all of them if there are
 *   several bands
 */
typedef struct
{
  size_t lanes;
  size_t band;
  size_t ring;
  size_t top;
  size_t left;
  size_t row;
  size_t n_rings;
  size_t n_blocks;
  size_t group;
  size_t n_places;
  size_t n_rows;
  size_t out_height;
  size_t out_width;
} SemKPlan;

/* Returns: the plan, which depends on the kernels and the block's geometry only */
SemKPlan sem_k_plan_make (const SemKConvKernels *kernels, const SemKBlock *block);

static inline size_t
sem_k_count_blocks (size_t n_channels, size_t lanes)
{
  return (n_channels + lanes - 1) / lanes;
}

static inline size_t
sem_k_smaller (size_t a, size_t b)
{
  return a < b ? a : b;
}

static inline size_t
sem_k_larger (size_t a, size_t b)
{
  return a > b ? a : b;
}
