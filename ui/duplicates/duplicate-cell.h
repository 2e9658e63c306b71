/* duplicate-cell.h - one photo of a group of duplicates
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/browse/absence.h"
#include "engine/model/duplicates/duplicate-set.h"

G_BEGIN_DECLS

#define SEM_TYPE_DUPLICATE_CELL (sem_duplicate_cell_get_type ())

/**
 * SemDuplicateCell:
 *
 * Shows the picture, the size of the file, and whether it stays. For screen readers it is a check
 * box, checked where the photo stays.
 */
G_DECLARE_FINAL_TYPE (SemDuplicateCell, sem_duplicate_cell, SEM, DUPLICATE_CELL, GtkWidget)

GtkWidget *sem_duplicate_cell_new (void);
/* Shows the photo at @index of @set as it is now. @absence: (nullable) */
void sem_duplicate_cell_show (SemDuplicateCell *self,
                              SemDuplicateSet *set,
                              guint index,
                              SemAbsence *absence);
/* Shows none, and stops loading. */
void sem_duplicate_cell_clear (SemDuplicateCell *self);
guint sem_duplicate_cell_get_index (SemDuplicateCell *self);

G_END_DECLS
