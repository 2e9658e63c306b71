/* measure-table.h - the measures of two models, side by side
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/codes.h"

G_BEGIN_DECLS

/**
 * SemMeasureColumn:
 * @title: of the column
 * @codes: (nullable): whose method and code length stand below the title
 * @measures: (nullable): %NULL where they are not known
 */
typedef struct
{
  const char *title;
  SemCodes *codes;
  const SemMeasures *measures;
} SemMeasureColumn;

/* Replaces what the grid holds. The better of two numbers is set in bold, where they differ by more
 * than two samples of the same photos do; a sentence below says so. */
void sem_measure_table_fill (GtkGrid *grid,
                             const SemMeasureColumn *before,
                             const SemMeasureColumn *after);

G_END_DECLS
