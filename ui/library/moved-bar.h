/* moved-bar.h - offers to remove the old place of a folder that was moved
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/folder-removals.h"

G_BEGIN_DECLS

#define SEM_TYPE_MOVED_BAR (sem_moved_bar_get_type ())

/**
 * SemMovedBar:
 *
 * Visible while the library has an offline folder whose photos are in another one: it was renamed,
 * or its disk is mounted elsewhere. It shows the new place, and has buttons to remove the old
 * folder, which can be undone, or to keep it. After an answer it does not appear for that folder
 * again until the program is restarted.
 */
G_DECLARE_FINAL_TYPE (SemMovedBar, sem_moved_bar, SEM, MOVED_BAR, GtkWidget)

/* @overlay: has the toast with "Undo". */
void sem_moved_bar_set_removals (SemMovedBar *self,
                                 SemFolderRemovals *removals,
                                 AdwToastOverlay *overlay);

G_END_DECLS
