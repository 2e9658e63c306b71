/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/resize.h"

#include <math.h>

#define WEIGHT_BITS 14
#define WEIGHT_ONE (1 << WEIGHT_BITS)

/* Output element i is the sum of weights[i * taps + k] * input[first[i] + k]. */
typedef struct
{
  guint taps;
  guint *first;
  guint *count;
  gint16 *weights;
} Filter;

/* Rounds the running sum and not each weight, so that they add up to WEIGHT_ONE however small they
 * are.
 */
static void
quantize (const double *shares, guint count, double total, gint16 *weights)
{
  double sum = 0;
  int done = 0;

  for (guint k = 0; k < count; k++)
    {
      sum += shares[k];
      int upto = (int) floor (sum / total * WEIGHT_ONE + .5);

      weights[k] = (gint16) (upto - done);
      done = upto;
    }
}

static void
filter_init (Filter *self, guint from, guint to)
{
  const double scale = (double) from / to;
  const double radius = MAX (scale, 1.);

  self->taps = (guint) ceil (radius) * 2 + 1;
  self->first = g_new (guint, to);
  self->count = g_new (guint, to);
  self->weights = g_new (gint16, (gsize) to * self->taps);
  g_autofree double *shares = g_new (double, self->taps);

  for (guint i = 0; i < to; i++)
    {
      const double centre = (i + .5) * scale;
      const int low = MAX (0, (int) floor (centre - radius + .5));
      const int high = MIN ((int) from, (int) floor (centre + radius + .5));
      double total = 0;

      for (int j = low; j < high; j++)
        total += shares[j - low] = MAX (0., 1 - fabs (j + .5 - centre) / radius);
      self->first[i] = (guint) low;
      self->count[i] = (guint) (high - low);
      quantize (shares, self->count[i], total, self->weights + (gsize) i * self->taps);
    }
}

static void
filter_clear (Filter *self)
{
  g_free (self->first);
  g_free (self->count);
  g_free (self->weights);
}

/* In blocks of a row that stay in the first-level cache with their sums. */
#define BLOCK 1024

static void
resize_columns (const Filter *filter,
                const guint8 *src,
                gsize stride,
                guint8 *dst,
                guint dst_height,
                gsize row_size)
{
  for (guint y = 0; y < dst_height; y++)
    {
      const gint16 *weights = filter->weights + (gsize) y * filter->taps;
      const guint8 *top = src + filter->first[y] * stride;

      for (gsize start = 0; start < row_size; start += BLOCK)
        {
          const gsize n = MIN (row_size - start, BLOCK);
          gint32 sums[BLOCK];

          for (gsize i = 0; i < n; i++)
            sums[i] = WEIGHT_ONE / 2;
          for (guint k = 0; k < filter->count[y]; k++)
            {
              const guint8 *row = top + k * stride + start;
              const gint16 weight = weights[k];

              for (gsize i = 0; i < n; i++)
                sums[i] += weight * (gint16) row[i];
            }
          for (gsize i = 0; i < n; i++)
            dst[y * row_size + start + i] = (guint8) (sums[i] >> WEIGHT_BITS);
        }
    }
}

static void
resize_rows (const Filter *filter,
             const guint8 *src,
             gsize stride,
             guint height,
             guint8 *dst,
             guint dst_width)
{
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < dst_width; x++)
      {
        const gint16 *weights = filter->weights + (gsize) x * filter->taps;
        const guint8 *pixel = src + y * stride + (gsize) filter->first[x] * 3;
        gint32 red = WEIGHT_ONE / 2, green = WEIGHT_ONE / 2, blue = WEIGHT_ONE / 2;

        for (guint k = 0; k < filter->count[x]; k++, pixel += 3)
          {
            red += weights[k] * pixel[0];
            green += weights[k] * pixel[1];
            blue += weights[k] * pixel[2];
          }
        *dst++ = (guint8) (red >> WEIGHT_BITS);
        *dst++ = (guint8) (green >> WEIGHT_BITS);
        *dst++ = (guint8) (blue >> WEIGHT_BITS);
      }
}

void
sem_resize_rgb (const guint8 *src,
                guint width,
                guint height,
                gsize stride,
                guint8 *dst,
                guint dst_width,
                guint dst_height)
{
  Filter across, down;

  g_return_if_fail (width > 0 && height > 0);
  g_return_if_fail (dst_width > 0 && dst_height > 0);

  filter_init (&across, width, dst_width);
  filter_init (&down, height, dst_height);

  /* Columns first is the faster way, but must not make the picture in between larger. */
  if (height >= dst_height)
    {
      const gsize row_size = (gsize) width * 3;
      g_autofree guint8 *between = g_malloc (row_size * dst_height);

      resize_columns (&down, src, stride, between, dst_height, row_size);
      resize_rows (&across, between, row_size, dst_height, dst, dst_width);
    }
  else
    {
      const gsize row_size = (gsize) dst_width * 3;
      g_autofree guint8 *between = g_malloc (row_size * height);

      resize_rows (&across, src, stride, height, between, dst_width);
      resize_columns (&down, between, row_size, dst, dst_height, row_size);
    }

  filter_clear (&across);
  filter_clear (&down);
}
