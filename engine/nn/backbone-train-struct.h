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

/* The stem, the blocks and the head. */
#define SEM_TRAINER_MAX_PARTS (SEM_LITE0_N_BLOCKS + 2)
#define SEM_TRAINER_MAX_CHUNKS 8

/**
 * SemTrainerBench:
 * @workspace: (nullable): for the trunk
 * @slopes: gradients between two parts, of one slice of images
 * @scratch: for sem_part_forward() and sem_part_backward()
 *
 * Memory of one running task. Tasks borrow one from the trainer's list and return it.
 */
typedef struct
{
  SemBackboneWorkspace *workspace;
  float *slopes[2];
  float *scratch;
} SemTrainerBench;

/**
 * SemBackboneTrainer:
 * @n_trunk_blocks: number of blocks that are not trained
 * @parts: the parts that are trained; @n_parts of them
 * @sources: the layers of @parts in the backbone
 * @parameters, @gradient: of all parts, @n_parameters floats each
 * @chunk_gradients: (nullable): the gradient of each chunk of images
 * @kept: kept[i] is the input of part i for the whole batch, kept[n_parts] the output of the last
 *   part
 * @features: of the batch
 * @capacity: number of images that @kept and @features have room for
 * @n_images: number of images in the batch
 * @slice: number of images that a task computes at a time
 * @mutex: guards @benches, the SemTrainerBench that no task uses at present
 */
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

/* Size of one image's largest activation between two parts, in floats. */
gsize sem_backbone_trainer_get_largest (SemBackboneTrainer *self);
/* Frees the activations of the last batch. */
void sem_backbone_trainer_free_batch (SemBackboneTrainer *self);

G_END_DECLS
