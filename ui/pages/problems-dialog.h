/* problems-dialog.h - the files that could not be indexed, and why
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_PROBLEMS_DIALOG (sem_problems_dialog_get_type ())

G_DECLARE_FINAL_TYPE (SemProblemsDialog, sem_problems_dialog, SEM, PROBLEMS_DIALOG, AdwWindow)

GtkWindow *sem_problems_dialog_new (GtkWindow *parent, SemLibrary *library);

G_END_DECLS
