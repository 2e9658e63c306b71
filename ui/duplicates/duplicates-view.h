/* duplicates-view.h - groups of duplicates below each other
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/browse/absence.h"
#include "engine/model/duplicates/duplicate-list.h"
#include "ui/duplicates/duplicate-row.h"

G_BEGIN_DECLS

#define SEM_TYPE_DUPLICATES_VIEW (sem_duplicates_view_get_type ())

/**
 * SemDuplicatesView:
 *
 * Rows of one height, created only for the visible groups. One photo of one group has the focus: Up
 * and Down, Page Up and Page Down go to other groups, Left and Right along the photos, Home and End
 * to the first and the last photo, with Ctrl of the first and the last group. Space turns a photo
 * that stays into one that goes and back, K keeps it, T marks it for the trash. To be put into a
 * scrolled window.
 *
 * Signal "open-photo" (): Enter, or a double click. Signal "menu" (double x, double y): a right
 * click, or the key for it. Signal "moved" (): another photo has the focus, or its group was
 * replaced.
 */
G_DECLARE_FINAL_TYPE (SemDuplicatesView, sem_duplicates_view, SEM, DUPLICATES_VIEW, GtkWidget)

/* Called once. */
void sem_duplicates_view_set_list (SemDuplicatesView *self, SemDuplicateList *list);
/* @absence: (nullable); called again when it may have changed. */
void sem_duplicates_view_set_absence (SemDuplicatesView *self, SemAbsence *absence);
/* @index: (out) (optional): of the photo that has the focus, or had it last.
 * Returns: (transfer none) (nullable): its group */
SemDuplicateSet *sem_duplicates_view_get_current (SemDuplicatesView *self, guint *index);
guint sem_duplicates_view_get_position (SemDuplicatesView *self);
/* Goes to a photo of the group at @position, or to the nearest there is, and scrolls to it.
 * @focus: whether it takes the focus */
void sem_duplicates_view_go (SemDuplicatesView *self, guint position, guint index, gboolean focus);

G_END_DECLS
