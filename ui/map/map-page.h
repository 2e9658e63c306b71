/* map-page.h - the similarity map of the library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/map/map-view.h"

G_BEGIN_DECLS

#define SEM_TYPE_MAP_PAGE (sem_map_page_get_type ())

/**
 * SemMapPage:
 *
 * The map, which is made when the page is shown, and the title of the photo at the cursor.
 *
 * Property "narrow" (boolean): whether it has a button for the sidebar.
 *
 * Signal "open-photo" (uint): the position of a photo on the map.
 */
G_DECLARE_FINAL_TYPE (SemMapPage, sem_map_page, SEM, MAP_PAGE, GtkWidget)

/* Called once. */
void sem_map_page_set_library (SemMapPage *self, SemLibrary *library);
void sem_map_page_set_menu (SemMapPage *self, GMenuModel *menu);
/* @hits: (nullable): of the last search, which the map marks */
void sem_map_page_set_hits (SemMapPage *self, GListModel *hits);
/* Moves the cursor to a photo, once it is on the map. */
void sem_map_page_show_photo (SemMapPage *self, gint64 id);
/* Makes the map again if the library has changed, as when the page is shown. */
void sem_map_page_refresh (SemMapPage *self);

/* Returns: (transfer none): the map, whose items fill the view by rows */
SemMap *sem_map_page_get_map (SemMapPage *self);
SemMapView *sem_map_page_get_view (SemMapPage *self);
/* Returns: (transfer full) (nullable): the photo at the cursor */
SemPhoto *sem_map_page_dup_photo (SemMapPage *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
