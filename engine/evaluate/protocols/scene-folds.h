/* scene-folds.h - photos of scenes in turn kept out of learning
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/scenes.h"

G_BEGIN_DECLS

/* Scenes that ask together where whole scenes are kept out. */
#define SEM_SCENE_FOLD_SCENES 2

/**
 * SemSceneSplit:
 * @SEM_SCENE_SPLIT_PHOTOS: unseen photos of known scenes: a part of each scene's photos asks
 * @SEM_SCENE_SPLIT_SCENES: unseen scenes: all photos of SEM_SCENE_FOLD_SCENES scenes ask
 */
typedef enum
{
  SEM_SCENE_SPLIT_PHOTOS,
  SEM_SCENE_SPLIT_SCENES,
} SemSceneSplit;

/**
 * SemSceneFold:
 * @queries: n_queries rows that ask, rising; nothing is learned from them
 * @training: n_training rows that are learned from, rising: all others
 * @scenes: of the rows of @training, in their order
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
 * @n_folds: parts of each scene, at least 2; where scenes are split their number decides
 * @seed: of who is in which part
 *
 * Every row that is in a scene asks in exactly one fold. The folds' scenes are those of @truth
 * without the queries (sem_scenes_restrict()); a caller that has reconstructed the training photos
 * by themselves puts its own there.
 *
 * Returns: (transfer full) (element-type SemSceneFold): folds that have queries
 */
GPtrArray *sem_scene_folds_new (const SemScenes *truth,
                                SemSceneSplit split,
                                guint n_folds,
                                guint64 seed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
