/* scene-pairs.h - the pairs of photos of a scene, from which BCDH learns
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/inspect/scenes/scene-plots.h"

G_BEGIN_DECLS

/* Maximum number of photos of a scene whose pairs are listed: those that observe most of its
 * points. */
#define SEM_SCENE_PAIRS_PHOTOS 500

/**
 * SemSceneSharing:
 * @photos: ids of two photos of a scene
 * @places: their numbers in the scene, those that observe most points first
 * @points: 3D points that each observes
 * @shared: those that both observe
 * @scale: ratio of the sizes in which they show them, at least 1
 * @overlap: @shared over the smaller number of @points, 0 to 1
 *
 * What two photos of a scene have in common, which may be nothing.
 */
typedef struct
{
  gint64 photos[2];
  guint places[2];
  guint points[2];
  guint shared;
  float scale;
  float overlap;
} SemSceneSharing;

/* Returns: (transfer full) (element-type SemSceneSharing): all pairs of a scene, those that overlap
 *   most first */
GArray *sem_scene_set_list_sharing (const SemSceneSet *self, guint scene) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): the overlap in words: "46 % in common" */
char *sem_scene_sharing_dup_title (const SemSceneSharing *self) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): translated sentences with the points, and the pair's role in training
 * BCDH */
char *sem_scene_sharing_dup_words (const SemSceneSharing *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
