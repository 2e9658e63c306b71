/* scene-work.h - the folder in which COLMAP works on one group
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * XDG_CACHE_HOME/semblance/scenes/KEY. It has what a killed run needs to go on: images that were
 * written whole, COLMAP's database, and a mark once all features are in it, when the images go.
 */

#pragma once

#include "engine/scenes/scene-groups.h"
#include "engine/sfm/colmap.h"

G_BEGIN_DECLS

/* (transfer full) (type filename): the group's folder, which need not exist. */
char *sem_scene_work_path (const char *key);
/* Makes the folder and takes it: a descriptor for sem_store_unlock(), or -1 with SEM_ERROR_BUSY
 * where another process works in it. */
int sem_scene_work_open (const char *folder, GError **error);
/* Whether the database has the features and matches of the whole group. */
gboolean sem_scene_work_is_complete (const char *folder);

/**
 * sem_scene_work_prepare:
 * @colmap: what to run; its func gets the progress of all of it
 * @pairs: (element-type utf8): lines for COLMAP
 *
 * Writes the photos as grey images that our own decoder made, so that COLMAP never reads a photo's
 * file; then features, then matches. A photo that cannot be read, or is no longer what it was, is
 * left out.
 */
gboolean sem_scene_work_prepare (SemColmap *colmap,
                                 SemStore *store,
                                 const SemSceneGroup *group,
                                 const GPtrArray *pairs,
                                 GError **error);

/**
 * sem_scene_work_map:
 * @left_out: (element-type utf8) (nullable): names of images not to use
 * @output: a folder's name in the work folder
 *
 * Returns: (element-type SemReconstruction): the models, most images first, but for those whose
 * points are too few or too close to show a place; SEM_ERROR_DAMAGED where one has an image that
 * the group has not
 */
GPtrArray *sem_scene_work_map (SemColmap *colmap,
                               const SemSceneGroup *group,
                               GHashTable *left_out,
                               const char *output,
                               GError **error);

/**
 * sem_scene_work_take:
 * @model: a model of the group
 * @taken: (element-type gint64): photos that have a scene already; those of the model are added
 * @photos: (element-type SemStoreScenePhoto): the model's photos, but for those that were taken or
 *   see next to nothing of it
 * @pairs: (element-type SemStoreScenePair): their pairs
 *
 * Returns: FALSE with G_IO_ERROR_CANCELLED
 */
gboolean sem_scene_work_take (const SemReconstruction *model,
                              const SemSceneGroup *group,
                              GHashTable *taken,
                              GArray *photos,
                              GArray *pairs,
                              GCancellable *cancellable,
                              GError **error);

/* Removes what only a run that goes on needs, or with @all the whole folder. */
void sem_scene_work_clean (const char *folder, gboolean all);

G_END_DECLS
