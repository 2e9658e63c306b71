/* drag-out.h - photos that can be dragged into other programs
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/photo.h"

G_BEGIN_DECLS

/* @texture: (out) (transfer none) (nullable): its picture, as far as it is loaded.
 * Returns: (transfer none) (nullable): the photo that @widget shows; %NULL where nothing can be
 *   dragged now */
typedef SemPhoto *(*SemDragOutFunc) (GtkWidget *widget, GdkTexture **texture);

/* Lets the photo that @widget shows be dragged out of it, as its file and its picture. */
void sem_drag_out_add (GtkWidget *widget, SemDragOutFunc func);
/* The same for a #SemPhotoTile. */
void sem_drag_out_add_to_tile (GtkWidget *tile);

G_END_DECLS
