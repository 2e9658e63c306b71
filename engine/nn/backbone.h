/* backbone.h - the network that computes a photo's feature
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/program/program-settings.h"

G_BEGIN_DECLS

/* Sides of the input in pixels, its size in bytes, and lengths of a feature and of the logits. */
#define SEM_BACKBONE_SIDE 224
#define SEM_BACKBONE_INPUT_SIZE (SEM_BACKBONE_SIDE * SEM_BACKBONE_SIDE * 3)
#define SEM_BACKBONE_DIM 1280
#define SEM_BACKBONE_CLASSES 1000

/**
 * SemBackbone:
 *
 * EfficientNet-Lite0 with ImageNet weights, or with weights that a SemBackboneTrainer trained, from
 * a safetensors file that stays mapped as long as the backbone exists. Immutable: any number of
 * threads may use a backbone, each with its own workspace.
 */
typedef struct _SemBackbone SemBackbone;
typedef struct _SemBackboneWorkspace SemBackboneWorkspace;

/**
 * sem_backbone_new:
 * @path: (nullable) (type filename): the weights file, or %NULL for the program's own, see
 *   sem_weights_list_places()
 * @error: return location; %SEM_ERROR_NO_WEIGHTS, _UNREADABLE or _DAMAGED
 *
 * Treats the file as hostile: name, type and shape of every tensor are checked. Blocks.
 *
 * Returns: (transfer full): a backbone that pools as the file states, or %NULL with @error set
 */
SemBackbone *sem_backbone_new (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_backbone_new_pooled:
 * @path: (nullable) (type filename): as for sem_backbone_new()
 * @pooling_power: from 1 to %SEM_POOLING_MAX_POWER, 1 for the mean, 3 for GeM (pooling.h), which
 *   overrides the file; 0 for the power that the file states, or 1 if it states none
 * @error: return location; as for sem_backbone_new()
 *
 * The id depends on the pooling power as well as on the weights. Blocks.
 *
 * Returns: (transfer full): a backbone, or %NULL with @error set
 */
SemBackbone *sem_backbone_new_pooled (const char *path,
                                      guint pooling_power,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_backbone_new_for_program:
 * @settings: copied
 *
 * Cannot fail, since the program is started only when a picture is to be described.
 *
 * Returns: (transfer full): a backbone whose features a program of the user's own computes. It
 *   works with sem_backbone_describe() and sem_backbone_describe_words() only, not with
 *   sem_backbone_forward(), training or maps
 */
SemBackbone *
sem_backbone_new_for_program (const SemProgramSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): a backbone whose program is not known on this computer: stored features of @id
 * can be used, but describing a picture fails with a copy of @reason. */
SemBackbone *sem_backbone_new_lost (const char *id, const GError *reason) G_GNUC_WARN_UNUSED_RESULT;
SemBackbone *sem_backbone_ref (SemBackbone *self);
void sem_backbone_unref (SemBackbone *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemBackbone, sem_backbone_unref)

/**
 * sem_backbone_get_id:
 *
 * Returns: (transfer none): identifies weights, preprocessing and pooling, such as
 *   "efficientnet-lite0-imagenet-1a2b3c4d5e6f7081"; features of different ids must never be mixed
 */
const char *sem_backbone_get_id (SemBackbone *self);

/* Whether a program of the user's own computes the features; whether it also describes words. Any
 * thread. */
gboolean sem_backbone_is_program (SemBackbone *self);
gboolean sem_backbone_takes_words (SemBackbone *self);

/* The pooling power in use, from 1 to %SEM_POOLING_MAX_POWER. */
guint sem_backbone_get_pooling_power (SemBackbone *self);

/* (transfer full): memory for the activations of one photo, for one thread at a time. */
SemBackboneWorkspace *sem_backbone_workspace_new (SemBackbone *self) G_GNUC_WARN_UNUSED_RESULT;
void sem_backbone_workspace_free (SemBackboneWorkspace *workspace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemBackboneWorkspace, sem_backbone_workspace_free)

/**
 * sem_backbone_forward:
 * @workspace: of this backbone, not used by another thread meanwhile
 * @rgb: (array): shape (224, 224, 3), R G B bytes, row-major
 * @feature: (out caller-allocates): shape (%SEM_BACKBONE_DIM), each from 0 to 6
 *
 * Computes the feature in the calling thread. Deterministic for a given kernel set.
 */
void sem_backbone_forward (SemBackbone *self,
                           SemBackboneWorkspace *workspace,
                           const guint8 *rgb,
                           float *feature);

/**
 * sem_backbone_describe:
 * @workspace: of this backbone, not used by another thread meanwhile
 * @rgb: (array): shape (224, 224, 3), R G B bytes, row-major
 * @feature: (out caller-allocates): shape (%SEM_BACKBONE_DIM); where a program gives fewer numbers,
 *   the others are 0, which changes no distance and no cosine
 * @cancellable: (nullable): checked while this waits for a program
 *
 * Computes the feature in the calling thread, by sem_backbone_forward() or by the program, which
 * may take as long as its settings allow.
 *
 * Returns: FALSE with the error of sem_program_describe(); always TRUE for the network
 */
gboolean sem_backbone_describe (SemBackbone *self,
                                SemBackboneWorkspace *workspace,
                                const guint8 *rgb,
                                float *feature,
                                GCancellable *cancellable,
                                GError **error);
/* Computes the feature of words, in the calling thread; sem_backbone_takes_words() must be TRUE.
 * @text, @feature, @cancellable: as for sem_program_describe_words(). Returns: FALSE with what that
 * function sets */
gboolean sem_backbone_describe_words (SemBackbone *self,
                                      const char *text,
                                      float *feature,
                                      GCancellable *cancellable,
                                      GError **error);

G_END_DECLS
