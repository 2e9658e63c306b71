/* backbone-map.h - the network over a larger picture, pooled in parts
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/backbone.h"

G_BEGIN_DECLS

/* A cell of the last map is this many pixels of the picture. */
#define SEM_BACKBONE_CELL 32

/**
 * SemBackboneMap:
 *
 * The last map of a backbone, before it is pooled, over a picture of another size: one pass gives
 * the features of many parts. What lies around a part shows in its feature, since a cell sees more
 * of the picture than it covers. One thread at a time.
 */
typedef struct _SemBackboneMap SemBackboneMap;

/**
 * sem_backbone_map_new:
 * @side: of the square picture, in pixels: a multiple of %SEM_BACKBONE_CELL, at most 1,024
 *
 * Returns: (transfer full): empty; keeps a reference to the backbone, and has the memory for a pass
 */
SemBackboneMap *sem_backbone_map_new (SemBackbone *backbone, guint side) G_GNUC_WARN_UNUSED_RESULT;
void sem_backbone_map_free (SemBackboneMap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemBackboneMap, sem_backbone_map_free)

/* Computes the map. @rgb: (array): shape (side, side, 3), bytes. Deterministic for a given kernel
 * set; takes as long as the passes over as many pixels. */
void sem_backbone_map_forward (SemBackboneMap *self, const guint8 *rgb);

/**
 * sem_backbone_map_pool:
 * @x, @y: the first cell
 * @width, @height: in cells, at least 1; within the map
 * @feature: (out caller-allocates): shape (%SEM_BACKBONE_DIM), pooled as the backbone pools
 */
void sem_backbone_map_pool (const SemBackboneMap *self,
                            guint x,
                            guint y,
                            guint width,
                            guint height,
                            float *feature);

/**
 * sem_backbone_map_split:
 * @feature: (out caller-allocates): shape (%SEM_BACKBONE_DIM), pooled over the whole map
 * @parts: (out caller-allocates): shape (cells, %SEM_BACKBONE_DIM), cells row-major: what each cell
 *   adds to the feature, times their number: the mean of the parts is the feature
 *
 * With mean pooling the parts are the map itself; with the generalised mean of power p, a cell x of
 * a channel whose feature is f has the part f (x / f)^p.
 */
void sem_backbone_map_split (const SemBackboneMap *self, float *feature, float *parts);

G_END_DECLS
