/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-proof"

#include "config.h"

#include "engine/proof/canvas.h"
#include "engine/kernels/products.h"

#include <math.h>
#include <string.h>

#define REACH SEM_CANVAS_REACH
/* The overlap is divided into about this many cells a side; a block is some of them. */
#define CELLS_A_SIDE 120
#define MIN_CELL 4
#define MAX_CELL 8
/* The local mean is of a square with this many cells on either side of the pixel. */
#define MEAN_CELLS 4

/* How the query and the stored picture lie on the canvas before it is cut to the overlap. */
typedef struct
{
  SemProofGrey *query;
  SemProofGrey *stored;
  SemAffine map; /* from small query to small stored */
} Small;

static void
small_clear (Small *self)
{
  g_free (self->query);
  g_free (self->stored);
}

/* From the pixels of a picture of one width and height to those of another of the same view. */
static SemAffine
rescale (const SemProofGrey *from, const SemProofGrey *to)
{
  const double x = (double) to->width / from->width, y = (double) to->height / from->height;

  return (SemAffine){ .a = x, .c = (x - 1) / 2, .e = y, .f = (y - 1) / 2 };
}

static guint
shrink_side (guint side, double factor)
{
  return (guint) CLAMP (lround (side * factor), 1, (long) side);
}

static void
make_small (const SemProofGrey *query,
            const SemProofGrey *stored,
            const SemAffine *map,
            guint side,
            Small *small)
{
  const double scale = sqrt (fabs (sem_affine_determinant (map)));
  const double limit = (double) side / MAX (query->width, query->height);
  const double factor = MIN (MIN (1, limit), scale);
  SemAffine from_query, to_stored;

  small->query = sem_proof_grey_shrink (query, shrink_side (query->width, factor),
                                        shrink_side (query->height, factor));
  small->stored = sem_proof_grey_shrink (stored, shrink_side (stored->width, factor / scale),
                                         shrink_side (stored->height, factor / scale));
  from_query = rescale (small->query, query);
  to_stored = rescale (stored, small->stored);
  small->map = sem_affine_compose (map, &from_query);
  small->map = sem_affine_compose (&to_stored, &small->map);
}

/* The rectangle of the small query that the stored picture covers. */
static gboolean
find_overlap (const Small *small, guint *x, guint *y, guint *width, guint *height)
{
  double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
  SemAffine back;

  if (!sem_affine_invert (&small->map, &back))
    return FALSE;
  for (guint i = 0; i < 4; i++)
    {
      double to_x, to_y;

      sem_affine_apply (&back, i & 1 ? small->stored->width - 1 : 0,
                        i & 2 ? small->stored->height - 1 : 0, &to_x, &to_y);
      left = MIN (left, to_x);
      right = MAX (right, to_x);
      top = MIN (top, to_y);
      bottom = MAX (bottom, to_y);
    }
  left = CLAMP (ceil (left), 0, small->query->width);
  top = CLAMP (ceil (top), 0, small->query->height);
  right = CLAMP (floor (right), -1, small->query->width - 1.0);
  bottom = CLAMP (floor (bottom), -1, small->query->height - 1.0);
  if (!(right - left + 1 >= SEM_CANVAS_MIN_SIDE && bottom - top + 1 >= SEM_CANVAS_MIN_SIDE))
    return FALSE;
  *x = (guint) left;
  *y = (guint) top;
  *width = (guint) (right - left) + 1;
  *height = (guint) (bottom - top) + 1;
  return TRUE;
}

/* Linear between the four nearest pixels, in parts of 1/256; outside, the edge is repeated. */
static guint8
sample (const SemProofGrey *grey, double x, double y)
{
  const int fixed_x = (int) lrint (CLAMP (x, 0, grey->width - 1.0) * 256);
  const int fixed_y = (int) lrint (CLAMP (y, 0, grey->height - 1.0) * 256);
  const guint x0 = (guint) fixed_x >> 8, y0 = (guint) fixed_y >> 8;
  const guint x1 = MIN (x0 + 1, grey->width - 1), y1 = MIN (y0 + 1, grey->height - 1);
  const int fx = fixed_x & 255, fy = fixed_y & 255;
  const guint8 *upper = grey->pixels + (gsize) y0 * grey->width;
  const guint8 *lower = grey->pixels + (gsize) y1 * grey->width;
  const int above = upper[x0] * (256 - fx) + upper[x1] * fx;
  const int below = lower[x0] * (256 - fx) + lower[x1] * fx;

  return (guint8) ((above * (256 - fy) + below * fy + (1 << 15)) >> 16);
}

