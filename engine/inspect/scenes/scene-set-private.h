/* scene-set-private.h - the data of a set of scenes, for the files of this folder
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/inspect/scenes/scene-plots.h"
#include "engine/store/scenes.h"

G_BEGIN_DECLS

struct _SemSceneSet
{
  GPtrArray *scenes; /* of SemStoreScene, the largest first */
  GArray *pairs;     /* of SemStoreScenePair, by (a, b) */
};

static inline const SemStoreScene *
sem_scene_set_get_scene (const SemSceneSet *self, guint scene)
{
  return g_ptr_array_index (self->scenes, scene);
}

static inline const SemStoreScenePhoto *
sem_scene_get_photo (const SemStoreScene *scene, guint place)
{
  return &g_array_index (scene->photos, SemStoreScenePhoto, place);
}

/* (nullable): what two photos share, in either order */
const SemStoreScenePair *sem_scene_set_find_pair (const SemSceneSet *self, gint64 a, gint64 b);
/* The points that both observe over those of the one that observes fewer, 0 to 1. */
double sem_scene_set_get_overlap (const SemSceneSet *self,
                                  const SemStoreScenePhoto *a,
                                  const SemStoreScenePhoto *b);
/* Appends the photos (gint64) that share points with the one at @place, most first. */
void sem_scene_set_append_sharing (const SemSceneSet *self,
                                   const SemStoreScene *scene,
                                   guint place,
                                   GArray *ids);

G_END_DECLS
