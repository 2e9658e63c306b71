/* left-out-dialog.h - the patterns of files that a folder of the library leaves out
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_LEFT_OUT_DIALOG (sem_left_out_dialog_get_type ())

/**
 * SemLeftOutDialog:
 *
 * Names and patterns of files and folders that are not indexed in one folder of the library: the
 * user's own, which can be added and removed, and the built-in ones, which can be switched off.
 * Each change takes effect at once.
 */
G_DECLARE_FINAL_TYPE (SemLeftOutDialog, sem_left_out_dialog, SEM, LEFT_OUT_DIALOG, AdwWindow)

/* Returns: (transfer none): a dialog over @parent that is not shown yet */
GtkWindow *sem_left_out_dialog_new (GtkWindow *parent, SemLibrary *library, SemFolder *folder);

G_END_DECLS
