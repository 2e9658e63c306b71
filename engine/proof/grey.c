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
    self->pixels[i] =
      (guint8) ((299 * rgb[3 * i] + 587 * rgb[3 * i + 1] + 114 * rgb[3 * i + 2] + 500) / 1000);
  return self;
}

/* One output pixel's area: pixels @first to @last, the two at the ends by these parts only. */
typedef struct
{
  guint first, last;
  guint32 first_part, last_part;
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

/* Sums of rows, by their parts: at most 65536 · 256 · 255 in 64 bits. */
static void
sum_rows (const SemProofGrey *self, const Span *span, guint64 *sums)
{
  memset (sums, 0, self->width * sizeof *sums);
  for (guint y = span->first; y <= span->last; y++)
    {
      const guint8 *row = self->pixels + (gsize) y * self->width;
      const guint32 part = part_of (span, y);

      for (guint x = 0; x < self->width; x++)
        sums[x] += part * row[x];
    }
}

static guint64
weigh (const Span *span)
{
  guint64 weight = 0;

  for (guint i = span->first; i <= span->last; i++)
    weight += part_of (span, i);
  return weight;
}

SemProofGrey *
sem_proof_grey_shrink (const SemProofGrey *self, guint width, guint height)
{
  SemProofGrey *small = sem_proof_grey_new (width, height);
  g_autofree Span *columns = make_spans (self->width, width);
  g_autofree Span *rows = make_spans (self->height, height);
  g_autofree guint64 *sums = g_new (guint64, self->width);

  if (width == self->width && height == self->height)
    {
      memcpy (small->pixels, self->pixels, (gsize) width * height);
      return small;
    }
  for (guint y = 0; y < height; y++)
    {
      const guint64 row_weight = weigh (&rows[y]);

      sum_rows (self, &rows[y], sums);
      for (guint x = 0; x < width; x++)
        {
          const Span *span = &columns[x];
          const guint64 weight = weigh (span) * row_weight;
          guint64 sum = 0;

          for (guint i = span->first; i <= span->last; i++)
            sum += part_of (span, i) * sums[i];
          small->pixels[(gsize) y * width + x] = (guint8) ((sum + weight / 2) / weight);
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
