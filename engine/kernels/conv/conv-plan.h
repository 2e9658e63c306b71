/* conv-plan.h - how an inverted residual block is cut up for the caches
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/conv/conv-block.h"

/*
 * SemKPlan: how a block is cut up.
 * @band: output rows a band
 * @ring: rows that the ring of one vector of channels holds
 * @top, @left: zeros before the first row and column
 * @row: floats a row of the ring, padding included
 * @n_rings: rings that are kept; all of them where there is a next band
 * @group: vectors of channels that are filtered before they are projected; all of them where
 *   there is a next band
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

/* The same for the same block and kernels. */
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
