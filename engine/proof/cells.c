/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-proof"

#include "config.h"

#include "engine/proof/cells.h"

#include <math.h>
#include <string.h>

#define REACH SEM_CANVAS_REACH
#define SIDE SEM_CELLS_SHIFT_SIDE
#define N_SHIFTS SEM_CELLS_N_SHIFTS
/* A variance below this, in squared grey levels, is that of rounding. */
#define MIN_VARIANCE 0.5

/* Sums of one row of cells, by the columns of the canvas. Values are at most 255 in magnitude and a
 * cell has at most 8 rows: everything fits 32 bits. */
typedef struct
{
  gint32 *sum;
  gint32 *square;
  gint32 *product;
} Lines;

/* Plain loops over whole rows, which the compiler vectorises. */
static void
add_line (const gint16 *restrict query, const gint16 *restrict stored, guint n, const Lines *lines)
{
  gint32 *restrict sum = lines->sum;
  gint32 *restrict square = lines->square;
  gint32 *restrict product = lines->product;

  for (guint x = 0; x < n; x++)
    {
      sum[x] += stored[x];
      square[x] += stored[x] * stored[x];
      product[x] += query[x] * stored[x];
    }
}

static void
reduce (const gint32 *line, guint columns, guint cell, gint32 *cells)
{
  for (guint i = 0; i < columns; i++)
    {
      gint32 sum = 0;

      for (guint x = 0; x < cell; x++)
        sum += line[(gsize) i * cell + x];
      cells[i] = sum;
    }
}

/* One row of cells at one shift; @shift SIDE · (y + REACH) + x + REACH. */
static void
sum_row (SemCells *self, const SemCanvas *canvas, guint row, guint shift, const Lines *lines)
{
  const guint width = self->columns * self->cell;
  const gsize at = (gsize) row * self->columns;

  memset (lines->sum, 0, width * sizeof (gint32));
  memset (lines->square, 0, width * sizeof (gint32));
  memset (lines->product, 0, width * sizeof (gint32));
  for (guint i = 0; i < self->cell; i++)
    {
      const gsize y = (gsize) row * self->cell + i;

      add_line (canvas->query + y * canvas->width,
                canvas->stored + (y + shift / SIDE) * canvas->stored_stride + shift % SIDE, width,
                lines);
    }
  reduce (lines->sum, self->columns, self->cell, self->stored_sum[shift] + at);
  reduce (lines->square, self->columns, self->cell, self->stored_square[shift] + at);
  reduce (lines->product, self->columns, self->cell, self->product[shift] + at);
}

static void
sum_query (SemCells *self, const SemCanvas *canvas, guint row, const Lines *lines)
{
  const guint width = self->columns * self->cell;
  const gsize at = (gsize) row * self->columns;

  memset (lines->sum, 0, width * sizeof (gint32));
  memset (lines->square, 0, width * sizeof (gint32));
  memset (lines->product, 0, width * sizeof (gint32));
  for (guint i = 0; i < self->cell; i++)
    {
      const gint16 *query = canvas->query + ((gsize) row * self->cell + i) * canvas->width;

      add_line (query, query, width, lines);
    }
  reduce (lines->sum, self->columns, self->cell, self->query_sum + at);
  reduce (lines->square, self->columns, self->cell, self->query_square + at);
}

static void
find_valid (SemCells *self, const SemCanvas *canvas)
{
  for (guint row = 0; row < self->rows; row++)
    for (guint column = 0; column < self->columns; column++)
      {
        guint8 valid = 1;

        for (guint i = 0; i < self->cell * self->cell; i++)
          valid &= canvas->valid[((gsize) row * self->cell + i / self->cell) * canvas->width
                                 + (gsize) column * self->cell + i % self->cell];
        self->valid[(gsize) row * self->columns + column] = valid;
      }
}

