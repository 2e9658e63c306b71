/* folders-dialog.h - the folders of the library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "ui/folder-removals.h"

G_BEGIN_DECLS

#define SEM_TYPE_FOLDERS_DIALOG (sem_folders_dialog_get_type ())

/**
 * SemFoldersDialog:
 *
 * Lists the folders of the library, to remove them or forget their missing photos.
 *
 * Signal "add-folder": the user wants to add a folder.
 */
G_DECLARE_FINAL_TYPE (SemFoldersDialog, sem_folders_dialog, SEM, FOLDERS_DIALOG, AdwWindow)

GtkWindow *
sem_folders_dialog_new (GtkWindow *parent, SemFolderRemovals *removals, SemLibrary *library);

G_END_DECLS
