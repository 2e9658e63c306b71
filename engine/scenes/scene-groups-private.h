/* scene-groups-private.h - shared by the two ways to group photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/scenes/scene-groups.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* (element-type SemStorePhoto): the photos of @ids that exist and lie below @under, sorted by
 * content hash. */
GArray *sem_scene_photos_load (SemStore *store,
                               const GArray *ids,
                               const char *under,
                               GCancellable *cancellable,
                               GError **error);
/* (element-type SemStorePhoto): the visible photos below @under that are not in @tried (nullable),
 * sorted by content hash. */
GArray *sem_scene_photos_list (SemStore *store,
                               const char *under,
                               const GArray *tried,
                               GCancellable *cancellable,
                               GError **error);
/* Sorts by content hash. */
void sem_scene_photos_sort (GArray *photos);
/* @photos: sorted by content hash */
SemSceneGroup *sem_scene_group_make (const GArray *photos);
/* Sorts small groups first, whose results are available soon. */
void sem_scene_groups_sort (GPtrArray *groups);

G_END_DECLS
