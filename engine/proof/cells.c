/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-proof"

#include "config.h"

#include "engine/proof/cells.h"
#include "engine/kernels/products.h"

#include <math.h>
#include <string.h>

#define REACH SEM_CANVAS_REACH
#define SIDE SEM_CELLS_SHIFT_SIDE
#define N_SHIFTS SEM_CELLS_N_SHIFTS
/* A variance below this, in squared grey levels, is that of rounding. */
#define MIN_VARIANCE 0.5

/* A picture less its local mean. */
typedef struct
{
  const gint16 *pixels;
  gsize stride;
} Plane;

/* The sums over columns of one row of cells, and then those over all columns before each. Values
 * are at most 255 in magnitude and a cell has at most 8 rows: everything fits 32 bits. */
typedef struct
{
  gint32 *sum;
  gint32 *square;
  guint n; /* columns */
} Lines;

/* Plain loops over whole rows, which the compiler vectorises. */
static void
add_line (const gint16 *restrict row, guint n, gint32 *restrict sum, gint32 *restrict square)
{
  for (guint x = 0; x < n; x++)
    {
      sum[x] += row[x];
      square[x] += row[x] * row[x];
    }
}

/* Replaces each of @n entries by the sum of those before it, and adds the sum of all behind them.
 */
static void
accumulate (gint32 *line, guint n)
{
  gint32 sum = 0;

  for (guint x = 0; x <= n; x++)
    {
      const gint32 next = sum + (x < n ? line[x] : 0);

      line[x] = sum;
      sum = next;
    }
}

/* Of @cell rows, the first of which is @y. */
static void
sum_lines (const Plane *plane, gsize y, guint cell, const Lines *lines)
{
  memset (lines->sum, 0, lines->n * sizeof (gint32));
  memset (lines->square, 0, lines->n * sizeof (gint32));
  for (guint i = 0; i < cell; i++)
    add_line (plane->pixels + (y + i) * plane->stride, lines->n, lines->sum, lines->square);
  accumulate (lines->sum, lines->n);
  accumulate (lines->square, lines->n);
}

/* A row of cells whose first column is @x. */
static void
reduce (const gint32 *line, guint x, guint columns, guint cell, gint32 *cells)
{
  for (guint i = 0; i < columns; i++)
    cells[i] = line[x + (gsize) (i + 1) * cell] - line[x + (gsize) i * cell];
}

/* The query's row of cells as sem_k_products() wants them. */
static void
pack_row (const SemCells *self, const SemCanvas *canvas, guint row, gint16 *cells)
{
  for (guint column = 0; column < self->columns; column++)
    for (guint i = 0; i < self->cell; i++)
      memcpy (cells + ((gsize) column * self->cell + i) * SEM_K_PRODUCTS_SIDE,
              canvas->query + ((gsize) row * self->cell + i) * canvas->width
                + (gsize) column * self->cell,
              self->cell * sizeof (gint16));
}

/* One row of cells at all shifts. */
static void
sum_row (SemCells *self, const SemCanvas *canvas, guint row, const Lines *lines, gint16 *packed)
{
  const Plane query = { canvas->query, canvas->width };
  const Plane stored = { canvas->stored, canvas->stored_stride };
  const gsize at = (gsize) row * self->columns;

  sum_lines (&query, (gsize) row * self->cell, self->cell,
             &(Lines){ lines->sum, lines->square, canvas->width });
  reduce (lines->sum, 0, self->columns, self->cell, self->query_sum + at);
  reduce (lines->square, 0, self->columns, self->cell, self->query_square + at);
  pack_row (self, canvas, row, packed);
  for (guint shift = 0; shift < N_SHIFTS; shift++)
    {
      const gsize y = (gsize) row * self->cell + shift / SIDE;
      const guint x = shift % SIDE;

      if (x == 0)
        sum_lines (&stored, y, self->cell, lines);
      reduce (lines->sum, x, self->columns, self->cell, self->stored_sum[shift] + at);
      reduce (lines->square, x, self->columns, self->cell, self->stored_square[shift] + at);
      sem_k_products (packed, self->cell, stored.pixels + y * stored.stride + x, stored.stride,
                      self->columns, self->product[shift] + at);
    }
}

static gboolean
is_cell_valid (const guint8 *pixels, gsize stride, guint cell)
{
  guint8 valid = 1;

  for (guint y = 0; y < cell; y++)
    for (guint x = 0; x < cell; x++)
      valid &= pixels[y * stride + x];
  return valid;
}

static void
find_valid (SemCells *self, const SemCanvas *canvas)
{
  for (guint row = 0; row < self->rows; row++)
    for (guint column = 0; column < self->columns; column++)
      self->valid[(gsize) row * self->columns + column] =
        is_cell_valid (canvas->valid + (gsize) row * self->cell * canvas->width
                         + (gsize) column * self->cell,
                       canvas->width, self->cell);
}

SemCells *
sem_cells_new (const SemCanvas *canvas)
{
  SemCells *self = g_new0 (SemCells, 1);
  const guint columns = canvas->width / canvas->cell, rows = canvas->height / canvas->cell;
  const gsize n = (gsize) columns * rows;
  g_autofree gint32 *line = g_new (gint32, 2 * ((gsize) canvas->stored_stride + 1));
  g_autofree gint16 *packed = g_new0 (gint16, (gsize) columns * canvas->cell * SEM_K_PRODUCTS_SIDE);
  const Lines lines = { line, line + canvas->stored_stride + 1, canvas->stored_stride };

  self->columns = columns;
  self->rows = rows;
  self->cell = canvas->cell;
  self->valid = g_malloc (n);
  self->query_sum = g_new (gint32, n);
  self->query_square = g_new (gint32, n);
  for (guint shift = 0; shift < N_SHIFTS; shift++)
    {
      self->stored_sum[shift] = g_new (gint32, n);
      self->stored_square[shift] = g_new (gint32, n);
      self->product[shift] = g_new (gint32, n);
    }
  find_valid (self, canvas);
  for (guint row = 0; row < rows; row++)
    sum_row (self, canvas, row, &lines, packed);
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
