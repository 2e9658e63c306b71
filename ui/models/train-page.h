/* train-page.h - train a model, watch it learn, and choose between the old and the new codes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_TRAIN_PAGE (sem_train_page_get_type ())

/**
 * SemTrainPage:
 *
 * What to train and how long it takes; while it runs, the curves, the time that is left, and
 * buttons to pause, resume and stop; afterwards both codes side by side, the better one suggested.
 */
G_DECLARE_FINAL_TYPE (SemTrainPage, sem_train_page, SEM, TRAIN_PAGE, GtkWidget)

/* Called once. */
void sem_train_page_set_library (SemTrainPage *self, SemLibrary *library);

G_END_DECLS
