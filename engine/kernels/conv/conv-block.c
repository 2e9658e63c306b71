/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/conv/conv-block.h"

#include "engine/kernels/conv/conv-plan.h"

#include <string.h>

typedef struct
{
  float *zeros;
  float *rings;
  float *middle;
  uint32_t *places;
  const float **rows;
} Scratch;

#define N_PARTS 5

/* Lays the scratch out and returns the floats that it takes. */
static size_t
lay_out (const SemKPlan *plan, float *base, Scratch *scratch)
{
  const size_t unit = SEM_K_ALIGNMENT / sizeof (float);
  size_t sizes[N_PARTS] = {
    plan->row,
    plan->n_rings * plan->ring * plan->row,
    plan->group * plan->band * plan->out_width * plan->lanes,
    plan->n_places,
    plan->n_rows * sizeof (float *) / sizeof (float),
  };
  size_t offsets[N_PARTS];
  size_t size = 0;

  for (int i = 0; i < N_PARTS; i++)
    {
      offsets[i] = size;
      size += (sizes[i] + unit - 1) / unit * unit;
    }
  if (scratch)
    *scratch = (Scratch){ base + offsets[0], base + offsets[1], base + offsets[2],
                          (uint32_t *) (void *) (base + offsets[3]),
                          (const float **) (void *) (base + offsets[4]) };

  return size;
}

size_t
sem_k_block_scratch (const SemKConvKernels *kernels, const SemKBlock *block)
{
  SemKPlan plan = sem_k_plan_make (kernels, block);

  return lay_out (&plan, NULL, NULL);
}

/* Clears the padding: the row of zeros, and the columns of zeros in each row of the rings. */
static void
clear_padding (const SemKPlan *plan, const SemKBlock *block, Scratch *scratch)
{
  size_t before = plan->left * plan->lanes;
  size_t used = before + block->depthwise.width * plan->lanes;
  float *row = scratch->rings;

  memset (scratch->zeros, 0, plan->row * sizeof *row);
  for (size_t i = 0; i < plan->n_rings * plan->ring; i++, row += plan->row)
    {
      memset (row, 0, before * sizeof *row);
      memset (row + used, 0, (plan->row - used) * sizeof *row);
    }
}

/* A panel for a layer's output from row @first on. */
static SemKPanel
start_panel (size_t lanes, const SemKConv *conv, const float *in, size_t first)
{
  SemKPanel panel = { .relu6 = conv->relu6 };

  if (conv->kernel == 1 && conv->stride == 1)
    {
      panel.in = in + first * conv->width * lanes;
      panel.step = lanes;
      panel.run = lanes;
      panel.run_stride = conv->height * conv->width * lanes;
    }
  else
    {
      panel.run_stride = sem_k_image_row (conv);
      panel.in = in + first * conv->stride * panel.run_stride;
      panel.step = conv->stride * conv->in_channels;
      panel.run = conv->kernel * conv->in_channels;
    }
  panel.n_in = conv->kernel * conv->kernel * conv->in_channels;

  return panel;
}

/* Points the panel at its one or two vectors of channels. */
static void
set_channels (SemKPanel *panel,
              size_t lanes,
              const SemKConv *conv,
              const float *packed,
              size_t first_block)
{
  size_t n_blocks = sem_k_count_blocks (conv->out_channels, lanes);

  panel->n_vectors = sem_k_smaller (2, n_blocks - first_block);
  panel->weights = packed + first_block * lanes * panel->n_in;
  panel->next = panel->weights + panel->n_vectors * lanes * panel->n_in;
  panel->bias = packed + n_blocks * lanes * panel->n_in + first_block * lanes;
}

/* Computes @n_rows whole rows of a layer's output, at the offsets @places. */
static void
multiply_rows (const SemKConvKernels *kernels,
               const SemKConv *conv,
               SemKPanel *panel,
               const uint32_t *places,
               size_t n_rows)
{
  size_t width = sem_k_conv_out (conv->width, conv->stride);

  panel->places = places;
  panel->n_pixels = width;
  if (conv->kernel == 1 && conv->stride == 1)
    {
      panel->n_pixels *= n_rows;
      kernels->multiply_panel (panel);
      return;
    }
  for (size_t i = 0; i < n_rows; i++)
    {
      kernels->multiply_panel (panel);
      panel->in += conv->stride * panel->run_stride;
      panel->places += width;
    }
}

/* The offsets in a ring of the pixels of the expanded rows @first to @end - 1. */
static void
place_in_ring (const SemKPlan *plan,
               const SemKBlock *block,
               uint32_t *places,
               size_t first,
               size_t end)
{
  for (size_t y = first; y < end; y++)
    for (size_t x = 0; x < block->depthwise.width; x++)
      *places++ = y % plan->ring * plan->row + (plan->left + x) * plan->lanes;
}

