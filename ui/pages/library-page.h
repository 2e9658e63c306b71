/* library-page.h - all photos of the library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/library.h"
#include "ui/widgets/photo-grid.h"

G_BEGIN_DECLS

#define SEM_TYPE_LIBRARY_PAGE (sem_library_page_get_type ())

/**
 * SemLibraryPage:
 *
 * The grid of photos with a progress strip below, or a status page where there are no photos.
 */
G_DECLARE_FINAL_TYPE (SemLibraryPage, sem_library_page, SEM, LIBRARY_PAGE, GtkWidget)

void sem_library_page_set_library (SemLibraryPage *self, SemLibrary *library);
/* @menu: the main menu. */
void sem_library_page_set_menu (SemLibraryPage *self, GMenuModel *menu);

/* Returns: (transfer none): the grid with the photos. */
SemPhotoGrid *sem_library_page_get_grid (SemLibraryPage *self);

/* Gives the focus to the photos, or to what stands in for them. It is not the widget's
 * grab_focus(): with that the Tab key could reach nothing else on the page. */
void sem_library_page_take_focus (SemLibraryPage *self);

G_END_DECLS
