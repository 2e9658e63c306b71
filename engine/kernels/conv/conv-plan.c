/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/conv/conv-plan.h"

/* Limits of a band: the expanded rows of one vector of channels should stay in the first-level
 * cache from the expansion to the filter, and the filtered rows in the second-level cache together
 * with the weights of the projection (SemKConvKernels.middle_bytes). */
#define RING_BYTES (32 * 1024)

/* Vectors of channels per group: with fewer, the sums between groups cost too much; with more, the
 * weights do not fit the first-level cache. */
#define MIN_GROUP 8
#define MAX_GROUP 32

/* Vectors of channels per group if all rows are one band; 0 if that does not fit the caches. */
static size_t
choose_group (const SemKConvKernels *kernels, const SemKBlock *block, const SemKPlan *plan)
{
  size_t pixels = plan->out_height * plan->out_width;
  size_t group = kernels->group_bytes / (pixels * plan->lanes * sizeof (float)) / 2 * 2;

  if (group < MIN_GROUP || block->depthwise.height * plan->row * sizeof (float) > RING_BYTES)
    return 0;

  return sem_k_smaller (sem_k_smaller (group, MAX_GROUP), plan->n_blocks);
}

/* Output rows of a band. */
static size_t
choose_band (const SemKConvKernels *kernels, const SemKConv *conv, const SemKPlan *plan)
{
  size_t middle = plan->n_blocks * plan->out_width * plan->lanes;
  size_t band = sem_k_smaller (2, plan->out_height);

  while (band < plan->out_height && (band + 1) * middle * sizeof (float) <= kernels->middle_bytes
         && sem_k_smaller (band * conv->stride + conv->kernel, conv->height) * plan->row
                * sizeof (float)
              <= RING_BYTES)
    band++;

  return band;
}

SemKPlan
sem_k_plan_make (const SemKConvKernels *kernels, const SemKBlock *block)
{
  const SemKConv *conv = &block->depthwise;
  SemKPlan plan = { .lanes = kernels->lanes };
  size_t held, read;

  plan.out_height = sem_k_conv_out (conv->height, conv->stride);
  plan.out_width = sem_k_conv_out (conv->width, conv->stride);
  plan.top = sem_k_conv_pad (conv->height, conv->kernel, conv->stride);
  plan.left = sem_k_conv_pad (conv->width, conv->kernel, conv->stride);
  plan.n_blocks = sem_k_count_blocks (conv->in_channels, plan.lanes);
  held = plan.left + conv->width;
  read = (plan.out_width - 1) * conv->stride + conv->kernel;
  plan.row = sem_k_larger (held, read) * plan.lanes;
  plan.group = choose_group (kernels, block, &plan);
  plan.band = plan.group > 0 ? plan.out_height : choose_band (kernels, conv, &plan);
  if (plan.group == 0)
    plan.group = plan.n_blocks;
  plan.ring = sem_k_smaller ((plan.band - 1) * conv->stride + conv->kernel, conv->height);
  plan.n_rings = plan.band < plan.out_height ? plan.n_blocks : sem_k_smaller (plan.n_blocks, 2);
  plan.n_rows = (plan.band - 1) * conv->stride + conv->kernel;
  plan.n_places = sem_k_larger (plan.ring * conv->width, plan.band * plan.out_width);

  return plan;
}
