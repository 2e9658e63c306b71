/* groups-private.h - find the groups of photos; for engine/model and its tests only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/map/groups.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* @photos: (element-type gint64): of the map, by position. Blocks.
 * Returns: (transfer full): as sem_map_groups_finish() */
SemMapGroups *sem_map_groups_new (SemStore *store,
                                  const GArray *photos,
                                  SemMapGrouping by,
                                  GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
