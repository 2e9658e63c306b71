/* map.h - the similarity map of a library, made in the background
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_MAP (sem_map_get_type ())

/**
 * SemMap:
 *
 * A list of #SemPhoto items, which fill a grid by rows. For the main thread; every function returns
 * at once. Properties, which change in the main thread only:
 *
 * - "running" (boolean): whether it is being made
 * - "progress" (double): completed share, 0 to 1
 * - "problem" (string, nullable): a translated sentence: why it could not be made
 */
G_DECLARE_FINAL_TYPE (SemMap, sem_map, SEM, MAP, GObject)

SemMap *sem_map_new (SemLibrary *library) G_GNUC_WARN_UNUSED_RESULT;
/* Makes the map, or loads it from the cache, and updates the list when it is done; does nothing
 * where neither the photos nor the codes have changed, or while it runs. */
void sem_map_start (SemMap *self);
/* Stops making it; what was shown remains. */
void sem_map_stop (SemMap *self);

gboolean sem_map_get_running (SemMap *self);
/* (transfer none) (nullable) */
const char *sem_map_get_problem (SemMap *self);
/* Number of columns of the grid; 0 while there is no map. */
guint sem_map_get_columns (SemMap *self);
/* The row id of the photo at @position, which is below the number of items. */
gint64 sem_map_get_id (SemMap *self, guint position);
/* @position: (out): where the photo is
 * Returns: whether it is on the map */
gboolean sem_map_find (SemMap *self, gint64 id, guint *position);
/* The mean colours of the photos.
 * Returns: (transfer none) (nullable) (array): shape (items, 3): R G B */
const guint8 *sem_map_get_colours (SemMap *self);

G_END_DECLS
