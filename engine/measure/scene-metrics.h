/* scene-metrics.h - how well an order of photos follows what they share of a scene
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/scenes.h"

G_BEGIN_DECLS

/* A photo is relevant where it shares more than this part of the query's 3D points. */
#define SEM_SCENE_RELEVANT 0.2

/**
 * sem_scene_rank_correlation:
 * @a: (array): n numbers, none of them NaN
 * @b: (array): n numbers, none of them NaN
 *
 * Spearman's: the correlation of the ranks, equal numbers sharing the mean of theirs.
 *
 * Returns: from -1 to 1; 0 where either does not vary
 */
double sem_scene_rank_correlation (const double *a, const double *b, gsize n);

/**
 * SemSceneFigures:
 * @map: average precision over all other photos, with those relevant that share more than
 *   SEM_SCENE_RELEVANT of the query's points; -1 where none does
 * @correlation: rank correlation of nearness with overlap over the other photos of the query's
 *   scene; -2 where all of them share the same
 */
typedef struct
{
  double map;
  double correlation;
} SemSceneFigures;

/**
 * sem_scene_measure:
 * @query: a row that is in a scene
 * @distances: (array): from the query to each row, smaller is nearer; the query's own is not looked
 *   at
 * @ties: (array): a permutation of the rows: equal distances come in its order
 */
void sem_scene_measure (const SemScenes *truth,
                        guint32 query,
                        const float *distances,
                        const guint32 *ties,
                        SemSceneFigures *figures);

G_END_DECLS
