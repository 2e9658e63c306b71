/* learning-page.h - the page of the window with training and models
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_LEARNING_PAGE (sem_learning_page_get_type ())

/**
 * SemLearningPage:
 *
 * Signal "closed": the page is to be left.
 *
 * Signal "tab-changed": another tab is shown.
 */
G_DECLARE_FINAL_TYPE (SemLearningPage, sem_learning_page, SEM, LEARNING_PAGE, GtkWidget)

/* Called once. */
void sem_learning_page_set_library (SemLearningPage *self, SemLibrary *library);
/* Shows a tab, "train" or "models", and focuses it. */
void sem_learning_page_open (SemLearningPage *self, const char *tab);
/* Whether the tab is that of training. */
gboolean sem_learning_page_get_shows_training (SemLearningPage *self);
/* Carries out pending actions, which can no longer be undone then. */
void sem_learning_page_commit (SemLearningPage *self);

G_END_DECLS
