/* scene-folds.h - folds for cross-validation on scenes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/scenes.h"

G_BEGIN_DECLS

/* Number of scenes whose photos are the queries of one fold, where whole scenes are split. */
#define SEM_SCENE_FOLD_SCENES 2

/**
 * SemSceneSplit:
 * @SEM_SCENE_SPLIT_PHOTOS: unseen photos of known scenes: a part of each scene's photos are queries
 * @SEM_SCENE_SPLIT_SCENES: unseen scenes: all photos of SEM_SCENE_FOLD_SCENES scenes are queries
 */
typedef enum
{
  SEM_SCENE_SPLIT_PHOTOS,
  SEM_SCENE_SPLIT_SCENES,
} SemSceneSplit;

/**
 * SemSceneFold:
 * @queries: shape (n_queries): rows of the queries, rising; not in the training set
 * @training: shape (n_training): rows of the training set, rising: all others
 * @scenes: scenes of the rows of @training, in their order
 */
typedef struct
{
  guint32 *queries;
  gsize n_queries;
  guint32 *training;
  gsize n_training;
  SemScenes *scenes;
} SemSceneFold;

/**
 * sem_scene_folds_new:
 * @truth: scenes of all rows
 * @n_folds: number of folds, at least 2; ignored for %SEM_SCENE_SPLIT_SCENES, where the number of
 *   scenes decides
 * @seed: of the choice of folds
 *
 * Every row that is in a scene is a query in exactly one fold. The scenes of a fold are those of
 * @truth without the queries (sem_scenes_restrict()); a caller with reconstructions of the training
 * set alone replaces them.
 *
 * Returns: (transfer full) (element-type SemSceneFold): the folds that have queries
 */
GPtrArray *sem_scene_folds_new (const SemScenes *truth,
                                SemSceneSplit split,
                                guint n_folds,
                                guint64 seed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
