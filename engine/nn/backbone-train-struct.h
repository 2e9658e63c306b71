/* backbone-train-struct.h - the fields of a backbone trainer, for the files that implement it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/backbone-private.h"
#include "engine/nn/backbone-train-private.h"
#include "engine/nn/part.h"

G_BEGIN_DECLS

/* Stem, blocks, head. */
#define SEM_TRAINER_MAX_PARTS (SEM_LITE0_N_BLOCKS + 2)
#define SEM_TRAINER_MAX_CHUNKS 8

/* What one task works in; tasks borrow from a list. */
typedef struct
{
  SemBackboneWorkspace *workspace;
  float *slopes[2];
  float *scratch;
} SemTrainerBench;

/* kept[i] is what went into part i for the whole batch, kept[n_parts] what came out of the last.
 * @sources: where the backbone has each layer's weights. */
struct _SemBackboneTrainer
{
  SemBackbone *backbone;
  const SemKTrainKernels *kernels;
  guint n_trunk_blocks;
  guint pooling_power;
  SemPart parts[SEM_TRAINER_MAX_PARTS];
  const SemLite0Layer *sources[SEM_TRAINER_MAX_PARTS][SEM_PART_MAX_LAYERS];
  guint n_parts;
  gsize n_parameters;
  float *parameters;
  float *gradient;
  float *chunk_gradients[SEM_TRAINER_MAX_CHUNKS];
  float *kept[SEM_TRAINER_MAX_PARTS + 1];
  float *features;
  gsize capacity;
  gsize n_images;
  gsize slice;
  GMutex mutex;
  GPtrArray *benches;
};

/* Floats of one image's largest activation between two parts. */
gsize sem_backbone_trainer_get_largest (SemBackboneTrainer *self);
/* Frees the activations of the latest batch. */
void sem_backbone_trainer_free_batch (SemBackboneTrainer *self);

G_END_DECLS
