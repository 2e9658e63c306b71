/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/search/copies/content-edges.h"

/* Differences count up to here. */
#define MOST 64

G_STATIC_ASSERT (SEM_CONTENT_EDGES_SIDE *MOST <= G_MAXUINT16);

/* At the level that the program is built with, GCC only vectorises loops of known length. */
#if defined(__GNUC__) && !defined(__clang__)
#define VECTORISED __attribute__ ((optimize ("O3")))
#else
#define VECTORISED
#endif

/* The largest difference of a channel between each two of @n pixels. */
VECTORISED static void
compare_pixels (const guint8 *restrict a,
                const guint8 *restrict b,
                gsize plane,
                guint n,
                guint8 *restrict most)
{
  for (guint i = 0; i < n; i++)
    {
      guint8 largest = 0;

      for (guint c = 0; c < 3; c++)
        {
          const guint8 x = a[c * plane + i], y = b[c * plane + i];

          largest = MAX (largest, (guint8) (MAX (x, y) - MIN (x, y)));
        }
      most[i] = largest;
    }
}

/* Rows: sums along each. */
static void
sum_row (const guint8 *most, guint n, guint16 *differences, guint16 *different)
{
  for (guint i = 0; i < n; i++)
    {
      differences[i + 1] = (guint16) (differences[i] + MIN (most[i], MOST));
      different[i + 1] = (guint16) (different[i] + (most[i] >= SEM_CONTENT_EDGES_LEVELS));
    }
}

/* Columns: the sums of all up to the next row. */
VECTORISED static void
add_row (const guint8 *restrict most,
         guint n,
         const guint16 *restrict before,
         const guint16 *restrict different,
         guint16 *restrict after,
         guint16 *restrict different_after)
{
  for (guint i = 0; i < n; i++)
    {
      after[i] = (guint16) (before[i] + MIN (most[i], MOST));
      different_after[i] = (guint16) (different[i] + (most[i] >= SEM_CONTENT_EDGES_LEVELS));
    }
}

static void
allocate (SemContentEdges *self, const guint sides[2])
{
  const gsize stride = (gsize) sides[0] + 1, n = stride * ((gsize) sides[1] + 1);

  for (guint axis = 0; axis < 2; axis++)
    self->lines[axis] = (SemContentLines){ g_new0 (guint16, n), g_new0 (guint16, n),
                                           axis ? stride : 1, axis ? 1 : stride };
}

static guint8 *
split_channels (const guint8 *pixels, gsize n)
{
  guint8 *planes = g_malloc (n * 3);

  for (gsize i = 0; i < n; i++)
    for (guint c = 0; c < 3; c++)
      planes[c * n + i] = pixels[3 * i + c];
  return planes;
}

void
sem_content_edges_init (SemContentEdges *self, const guint8 *pixels, const guint sides[2])
{
  const guint width = sides[0], height = sides[1];
  const gsize plane = (gsize) width * height, stride = (gsize) width + 1;
  g_autofree guint8 *planes = split_channels (pixels, plane);
  const SemContentLines *columns = &self->lines[0], *rows = &self->lines[1];
  guint8 most[SEM_CONTENT_EDGES_SIDE];

  allocate (self, sides);
  for (guint y = 0; y < height; y++)
    {
      const guint8 *row = planes + (gsize) y * width;
      const gsize at = y * stride;

      if (width > 2)
        {
          compare_pixels (row, row + 2, plane, width - 2, most);
          add_row (most, width - 2, columns->differences + at + 1, columns->different + at + 1,
                   columns->differences + at + stride + 1, columns->different + at + stride + 1);
        }
      if (y > 0 && y + 1 < height)
        {
          compare_pixels (row - width, row + width, plane, width, most);
          sum_row (most, width, rows->differences + at, rows->different + at);
        }
    }
}

void
sem_content_edges_clear (SemContentEdges *self)
{
  for (guint axis = 0; axis < 2; axis++)
    {
      g_clear_pointer (&self->lines[axis].differences, g_free);
      g_clear_pointer (&self->lines[axis].different, g_free);
    }
}

void
sem_content_edges_measure (const SemContentEdges *self,
                           guint axis,
                           guint line,
                           guint from,
                           guint to,
                           float *mean,
                           float *share)
{
  const SemContentLines *lines = &self->lines[axis];
  const gsize first = line * lines->line + from * lines->pixel;
  const gsize last = line * lines->line + to * lines->pixel;

  *mean = (float) (lines->differences[last] - lines->differences[first]) / (float) (to - from);
  *share = (float) (lines->different[last] - lines->different[first]) / (float) (to - from);
}
