/* backbone-train.h - teaching the backbone
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"
#include "engine/nn/backbone.h"

G_BEGIN_DECLS

/* What to train: the whole network, or the last stage and the head. */
#define SEM_TRAIN_ALL 0
#define SEM_TRAIN_LAST_STAGE 6

/**
 * SemBackboneTrainer:
 *
 * A copy of a backbone's weights that can learn. The network is cut in two: the trunk, all stages
 * before the first one to be trained, stays as it is and is computed by the backbone's own kernels;
 * the tail is trained. What comes out of the trunk for a photo never changes and may be kept by the
 * caller.
 *
 * A batch is cut into at most eight chunks of images, one thread each; their gradients are added
 * in the order of the chunks. Results are the same to the bit for any number of threads, on one
 * kernel set and one core type of OpenBLAS.
 *
 * For a batch of 32 that trains the whole network, well below a gigabyte is needed: between
 * forwards and backwards only what lies between blocks is kept (part.h). For one caller at a time.
 */
typedef struct _SemBackboneTrainer SemBackboneTrainer;

/**
 * sem_backbone_trainer_new:
 * @backbone: where the weights start from; the trainer keeps a reference
 * @first_stage: the first stage to be trained, from %SEM_TRAIN_ALL (the stem too) to
 *   %SEM_TRAIN_LAST_STAGE
 * @pooling_power: 1 for the mean, 3 for GeM (pooling.h)
 */
SemBackboneTrainer *sem_backbone_trainer_new (SemBackbone *backbone,
                                              guint first_stage,
                                              guint pooling_power) G_GNUC_WARN_UNUSED_RESULT;
void sem_backbone_trainer_free (SemBackboneTrainer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemBackboneTrainer, sem_backbone_trainer_free)

/* Floats of one photo's entry, what the trunk makes and the tail takes: 9,408 where the last stage
 * is trained, 150,528 (the scaled image itself) where all is. */
gsize sem_backbone_trainer_get_entry_size (SemBackboneTrainer *self);

/**
 * sem_backbone_get_entry_size:
 * @first_stage: as for sem_backbone_trainer_new()
 *
 * Returns: sem_backbone_trainer_get_entry_size() without a trainer, by the network's table
 */
gsize sem_backbone_get_entry_size (guint first_stage);

/**
 * sem_backbone_make_entry:
 * @workspace: of @backbone, that no other thread uses meanwhile
 * @first_stage: as for sem_backbone_trainer_new(), not %SEM_TRAIN_ALL
 * @rgb: (array): shape (224, 224, 3), bytes
 * @entry: (out caller-allocates): one entry
 *
 * The entry of one photo, on the calling thread alone.
 */
void sem_backbone_make_entry (SemBackbone *backbone,
                              SemBackboneWorkspace *workspace,
                              guint first_stage,
                              const guint8 *rgb,
                              float *entry);

/**
 * sem_backbone_trainer_forward_tail:
 * @entry: (array): shape (n, entry size)
 * @n: photos in the batch, at least 1
 * @features: (out caller-allocates): shape (n, %SEM_BACKBONE_DIM)
 *
 * Keeps what sem_backbone_trainer_backward_tail() needs.
 *
 * Returns: %FALSE when cancelled
 */
gboolean sem_backbone_trainer_forward_tail (SemBackboneTrainer *self,
                                            SemWork *work,
                                            const float *entry,
                                            gsize n,
                                            float *features) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_backbone_trainer_backward_tail:
 * @feature_gradient: (array): shape (n, %SEM_BACKBONE_DIM), of the loss with respect to the
 *   features of the last sem_backbone_trainer_forward_tail()
 * @entry_gradient: (out caller-allocates) (nullable): shape (n, entry size), of the loss with
 *   respect to the entries
 *
 * Computes sem_backbone_trainer_get_gradient(): that of this batch alone, summed over its photos.
 *
 * Returns: %FALSE when cancelled: the gradient is not valid then
 */
gboolean sem_backbone_trainer_backward_tail (SemBackboneTrainer *self,
                                             SemWork *work,
                                             const float *feature_gradient,
                                             float *entry_gradient) G_GNUC_WARN_UNUSED_RESULT;

/* The weights and biases that are trained, layer after layer, as one array to change between a
 * backward and the next forward. Owned by the trainer. */
float *sem_backbone_trainer_get_parameters (SemBackboneTrainer *self, gsize *n);
/* The loss's gradient with respect to them. Owned by the trainer. */
const float *sem_backbone_trainer_get_gradient (SemBackboneTrainer *self);

/**
 * sem_backbone_trainer_save:
 * @path: (type filename): is replaced once the new file is complete and on the disk
 * @error: return location; %SEM_ERROR_FULL where the disk is, else %SEM_ERROR_FAILED
 *
 * Writes a weights file for sem_backbone_new(), which says how to pool. The backbone from it has an
 * id of its own.
 */
gboolean sem_backbone_trainer_save (SemBackboneTrainer *self, const char *path, GError **error);

G_END_DECLS
