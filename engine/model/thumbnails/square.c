/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/model/thumbnails/square.h"

#include <math.h>

/* Weights are parts of this. */
#define WHOLE 4096
/* The line along the edge: grey, so that it is seen on white and on black, and how much of it. */
#define LINE 128
#define LINE_SHARE .3

/* For each pixel of a line: the first one of the source that it is made of, how many, and from
 * where in @weights its weights are. */
typedef struct
{
  guint *firsts;
  guint *counts;
  guint *offsets;
  GArray *weights; /* guint16 */
} Line;

/* Linear interpolation where the picture grows, else the mean over what a pixel covers, with edges
 * that overlap by as much. @begin: where the line begins in the source, in pixels; @step: source
 * pixels for each of the @n pixels. */
static void
line_init (Line *line, guint n, guint n_source, double begin, double step)
{
  const double radius = MAX (1, step);

  *line = (Line){
    .firsts = g_new (guint, n),
    .counts = g_new (guint, n),
    .offsets = g_new (guint, n),
    .weights = g_array_new (FALSE, FALSE, sizeof (guint16)),
  };
  for (guint i = 0; i < n; i++)
    {
      const double centre = begin + (i + .5) * step - .5;
      const int first = MAX (0, (int) ceil (centre - radius));
      const int last = MIN ((int) n_source - 1, (int) floor (centre + radius));
      double sum = 0;
      guint given = 0;

      for (int j = first; j <= last; j++)
        sum += MAX (0, 1 - ABS (j - centre) / radius);
      line->firsts[i] = (guint) first;
      line->counts[i] = (guint) (last - first + 1);
      line->offsets[i] = line->weights->len;
      for (int j = first; j <= last; j++)
        {
          const double share = MAX (0, 1 - ABS (j - centre) / radius) / sum;
          const guint16 weight =
            (guint16) (j == last ? WHOLE - MIN (given, WHOLE) : (guint) (share * WHOLE + .5));

          given += weight;
          g_array_append_val (line->weights, weight);
        }
    }
}

static void
line_clear (Line *line)
{
  g_free (line->firsts);
  g_free (line->counts);
  g_free (line->offsets);
  g_array_unref (line->weights);
}

/* @step: bytes between pixels of the source; @out: R G B of each pixel. */
static void
apply (const Line *line, guint n, const guint8 *source, gsize step, guint8 *out, gsize out_step)
{
  const guint16 *weights = (const guint16 *) (void *) line->weights->data;

  for (guint i = 0; i < n; i++, out += out_step)
    {
      const guint8 *pixel = source + line->firsts[i] * step;
      guint32 sum[3] = { WHOLE / 2, WHOLE / 2, WHOLE / 2 };

      for (guint j = 0; j < line->counts[i]; j++, pixel += step)
        for (guint c = 0; c < 3; c++)
          sum[c] += (guint32) weights[line->offsets[i] + j] * pixel[c];
      for (guint c = 0; c < 3; c++)
        out[c] = (guint8) MIN (255, sum[c] / WHOLE);
    }
}

GBytes *
sem_square_new (const SemPixels *pixels, guint side)
{
  const guint shorter = MIN (pixels->width, pixels->height);
  const double step = (double) shorter / side;
  const guint8 *source = g_bytes_get_data (pixels->bytes, NULL);
  g_autofree guint8 *columns = g_malloc ((gsize) pixels->height * side * 3);
  g_autofree guint8 *column = g_malloc ((gsize) side * 3);
  guint8 *out = g_malloc ((gsize) side * side * 3);
  Line across, down;

  line_init (&across, side, pixels->width, (pixels->width - shorter) / 2., step);
  line_init (&down, side, pixels->height, (pixels->height - shorter) / 2., step);
  for (guint y = 0; y < pixels->height; y++)
    apply (&across, side, source + y * pixels->stride, 3, columns + (gsize) y * side * 3, 3);
  for (guint x = 0; x < side; x++)
    {
      apply (&down, side, columns + (gsize) x * 3, (gsize) side * 3, column, 3);
      for (guint y = 0; y < side; y++)
        {
          guint8 *pixel = out + ((gsize) y * side + x) * 3;

          for (guint c = 0; c < 3; c++)
            pixel[c] = column[y * 3 + c];
        }
    }
  line_clear (&across);
  line_clear (&down);
  return g_bytes_new_take (out, (gsize) side * side * 3);
}

/* How far the middle of a pixel is from the outline, in pixels; negative outside. @x and @y: from
 * the nearer edges. */
static double
find_depth (guint x, guint y, double radius)
{
  const double dx = radius - (x + .5), dy = radius - (y + .5);

  if (dx > 0 && dy > 0)
    return radius - sqrt (dx * dx + dy * dy);
  return MIN (x, y) + .5;
}

static void
blend (guint8 *pixel, double share)
{
  for (guint c = 0; c < 3; c++)
    pixel[c] = (guint8) (pixel[c] + share * (LINE - pixel[c]) + .5);
}

/* A pixel of which this share is seen. */
static guint32
pack (const guint8 *pixel, double share)
{
  guint32 word = (guint32) (share * 255 + .5) << 24;

  for (guint c = 0; c < 3; c++)
    word |= (guint32) (share * pixel[c] + .5) << (16 - 8 * c);
  return word;
}

GBytes *
sem_square_frame (GBytes *square, guint side, guint scale)
{
  const double radius = MIN (SEM_PHOTO_SQUARE_RADIUS * scale, side / 2.);
  g_autoptr (GBytes) unframed G_GNUC_UNUSED = square;
  const guint8 *pixel = g_bytes_get_data (square, NULL);
  guint32 *words = g_new (guint32, (gsize) side * side), *out = words;

  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++, pixel += 3, out++)
      {
        const guint from_x = MIN (x, side - 1 - x), from_y = MIN (y, side - 1 - y);

        *out = 0xff000000 | (guint32) pixel[0] << 16 | (guint32) pixel[1] << 8 | pixel[2];
        if ((from_x < radius && from_y < radius) || MIN (from_x, from_y) < scale)
          {
            const double depth = find_depth (from_x, from_y, radius);
            guint8 lined[3] = { pixel[0], pixel[1], pixel[2] };

            blend (lined, LINE_SHARE * CLAMP (scale - depth + .5, 0, 1));
            *out = pack (lined, CLAMP (depth + .5, 0, 1));
          }
      }
  return g_bytes_new_take (words, (gsize) side * side * sizeof *words);
}
