/* backbone-private.h - the backbone's insides, for its tests and benchmarks
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/backbone.h"
#include "engine/nn/lite0.h"

G_BEGIN_DECLS

/* Returns: (transfer full) (type filename): where sem_backbone_new() looks when it is not told */
char *sem_backbone_find_weights (void) G_GNUC_WARN_UNUSED_RESULT;

/* The note in a weights file that says how to pool: a decimal number. */
#define SEM_BACKBONE_POOLING_NOTE "pooling_power"

/**
 * SemBackboneTap:
 * @name: "stem", "stage0" … "stage6" or "feature"
 * @values: (array length=n): the activations, row-major, valid during the call
 *
 * Sees the activations between the parts of the network.
 */
typedef void (*SemBackboneTap) (const char *name, const float *values, gsize n, gpointer user_data);

/* sem_backbone_forward() with a look inside. */
void sem_backbone_forward_tapped (SemBackbone *self,
                                  SemBackboneWorkspace *workspace,
                                  const guint8 *rgb,
                                  float *feature,
                                  SemBackboneTap tap,
                                  gpointer user_data);

/* The same by the reference kernels, layer by layer. @tap may be %NULL. Slow, and it allocates. */
void sem_backbone_forward_reference (SemBackbone *self,
                                     const guint8 *rgb,
                                     float *feature,
                                     SemBackboneTap tap,
                                     gpointer user_data);

/* The network and the whole weights file, into which the network's arrays point. */
const SemLite0 *sem_backbone_get_network (SemBackbone *self);
GBytes *sem_backbone_get_bytes (SemBackbone *self);
/* What the file says of pooling, which the backbone need not follow. */
guint sem_backbone_get_file_power (SemBackbone *self);

/**
 * sem_backbone_forward_trunk:
 * @n_blocks: from 1 to %SEM_LITE0_N_BLOCKS
 * @values: (out caller-allocates): the activations after that many blocks, shape (height, width,
 *   channels)
 *
 * The first part of sem_backbone_forward().
 */
void sem_backbone_forward_trunk (SemBackbone *self,
                                 SemBackboneWorkspace *workspace,
                                 const guint8 *rgb,
                                 guint n_blocks,
                                 float *values);

/**
 * sem_backbone_classify:
 * @feature: %SEM_BACKBONE_DIM floats of sem_backbone_forward()
 * @logits: (out caller-allocates): %SEM_BACKBONE_CLASSES floats, ImageNet's order
 */
void sem_backbone_classify (SemBackbone *self, const float *feature, float *logits);

G_END_DECLS
