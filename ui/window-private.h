/* window-private.h - shared by the window's source files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/widgets/codes-bar.h"
#include "ui/folder-removals.h"
#include "ui/intake.h"
#include "engine/model/session.h"
#include "ui/window.h"

G_BEGIN_DECLS

struct _SemWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toast_overlay;
  AdwLeaflet *leaflet;
  SemLibraryPage *library_page;
  SemResultsPage *results_page;
  SemCodesBar *codes_bar;
  GtkRevealer *searching;
  GtkRevealer *drop_hint;
  GtkDropTarget *drop_target;

  SemLibrary *library;
  SemFolderRemovals *removals;
  SemIntake *intake;
  GtkFileChooserNative *chooser;
  GtkWindow *training; /* the training dialog, while it is open; weak */
  SemSession *session;
  guint searching_id; /* source that shows that a search runs */
  SemPhotoGridPlace library_place;
  gboolean looked_at_folders;
};

/* window-actions.c: the actions of the menu, the buttons and the keys. It does not call window.c.
 */
void sem_window_install_actions (SemWindow *self);
/* Enables the actions that the state of the library and of the session allows. */
void sem_window_update_actions (SemWindow *self);
/* Shows the library and adds @folder to it. */
void sem_window_add_folder (SemWindow *self, GFile *folder);

/* For tests. Returns: (transfer none): parts of the window. */
SemSession *sem_window_get_session (SemWindow *self);
SemLibraryPage *sem_window_get_library_page (SemWindow *self);
SemResultsPage *sem_window_get_results_page (SemWindow *self);
GtkDropTarget *sem_window_get_drop_target (SemWindow *self);
AdwToastOverlay *sem_window_get_toast_overlay (SemWindow *self);
SemFolderRemovals *sem_window_get_removals (SemWindow *self);

G_END_DECLS
