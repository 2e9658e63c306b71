/* scene-private.h - what the evaluation on scenes fills in and its reports read
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/scenes/scene-evaluate.h"

G_BEGIN_DECLS

/* @samples: (element-type double): for each fold of each seed, map and correlation of every row. */
struct _SemSceneResult
{
  char *set;
  SemSceneSplit split;
  guint n_scenes;
  guint n_folds;
  gsize n_queries;
  gsize n_database;
  guint64 first_seed;
  guint n_seeds;
  gboolean own_pairs;
  GArray *rows;
  GArray *samples;
};

/* For tests. */
guint sem_scene_result_get_n_rows (SemSceneResult *self);
const SemSceneRow *sem_scene_result_get_row (SemSceneResult *self, guint position);

G_END_DECLS
