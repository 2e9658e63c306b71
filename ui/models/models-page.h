/* models-page.h - the models of the library: choose, name, export, import and delete them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/library.h"
#include "ui/models/models-comparison.h"

G_BEGIN_DECLS

#define SEM_TYPE_MODELS_PAGE (sem_models_page_get_type ())

/**
 * SemModelsPage:
 *
 * All models that the library keeps, the one in use first. One that is deleted disappears at once,
 * and is gone when the notification with “Undo” is. Below the list any two are compared.
 */
G_DECLARE_FINAL_TYPE (SemModelsPage, sem_models_page, SEM, MODELS_PAGE, GtkWidget)

/* Called once. */
void sem_models_page_set_library (SemModelsPage *self, SemLibrary *library);
/* Carries out pending deletions, which can no longer be undone then. */
void sem_models_page_commit (SemModelsPage *self);

G_END_DECLS
