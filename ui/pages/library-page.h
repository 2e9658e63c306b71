/* library-page.h - all photos of the library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/browse/browse.h"
#include "engine/model/session.h"
#include "ui/widgets/photo-grid.h"

G_BEGIN_DECLS

#define SEM_TYPE_LIBRARY_PAGE (sem_library_page_get_type ())

/**
 * SemLibraryPage:
 *
 * The grid of photos with a progress strip below, or a status page where there are no photos.
 *
 * Properties:
 *
 * - "folder" (string, nullable, read-only): path of the folder whose photos are shown, in bytes;
 *   %NULL for all photos
 * - "narrow" (boolean): whether a button opens the sidebar over the page
 */
G_DECLARE_FINAL_TYPE (SemLibraryPage, sem_library_page, SEM, LIBRARY_PAGE, GtkWidget)

/* Called once. */
void sem_library_page_set_library (SemLibraryPage *self, SemLibrary *library);
/* @session: the session of the back button. Called once. */
void sem_library_page_set_session (SemLibraryPage *self, SemSession *session);
/* Opens the list of searches. */
void sem_library_page_show_history (SemLibraryPage *self);
/* @menu: the main menu. */
void sem_library_page_set_menu (SemLibraryPage *self, GMenuModel *menu);

/* Returns: (transfer none) (nullable) (type filename): "folder" */
const char *sem_library_page_get_folder (SemLibraryPage *self);
/* @folder: (nullable) (type filename): see "folder". */
void sem_library_page_set_folder (SemLibraryPage *self, const char *folder);
/* Returns: (transfer none): the photos of the page. */
SemBrowse *sem_library_page_get_browse (SemLibraryPage *self);
/* Drops the selection, or goes from a folder to all photos. Returns: whether anything has
 * changed. */
gboolean sem_library_page_step_back (SemLibraryPage *self);

/* Returns: (transfer none): the grid with the photos. */
SemPhotoGrid *sem_library_page_get_grid (SemLibraryPage *self);

/* Gives the focus to the photos, or to the page that is shown instead of them. It is not the
 * widget's grab_focus(): with that the Tab key could reach nothing else on the page. */
void sem_library_page_take_focus (SemLibraryPage *self);

G_END_DECLS
