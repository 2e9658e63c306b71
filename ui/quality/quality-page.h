/* quality-page.h - the page with the quality of the library's codes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/quality/inspector.h"
#include "ui/quality/labels-group.h"
#include "ui/quality/scenes/scenes-group.h"
#include "ui/widgets/photo-grid.h"

G_BEGIN_DECLS

#define SEM_TYPE_QUALITY_PAGE (sem_quality_page_get_type ())

/**
 * SemQualityPage:
 *
 * The verdict, and a card for each figure; a point of a figure opens the photos behind it, on a
 * page of their own. It measures when it is shown.
 *
 * Signal "inspect" (GListModel, uint): the user wants to inspect the search for one of some photos.
 *
 * Property "narrow" (boolean): whether it has a button for the sidebar.
 * Property "shows-photos" (boolean, readable): whether it can go back from photos to the cards.
 */
G_DECLARE_FINAL_TYPE (SemQualityPage, sem_quality_page, SEM, QUALITY_PAGE, GtkWidget)

/* Called once. */
void sem_quality_page_set_library (SemQualityPage *self, SemLibrary *library);
/* @menu: the main menu. */
void sem_quality_page_set_menu (SemQualityPage *self, GMenuModel *menu);
/* Measures again if the library has changed, as when the page is shown. */
void sem_quality_page_refresh (SemQualityPage *self);
/* Gives the focus to the plot or row that was opened last. */
void sem_quality_page_take_focus (SemQualityPage *self);
/* Goes from the photos back to the cards. Returns: whether they were shown */
gboolean sem_quality_page_step_back (SemQualityPage *self);
/* Returns: (transfer none): the photos behind a point. */
SemPhotoGrid *sem_quality_page_get_grid (SemQualityPage *self);
/* For tests. Returns: (transfer none): parts of the page. */
SemInspector *sem_quality_page_get_inspector (SemQualityPage *self);
/* The name of what is shown: "empty", "cards" or "photos". */
const char *sem_quality_page_get_shown (SemQualityPage *self);

G_END_DECLS
