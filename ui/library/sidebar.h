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

/* What is chosen above the folders; @SEM_SIDEBAR_PHOTOS: all photos, or those of a folder. */
typedef enum
{
  SEM_SIDEBAR_PHOTOS,
  SEM_SIDEBAR_DUPLICATES,
  SEM_SIDEBAR_MAP,
  SEM_SIDEBAR_QUALITY,
} SemSidebarEntry;

/**
 * SemSidebar:
 *
 * “All Photos”, “Duplicates”, “Similarity Map”, “Quality”, and the folders as a tree, with the
 * number of photos in each, which is what the list of photos would show, and a mark on those that
 * are offline.
 *
 * Signal "folder-chosen" (string, nullable): the path of a folder, in bytes; %NULL for all photos.
 *
 * Signals "duplicates-chosen", "map-chosen" and "quality-chosen": the duplicates, the map, or the
 * page about the codes, was chosen.
 */
G_DECLARE_FINAL_TYPE (SemSidebar, sem_sidebar, SEM, SIDEBAR, GtkWidget)

/* Called once. */
void sem_sidebar_set_browse (SemSidebar *self, SemBrowse *browse);
/* Shows which folder is chosen. @path: (nullable) (type filename): %NULL for all photos. */
void sem_sidebar_select (SemSidebar *self, const char *path);
/* Shows which entry is chosen; for %SEM_SIDEBAR_PHOTOS what was chosen last among these. */
void sem_sidebar_select_entry (SemSidebar *self, SemSidebarEntry entry);
/* How many groups of duplicates there are, beside their entry. */
void sem_sidebar_set_n_duplicates (SemSidebar *self, guint n);

G_END_DECLS