static void
place_in_order (size_t lanes, uint32_t *places, size_t n_pixels)
{
  for (size_t i = 0; i < n_pixels; i++)
    places[i] = i * lanes;
}

/* One forward run of a block. */
typedef struct
{
  const SemKConvKernels *kernels;
  const SemKBlock *block;
  SemKPlan plan;
  Scratch scratch;
  const float *in;
  float *out;
} Run;

/* Finds the input rows of the output rows @first to @end - 1 in the ring that starts at @ring. */
static void
find_rows (const Run *run, const float *ring, size_t first, size_t end)
{
  const SemKPlan *plan = &run->plan;
  const SemKConv *conv = &run->block->depthwise;
  const Scratch *scratch = &run->scratch;
  size_t n = (end - first - 1) * conv->stride + conv->kernel;

  for (size_t i = 0; i < n; i++)
    {
      size_t row = first * conv->stride + i;

      if (row < plan->top || row - plan->top >= conv->height)
        scratch->rows[i] = scratch->zeros;
      else
        scratch->rows[i] = ring + (row - plan->top) % plan->ring * plan->row;
    }
}

/* Filters one vector of channels of @n_rows output rows, from the rows found by find_rows(). */
static void
filter_channels (const Run *run, size_t channel_block, size_t n_rows)
{
  const SemKPlan *plan = &run->plan;
  const SemKBlock *block = run->block;
  const Scratch *scratch = &run->scratch;
  const SemKConv *conv = &block->depthwise;
  size_t n_taps = conv->kernel * conv->kernel;
  SemKStrip strip = {
    .rows = scratch->rows,
    .weights = block->packed_depthwise + channel_block * n_taps * plan->lanes,
    .bias = block->packed_depthwise + (plan->n_blocks * n_taps + channel_block) * plan->lanes,
    .out =
      scratch->middle + channel_block % plan->group * plan->band * plan->out_width * plan->lanes,
    .n_rows = n_rows,
    .n_pixels = plan->out_width,
    .kernel = conv->kernel,
    .stride = conv->stride,
    .relu6 = conv->relu6,
  };

  run->kernels->filter_rows (&strip);
}

/* Expands input rows and filters output rows of the group of channels that starts at @group, panel
 * by panel. */
static void
expand_and_filter (const Run *run, size_t group, const size_t rows[2], const size_t out_rows[2])
{
  const SemKPlan *plan = &run->plan;
  const SemKBlock *block = run->block;
  const Scratch *scratch = &run->scratch;
  size_t plane = plan->ring * plan->row;
  size_t end = sem_k_smaller (group + plan->group, plan->n_blocks);

  place_in_ring (plan, block, scratch->places, rows[0], rows[1]);
  for (size_t i = group; i < end; i += 2)
    {
      SemKPanel panel = start_panel (plan->lanes, &block->expand, run->in, rows[0]);
      float *ring = scratch->rings + (plan->n_rings == plan->n_blocks ? i * plane : 0);

      set_channels (&panel, plan->lanes, &block->expand, block->packed_expand, i);
      panel.out = ring;
      panel.out_plane = plane;
      multiply_rows (run->kernels, &block->expand, &panel, scratch->places, rows[1] - rows[0]);
      for (size_t j = 0; j < panel.n_vectors; j++)
        {
          find_rows (run, ring + j * plane, out_rows[0], out_rows[1]);
          filter_channels (run, i + j, out_rows[1] - out_rows[0]);
        }
    }
}

/* Projects the group of channels that starts at @group, adding to the sums of earlier groups. */
static void
project (const Run *run, size_t group, const size_t out_rows[2])
{
  const SemKPlan *plan = &run->plan;
  const SemKBlock *block = run->block;
  const Scratch *scratch = &run->scratch;
  const SemKConv *conv = &block->project;
  size_t plane = plan->out_height * plan->out_width * plan->lanes;
  size_t start = out_rows[0] * plan->out_width * plan->lanes;
  size_t n_rows = out_rows[1] - out_rows[0];
  bool last = group + plan->group >= plan->n_blocks;
  size_t first_in = group * plan->lanes;

  place_in_order (plan->lanes, scratch->places, n_rows * plan->out_width);
  for (size_t i = 0; i < sem_k_count_blocks (conv->out_channels, plan->lanes); i += 2)
    {
      SemKPanel panel = start_panel (plan->lanes, conv, scratch->middle, 0);

      panel.run_stride = plan->band * plan->out_width * plan->lanes;
      set_channels (&panel, plan->lanes, conv, block->packed_project, i);
      panel.weights += first_in * panel.n_vectors * plan->lanes;
      panel.next += first_in * panel.n_vectors * plan->lanes;
      panel.n_in = sem_k_smaller (panel.n_in - first_in, plan->group * plan->lanes);
      panel.out = run->out + i * plane + start;
      panel.out_plane = plane;
      panel.residual = block->residual && last ? run->in + i * plane + start : NULL;
      panel.relu6 &= last;
      panel.resume = group > 0;
      multiply_rows (run->kernels, conv, &panel, scratch->places, n_rows);
    }
}

