/* cells.h - how well two pictures on a canvas agree, block by block
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/proof/canvas.h"

G_BEGIN_DECLS

/* Shifts of the stored picture: all within SEM_CANVAS_REACH pixels each way. */
#define SEM_CELLS_SHIFT_SIDE (2 * SEM_CANVAS_REACH + 1)
#define SEM_CELLS_N_SHIFTS (SEM_CELLS_SHIFT_SIDE * SEM_CELLS_SHIFT_SIDE)

/**
 * SemCells:
 * @columns, @rows: whole cells of the canvas
 * @cell: side of a cell, in pixels
 * @valid: shape (@rows, @columns): whether both pictures are in the whole cell
 *
 * The sums over each cell from which the correlation of any block of cells follows.
 */
typedef struct
{
  guint columns;
  guint rows;
  guint cell;
  guint8 *valid;
  gint32 *query_sum;
  gint32 *query_square;
  gint32 *stored_sum[SEM_CELLS_N_SHIFTS];
  gint32 *stored_square[SEM_CELLS_N_SHIFTS];
  gint32 *product[SEM_CELLS_N_SHIFTS];
} SemCells;

SemCells *sem_cells_new (const SemCanvas *canvas) G_GNUC_WARN_UNUSED_RESULT;
void sem_cells_free (SemCells *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemCells, sem_cells_free)

/**
 * SemBlock:
 * @column, @row: of the first cell
 * @n_columns, @n_rows: in cells, at least 1
 */
typedef struct
{
  guint column;
  guint row;
  guint n_columns;
  guint n_rows;
} SemBlock;

/**
 * SemBlockFit:
 * @query_deviation: standard deviation in the query, in grey levels
 * @stored_deviation: likewise, unshifted
 * @correlation: the highest of all shifts, -1 to 1; 0 where either is flat
 * @shift_x, @shift_y: where that is, in pixels, to a fraction where the neighbours allow
 */
typedef struct
{
  double query_deviation;
  double stored_deviation;
  double correlation;
  double shift_x;
  double shift_y;
} SemBlockFit;

/**
 * sem_cells_fit:
 * @sign: 1, or -1 where the one picture is a negative of the other
 * @fit: (out)
 *
 * Returns: %FALSE where a cell of the block is not valid
 */
gboolean sem_cells_fit (const SemCells *self, const SemBlock *block, int sign, SemBlockFit *fit);

G_END_DECLS
