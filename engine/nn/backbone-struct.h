/* backbone-struct.h - the fields of a backbone, for the files that implement it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/conv/conv-block.h"
#include "engine/nn/backbone-private.h"
#include "engine/nn/program/program.h"
#include "engine/nn/safetensors.h"

G_BEGIN_DECLS

/**
 * SemBackbone:
 * @weights: the file that @network points into
 * @file_power: pooling power that the file states
 * @pooling_power: pooling power in use
 * @id: sem_backbone_get_id()
 * @kernels: of the kernel set in use
 * @packed: weights of all layers in the layout of the kernels, in the order of the forward pass
 * @blocks: their weights are in @packed. The first block has the stem as its expansion, so that the
 *   output of the stem, the largest activation, is never completely in memory
 * @packed_head: the head's weights, in @packed
 * @program: (nullable): the user's program that describes pictures instead of the network; the
 *   other fields but @id are then unset
 * @lost: (nullable): for sem_backbone_new_lost(): the error that describing fails with
 */
struct _SemBackbone
{
  gatomicrefcount ref_count;
  SemSafetensors *weights;
  SemLite0 network;
  guint file_power;
  guint pooling_power;
  char *id;
  const SemKConvKernels *kernels;
  float *packed;
  SemKBlock blocks[SEM_LITE0_N_BLOCKS];
  const float *packed_head;
  SemProgram *program;
  GError *lost;
};

/* Number of pixels of the head's output map. */
static inline gsize
sem_backbone_count_head_pixels (SemBackbone *self)
{
  return self->network.head.conv.height * self->network.head.conv.width;
}

G_END_DECLS
