/* folder-removals.h - folders, or photos of theirs, that are about to leave the library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_FOLDER_REMOVALS (sem_folder_removals_get_type ())

/**
 * SemFolderRemovals:
 *
 * Removing a folder is undone rather than asked about: the folder is hidden at once and leaves the
 * library when its toast has gone. Photos that are missing in a folder are forgotten likewise.
 *
 * Signal "changed": what is waiting has changed.
 */
G_DECLARE_FINAL_TYPE (SemFolderRemovals, sem_folder_removals, SEM, FOLDER_REMOVALS, GObject)

SemFolderRemovals *sem_folder_removals_new (SemLibrary *library) G_GNUC_WARN_UNUSED_RESULT;

/* Hides @folder and shows a toast with "Undo" in @overlay. */
void sem_folder_removals_add (SemFolderRemovals *self, SemFolder *folder, AdwToastOverlay *overlay);

/* Has the photos that are missing in @folder forgotten when a toast with "Undo" has gone. */
void
sem_folder_removals_forget (SemFolderRemovals *self, SemFolder *folder, AdwToastOverlay *overlay);

/* Whether the missing photos of @folder are about to be forgotten. */
gboolean sem_folder_removals_forgets (SemFolderRemovals *self, SemFolder *folder);

/* Brings the toasts that are still there to @overlay, for another full time. */
void sem_folder_removals_move_toasts (SemFolderRemovals *self, AdwToastOverlay *overlay);

/* Removes and forgets for good what is still waiting. */
void sem_folder_removals_commit (SemFolderRemovals *self);

/* Returns: (transfer none): the #SemFolder items of the library that are not hidden. */
GListModel *sem_folder_removals_get_folders (SemFolderRemovals *self);

G_END_DECLS
