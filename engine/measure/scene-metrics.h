/* scene-metrics.h - figures of one ranking, with overlap in a scene as the truth
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/scenes.h"

G_BEGIN_DECLS

/* A photo is relevant if it shares more than this part of the query's 3D points. */
#define SEM_SCENE_RELEVANT 0.2

/**
 * sem_scene_rank_correlation:
 * @a: (array): n numbers, none of them NaN
 * @b: (array): n numbers, none of them NaN
 *
 * Spearman's rank correlation; equal numbers have the mean of their ranks.
 *
 * Returns: from -1 to 1; 0 where all numbers of @a or of @b are equal
 */
double sem_scene_rank_correlation (const double *a, const double *b, gsize n);

/**
 * SemSceneFigures:
 * @map: average precision over all other photos, of which those that share more than
 *   SEM_SCENE_RELEVANT of the query's points are relevant; -1 where none is
 * @correlation: rank correlation of nearness and overlap over the other photos of the query's
 *   scene; -2 where all of them overlap equally
 */
typedef struct
{
  double map;
  double correlation;
} SemSceneFigures;

/**
 * sem_scene_measure:
 * @query: a row that is in a scene
 * @distances: (array): shape (n rows of @truth): from the query to each row, smaller is nearer; the
 *   query's own is not used
 * @ties: (array): a permutation of the rows, in whose order equal distances come
 * @figures: (out caller-allocates):
 */
void sem_scene_measure (const SemScenes *truth,
                        guint32 query,
                        const float *distances,
                        const guint32 *ties,
                        SemSceneFigures *figures);

G_END_DECLS
