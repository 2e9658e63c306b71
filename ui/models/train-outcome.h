/* train-outcome.h - the current and the new codes side by side
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_TRAIN_OUTCOME (sem_train_outcome_get_type ())

/**
 * SemTrainOutcome:
 *
 * Visible while the library has an offer: a table of what was measured of both, and the buttons to
 * use one of them, the better one suggested.
 */
G_DECLARE_FINAL_TYPE (SemTrainOutcome, sem_train_outcome, SEM, TRAIN_OUTCOME, GtkWidget)

/* Called once. */
void sem_train_outcome_set_library (SemTrainOutcome *self, SemLibrary *library);

/* Uses the offered codes, or keeps the current ones, and says so with an "Undo". */
void sem_train_outcome_decide (GtkWidget *widget, SemLibrary *library, gboolean use);
/* Marks one of both buttons as suggested, where it is known which codes are better. */
void sem_train_outcome_suggest (GtkWidget *keep, GtkWidget *use, SemCodes *offer);

G_END_DECLS
