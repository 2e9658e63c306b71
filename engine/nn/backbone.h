/* backbone.h - the network that turns a photo into a feature
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

#define SEM_BACKBONE_SIDE 224
#define SEM_BACKBONE_INPUT_SIZE (SEM_BACKBONE_SIDE * SEM_BACKBONE_SIDE * 3)
#define SEM_BACKBONE_DIM 1280
#define SEM_BACKBONE_CLASSES 1000

/**
 * SemBackbone:
 *
 * EfficientNet-Lite0 with ImageNet weights or those that a SemBackboneTrainer made of them, read
 * from a safetensors file that is mapped for the object's life. Immutable: any number of threads
 * may use one backbone, each with a workspace of its own.
 */
typedef struct _SemBackbone SemBackbone;
typedef struct _SemBackboneWorkspace SemBackboneWorkspace;

/**
 * sem_backbone_new:
 * @path: (nullable) (type filename): the weights, or %NULL for the program's own (weights.h says
 *   where they are looked for)
 * @error: return location; %SEM_ERROR_NO_WEIGHTS, _UNREADABLE or _DAMAGED
 *
 * Every tensor's name, type and shape is checked; the file's bytes are never trusted.
 */
SemBackbone *sem_backbone_new (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_backbone_new_pooled:
 * @pooling_power: how the last map becomes a feature (pooling.h), whatever the file says: 1 for the
 *   mean, 3 for GeM; 0 for what the file says, which is the mean where it says nothing
 *
 * As sem_backbone_new(). The same weights with another pooling are a backbone with another id.
 */
SemBackbone *sem_backbone_new_pooled (const char *path,
                                      guint pooling_power,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
SemBackbone *sem_backbone_ref (SemBackbone *self);
void sem_backbone_unref (SemBackbone *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemBackbone, sem_backbone_unref)

/**
 * sem_backbone_get_id:
 *
 * Returns: a name for these weights and this preprocessing, such as
 *   "efficientnet-lite0-imagenet-1a2b3c4d5e6f7081": features of different ids must never be mixed
 */
const char *sem_backbone_get_id (SemBackbone *self);

guint sem_backbone_get_pooling_power (SemBackbone *self);

SemBackboneWorkspace *sem_backbone_workspace_new (SemBackbone *self) G_GNUC_WARN_UNUSED_RESULT;
void sem_backbone_workspace_free (SemBackboneWorkspace *workspace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemBackboneWorkspace, sem_backbone_workspace_free)

/**
 * sem_backbone_forward:
 * @workspace: a workspace of this backbone that no other thread uses meanwhile
 * @rgb: (array): shape (224, 224, 3), R G B bytes, row-major
 * @feature: (out caller-allocates): %SEM_BACKBONE_DIM floats, each from 0 to 6
 *
 * Runs on the calling thread alone. Deterministic on one kernel set.
 */
void sem_backbone_forward (SemBackbone *self,
                           SemBackboneWorkspace *workspace,
                           const guint8 *rgb,
                           float *feature);

G_END_DECLS
