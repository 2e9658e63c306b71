/* duplicate-cell-private.h - the accessible name of a cell, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/duplicates/duplicate-cell.h"

G_BEGIN_DECLS

/* Returns: (transfer none): what a screen reader says */
const char *sem_duplicate_cell_get_words (SemDuplicateCell *self);

G_END_DECLS