void
sem_k_block_forward (const SemKConvKernels *kernels,
                     const SemKBlock *block,
                     const float *in,
                     float *scratch_floats,
                     float *out)
{
  const SemKConv *conv = &block->depthwise;
  Run run = {
    .kernels = kernels,
    .block = block,
    .plan = sem_k_plan_make (kernels, block),
    .in = in,
    .out = out,
  };
  const SemKPlan *plan = &run.plan;
  size_t rows[2] = { 0, 0 };

  lay_out (plan, scratch_floats, &run.scratch);
  clear_padding (plan, block, &run.scratch);
  for (size_t y = 0; y < plan->out_height; y += plan->band)
    {
      size_t out_rows[2] = { y, sem_k_smaller (y + plan->band, plan->out_height) };
      size_t needed = (out_rows[1] - 1) * conv->stride + conv->kernel;

      rows[0] = rows[1];
      if (needed > plan->top)
        rows[1] = sem_k_larger (rows[0], sem_k_smaller (needed - plan->top, conv->height));
      for (size_t group = 0; group < plan->n_blocks; group += plan->group)
        {
          expand_and_filter (&run, group, rows, out_rows);
          project (&run, group, out_rows);
        }
    }
}

static size_t
count_out_pixels (const SemKConv *conv)
{
  return sem_k_conv_out (conv->height, conv->stride) * sem_k_conv_out (conv->width, conv->stride);
}

size_t
sem_k_layer_scratch (const SemKConvKernels *kernels, const SemKConv *conv)
{
  return count_out_pixels (conv);
}

void
sem_k_layer_forward (const SemKConvKernels *kernels,
                     const SemKConv *conv,
                     const float *packed,
                     const float *in,
                     float *scratch,
                     float *out)
{
  uint32_t *places = (uint32_t *) (void *) scratch;
  size_t lanes = kernels->lanes;
  size_t n_pixels = count_out_pixels (conv);

  place_in_order (lanes, places, n_pixels);
  for (size_t i = 0; i < sem_k_count_blocks (conv->out_channels, lanes); i += 2)
    {
      SemKPanel panel = start_panel (lanes, conv, in, 0);

      set_channels (&panel, lanes, conv, packed, i);
      panel.out = out + i * n_pixels * lanes;
      panel.out_plane = n_pixels * lanes;
      multiply_rows (kernels, conv, &panel, places, sem_k_conv_out (conv->height, conv->stride));
    }
}

size_t
sem_k_mean_scratch (const SemKConvKernels *kernels, const SemKConv *conv)
{
  const size_t unit = SEM_K_ALIGNMENT / sizeof (float);
  size_t n_pixels = count_out_pixels (conv);

  return (n_pixels + unit - 1) / unit * unit + n_pixels * 2 * kernels->lanes;
}

void
sem_k_mean_forward (const SemKConvKernels *kernels,
                    const SemKConv *conv,
                    const float *packed,
                    const float *in,
                    float *scratch,
                    float *mean)
{
  uint32_t *places = (uint32_t *) (void *) scratch;
  size_t lanes = kernels->lanes;
  size_t n_pixels = count_out_pixels (conv);
  float *map = scratch + sem_k_mean_scratch (kernels, conv) - n_pixels * 2 * lanes;

  place_in_order (lanes, places, n_pixels);
  for (size_t i = 0; i < sem_k_count_blocks (conv->out_channels, lanes); i += 2)
    {
      SemKPanel panel = start_panel (lanes, conv, in, 0);

      set_channels (&panel, lanes, conv, packed, i);
      panel.out = map;
      panel.out_plane = n_pixels * lanes;
      multiply_rows (kernels, conv, &panel, places, sem_k_conv_out (conv->height, conv->stride));
      for (size_t j = 0; j < panel.n_vectors; j++, mean += lanes)
        kernels->average (map + j * n_pixels * lanes, n_pixels, mean);
    }
}
