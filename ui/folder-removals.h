/* folder-removals.h - removing folders and missing photos, with undo
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "engine/model/library.h"
#include "ui/library/undo.h"

G_BEGIN_DECLS

#define SEM_TYPE_FOLDER_REMOVALS (sem_folder_removals_get_type ())

/**
 * SemFolderRemovals:
 *
 * Removing a folder needs no confirmation but can be undone: the folder is hidden at once and
 * removed from the library when its toast closes. Forgetting missing photos works the same way.
 *
 * Signal "changed": the set of pending removals has changed.
 */
G_DECLARE_FINAL_TYPE (SemFolderRemovals, sem_folder_removals, SEM, FOLDER_REMOVALS, GObject)

SemFolderRemovals *sem_folder_removals_new (SemLibrary *library,
                                            SemUndo *undo) G_GNUC_WARN_UNUSED_RESULT;

/* Hides @folder and shows a toast with "Undo" in @overlay. */
void sem_folder_removals_add (SemFolderRemovals *self, SemFolder *folder, AdwToastOverlay *overlay);

/* Shows a toast with "Undo"; forgets the missing photos of @folder when the toast closes. */
void
sem_folder_removals_forget (SemFolderRemovals *self, SemFolder *folder, AdwToastOverlay *overlay);

/* Whether the missing photos of @folder are about to be forgotten. */
gboolean sem_folder_removals_forgets (SemFolderRemovals *self, SemFolder *folder);

/* Undoes the last pending removal. Returns: %FALSE where there is none */
gboolean sem_folder_removals_undo (SemFolderRemovals *self);

/* Moves the open toasts to @overlay and restarts their timeouts. */
void sem_folder_removals_move_toasts (SemFolderRemovals *self, AdwToastOverlay *overlay);

/* Carries out all pending removals now. */
void sem_folder_removals_commit (SemFolderRemovals *self);

/* Returns: (transfer none): the #SemFolder items of the library that are not hidden. */
GListModel *sem_folder_removals_get_folders (SemFolderRemovals *self);

G_END_DECLS
