/* folder-row.h - a folder in the sidebar
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SEM_TYPE_FOLDER_ROW (sem_folder_row_get_type ())

/**
 * SemFolderRow:
 *
 * Name, number of photos, and a mark where the folder is offline.
 */
G_DECLARE_FINAL_TYPE (SemFolderRow, sem_folder_row, SEM, FOLDER_ROW, GtkWidget)

GtkWidget *sem_folder_row_new (void);
/* @row: (nullable): of #SemFolderNode; %NULL for none. */
void sem_folder_row_bind (SemFolderRow *self, GtkTreeListRow *row);

G_END_DECLS
