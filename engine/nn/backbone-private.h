/* backbone-private.h - internals of the backbone, for this room, its tests and benchmarks
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/backbone.h"
#include "engine/nn/lite0.h"

G_BEGIN_DECLS

/* Returns: (transfer full) (type filename): the first of sem_weights_list_places() that exists, or
 *   the first of all */
char *sem_backbone_find_weights (void) G_GNUC_WARN_UNUSED_RESULT;

/* Note of a weights file with its pooling power, a decimal number from 1 to %SEM_POOLING_MAX_POWER.
 */
#define SEM_BACKBONE_POOLING_NOTE "pooling_power"

/**
 * SemBackboneTap:
 * @name: "stem", "stage0" … "stage6" or "feature"
 * @values: (array length=n): activations, shape (height, width, channels), row-major; valid during
 *   the call
 * @n: number of @values
 *
 * Receives the activations between the parts of the network, in the thread of the forward pass.
 */
typedef void (*SemBackboneTap) (const char *name, const float *values, gsize n, gpointer user_data);

/* sem_backbone_forward() that also calls @tap, in the network's order. */
void sem_backbone_forward_tapped (SemBackbone *self,
                                  SemBackboneWorkspace *workspace,
                                  const guint8 *rgb,
                                  float *feature,
                                  SemBackboneTap tap,
                                  gpointer user_data);

/* As sem_backbone_forward_tapped(), by the reference kernels, one layer at a time. Slow; allocates.
 * @tap: (nullable): see #SemBackboneTap */
void sem_backbone_forward_reference (SemBackbone *self,
                                     const guint8 *rgb,
                                     float *feature,
                                     SemBackboneTap tap,
                                     gpointer user_data);

/* (transfer none): the network, whose arrays lie in sem_backbone_get_bytes(). */
const SemLite0 *sem_backbone_get_network (SemBackbone *self);
/* (transfer none): the contents of the weights file. */
GBytes *sem_backbone_get_bytes (SemBackbone *self);
/* The pooling power that the weights file states, from 1 to %SEM_POOLING_MAX_POWER; the one in use,
 * sem_backbone_get_pooling_power(), may differ. */
guint sem_backbone_get_file_power (SemBackbone *self);

/**
 * sem_backbone_forward_trunk:
 * @workspace: as for sem_backbone_forward()
 * @rgb: (array): shape (224, 224, 3), bytes
 * @n_blocks: from 1 to %SEM_LITE0_N_BLOCKS
 * @values: (out caller-allocates): the output of the last of these blocks, shape (height, width,
 *   channels)
 *
 * Runs the stem and the first @n_blocks blocks of sem_backbone_forward().
 */
void sem_backbone_forward_trunk (SemBackbone *self,
                                 SemBackboneWorkspace *workspace,
                                 const guint8 *rgb,
                                 guint n_blocks,
                                 float *values);

/**
 * sem_backbone_classify:
 * @feature: (array): %SEM_BACKBONE_DIM floats of sem_backbone_forward()
 * @logits: (out caller-allocates): %SEM_BACKBONE_CLASSES floats, in the order of ImageNet's classes
 *
 * Applies the network's classifier. Thread-safe.
 */
void sem_backbone_classify (SemBackbone *self, const float *feature, float *logits);

G_END_DECLS
