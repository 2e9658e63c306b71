/* results-page.h - what looks like the query
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/results.h"
#include "ui/widgets/photo-grid.h"

G_BEGIN_DECLS

#define SEM_TYPE_RESULTS_PAGE (sem_results_page_get_type ())

/**
 * SemResultsPage:
 *
 * The query beside its results. It remembers the searches before, so that one can go back step by
 * step.
 */
G_DECLARE_FINAL_TYPE (SemResultsPage, sem_results_page, SEM, RESULTS_PAGE, GtkWidget)

/**
 * sem_results_page_show:
 * @photo: (nullable): the query, where it is a photo of the library
 *
 * Shows @results; those that were shown become the step before.
 */
void sem_results_page_show (SemResultsPage *self, SemResults *results, SemPhoto *photo);

/* Goes one search back. Returns: %FALSE where there is none, and nothing has changed. */
gboolean sem_results_page_back (SemResultsPage *self);
/* Forgets all searches. */
void sem_results_page_clear (SemResultsPage *self);

/* Returns: (transfer none) (nullable): what is shown. */
SemResults *sem_results_page_get_results (SemResultsPage *self);

/* Returns: (transfer none) (nullable): the query, where it is a photo of the library. */
SemPhoto *sem_results_page_get_photo (SemResultsPage *self);
/* Returns: (transfer none): the grid with the results. */
SemPhotoGrid *sem_results_page_get_grid (SemResultsPage *self);
/* @menu: the main menu. */
void sem_results_page_set_menu (SemResultsPage *self, GMenuModel *menu);

G_END_DECLS
