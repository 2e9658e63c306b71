/* scene-work.h - the folder in which COLMAP works on one group
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The folder is XDG_CACHE_HOME/semblance/scenes/KEY. It holds what a killed run needs to resume:
 * complete images, COLMAP's database, and a marker file once the database has all features, after
 * which the images are removed.
 */

#pragma once

#include "engine/scenes/scene-groups.h"
#include "engine/sfm/colmap.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* (transfer full) (type filename): path of the group's work folder, which need not exist. */
char *sem_scene_work_path (const char *key);
/* Creates and locks the folder. Returns: a descriptor for sem_store_unlock(), or -1 with
 * SEM_ERROR_BUSY where another process works in it. */
int sem_scene_work_open (const char *folder, GError **error);
/* Whether the database has the features and matches of the whole group. */
gboolean sem_scene_work_is_complete (const char *folder);

/**
 * sem_scene_work_prepare:
 * @colmap: its func receives the progress of the whole preparation
 * @pairs: (element-type utf8): lines of sem_scene_group_pairs()
 * @error: return location; as #SemColmap, or an error of the store
 *
 * Writes the photos as grey images with our own decoder, so that COLMAP never opens a photo file;
 * then extracts and matches features. A photo that cannot be read or has changed is left out.
 */
gboolean sem_scene_work_prepare (SemColmap *colmap,
                                 SemStore *store,
                                 const SemSceneGroup *group,
                                 const GPtrArray *pairs,
                                 GError **error);

/**
 * sem_scene_work_map:
 * @left_out: (element-type utf8) (nullable): names of images not to use
 * @output: name of the output folder in the work folder
 * @error: return location; as #SemColmap; SEM_ERROR_DAMAGED for an image that is not of the group
 *
 * Drops reconstructions whose points are too few or too close together to show a scene.
 *
 * Returns: (transfer full) (element-type SemReconstruction): most images first, or %NULL with
 *   @error set
 */
GPtrArray *sem_scene_work_map (SemColmap *colmap,
                               const SemSceneGroup *group,
                               GHashTable *left_out,
                               const char *output,
                               GError **error);

/**
 * sem_scene_work_take:
 * @reconstruction: a reconstruction of the group
 * @taken: (element-type gint64): photos that already belong to a scene; those taken are added
 * @photos: (element-type SemStoreScenePhoto): appends the photos that are not taken and observe
 *   enough points
 * @pairs: (element-type SemStoreScenePair): appends their pairs
 * @error: return location; G_IO_ERROR_CANCELLED
 *
 * Turns a reconstruction into rows of the store.
 *
 * Returns: %FALSE with @error set
 */
gboolean sem_scene_work_take (const SemReconstruction *reconstruction,
                              const SemSceneGroup *group,
                              GHashTable *taken,
                              GArray *photos,
                              GArray *pairs,
                              GCancellable *cancellable,
                              GError **error);

/* @photos: (element-type SemStoreScenePhoto): those that were taken of the reconstruction
 * Returns: (transfer full): the shape of the scene, as from sem_scene_shape_write() */
GBytes *sem_scene_work_draw (const SemReconstruction *reconstruction,
                             const SemSceneGroup *group,
                             const GArray *photos);

/* Removes temporary files, or with @all the whole folder. */
void sem_scene_work_clean (const char *folder, gboolean all);

G_END_DECLS
