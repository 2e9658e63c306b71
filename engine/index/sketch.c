/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-index"

#include "config.h"

#include "engine/index/sketch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SIDE SEM_SKETCH_SIDE
#define LOW 8
/* Mean square of the coefficients beside the constant one: below it a picture is flat. */
#define MIN_ENERGY 16.0
/* Standard deviation in grey levels below which a place is flat. */
#define MIN_DEVIATION 3.0
/* Sides of crops that are tried, from the whole down, as shares; each is this much smaller. */
#define SCALE_STEP 0.955
#define MIN_AREA 0.15

void
sem_sketch_orient (const guint8 *source, guint side, guint channels, guint orientation,
                   guint8 *target)
{
  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      {
        guint tx = orientation & 4 ? side - 1 - x : x, ty = y;

        for (guint i = 0; i < (orientation & 3); i++)
          {
            guint turned = side - 1 - ty;

            ty = tx;
            tx = turned;
          }
        memcpy (target + ((gsize) ty * side + tx) * channels,
                source + ((gsize) y * side + x) * channels, channels);
      }
}

void
sem_sketch_make (const guint8 *rgb, guint side, guint8 *sketch)
{
  guint block = side / SIDE;
  guint64 scale = 1000 * (guint64) block * block;

  g_return_if_fail (side % SIDE == 0);
  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      {
        guint64 sum = 0;

        for (guint i = 0; i < block; i++)
          {
            const guint8 *row = rgb + (((gsize) y * block + i) * side + (gsize) x * block) * 3;

            for (guint j = 0; j < block; j++, row += 3)
              sum += 299 * row[0] + 587 * row[1] + 114 * row[2];
          }
        sketch[y * SIDE + x] = (guint8) ((sum + scale / 2) / scale);
      }
}

/* basis[u][x] of the orthonormal DCT-II over SIDE samples. */
static const double (*
dct_basis (void))[SIDE]
{
  static double basis[LOW][SIDE];
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      for (guint u = 0; u < LOW; u++)
        for (guint x = 0; x < SIDE; x++)
          basis[u][x] = (u ? sqrt (2.0 / SIDE) : sqrt (1.0 / SIDE))
                        * cos (G_PI * (2 * x + 1) * u / (2.0 * SIDE));
      g_once_init_leave (&ready, 1);
    }
  return (const double (*)[SIDE]) basis;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

gboolean
sem_sketch_dct_hash (const guint8 *sketch, guint64 *hash)
{
  const double (*basis)[SIDE] = dct_basis ();
  double rows[SIDE][LOW], low[LOW * LOW], sorted[LOW * LOW], energy = 0, median;

  for (guint y = 0; y < SIDE; y++)
    for (guint u = 0; u < LOW; u++)
      {
        rows[y][u] = 0;
        for (guint x = 0; x < SIDE; x++)
          rows[y][u] += basis[u][x] * sketch[y * SIDE + x];
      }
  for (guint v = 0; v < LOW; v++)
    for (guint u = 0; u < LOW; u++)
      {
        double sum = 0;

        for (guint y = 0; y < SIDE; y++)
          sum += basis[v][y] * rows[y][u];
        low[LOW * v + u] = sum;
        energy += u || v ? sum * sum : 0;
      }
  *hash = 0;
  if (energy / (LOW * LOW - 1) < MIN_ENERGY)
    return FALSE;

  memcpy (sorted, low, sizeof sorted);
  qsort (sorted, LOW * LOW, sizeof *sorted, compare_doubles);
  median = (sorted[LOW * LOW / 2 - 1] + sorted[LOW * LOW / 2]) / 2;
  for (guint i = 0; i < LOW * LOW; i++)
    if (low[i] > median)
      *hash |= G_GUINT64_CONSTANT (1) << i;
  return TRUE;
}

/* Values are kept as this many parts of a grey level: products of two fit 32 bits, summed over a
 * sketch, and sums of integers are the same on every CPU. */
#define PARTS 8

/* Weighted sums of @n values at a stride, as averages over @n_out equal shares. */
static void
shrink_line (const double *in, guint n_out, double *out)
{
  for (guint x = 0; x < n_out; x++)
    {
      double from = (double) x * SIDE / n_out, to = (double) (x + 1) * SIDE / n_out, sum = 0;

      for (guint i = (guint) from; i < SIDE && i < to; i++)
        sum += (MIN (to, i + 1.0) - MAX (from, (double) i)) * in[i];
      out[x] = sum / (to - from);
    }
}

