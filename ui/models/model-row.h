/* model-row.h - one model in the list of models
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_MODEL_ROW (sem_model_row_get_type ())

/**
 * SemModelRow:
 *
 * The model's method, code length, date and quality; unfolded, also its name, its note and its
 * actions.
 *
 * Signals "use", "export" and "delete".
 */
G_DECLARE_FINAL_TYPE (SemModelRow, sem_model_row, SEM, MODEL_ROW, AdwExpanderRow)

/* @active: whether its codes are in use */
GtkWidget *sem_model_row_new (SemLibrary *library, SemCodes *codes, gboolean active);
/* Returns: (transfer none): what it shows */
SemCodes *sem_model_row_get_codes (SemModelRow *self);

G_END_DECLS
