/* results-page.h - a query and its results
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/session.h"
#include "ui/asking/query-bar.h"
#include "ui/widgets/photo-grid.h"

G_BEGIN_DECLS

#define SEM_TYPE_RESULTS_PAGE (sem_results_page_get_type ())

/**
 * SemResultsPage:
 *
 * The query, its results and details of the selected hit.
 */
G_DECLARE_FINAL_TYPE (SemResultsPage, sem_results_page, SEM, RESULTS_PAGE, GtkWidget)

/* @session: whose results it shows, with their selection and scroll position. Called once. */
void sem_results_page_set_session (SemResultsPage *self, SemSession *session);
/* Returns: (transfer none): the grid with the results. */
SemPhotoGrid *sem_results_page_get_grid (SemResultsPage *self);
/* Returns: (transfer none): the row with the query. */
SemQueryBar *sem_results_page_get_query_bar (SemResultsPage *self);
/* Opens the list of searches. */
void sem_results_page_show_history (SemResultsPage *self);
/* @menu: the main menu. */
void sem_results_page_set_menu (SemResultsPage *self, GMenuModel *menu);

/* Gives the focus to the photos, or to the page that is shown instead of them, unless the query has
 * it. It is not the widget's grab_focus(): with that the Tab key could reach nothing else on the
 * page. */
void sem_results_page_take_focus (SemResultsPage *self);
/* Shows or hides the pane with the query and the selected photo. */
void sem_results_page_toggle_details (SemResultsPage *self);
/* Closes the pane over the photos. Returns: whether it was open. */
gboolean sem_results_page_step_back (SemResultsPage *self);

G_END_DECLS
