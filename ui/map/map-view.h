/* map-view.h - the similarity map, from mean colours to photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/map/groups.h"

G_BEGIN_DECLS

#define SEM_TYPE_MAP_VIEW (sem_map_view_get_type ())

/**
 * SemMapView:
 *
 * Draws what is visible of a map: far away each photo is a square of its mean colour, nearer its
 * thumbnail. The wheel zooms at the pointer, dragging moves the map, two fingers pinch; the arrow
 * keys go from photo to photo, Page Up and Page Down by a screen, Home and End to the ends of a
 * row, and with Ctrl to the first and the last photo. Delete puts the photo into the trash.
 *
 * Property "cursor" (uint): the position of the photo that has the focus.
 *
 * Signals: "open-photo" (uint position): by Enter or a double click; "menu" (double x, double y):
 * the menu of the photo at the cursor is to be opened, at a point; "named": the title of that photo
 * has changed.
 */
G_DECLARE_FINAL_TYPE (SemMapView, sem_map_view, SEM, MAP_VIEW, GtkWidget)

void sem_map_view_set_map (SemMapView *self, SemMap *map);
/* @groups: (nullable) (transfer full): their colours are shown instead of those of the photos,
 * until the map changes */
void sem_map_view_set_groups (SemMapView *self, SemMapGroups *groups);
/* Returns: (transfer none) (nullable) */
const SemMapGroups *sem_map_view_get_groups (SemMapView *self);
/* @hits: (nullable): #SemMatch items; those above chance are marked on the map. Not copied; the
 * marks follow its changes. */
void sem_map_view_set_hits (SemMapView *self, GListModel *hits);

/* The place of a photo that was put into the trash stays empty until the map is made again. */
void sem_map_view_set_hidden (SemMapView *self, gint64 id, gboolean hidden);

guint sem_map_view_get_cursor (SemMapView *self);
/* Moves the focus, and the map such that it is visible. */
void sem_map_view_set_cursor (SemMapView *self, guint position);
/* Returns: (transfer none) (nullable): the photo at the cursor */
SemPhoto *sem_map_view_get_photo (SemMapView *self);
/* Returns: (transfer none): the title of the photo at the cursor; "" until it is known */
const char *sem_map_view_get_name (SemMapView *self);
/* Zooms around the middle by @factor, within limits. */
void sem_map_view_zoom (SemMapView *self, double factor);
/* Shows the whole map from now on, whatever the size of the widget. */
void sem_map_view_fit (SemMapView *self);

G_END_DECLS
