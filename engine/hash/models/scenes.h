/* scenes.h - which photos show the same scene, and how much of it they share
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemScenePair:
 * @a: a row
 * @b: another row of the same scene, greater than @a
 * @shared: 3D points that both photos observe, at least 1
 * @scale: ratio of the sizes of the shared points in the two photos, at least 1: the ratio of their
 *   median depths over the focal lengths
 */
typedef struct
{
  guint32 a;
  guint32 b;
  guint32 shared;
  float scale;
} SemScenePair;

/**
 * SemScenes:
 * @n: rows, one per photo, in the order of the matrix of features
 * @scene: (array): shape (n): the scene of each row, from 0, or -1 for none
 * @n_scenes: number of scenes
 * @points: (array): shape (n): 3D points that the photo observes, |P|; 0 if it is in no scene
 * @pairs: (element-type SemScenePair): pairs that share points, sorted by (a, b)
 *
 * Scenes found by reconstruction. Two photos of one scene that are not among the pairs share no
 * points. The overlap of q with i is shared / points[q] (Radenović, Tolias and Chum, "CNN image
 * retrieval learns from BoW", ECCV 2016).
 */
typedef struct
{
  gsize n;
  gint32 *scene;
  guint n_scenes;
  guint32 *points;
  GArray *pairs;
} SemScenes;

/* Returns: (transfer full): @n rows in no scene, without pairs, to be filled in */
SemScenes *sem_scenes_new (gsize n) G_GNUC_WARN_UNUSED_RESULT;
void sem_scenes_free (SemScenes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemScenes, sem_scenes_free)

/* Sorts @pairs; to be called once after adding them. */
void sem_scenes_sort (SemScenes *self);
/* (nullable) (transfer none): the pair of two rows, in either order. */
const SemScenePair *sem_scenes_find (const SemScenes *self, guint32 one, guint32 other);
/* |P(query) ∩ P(other)| / |P(query)|, 0 to 1. */
double sem_scenes_get_overlap (const SemScenes *self, guint32 query, guint32 other);

/* (transfer full): @n rows to train on, at most all, in ascending order: the first of those in
 * scenes, which training needs, then the first of the others. */
guint32 *sem_scenes_choose (const SemScenes *self, gsize n) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_scenes_restrict:
 * @rows: (array): rows to keep, ascending
 * @n_rows: their number
 *
 * The scenes of some of the rows, which are renumbered. @points are unchanged, so they include
 * points that a kept photo shares only with removed ones.
 *
 * Returns: (transfer full): scenes of @n_rows rows, with the same scene numbers
 */
SemScenes *sem_scenes_restrict (const SemScenes *self,
                                const guint32 *rows,
                                gsize n_rows) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