/* The same of a place that is inside, which no edge is near. */
static guint8
sample_inside (const SemProofGrey *grey, double x, double y)
{
  const int fixed_x = (int) lrint (x * 256), fixed_y = (int) lrint (y * 256);
  const int fx = fixed_x & 255, fy = fixed_y & 255;
  const guint8 *upper =
    grey->pixels + (gsize) (fixed_y >> 8) * grey->width + (gsize) (fixed_x >> 8);
  const guint8 *lower = upper + grey->width;
  const int above = upper[0] * (256 - fx) + upper[1] * fx;
  const int below = lower[0] * (256 - fx) + lower[1] * fx;

  return (guint8) ((above * (256 - fy) + below * fy + (1 << 15)) >> 16);
}

/* Half a pixel of the edge is mixed with what lies beyond it. */
static gboolean
is_inside (const SemProofGrey *grey, double x, double y)
{
  return x >= 0.5 && y >= 0.5 && x <= grey->width - 1.5 && y <= grey->height - 1.5;
}

/* The stored picture with its margin, and where it is inside. */
static guint8 *
warp (const SemCanvas *self, const SemProofGrey *stored, const SemAffine *map, guint8 *inside)
{
  const guint stride = self->width + 2 * REACH, rows = self->height + 2 * REACH;
  guint8 *warped = g_malloc ((gsize) stride * rows);

  for (guint j = 0; j < rows; j++)
    for (guint i = 0; i < stride; i++)
      {
        const gsize at = (gsize) j * stride + i;
        double to_x, to_y;

        sem_affine_apply (map, (double) i - REACH, (double) j - REACH, &to_x, &to_y);
        inside[at] = is_inside (stored, to_x, to_y);
        warped[at] = inside[at] ? sample_inside (stored, to_x, to_y) : sample (stored, to_x, to_y);
      }
  return warped;
}

/* How far the square around a pixel at @at may reach: not beyond the edges within the margin. */
static guint
limit_radius (guint at, guint side, guint margin, guint radius)
{
  const guint near = MIN (at, side - 1 - at);

  return near > margin ? MIN (near - margin, radius) : 0;
}

/* A picture, and which of its pixels count. */
typedef struct
{
  const guint8 *pixels;
  const guint8 *inside;
  guint width;
  guint height;
  guint margin;
} Layer;

/* Sums and numbers of the pixels that count, over all rectangles from the top left corner. */
static void
integrate (const Layer *layer, guint32 *sums, guint32 *counts)
{
  const gsize stride = layer->width + 1;

  for (guint y = 0; y < layer->height; y++)
    {
      guint32 sum = 0, count = 0;

      for (guint x = 0; x < layer->width; x++)
        {
          const gsize at = (gsize) y * layer->width + x;

          sum += layer->inside[at] * layer->pixels[at];
          count += layer->inside[at];
          sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + sum;
          counts[(y + 1) * stride + x + 1] = counts[y * stride + x + 1] + count;
        }
    }
}

/* Sums and numbers of a strip's pixels that count, over all columns before each. */
typedef struct
{
  gint32 *sums;
  gint32 *counts;
} Strip;

static void
take_strip (const guint32 *restrict above, const guint32 *restrict below, gsize n, gint32 *strip)
{
  for (gsize x = 0; x < n; x++)
    strip[x] = (gint32) (below[x] - above[x]);
}

/* @n columns of row @y from @from on. Single precision is exact: means below 256 of at most 65 · 65
 * pixels are further from the next whole number than it rounds. */
static void
subtract_strip (const Layer *layer,
                const Strip *strip,
                guint radius,
                guint y,
                guint from,
                gsize n,
                gint16 *to)
{
  const gsize at = (gsize) y * layer->width + from;
  const guint8 *restrict pixels = layer->pixels + at;
  const guint8 *restrict inside = layer->inside + at;
  const gint32 *restrict sums = strip->sums + from - radius;
  const gint32 *restrict counts = strip->counts + from - radius;
  const gsize width = 2 * (gsize) radius + 1;
  gint16 *restrict row = to + at;

  for (gsize x = 0; x < n; x++)
    {
      const gint32 count = counts[x + width] - counts[x];
      const gint32 sum = sums[x + width] - sums[x];
      const float mean = (float) (sum + (count >> 1)) / (float) MAX (count, 1);

      row[x] = (gint16) ((pixels[x] - (gint32) mean) * inside[x]);
    }
}

