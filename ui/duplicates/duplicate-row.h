/* duplicate-row.h - one group of duplicates
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/duplicates/duplicate-cell.h"

G_BEGIN_DECLS

#define SEM_TYPE_DUPLICATE_ROW (sem_duplicate_row_get_type ())

/* Maximum number of photos that a row shows; the number of others is shown as text. */
#define SEM_DUPLICATE_ROW_MOST 40

/**
 * SemDuplicateRow:
 *
 * Shows the kind of the group, its buttons, and its photos side by side. All rows have the same
 * height. Signal "act" (string): the action of a button: "duplicates.accept".
 */
G_DECLARE_FINAL_TYPE (SemDuplicateRow, sem_duplicate_row, SEM, DUPLICATE_ROW, GtkWidget)

GtkWidget *sem_duplicate_row_new (void);
/* @set: (nullable): %NULL shows nothing. The row follows the decisions about it. @absence:
 * (nullable) */
void sem_duplicate_row_show (SemDuplicateRow *self, SemDuplicateSet *set, SemAbsence *absence);
/* Returns: (transfer none) (nullable) */
SemDuplicateSet *sem_duplicate_row_get_set (SemDuplicateRow *self);
/* Returns: (transfer none) (nullable): the cell of a photo */
SemDuplicateCell *sem_duplicate_row_get_cell (SemDuplicateRow *self, guint index);
/* @index: of the photo that takes the focus and is in the order of the Tab key; %G_MAXUINT where it
 * is in another row */
void sem_duplicate_row_set_current (SemDuplicateRow *self, guint index);

G_END_DECLS
