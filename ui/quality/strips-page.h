/* strips-page.h - the page that inspects a search
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/quality/strips.h"
#include "ui/quality/strip-view.h"

G_BEGIN_DECLS

#define SEM_TYPE_STRIPS_PAGE (sem_strips_page_get_type ())

/**
 * SemStripsPage:
 *
 * A query, and below it the strips of the three orders. Page Up and Page Down go to
 * another of several queries.
 *
 * Signals:
 *
 * - "closed": the user wants to go back
 * - "open-photo" (GListModel, uint): the user opened a photo of a strip: the photos of that strip,
 *   and which of them
 *
 * Actions, all below "strips.": close, previous, next.
 */
G_DECLARE_FINAL_TYPE (SemStripsPage, sem_strips_page, SEM, STRIPS_PAGE, GtkWidget)

/* Called once. */
void sem_strips_page_set_library (SemStripsPage *self, SemLibrary *library);
/* @menu: the main menu. */
void sem_strips_page_set_menu (SemStripsPage *self, GMenuModel *menu);
/* Returns: (transfer none): the queries that it shows one of. */
SemStrips *sem_strips_page_get_strips (SemStripsPage *self);
/* Returns: (transfer none) (nullable): the photo that has the focus, or else the query. */
SemPhoto *sem_strips_page_get_photo (SemStripsPage *self);
/* Gives a photo of the strip that has the focus the focus. */
void sem_strips_page_focus (SemStripsPage *self, guint place);
/* For tests. The name of what is shown: "waiting", "problem" or "strips". */
const char *sem_strips_page_get_shown (SemStripsPage *self);

G_END_DECLS
