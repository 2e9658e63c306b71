/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/protocols/scene-folds.h"

#include "engine/base/random.h"

static void
fold_free (gpointer data)
{
  SemSceneFold *fold = data;

  g_free (fold->queries);
  g_free (fold->training);
  sem_scenes_free (fold->scenes);
  g_free (fold);
}

/* @fold_of: (out): for each row, the fold in which it is a query, or -1 */
static void
deal_photos (const SemScenes *truth, guint n_folds, SemRandom *random, gint32 *fold_of)
{
  g_autofree guint32 *order = g_new (guint32, truth->n);
  g_autofree guint *dealt = g_new0 (guint, truth->n_scenes);

  sem_random_permutation (random, order, truth->n);
  for (gsize i = 0; i < truth->n; i++)
    {
      gint32 scene = truth->scene[order[i]];

      fold_of[order[i]] = scene < 0 ? -1 : (gint32) (dealt[scene]++ % n_folds);
    }
}

static guint
deal_scenes (const SemScenes *truth, SemRandom *random, gint32 *fold_of)
{
  g_autofree guint32 *order = g_new (guint32, truth->n_scenes);
  g_autofree guint32 *place = g_new (guint32, truth->n_scenes);

  sem_random_permutation (random, order, truth->n_scenes);
  for (guint s = 0; s < truth->n_scenes; s++)
    place[order[s]] = s / SEM_SCENE_FOLD_SCENES;
  for (gsize i = 0; i < truth->n; i++)
    fold_of[i] = truth->scene[i] < 0 ? -1 : (gint32) place[truth->scene[i]];
  return (truth->n_scenes + SEM_SCENE_FOLD_SCENES - 1) / SEM_SCENE_FOLD_SCENES;
}

static SemSceneFold *
fold_new (const SemScenes *truth, const gint32 *fold_of, gint32 number)
{
  SemSceneFold *fold = g_new0 (SemSceneFold, 1);

  fold->queries = g_new (guint32, truth->n);
  fold->training = g_new (guint32, truth->n);
  for (gsize i = 0; i < truth->n; i++)
    if (fold_of[i] == number)
      fold->queries[fold->n_queries++] = (guint32) i;
    else
      fold->training[fold->n_training++] = (guint32) i;
  fold->scenes = sem_scenes_restrict (truth, fold->training, fold->n_training);
  return fold;
}

GPtrArray *
sem_scene_folds_new (const SemScenes *truth, SemSceneSplit split, guint n_folds, guint64 seed)
{
  GPtrArray *folds;
  g_autofree gint32 *fold_of = NULL;
  SemRandom random;

  g_return_val_if_fail (truth != NULL && n_folds >= 2, NULL);

  folds = g_ptr_array_new_with_free_func (fold_free);
  fold_of = g_new (gint32, truth->n);
  sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
  if (split == SEM_SCENE_SPLIT_SCENES)
    n_folds = deal_scenes (truth, &random, fold_of);
  else
    deal_photos (truth, n_folds, &random, fold_of);
  for (guint f = 0; f < n_folds; f++)
    {
      SemSceneFold *fold = fold_new (truth, fold_of, (gint32) f);

      if (fold->n_queries > 0)
        g_ptr_array_add (folds, fold);
      else
        fold_free (fold);
    }
  return folds;
}
