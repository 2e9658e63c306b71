/* duplicates-page.h - photos that are there more than once
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/duplicates/duplicate-finder.h"
#include "ui/duplicates/duplicates-view.h"

G_BEGIN_DECLS

#define SEM_TYPE_DUPLICATES_PAGE (sem_duplicates_page_get_type ())

/**
 * SemDuplicatesPage:
 *
 * The groups of duplicates, and the user's decisions about them. The search starts when the page is
 * shown, and again after the library was indexed. Properties: "narrow" (boolean), whether a button
 * opens the sidebar over the page; "show-identical", "show-copies", "show-maybe", "show-bursts" and
 * "show-pairs" (boolean), which groups are shown.
 *
 * Signals: "open-photo" (uint): the photo with this index of the current group is to be opened.
 * "trash" (GPtrArray of #SemDuplicateSet, uint): what is marked in these groups is to go to the
 * trash, or of a single group only the photo with this index, unless it is %G_MAXUINT. "different"
 * (#SemDuplicateSet): the user marks its photos as different.
 */
G_DECLARE_FINAL_TYPE (SemDuplicatesPage, sem_duplicates_page, SEM, DUPLICATES_PAGE, GtkWidget)

/* Called once. */
void sem_duplicates_page_set_library (SemDuplicatesPage *self, SemLibrary *library);
void sem_duplicates_page_set_menu (SemDuplicatesPage *self, GMenuModel *menu);
/* Returns: (transfer none) (nullable): %NULL without a library */
SemDuplicateFinder *sem_duplicates_page_get_finder (SemDuplicatesPage *self);
SemDuplicatesView *sem_duplicates_page_get_view (SemDuplicatesPage *self);
/* Returns: (transfer full) (nullable): the photo that has the focus, or had it last */
SemPhoto *sem_duplicates_page_dup_photo (SemDuplicatesPage *self);
/* Returns: (transfer full) (nullable): the photo to compare that with: the first of its group, or
 * the second where it is the first */
SemPhoto *sem_duplicates_page_dup_other (SemDuplicatesPage *self);
/* Puts the photo that has the focus into the trash, where another one of its group stays. */
void sem_duplicates_page_trash_photo (SemDuplicatesPage *self);
/* Gives a photo of the current group the focus. */
void sem_duplicates_page_focus_photo (SemDuplicatesPage *self, guint index);

G_END_DECLS
