/* backbone-train.h - train the backbone
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"
#include "engine/nn/backbone.h"

G_BEGIN_DECLS

/* The first stage to train: the whole network, or the last stage and the head. */
#define SEM_TRAIN_ALL 0
#define SEM_TRAIN_LAST_STAGE 6

/**
 * SemBackboneTrainer:
 *
 * A trainable copy of a backbone's weights. The network is split in two: the trunk, all stages
 * before the first trained one, does not change and is computed by the backbone's kernels; the tail
 * is trained. A photo's entry, the output of the trunk, never changes, so that the caller can
 * cache it.
 *
 * A batch is split into at most eight chunks of images, one task each; their gradients are added
 * in the order of the chunks. Results are identical for any number of threads, on one kernel set
 * and one core type of OpenBLAS.
 *
 * Training the whole network with a batch of 32 takes less than a gigabyte: between the forward and
 * the backward pass only the activations between blocks are kept (part.h). For one thread at a
 * time.
 */
typedef struct _SemBackboneTrainer SemBackboneTrainer;

/**
 * sem_backbone_trainer_new:
 * @backbone: has the initial weights; the trainer keeps a reference
 * @first_stage: the first stage to train, from %SEM_TRAIN_ALL (with the stem) to
 *   %SEM_TRAIN_LAST_STAGE
 * @pooling_power: from 1 to %SEM_POOLING_MAX_POWER: 1 for the mean, 3 for GeM (pooling.h)
 *
 * Returns: (transfer full): a trainer, for sem_backbone_trainer_free()
 */
SemBackboneTrainer *sem_backbone_trainer_new (SemBackbone *backbone,
                                              guint first_stage,
                                              guint pooling_power) G_GNUC_WARN_UNUSED_RESULT;
void sem_backbone_trainer_free (SemBackboneTrainer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemBackboneTrainer, sem_backbone_trainer_free)

/* Size of one photo's entry (output of the trunk, input of the tail), in floats: 9,408 if the last
 * stage is trained, 150,528 (the scaled image) if all is. */
gsize sem_backbone_trainer_get_entry_size (SemBackboneTrainer *self);

/**
 * sem_backbone_get_entry_size:
 * @first_stage: as for sem_backbone_trainer_new()
 *
 * Returns: sem_backbone_trainer_get_entry_size() of a trainer of @first_stage
 */
gsize sem_backbone_get_entry_size (guint first_stage);

/**
 * sem_backbone_make_entry:
 * @workspace: of @backbone, not used by another thread meanwhile
 * @first_stage: as for sem_backbone_trainer_new(), not %SEM_TRAIN_ALL
 * @rgb: (array): shape (224, 224, 3), bytes
 * @entry: (out caller-allocates): shape (sem_backbone_get_entry_size())
 *
 * Computes the entry of one photo in the calling thread. Thread-safe with a workspace per thread.
 */
void sem_backbone_make_entry (SemBackbone *backbone,
                              SemBackboneWorkspace *workspace,
                              guint first_stage,
                              const guint8 *rgb,
                              float *entry);

/**
 * sem_backbone_trainer_forward_tail:
 * @work: runs the chunks in parallel
 * @entry: (array): shape (n, entry size)
 * @n: number of photos in the batch, at least 1
 * @features: (out caller-allocates): shape (n, %SEM_BACKBONE_DIM)
 *
 * Computes the features of a batch, and keeps the activations for
 * sem_backbone_trainer_backward_tail(). Blocks.
 *
 * Returns: %FALSE when cancelled; @features are not valid then
 */
gboolean sem_backbone_trainer_forward_tail (SemBackboneTrainer *self,
                                            SemWork *work,
                                            const float *entry,
                                            gsize n,
                                            float *features) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_backbone_trainer_backward_tail:
 * @work: runs the chunks in parallel
 * @feature_gradient: (array): shape (n, %SEM_BACKBONE_DIM): gradient of the loss with respect to
 *   the features of the last sem_backbone_trainer_forward_tail()
 * @entry_gradient: (out caller-allocates) (nullable): shape (n, entry size): gradient of the loss
 *   with respect to the entries
 *
 * Computes sem_backbone_trainer_get_gradient() for this batch, summed over its photos. Blocks.
 *
 * Returns: %FALSE when cancelled: the gradient is not valid then
 */
gboolean sem_backbone_trainer_backward_tail (SemBackboneTrainer *self,
                                             SemWork *work,
                                             const float *feature_gradient,
                                             float *entry_gradient) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer none) (array length=n): the trained weights and biases, layer by layer; may be changed
 * between a backward pass and the next forward pass. @n: (out) (optional) */
float *sem_backbone_trainer_get_parameters (SemBackboneTrainer *self, gsize *n);
/* (transfer none): the gradient of the loss with respect to the parameters, in the same order. */
const float *sem_backbone_trainer_get_gradient (SemBackboneTrainer *self);

/**
 * sem_backbone_trainer_save:
 * @path: (type filename): is replaced atomically once the new file is synced to disk
 * @error: return location; %SEM_ERROR_FULL, or %SEM_ERROR_FAILED (also for parameters that are not
 *   finite)
 *
 * Writes a weights file for sem_backbone_new(), with a note of the pooling power. Its backbone has
 * another id. Blocks.
 *
 * Returns: %FALSE with @error set
 */
gboolean sem_backbone_trainer_save (SemBackboneTrainer *self, const char *path, GError **error);

G_END_DECLS