/* Area averages of a sketch on a coarser grid, less their mean. Returns the norm in grey levels. */
static double
make_template (const guint8 *sketch, guint width, guint height, gint16 *template)
{
  double rows[SIDE][SIDE], mean = 0, squares = 0, column[SIDE], out[SIDE], values[SIDE][SIDE];
  guint n = width * height;

  for (guint y = 0; y < SIDE; y++)
    {
      for (guint x = 0; x < SIDE; x++)
        column[x] = sketch[y * SIDE + x];
      shrink_line (column, width, rows[y]);
    }
  for (guint x = 0; x < width; x++)
    {
      for (guint y = 0; y < SIDE; y++)
        column[y] = rows[y][x];
      shrink_line (column, height, out);
      for (guint y = 0; y < height; y++)
        {
          values[y][x] = out[y];
          mean += out[y] / n;
        }
    }
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        gint16 v = (gint16) lrint (PARTS * (values[y][x] - mean));

        template[y * width + x] = v;
        squares += (double) v * v;
      }
  return sqrt (squares) / PARTS;
}

/* Sums of the whole's values and squares over all rectangles from the corner. */
typedef struct
{
  gint16 values[SIDE * SIDE];
  gint32 sums[SIDE + 1][SIDE + 1];
  gint32 squares[SIDE + 1][SIDE + 1];
} Whole;

static void
whole_init (Whole *self, const guint8 *sketch)
{
  memset (self->sums, 0, sizeof self->sums);
  memset (self->squares, 0, sizeof self->squares);
  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      {
        gint32 v = self->values[y * SIDE + x] = sketch[y * SIDE + x];

        self->sums[y + 1][x + 1]
          = v + self->sums[y][x + 1] + self->sums[y + 1][x] - self->sums[y][x];
        self->squares[y + 1][x + 1]
          = v * v + self->squares[y][x + 1] + self->squares[y + 1][x] - self->squares[y][x];
      }
}

static gint32
rectangle (const gint32 (*table)[SIDE + 1], guint x, guint y, guint width, guint height)
{
  return table[y + height][x + width] - table[y][x + width] - table[y + height][x] + table[y][x];
}

/* The template's mean is 0, so that the whole's need not be subtracted. */
static gint32
correlate (const gint16 *template, const gint16 *whole, guint width, guint height)
{
  gint32 dot = 0;

  for (guint y = 0; y < height; y++)
    {
      const gint16 *a = template + (gsize) y * width, *b = whole + (gsize) y * SIDE;

      for (guint x = 0; x < width; x++)
        dot += a[x] * b[x];
    }
  return dot;
}

static void
try_size (const Whole *whole, const guint8 *part, guint width, guint height, SemSketchPlace *best)
{
  gint16 template[SIDE * SIDE];
  double n = (double) width * height, norm = make_template (part, width, height, template);

  if (norm < MIN_DEVIATION * sqrt (n))
    return;
  for (guint y = 0; y + height <= SIDE; y++)
    for (guint x = 0; x + width <= SIDE; x++)
      {
        double sum = rectangle (whole->sums, x, y, width, height);
        double variance = rectangle (whole->squares, x, y, width, height) - sum * sum / n;
        double correlation;

        if (variance < MIN_DEVIATION * MIN_DEVIATION * n)
          continue;
        correlation = correlate (template, whole->values + (gsize) y * SIDE + x, width, height)
                      / (PARTS * norm * sqrt (variance));
        if (correlation > best->correlation)
          *best = (SemSketchPlace) { correlation, (double) x / SIDE, (double) y / SIDE,
                                     (double) width / SIDE, (double) height / SIDE };
      }
}

void
sem_sketch_locate (const guint8 *part, const guint8 *whole, double aspect, SemSketchPlace *place)
{
  double wide = aspect > 1 ? 1 : aspect, high = aspect > 1 ? 1 / aspect : 1;
  guint last = 0;
  Whole table;

  *place = (SemSketchPlace) { .correlation = -1, .width = 1, .height = 1 };
  whole_init (&table, whole);
  for (double scale = 1; wide * scale * high * scale >= MIN_AREA; scale *= SCALE_STEP)
    {
      guint width = (guint) (SIDE * wide * scale + 0.5);
      guint height = (guint) (SIDE * high * scale + 0.5);

      if (width < 4 || height < 4 || width * SIDE + height == last)
        continue;
      last = width * SIDE + height;
      try_size (&table, part, width, height, place);
    }
}