/* Subtracts the mean of what is inside in a square around each pixel, which is smaller near the
 * edges, so that it stays symmetric: what rises evenly, as a sky does, becomes 0 everywhere. What
 * is outside becomes 0. */
static void
subtract_mean (const Layer *layer, guint radius, gint16 *to)
{
  const guint width = layer->width, height = layer->height;
  const gsize stride = width + 1;
  g_autofree guint32 *sums = g_new0 (guint32, stride * (height + 1));
  g_autofree guint32 *counts = g_new0 (guint32, stride * (height + 1));
  g_autofree gint32 *strips = g_new (gint32, 2 * stride);
  const Strip strip = { strips, strips + stride };

  integrate (layer, sums, counts);
  for (guint y = 0; y < height; y++)
    {
      const guint ry = limit_radius (y, height, layer->margin, radius);
      const gsize above = (y - ry) * stride, below = (y + ry + 1) * stride;

      take_strip (sums + above, sums + below, stride, strip.sums);
      take_strip (counts + above, counts + below, stride, strip.counts);
      for (guint x = 0, n; x < width; x += n)
        {
          const guint rx = limit_radius (x, width, layer->margin, radius);

          /* All columns between the edges have the whole radius. */
          n = rx == radius ? width - layer->margin - radius - x : 1;
          subtract_strip (layer, &strip, rx, y, x, n, to);
        }
    }
}

/* The part of @pixels that the canvas shows. */
static guint8 *
cut (const guint8 *pixels, gsize stride, guint x, guint y, guint width, guint height)
{
  guint8 *part = g_malloc ((gsize) width * height);

  for (guint j = 0; j < height; j++)
    memcpy (part + (gsize) j * width, pixels + (gsize) (y + j) * stride + x, width);
  return part;
}

static void
fill (SemCanvas *self, const guint8 *query, const guint8 *stored, const guint8 *inside)
{
  const guint radius = MEAN_CELLS * self->cell;
  const Layer lower = { query, self->valid, self->width, self->height, 0 };
  const Layer upper = { stored, inside, self->stored_stride, self->height + 2 * REACH, REACH };

  self->query = g_new (gint16, (gsize) self->width * self->height);
  /* sem_k_products() reads a few pixels beyond the last one. */
  self->stored = g_new0 (gint16, (gsize) self->stored_stride * upper.height + SEM_K_PRODUCTS_SIDE);
  subtract_mean (&lower, radius, self->query);
  subtract_mean (&upper, radius, self->stored);
}

SemCanvas *
sem_canvas_new (const SemProofGrey *query,
                const SemProofGrey *stored,
                const SemAffine *map,
                guint side)
{
  g_autofree SemCanvas *self = g_new0 (SemCanvas, 1);
  g_autofree guint8 *part = NULL, *warped = NULL, *inside = NULL;
  SemAffine from_query, to_stored;
  Small small;
  guint x, y;

  make_small (query, stored, map, side, &small);
  if (!find_overlap (&small, &x, &y, &self->width, &self->height))
    {
      small_clear (&small);
      return NULL;
    }
  from_query = rescale (small.query, query);
  self->to_query = sem_affine_compose (&from_query, &(SemAffine){ 1, 0, x, 0, 1, y });
  to_stored = sem_affine_compose (&small.map, &(SemAffine){ 1, 0, x, 0, 1, y });
  self->cell = CLAMP (MAX (self->width, self->height) / CELLS_A_SIDE, MIN_CELL, MAX_CELL);
  self->stored_stride = self->width + 2 * REACH;
  inside = g_malloc ((gsize) self->stored_stride * (self->height + 2 * REACH));
  warped = warp (self, small.stored, &to_stored, inside);
  part = cut (small.query->pixels, small.query->width, x, y, self->width, self->height);
  self->valid = cut (inside, self->stored_stride, REACH, REACH, self->width, self->height);
  small_clear (&small);
  fill (self, part, warped, inside);
  return g_steal_pointer (&self);
}

void
sem_canvas_free (SemCanvas *self)
{
  g_free (self->query);
  g_free (self->stored);
  g_free (self->valid);
  g_free (self);
}
