/* photo-tile.h - one photo in a grid
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/browse/absence.h"
#include "engine/model/results.h"

G_BEGIN_DECLS

#define SEM_TYPE_PHOTO_TILE (sem_photo_tile_get_type ())

/**
 * SemPhotoTile:
 *
 * A square that is filled by the middle of the photo. It loads the thumbnail while it is bound. For
 * a #SemMatch it also shows the likeness and the distance to the query.
 */
G_DECLARE_FINAL_TYPE (SemPhotoTile, sem_photo_tile, SEM, PHOTO_TILE, GtkWidget)

GtkWidget *sem_photo_tile_new (void);

/* @item: (type GObject): a #SemPhoto or a #SemMatch. */
void sem_photo_tile_bind (SemPhotoTile *self, gpointer item);
/* Cancels the load and drops the item. */
void sem_photo_tile_unbind (SemPhotoTile *self);

/* @absence: (nullable): by which an offline photo is marked; to be called again when it may have
 * changed. */
void sem_photo_tile_set_absence (SemPhotoTile *self, SemAbsence *absence);

/* @size: the width that the tile will have, in pixels, so that the first picture is loaded in that
 * size. */
void sem_photo_tile_set_size (SemPhotoTile *self, int size);

/* Returns: (transfer none) (nullable): the photo that is bound. */
SemPhoto *sem_photo_tile_get_photo (SemPhotoTile *self);
/* Returns: (transfer none) (nullable): its picture, %NULL until it is loaded. */
GdkTexture *sem_photo_tile_get_texture (SemPhotoTile *self);

G_END_DECLS
