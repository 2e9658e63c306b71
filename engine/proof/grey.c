/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-proof"

#include "config.h"

#include "engine/proof/grey.h"

#include <math.h>
#include <string.h>

/* Weights of areas are integers: parts of a pixel, whose sums over any side fit 32 bits. */
#define PARTS 256

SemProofGrey *
sem_proof_grey_new (guint width, guint height)
{
  SemProofGrey *self = g_malloc (sizeof *self + (gsize) width * height);

  self->width = width;
  self->height = height;
  return self;
}

SemProofGrey *
sem_proof_grey_new_from_rgb (const guint8 *rgb, guint width, guint height)
{
  SemProofGrey *self = sem_proof_grey_new (width, height);
  const gsize n = (gsize) width * height;

  for (gsize i = 0; i < n; i++)
    self->pixels[i] = sem_proof_grey_of (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]);
  return self;
}

/* One output pixel's area: pixels @first to @last, the two at the ends by these parts only. */
typedef struct
{
  guint first, last;
  guint32 first_part, last_part;
  guint32 weight; /* the sum of all parts */
} Span;

static Span *
make_spans (guint from, guint to)
{
  Span *spans = g_new (Span, to);

  for (guint i = 0; i < to; i++)
    {
      const guint64 start = (guint64) i * from * PARTS / to;
      const guint64 end = MAX ((guint64) (i + 1) * from * PARTS / to, start + 1);

      spans[i].first = (guint) (start / PARTS);
      spans[i].last = (guint) ((end - 1) / PARTS);
      spans[i].first_part = (guint32) (PARTS - start % PARTS);
      spans[i].last_part = (guint32) ((end - 1) % PARTS + 1);
      if (spans[i].first == spans[i].last)
        spans[i].first_part = (guint32) (end - start);
      spans[i].weight = (guint32) (end - start);
    }
  return spans;
}

/* What pixel @i counts within @span. */
static guint32
part_of (const Span *span, guint i)
{
  if (i == span->first)
    return span->first_part;
  return i == span->last ? span->last_part : PARTS;
}

/* Sums of rows, by their parts: those of 65,536 rows fit 32 bits. */
static void
sum_rows (const SemProofGrey *self, const Span *span, guint32 *restrict sums)
{
  memset (sums, 0, self->width * sizeof *sums);
  for (guint y = span->first; y <= span->last; y++)
    {
      const guint8 *restrict row = self->pixels + (gsize) y * self->width;
      const guint16 part = (guint16) part_of (span, y);

      for (guint x = 0; x < self->width; x++)
        sums[x] += (guint16) (part * row[x]);
    }
}

/* The sums of a row that a span covers, by their parts. */
static guint64
sum_span (const Span *span, const guint32 *sums)
{
  guint64 sum = 0;

  if (span->first == span->last)
    return (guint64) span->first_part * sums[span->first];
  for (guint i = span->first + 1; i < span->last; i++)
    sum += sums[i];
  return sum * PARTS + (guint64) span->first_part * sums[span->first]
         + (guint64) span->last_part * sums[span->last];
}

SemProofGrey *
sem_proof_grey_shrink (const SemProofGrey *self, guint width, guint height)
{
  SemProofGrey *small = sem_proof_grey_new (width, height);
  g_autofree Span *columns = NULL, *rows = NULL;
  g_autofree guint32 *sums = NULL;

  if (width == self->width && height == self->height)
    {
      memcpy (small->pixels, self->pixels, (gsize) width * height);
      return small;
    }
  columns = make_spans (self->width, width);
  rows = make_spans (self->height, height);
  sums = g_new (guint32, self->width);
  for (guint y = 0; y < height; y++)
    {
      sum_rows (self, &rows[y], sums);
      for (guint x = 0; x < width; x++)
        {
          const guint64 weight = (guint64) columns[x].weight * rows[y].weight;

          small->pixels[(gsize) y * width + x] =
            (guint8) ((sum_span (&columns[x], sums) + weight / 2) / weight);
        }
    }
  return small;
}

double
sem_proof_grey_measure_bend (const SemProofGrey *self, const SemProofGrey *changed)
{
  const gsize n = (gsize) self->width * self->height;
  guint64 sum = 0, other_sum = 0, square = 0, other_square = 0, product = 0;
  double variance, other_variance, covariance;

  for (gsize i = 0; i < n; i++)
    {
      const guint a = self->pixels[i], b = changed->pixels[i];

      sum += a;
      other_sum += b;
      square += a * a;
      other_square += b * b;
      product += a * b;
    }
  variance = (double) square / n - (double) sum * sum / ((double) n * n);
  other_variance = (double) other_square / n - (double) other_sum * other_sum / ((double) n * n);
  covariance = (double) product / n - (double) sum * other_sum / ((double) n * n);
  if (variance > 0)
    other_variance -= covariance * covariance / variance;
  return sqrt (MAX (other_variance, 0));
}
