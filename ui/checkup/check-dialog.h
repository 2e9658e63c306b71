/* check-dialog.h - the library's health, with a report to copy and a button that repairs
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "engine/model/checkup/checkup.h"

G_BEGIN_DECLS

#define SEM_TYPE_CHECK_DIALOG (sem_check_dialog_get_type ())

G_DECLARE_FINAL_TYPE (SemCheckDialog, sem_check_dialog, SEM, CHECK_DIALOG, AdwWindow)

/* Starts the check at once. */
GtkWindow *sem_check_dialog_new (GtkWindow *parent, SemLibrary *library);

G_END_DECLS
