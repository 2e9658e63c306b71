/* train-form.h - what to train: presets, and the settings behind them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_TRAIN_FORM (sem_train_form_get_type ())

/**
 * SemTrainForm:
 *
 * Presets, each with a sentence, and below them, folded, the settings that they stand for.
 *
 * Signal "changed": the choice is another one.
 */
G_DECLARE_FINAL_TYPE (SemTrainForm, sem_train_form, SEM, TRAIN_FORM, GtkWidget)

/* Called once. Starts with the settings of the current codes. */
void sem_train_form_set_library (SemTrainForm *self, SemLibrary *library);
/* Starts anew with the settings of the current codes, where nothing was chosen yet. */
void sem_train_form_refresh (SemTrainForm *self);
/* @training: (out): what is chosen; valid until the choice changes.
 * Returns: %FALSE where nothing can be trained */
gboolean sem_train_form_get_training (SemTrainForm *self, SemTraining *training);

G_END_DECLS
