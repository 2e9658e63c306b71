/* training-dialog.h - trains new codes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_TRAINING_DIALOG (sem_training_dialog_get_type ())

/**
 * SemTrainingDialog:
 *
 * Settings, progress and result of a training. Not modal: photos can be searched meanwhile.
 */
G_DECLARE_FINAL_TYPE (SemTrainingDialog, sem_training_dialog, SEM, TRAINING_DIALOG, AdwWindow)

GtkWindow *sem_training_dialog_new (GtkWindow *parent, SemLibrary *library);

G_END_DECLS
