/* groups.h - the photos of the similarity map by folder or by scene
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/map/map.h"

G_BEGIN_DECLS

/* Maximum number of groups with a colour of their own. */
#define SEM_MAP_MOST_GROUPS 12

typedef enum
{
  SEM_MAP_BY_FOLDER,
  SEM_MAP_BY_SCENE,
} SemMapGrouping;

/**
 * SemMapGroups:
 * @n: number of groups, at most SEM_MAP_MOST_GROUPS
 * @names: (array length=n): of folders, in UTF-8; %NULL for scenes, which have none
 * @counts: (array length=n): photos of each, the largest group first
 * @n_others: photos of other groups, which are smaller
 * @n_photos: of the map
 * @members: (array length=n_photos): by position on the map: the group of the photo, @n for one of
 *   the others, or @n + 1 where it has none
 *
 * Immutable.
 */
typedef struct
{
  guint n;
  GStrv names;
  guint counts[SEM_MAP_MOST_GROUPS];
  guint n_others;
  guint n_photos;
  guint8 *members;
} SemMapGroups;

void sem_map_groups_free (SemMapGroups *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemMapGroups, sem_map_groups_free)

/**
 * sem_map_groups_async:
 * @map: that of @library
 *
 * Groups the photos that the map has now, on another thread. Folders are those of the deepest level
 * that has no more than SEM_MAP_MOST_GROUPS, or else of the first one that has several. A photo
 * with files in several folders counts as one of the first.
 */
void sem_map_groups_async (SemLibrary *library,
                           SemMap *map,
                           SemMapGrouping by,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
/* Returns: (transfer full): the groups, or %NULL with an error of the store, G_IO_ERROR_CANCELLED,
 * or G_IO_ERROR_CLOSED */
SemMapGroups *sem_map_groups_finish (SemLibrary *library,
                                     GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
