/* scene-groups-private.h
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/scenes/scene-groups.h"

G_BEGIN_DECLS

/* (element-type SemStorePhoto): those of @ids that are there, below the folder, by content hash. */
GArray *sem_scene_photos_load (SemStore *store,
                               const GArray *ids,
                               const char *under,
                               GCancellable *cancellable,
                               GError **error);
/* (element-type SemStorePhoto): the visible ones below the folder, by content hash; where @tried is
 * given, only those that are not among it. */
GArray *sem_scene_photos_list (SemStore *store,
                               const char *under,
                               const GArray *tried,
                               GCancellable *cancellable,
                               GError **error);
/* By content hash. */
void sem_scene_photos_sort (GArray *photos);
/* Of photos by content hash. */
SemSceneGroup *sem_scene_group_make (const GArray *photos);
/* Small ones first: what is done soon is there soon. */
void sem_scene_groups_sort (GPtrArray *groups);

G_END_DECLS
