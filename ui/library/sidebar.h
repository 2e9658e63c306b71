/* sidebar.h - the pages of the window and the folders of the library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/browse/browse.h"

G_BEGIN_DECLS

#define SEM_TYPE_SIDEBAR (sem_sidebar_get_type ())

/**
 * SemSidebar:
 *
 * “All Photos”, “Quality”, and the folders as a tree, with the number of photos in each and a mark
 * on those that are offline.
 *
 * Signal "folder-chosen" (string, nullable): the path of a folder, in bytes; %NULL for all photos.
 *
 * Signal "quality-chosen": the page about the codes was chosen.
 */
G_DECLARE_FINAL_TYPE (SemSidebar, sem_sidebar, SEM, SIDEBAR, GtkWidget)

/* Called once. */
void sem_sidebar_set_browse (SemSidebar *self, SemLibrary *library, SemBrowse *browse);
/* Shows which folder is chosen. @path: (nullable) (type filename): %NULL for all photos. */
void sem_sidebar_select (SemSidebar *self, const char *path);
/* Shows whether the quality is chosen; otherwise what was chosen before. */
void sem_sidebar_select_quality (SemSidebar *self, gboolean chosen);

G_END_DECLS
