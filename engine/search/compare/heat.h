/* heat.h - how much each part of a photo adds to its agreement with another one
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/nn/pooling/backbone-map.h"
#include "engine/search/likeness/likeness.h"

G_BEGIN_DECLS

/* Cells of the network's last map along a side, and in all. */
#define SEM_HEAT_SIDE (SEM_BACKBONE_SIDE / SEM_BACKBONE_CELL)
#define SEM_HEAT_CELLS (SEM_HEAT_SIDE * SEM_HEAT_SIDE)

/**
 * SemHeat:
 * @cells: shape (%SEM_HEAT_SIDE, %SEM_HEAT_SIDE), row-major over the upright photo: from 0 to 1;
 *   the largest is 1, or all are 0 where no part of the photo resembles the other one
 *
 * How much each part of one photo adds to its agreement with another photo.
 */
typedef struct
{
  float cells[SEM_HEAT_CELLS];
} SemHeat;

/**
 * sem_heat_measure:
 * @likeness: what features are centred on
 * @model: (nullable): whose projection the agreement is measured through; %NULL for none
 * @parts: (array): shape (%SEM_HEAT_CELLS, %SEM_BACKBONE_DIM): of sem_backbone_map_split()
 * @other: (array): shape (%SEM_BACKBONE_DIM): feature of the other photo
 * @heat: (out): of the photo that @parts are of
 *
 * The cosine of two features f and g, centred on m', is a sum over the cells of the first photo:
 * with a_c the parts, whose mean is f, each cell adds h_c = (a_c - m')·(g - m'), but for a factor
 * that all have. Through a projection V it is V'(a_c - m')·V'(g - m'), the agreement of the outputs
 * whose signs are the code. Both are scaled to a spread of 1 and added. What a cell has above the
 * mean of all, and above 0, is its heat.
 *
 * This is a class activation map (Zhou, Khosla, Lapedriza, Oliva and Torralba, CVPR 2016) with the
 * other photo in the place of the class. Computes in the calling thread, in about a millisecond;
 * deterministic for a given kernel set.
 */
void sem_heat_measure (const SemLikeness *likeness,
                       SemHashModel *model,
                       const float *parts,
                       const float *other,
                       SemHeat *heat);

/* How hot the point (@x, @y) of the photo is, shares of its sides from 0 to 1: between the middles
 * of cells, smoothly. Returns: from 0 to 1 */
float sem_heat_at (const SemHeat *self, double x, double y);

/**
 * sem_heat_paint:
 * @rgb: (array) (inout): shape (@height, @width, 3), R G B: the upright photo; darker and grey
 *   afterwards where it is cold, and as it is, with a warm tint, where it is hot
 *
 * The same pixels on every CPU of one kernel set.
 */
void sem_heat_paint (const SemHeat *self, guint8 *rgb, guint width, guint height);

G_END_DECLS
