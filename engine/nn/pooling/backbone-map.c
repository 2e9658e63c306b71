/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/nn/pooling/backbone-map.h"
#include "engine/nn/backbone-struct.h"
#include "engine/nn/floats.h"
#include "engine/nn/pooling.h"

#include <math.h>
#include <string.h>

#define MAX_SIDE 1024

/* @side: in cells; @map: shape (side, side, SEM_BACKBONE_DIM) */
struct _SemBackboneMap
{
  SemBackbone *backbone;
  guint side;
  SemKBlock blocks[SEM_LITE0_N_BLOCKS];
  SemKConv head;
  float *memory;
  float *image;
  float *activations[2];
  float *scratch;
  float *map;
};

static void
set_sides (SemKConv *conv, gsize side)
{
  conv->height = conv->width = side;
}

/* The backbone's layers over @side pixels: only their sizes are others. */
static void
stretch (SemBackboneMap *self, gsize side)
{
  memcpy (self->blocks, self->backbone->blocks, sizeof self->blocks);
  self->head = self->backbone->network.head.conv;
  for (guint i = 0; i < SEM_LITE0_N_BLOCKS; i++)
    {
      SemKBlock *block = &self->blocks[i];

      set_sides (&block->expand, side);
      side = sem_k_conv_out (side, block->expand.stride);
      set_sides (&block->depthwise, side);
      side = sem_k_conv_out (side, block->depthwise.stride);
      set_sides (&block->project, side);
    }
  set_sides (&self->head, side);
}

static gsize
round_up (gsize n)
{
  const gsize unit = SEM_K_ALIGNMENT / sizeof (float);

  return (n + unit - 1) / unit * unit;
}

static void
allocate (SemBackboneMap *self)
{
  const SemKConvKernels *kernels = self->backbone->kernels;
  const gsize n_cells = (gsize) self->side * self->side;
  const gsize image = round_up (sem_k_image_size (&self->blocks[0].expand));
  gsize activation = sem_k_blocked_size (kernels, n_cells, SEM_BACKBONE_DIM);
  gsize scratch = sem_k_layer_scratch (kernels, &self->head);

  for (guint i = 0; i < SEM_LITE0_N_BLOCKS; i++)
    {
      const SemKConv *conv = &self->blocks[i].project;

      activation = MAX (activation, sem_k_blocked_size (kernels, conv->height * conv->width,
                                                        conv->out_channels));
      scratch = MAX (scratch, sem_k_block_scratch (kernels, &self->blocks[i]));
    }
  activation = round_up (activation);
  scratch = round_up (scratch);
  self->memory = sem_floats_new (1, image + 2 * activation + scratch + n_cells * SEM_BACKBONE_DIM);
  self->image = self->memory;
  self->activations[0] = self->image + image;
  self->activations[1] = self->activations[0] + activation;
  self->scratch = self->activations[1] + activation;
  self->map = self->scratch + scratch;
}

SemBackboneMap *
sem_backbone_map_new (SemBackbone *backbone, guint side)
{
  SemBackboneMap *self;

  g_return_val_if_fail (backbone != NULL, NULL);
  g_return_val_if_fail (side > 0 && side <= MAX_SIDE && side % SEM_BACKBONE_CELL == 0, NULL);

  self = g_new0 (SemBackboneMap, 1);
  self->backbone = sem_backbone_ref (backbone);
  self->side = side / SEM_BACKBONE_CELL;
  stretch (self, side);
  allocate (self);
  return self;
}

void
sem_backbone_map_free (SemBackboneMap *self)
{
  sem_backbone_unref (self->backbone);
  g_aligned_free (self->memory);
  g_free (self);
}

void
sem_backbone_map_forward (SemBackboneMap *self, const guint8 *rgb)
{
  const SemKConvKernels *kernels = self->backbone->kernels;
  const float *current = self->image;
  float *head;

  sem_k_image_pad (kernels, &self->blocks[0].expand, rgb, self->image);
  for (guint i = 0; i < SEM_LITE0_N_BLOCKS; i++)
    {
      float *next = self->activations[i % 2];

      sem_k_block_forward (kernels, &self->blocks[i], current, self->scratch, next);
      current = next;
    }
  head = current == self->activations[0] ? self->activations[1] : self->activations[0];
  sem_k_layer_forward (kernels, &self->head, self->backbone->packed_head, current, self->scratch,
                       head);
  sem_k_unblock_pixels (kernels, head, (gsize) self->side * self->side, SEM_BACKBONE_DIM,
                        self->map);
}

void
sem_backbone_map_pool (const SemBackboneMap *self,
                       guint x,
                       guint y,
                       guint width,
                       guint height,
                       float *feature)
{
  g_autofree float *part = NULL;

  g_return_if_fail (width >= 1 && height >= 1);
  g_return_if_fail (x + width <= self->side && y + height <= self->side);

  part = g_new (float, (gsize) width *height *SEM_BACKBONE_DIM);
  for (guint row = 0; row < height; row++)
    memcpy (part + (gsize) row * width * SEM_BACKBONE_DIM,
            self->map + ((gsize) (y + row) * self->side + x) * SEM_BACKBONE_DIM,
            (gsize) width * SEM_BACKBONE_DIM * sizeof *part);
  sem_pool_forward (part, (gsize) width * height, SEM_BACKBONE_DIM, self->backbone->pooling_power,
                    feature);
}

void
sem_backbone_map_split (const SemBackboneMap *self, float *feature, float *parts)
{
  const gsize n = (gsize) self->side * self->side;
  const guint power = self->backbone->pooling_power;

  sem_pool_forward (self->map, n, SEM_BACKBONE_DIM, power, feature);
  memcpy (parts, self->map, n * SEM_BACKBONE_DIM * sizeof *parts);
  if (power == SEM_POOLING_MEAN)
    return;
  for (gsize i = 0; i < n * SEM_BACKBONE_DIM; i++)
    {
      const double f = (double) feature[i % SEM_BACKBONE_DIM];

      parts[i] = f > 0 ? (float) (f * pow ((double) parts[i] / f, power)) : 0;
    }
}
