/* map-tiles.h - loads the thumbnails that a similarity map shows
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/map/map.h"

G_BEGIN_DECLS

/**
 * SemMapTiles:
 *
 * Loads squares of photos on demand, a few at a time, and keeps the most recently used ones. For
 * the main thread.
 */
typedef struct _SemMapTiles SemMapTiles;

/* @widget: (transfer none): the widget that draws them; it is redrawn for each square that was
 * loaded, and must outlive the result */
SemMapTiles *sem_map_tiles_new (GtkWidget *widget) G_GNUC_WARN_UNUSED_RESULT;
void sem_map_tiles_free (SemMapTiles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemMapTiles, sem_map_tiles_free)

/* Drops all squares, and loads those of another map from now on. @map: (nullable) */
void sem_map_tiles_set_map (SemMapTiles *self, SemMap *map);
/* Begins a frame: squares that are not used in it may be dropped at its end. */
void sem_map_tiles_begin (SemMapTiles *self);
/**
 * sem_map_tiles_get:
 * @position: of a photo on the map
 * @side: of its square in pixels of the display
 *
 * Marks the square as used in this frame, and loads it where it is missing or too small.
 *
 * Returns: (transfer none) (nullable): the square, which may still be a smaller one, for
 *   sem_square_node_draw()
 */
GskRenderNode *sem_map_tiles_get (SemMapTiles *self, guint position, guint side);
/* Ends a frame: drops the oldest squares where there are too many. */
void sem_map_tiles_end (SemMapTiles *self);

G_END_DECLS
