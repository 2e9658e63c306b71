/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-index"

#include "config.h"

#include "engine/index/sketch-place.h"

#include <math.h>
#include <string.h>

#define MAX_SIDE SEM_SKETCH_MAX_SIDE
#define MAX_LEVELS 3
#define COARSE_SIDE 16
/* Standard deviation in grey levels below which a place is flat. */
#define MIN_DEVIATION 3.0
#define MIN_AREA 0.15
/* Places that are refined at the next level, and how far around them, in pixels of that level. */
#define KEPT 4
#define REACH 2
/* Template values are integers in this fraction of a grey level: sums of products of two pictures
 * fit 32 bits, and are the same on every CPU. */
#define PARTS 8
/* Rows of templates are padded with zeros to a multiple of this, for loops without remainders. */
#define BLOCK 8

/* The part scaled to a size, minus its mean. */
typedef struct
{
  double norm; /* in grey levels */
  guint stride;
  gint16 values[];
} Template;

typedef struct
{
  guint side;
  guint8 grey[MAX_SIDE * MAX_SIDE];
  GHashTable *templates; /* by their size */
  GMutex *mutex;
} Level;

/* Coarsest first. @mutex: of the templates, which stay once they are made. */
struct _SemSketchPart
{
  GMutex mutex;
  guint n_levels;
  Level levels[MAX_LEVELS];
};

/* With sums of values and squares over all rectangles from the top left corner. */
typedef struct
{
  guint side;
  gint16 values[MAX_SIDE * MAX_SIDE + BLOCK];
  gint32 sums[MAX_SIDE + 1][MAX_SIDE + 1];
  gint32 squares[MAX_SIDE + 1][MAX_SIDE + 1];
} Whole;

typedef struct
{
  double correlation;
  guint side, x, y, width, height; /* @side is the longer one, before rounding */
} Spot;

/* The part's sides as shares, scaled so that the longer one is 1. */
typedef struct
{
  double wide;
  double high;
} Shape;

static void
halve (const guint8 *in, guint side, guint8 *out)
{
  for (guint y = 0; y < side / 2; y++)
    for (guint x = 0; x < side / 2; x++)
      {
        const guint8 *p = in + 2 * y * side + 2 * x;

        out[y * (side / 2) + x] = (guint8) ((p[0] + p[1] + p[side] + p[side + 1] + 2) / 4);
      }
}

static guint
count_levels (guint side)
{
  guint n = 1;

  for (; side > COARSE_SIDE && side % 2 == 0; side /= 2)
    n++;
  return n;
}

SemSketchPart *
sem_sketch_part_new (const guint8 *grey, guint side)
{
  SemSketchPart *self = g_new (SemSketchPart, 1);

  g_assert (side >= 1 && side <= MAX_SIDE && count_levels (side) <= MAX_LEVELS);
  self->n_levels = count_levels (side);
  g_mutex_init (&self->mutex);
  for (guint i = self->n_levels; i-- > 0;)
    {
      Level *level = &self->levels[i];

      level->side = i + 1 == self->n_levels ? side : self->levels[i + 1].side / 2;
      level->templates = g_hash_table_new_full (NULL, NULL, NULL, g_free);
      level->mutex = &self->mutex;
      if (i + 1 == self->n_levels)
        memcpy (level->grey, grey, (gsize) side * side);
      else
        halve (self->levels[i + 1].grey, self->levels[i + 1].side, level->grey);
    }
  return self;
}