SemCells *
sem_cells_new (const SemCanvas *canvas)
{
  SemCells *self = g_new0 (SemCells, 1);
  const guint columns = canvas->width / canvas->cell, rows = canvas->height / canvas->cell;
  const gsize n = (gsize) columns * rows;
  g_autofree gint32 *line = g_new (gint32, (gsize) canvas->width * 3);
  const Lines lines = { line, line + canvas->width, line + 2 * (gsize) canvas->width };

  self->columns = columns;
  self->rows = rows;
  self->cell = canvas->cell;
  self->valid = g_malloc (n);
  self->query_sum = g_new (gint32, n);
  self->query_square = g_new (gint32, n);
  find_valid (self, canvas);
  for (guint row = 0; row < rows; row++)
    sum_query (self, canvas, row, &lines);
  for (guint shift = 0; shift < N_SHIFTS; shift++)
    {
      self->stored_sum[shift] = g_new (gint32, n);
      self->stored_square[shift] = g_new (gint32, n);
      self->product[shift] = g_new (gint32, n);
      for (guint row = 0; row < rows; row++)
        sum_row (self, canvas, row, shift, &lines);
    }
  return self;
}

void
sem_cells_free (SemCells *self)
{
  for (guint shift = 0; shift < N_SHIFTS; shift++)
    {
      g_free (self->stored_sum[shift]);
      g_free (self->stored_square[shift]);
      g_free (self->product[shift]);
    }
  g_free (self->valid);
  g_free (self->query_sum);
  g_free (self->query_square);
  g_free (self);
}

static double
sum_block (const SemCells *self, const SemBlock *block, const gint32 *cells)
{
  gint64 sum = 0;

  for (guint i = 0; i < block->n_rows; i++)
    {
      const gint32 *row = cells + (gsize) (block->row + i) * self->columns + block->column;

      for (guint j = 0; j < block->n_columns; j++)
        sum += row[j];
    }
  return (double) sum;
}

static gboolean
is_valid (const SemCells *self, const SemBlock *block)
{
  for (guint i = 0; i < block->n_rows; i++)
    for (guint j = 0; j < block->n_columns; j++)
      if (!self->valid[(gsize) (block->row + i) * self->columns + block->column + j])
        return FALSE;
  return TRUE;
}

/* Where a parabola through three correlations is highest: -.5 to .5 from the middle one. */
static double
find_peak (double before, double middle, double after)
{
  const double bend = before - 2 * middle + after;

  return bend < 0 ? CLAMP ((before - after) / (2 * bend), -0.5, 0.5) : 0;
}

static void
refine_shift (const double *correlations, guint best, SemBlockFit *fit)
{
  const guint x = best % SIDE, y = best / SIDE;

  fit->shift_x = (double) x - REACH;
  fit->shift_y = (double) y - REACH;
  if (x > 0 && x < SIDE - 1)
    fit->shift_x += find_peak (correlations[best - 1], correlations[best], correlations[best + 1]);
  if (y > 0 && y < SIDE - 1)
    fit->shift_y +=
      find_peak (correlations[best - SIDE], correlations[best], correlations[best + SIDE]);
}

gboolean
sem_cells_fit (const SemCells *self, const SemBlock *block, int sign, SemBlockFit *fit)
{
  const double n = (double) block->n_columns * block->n_rows * self->cell * self->cell;
  const double sum = sum_block (self, block, self->query_sum);
  const double variance = sum_block (self, block, self->query_square) / n - sum * sum / (n * n);
  double correlations[N_SHIFTS];
  guint best = N_SHIFTS / 2;

  if (!is_valid (self, block))
    return FALSE;
  *fit = (SemBlockFit){ .query_deviation = sqrt (MAX (variance, 0)) };
  for (guint i = 0; i < N_SHIFTS; i++)
    {
      const double s = sum_block (self, block, self->stored_sum[i]);
      const double v = sum_block (self, block, self->stored_square[i]) / n - s * s / (n * n);
      const double c = sum_block (self, block, self->product[i]) / n - s * sum / (n * n);

      correlations[i] =
        variance > MIN_VARIANCE && v > MIN_VARIANCE ? sign * c / sqrt (v * variance) : 0;
      if (i == N_SHIFTS / 2)
        fit->stored_deviation = sqrt (MAX (v, 0));
    }
  for (guint i = 0; i < N_SHIFTS; i++)
    if (correlations[i] > correlations[best])
      best = i;
  fit->correlation = correlations[best];
  refine_shift (correlations, best, fit);
  return TRUE;
}
