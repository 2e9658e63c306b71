/* scene-private.h - the result of an evaluation on scenes, for its reports
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/scenes/scene-evaluate.h"

G_BEGIN_DECLS

/* @rows: (element-type SemSceneRow)
 * @samples: (element-type double): for each fold of each seed, map and correlation of every row. */
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

G_END_DECLS