void
sem_sketch_part_free (SemSketchPart *self)
{
  for (guint i = 0; i < self->n_levels; i++)
    g_hash_table_unref (self->levels[i].templates);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* Averages of @n values at a stride over @n_out equal shares. */
static void
shrink_line (const float *in, guint stride, guint n, guint n_out, float *out, guint out_stride)
{
  for (guint i = 0; i < n_out; i++)
    {
      double from = (double) i * n / n_out, to = (double) (i + 1) * n / n_out, sum = 0;

      for (guint j = (guint) from; j < n && j < to; j++)
        sum += (MIN (to, j + 1.0) - MAX (from, (double) j)) * in[j * stride];
      out[i * out_stride] = (float) (sum / (to - from));
    }
}

static Template *
make_template (const Level *level, guint width, guint height)
{
  guint stride = (width + BLOCK - 1) / BLOCK * BLOCK, side = level->side;
  Template *template = g_malloc0 (sizeof *template + stride * height * sizeof (gint16));
  float line[MAX_SIDE], rows[MAX_SIDE * MAX_SIDE], values[MAX_SIDE * MAX_SIDE];
  double mean = 0, squares = 0;

  template->stride = stride;
  for (guint y = 0; y < side; y++)
    {
      for (guint x = 0; x < side; x++)
        line[x] = level->grey[y * side + x];
      shrink_line (line, 1, side, width, rows + (gsize) y * width, 1);
    }
  for (guint x = 0; x < width; x++)
    shrink_line (rows + x, width, side, height, values + x, width);
  for (guint i = 0; i < width * height; i++)
    mean += values[i] / (double) (width * height);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        gint16 v = (gint16) lrint (PARTS * (values[y * width + x] - mean));

        template->values[y * stride + x] = v;
        squares += (double) v * v;
      }
  template->norm = sqrt (squares) / PARTS;
  return template;
}

static const Template *
get_template (Level *level, guint width, guint height)
{
  gpointer key = GUINT_TO_POINTER (width * (MAX_SIDE + 1) + height);
  Template *template;

  g_mutex_lock (level->mutex);
  template = g_hash_table_lookup (level->templates, key);
  if (!template)
    {
      template = make_template (level, width, height);
      g_hash_table_insert (level->templates, key, template);
    }
  g_mutex_unlock (level->mutex);
  return template;
}

static void
whole_init (Whole *self, const guint8 *grey, guint side)
{
  self->side = side;
  memset (self->sums[0], 0, sizeof self->sums[0]);
  memset (self->squares[0], 0, sizeof self->squares[0]);
  memset (self->values + side * side, 0, BLOCK * sizeof *self->values);
  for (guint y = 0; y < side; y++)
    {
      gint32 sum = 0, square = 0;

      self->sums[y + 1][0] = self->squares[y + 1][0] = 0;
      for (guint x = 0; x < side; x++)
        {
          gint16 v = self->values[y * side + x] = grey[y * side + x];

          sum += v;
          square += v * v;
          self->sums[y + 1][x + 1] = self->sums[y][x + 1] + sum;
          self->squares[y + 1][x + 1] = self->squares[y][x + 1] + square;
        }
    }
}

static gint32
rectangle (const gint32 (*table)[MAX_SIDE + 1], guint x, guint y, guint width, guint height)
{
  return table[y + height][x + width] - table[y][x + width] - table[y + height][x] + table[y][x];
}

/* The template's mean is 0, so that the whole's need not be subtracted. */
static gint32
multiply (const Template *template, guint height, const gint16 *whole, guint side)
{
  gint32 sums[BLOCK / 2] = { 0 }, dot = 0;

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < template->stride; x += BLOCK)
      {
        const gint16 *a = template->values + y * template->stride + x, *b = whole + y * side + x;

        for (guint i = 0; i < BLOCK / 2; i++)
          sums[i] += a[2 * i] * b[2 * i] + a[2 * i + 1] * b[2 * i + 1];
      }
  for (guint i = 0; i < BLOCK / 2; i++)
    dot += sums[i];
  return dot;
}

static void
try_spot (const Whole *whole, const Template *template, const Spot *at, Spot *best)
{
  double n = (double) at->width * at->height, sum, variance, correlation;

  sum = rectangle (whole->sums, at->x, at->y, at->width, at->height);
  variance = rectangle (whole->squares, at->x, at->y, at->width, at->height) - sum * sum / n;
  if (variance < MIN_DEVIATION * MIN_DEVIATION * n)
    return;
  correlation = multiply (template, at->height, whole->values + (gsize) at->y * whole->side + at->x,
                          whole->side)
                / (PARTS * template->norm * sqrt (variance));
  if (correlation <= best->correlation)
    return;
  *best = *at;
  best->correlation = correlation;
}

