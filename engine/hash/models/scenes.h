/* scenes.h - which photos show the same place, and how much of it they share
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
 * @scale: how much larger the shared points look in one than in the other, at least 1: the ratio of
 *   the median depths of the shared points over the focal lengths
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
 * @n: rows: photos, in the order of the features that go with them
 * @scene: (array): shape (n): the scene of each row, from 0, or -1 where it is in none
 * @n_scenes: scenes
 * @points: (array): shape (n): 3D points that the photo observes, |P|; 0 where it is in no scene
 * @pairs: (element-type SemScenePair): pairs that share points, by (a, b)
 *
 * What 3D models tell of photos: two photos of one scene that are not among the pairs share
 * nothing. The overlap of q with i is shared / points[q] (Radenović, Tolias and Chum, "CNN image
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

SemScenes *sem_scenes_new (gsize n) G_GNUC_WARN_UNUSED_RESULT;
void sem_scenes_free (SemScenes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemScenes, sem_scenes_free)

/* Sorts @pairs; call it once after filling them in. */
void sem_scenes_sort (SemScenes *self);
/* (nullable): the pair of two rows, in any order. */
const SemScenePair *sem_scenes_find (const SemScenes *self, guint32 one, guint32 other);
/* |P(query) ∩ P(other)| / |P(query)|, from 0 to 1; 0 where they share nothing. */
double sem_scenes_get_overlap (const SemScenes *self, guint32 query, guint32 other);

/* (transfer full): @n rows to learn from, at most all, rising: those in scenes before others, as
 * only they teach, and of either the first. */
guint32 *sem_scenes_choose (const SemScenes *self, gsize n) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_scenes_restrict:
 * @rows: (array): rows that stay, rising
 * @n_rows: how many
 *
 * What is known of some of the rows, numbered anew. What photos left out have told stays in it:
 * points that only such a photo and one that stays observe still count in @points.
 *
 * Returns: (transfer full): scenes of @n_rows rows, with the numbers of the old ones
 */
SemScenes *sem_scenes_restrict (const SemScenes *self,
                                const guint32 *rows,
                                gsize n_rows) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
