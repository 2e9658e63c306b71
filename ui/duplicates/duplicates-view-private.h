/* duplicates-view-private.h - shared by the source files of the view
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/duplicates/duplicates-view.h"

G_BEGIN_DECLS

/**
 * SemDuplicatesView:
 * @rows: (element-type SemDuplicateRow): the group at a position is shown by that modulo the number
 *   of rows, so that few change when the view scrolls
 * @current: (nullable): the group that has the focus, or had it last, at @position
 * @index: of the photo in it
 * @wants_focus: whether that takes the focus as soon as there is a row for it
 * @catching_up: source, which makes rows after GTK has allocated the view
 */
struct _SemDuplicatesView
{
  GtkWidget parent_instance;

  GtkAdjustment *adjustments[2];
  SemDuplicateList *list;
  SemAbsence *absence;
  GPtrArray *rows;
  int row_height;
  SemDuplicateSet *current;
  guint position;
  guint index;
  gboolean wants_focus;
  guint catching_up;
  gboolean configuring;
};

/* duplicates-view-rows.c: rows at their places. It calls neither of the others. */
guint sem_duplicates_view_count (SemDuplicatesView *self);
/* What is seen: positions from @first up to @end, not included. */
void sem_duplicates_view_find_range (SemDuplicatesView *self, guint *first, guint *end);
/* Returns: (transfer none): the row for a position; there is at least one */
SemDuplicateRow *sem_duplicates_view_get_row (SemDuplicatesView *self, guint position);
/* Lets rows show what is seen; there are enough of them. */
void sem_duplicates_view_update_rows (SemDuplicatesView *self);
void sem_duplicates_view_hide_rows (SemDuplicatesView *self);
void sem_duplicates_view_allocate_rows (SemDuplicatesView *self);

/* duplicates-view-keys.c: keys and the pointer. They emit the signal "go-to" (uint, uint), whose
 * handler is that of the view: to the position of a group, and the index of a photo. */
void sem_duplicates_view_add_input (SemDuplicatesView *self);

G_END_DECLS