/* All places of one size whose corner lies in the range, the ends included. */
static void
try_size (const Whole *whole,
          Level *level,
          const Shape *shape,
          guint side,
          const guint from[2],
          const guint to[2],
          Spot *best)
{
  Spot at = { .side = side };
  const Template *template;

  at.width = (guint) (side * shape->wide + 0.5);
  at.height = (guint) (side * shape->high + 0.5);
  if (at.width == 0 || at.height == 0
      || at.width * at.height < MIN_AREA * whole->side * whole->side)
    return;
  template = get_template (level, at.width, at.height);
  if (template->norm < MIN_DEVIATION * sqrt (at.width * at.height))
    return;
  for (at.y = from[1]; at.y <= MIN (to[1], whole->side - at.height); at.y++)
    for (at.x = from[0]; at.x <= MIN (to[0], whole->side - at.width); at.x++)
      try_spot (whole, template, &at, best);
}

static int
compare_spots (const void *a, const void *b)
{
  double x = ((const Spot *) a)->correlation, y = ((const Spot *) b)->correlation;

  return (x < y) - (x > y);
}

/* Returns: how many of @spots to refine: the best of each size, best first */
static guint
search_all (const Whole *whole, Level *level, const Shape *shape, Spot *spots)
{
  const guint from[2] = { 0, 0 }, to[2] = { MAX_SIDE, MAX_SIDE };
  guint n = 0;

  for (guint side = whole->side; side > 0; side--)
    {
      Spot best = { .correlation = -1 };

      try_size (whole, level, shape, side, from, to, &best);
      if (best.width)
        spots[n++] = best;
    }
  qsort (spots, n, sizeof *spots, compare_spots);
  return MIN (n, KEPT);
}

/* Moves each spot to the best place around it, at twice the resolution. */
static void
refine (const Whole *whole, Level *level, const Shape *shape, Spot *spots, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const Spot *spot = &spots[i];
      guint x = 2 * spot->x, y = 2 * spot->y, side = 2 * spot->side;
      const guint from[2] = { x - MIN (x, REACH), y - MIN (y, REACH) };
      const guint to[2] = { x + REACH, y + REACH };
      Spot best = { .correlation = -1 };

      for (guint s = side - REACH; s <= MIN (side + REACH, whole->side); s++)
        try_size (whole, level, shape, s, from, to, &best);
      spots[i] = best;
    }
  qsort (spots, n, sizeof *spots, compare_spots);
}

/* @levels: as the part's, the last being the picture itself. @greys: room for the others. */
static void
halve_down (const SemSketchPart *self,
            const guint8 *whole,
            guint8 greys[][MAX_SIDE * MAX_SIDE],
            const guint8 **levels)
{
  levels[self->n_levels - 1] = whole;
  for (guint i = self->n_levels - 1; i > 0; i--)
    {
      halve (levels[i], self->levels[i].side, greys[i - 1]);
      levels[i - 1] = greys[i - 1];
    }
}

double
sem_sketch_part_guess (SemSketchPart *self, const guint8 *whole, double aspect)
{
  const Shape shape = { MIN (aspect, 1), aspect > 1 ? 1 / aspect : 1 };
  guint8 greys[MAX_LEVELS][MAX_SIDE * MAX_SIDE];
  const guint8 *levels[MAX_LEVELS];
  Spot spots[MAX_SIDE];
  Whole table;

  halve_down (self, whole, greys, levels);
  whole_init (&table, levels[0], self->levels[0].side);
  return search_all (&table, &self->levels[0], &shape, spots) ? spots[0].correlation : -1;
}

void
sem_sketch_part_locate (SemSketchPart *self,
                        const guint8 *whole,
                        double aspect,
                        SemSketchPlace *place)
{
  const Shape shape = { MIN (aspect, 1), aspect > 1 ? 1 / aspect : 1 };
  guint8 greys[MAX_LEVELS][MAX_SIDE * MAX_SIDE];
  const guint8 *levels[MAX_LEVELS];
  Spot spots[MAX_SIDE];
  Whole table;
  guint n = 0;

  *place = (SemSketchPlace){ .correlation = -1, .width = 1, .height = 1 };
  halve_down (self, whole, greys, levels);
  for (guint i = 0; i < self->n_levels; i++)
    {
      Level *level = &self->levels[i];

      whole_init (&table, levels[i], level->side);
      if (i == 0)
        n = search_all (&table, level, &shape, spots);
      else
        refine (&table, level, &shape, spots, n);
    }
  if (n == 0 || spots[0].width == 0)
    return;
  *place = (SemSketchPlace){
    spots[0].correlation,
    (double) spots[0].x / table.side,
    (double) spots[0].y / table.side,
    (double) spots[0].width / table.side,
    (double) spots[0].height / table.side,
  };
}
