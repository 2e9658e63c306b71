/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/search/copies/copy-windows.h"

#include <stdlib.h>

/* The standard deviation of brightness of a window that shows something, in grey levels, measured
 * at this many points of each side. */
#define MIN_DEVIATION 5
#define N_PROBES 24
/* A picture is round if its corners, squares of an eighth of the sides, have the colour of the
 * first pixel, to so many levels and but for this share of pixels. Its inside is this share of the
 * sides.
 */
#define CORNERS 8
#define CORNER_LEVELS 12
#define CORNER_OTHERS 0.02
#define INSIDE 0.7
/* So many rectangles of content may be round, the most certain ones. */
#define MAX_ROUND 3

static gboolean
shows_something (const SemRgbImage *picture, const SemContentRectangle *window)
{
  double sum = 0, squares = 0;

  for (guint j = 0; j < N_PROBES; j++)
    for (guint i = 0; i < N_PROBES; i++)
      {
        const guint x = window->x + window->width * i / N_PROBES;
        const guint y = window->y + window->height * j / N_PROBES;
        const guint8 *pixel = picture->pixels + y * picture->stride + (gsize) x * 3;
        const double level = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];

        sum += level;
        squares += level * level;
      }
  sum /= N_PROBES * N_PROBES;
  return squares / (N_PROBES * N_PROBES) - sum * sum >= MIN_DEVIATION * MIN_DEVIATION;
}

/* @cells: the window on the map of the whole picture. */
static guint
add_window (const SemRgbImage *picture,
            const SemContentRectangle *cells,
            SemContentRectangle *windows,
            guint n)
{
  const SemContentRectangle window = {
    cells->x * picture->width / SEM_COPY_MAP_CELLS,
    cells->y * picture->height / SEM_COPY_MAP_CELLS,
    MAX (1, cells->width * picture->width / SEM_COPY_MAP_CELLS),
    MAX (1, cells->height * picture->height / SEM_COPY_MAP_CELLS),
  };

  if (!shows_something (picture, &window))
    return n;
  windows[n] = window;
  return n + 1;
}

/* @steps times @steps windows of @size cells a side, evenly spread. */
static guint
add_grid (const SemRgbImage *picture,
          guint steps,
          guint size,
          SemContentRectangle *windows,
          guint n)
{
  const guint room = SEM_COPY_MAP_CELLS - size;

  for (guint i = 0; i < steps * steps; i++)
    n = add_window (picture,
                    &(SemContentRectangle){ room * (i % steps) / (steps - 1),
                                            room * (i / steps) / (steps - 1), size, size },
                    windows, n);
  return n;
}

static guint
measure_difference (const guint8 *a, const guint8 *b)
{
  return (guint) MAX (abs (a[0] - b[0]), MAX (abs (a[1] - b[1]), abs (a[2] - b[2])));
}

/* Whether the four corners have one colour, as around a round picture, in which the square lies
 * that the circle holds. */
static gboolean
is_round (const SemRgbImage *picture, const SemContentRectangle *box)
{
  const guint width = box->width / CORNERS, height = box->height / CORNERS;
  const guint8 *pixels = picture->pixels + box->y * picture->stride + (gsize) box->x * 3;
  guint n_other = 0;

  for (guint i = 0; i < 4; i++)
    {
      const guint left = i & 1 ? box->width - width : 0, top = i & 2 ? box->height - height : 0;

      for (guint y = top; y < top + height; y++)
        for (guint x = left; x < left + width; x++)
          n_other += measure_difference (pixels + y * picture->stride + (gsize) x * 3, pixels)
                     > CORNER_LEVELS;
    }
  return width > 0 && height > 0 && n_other <= CORNER_OTHERS * 4 * width * height;
}

static guint
add_inside (const SemRgbImage *picture,
            const SemContentRectangle *box,
            SemContentRectangle *windows,
            guint n)
{
  const SemContentRectangle inside = {
    box->x + (guint) (box->width * (1 - INSIDE) / 2),
    box->y + (guint) (box->height * (1 - INSIDE) / 2),
    MAX (1, (guint) (box->width * INSIDE)),
    MAX (1, (guint) (box->height * INSIDE)),
  };

  if (n >= SEM_MAX_CONTENT_RECTANGLES || !is_round (picture, box)
      || !shows_something (picture, &inside))
    return n;
  windows[n] = inside;
  return n + 1;
}

guint
sem_copy_windows_list (const SemRgbImage *picture,
                       SemContentRectangle *windows,
                       guint *n_rectangles)
{
  /* Halves from side to side, and what is inside a circle. */
  static const SemContentRectangle bands[] = {
    { 0, 0, 11, 21 }, { 10, 0, 11, 21 }, { 0, 0, 21, 11 }, { 0, 10, 21, 11 }, { 3, 3, 15, 15 },
  };
  const SemContentRectangle whole = { 0, 0, picture->width, picture->height };
  SemContentRectangle found[SEM_MAX_CONTENT_RECTANGLES];
  const guint n_found = sem_content_rectangles_find (picture, found);
  guint n = add_inside (picture, &whole, windows, 0);

  for (guint i = 0; i < MIN (n_found, MAX_ROUND); i++)
    n = add_inside (picture, &found[i], windows, n);
  for (guint i = 0; i < n_found && n < SEM_MAX_CONTENT_RECTANGLES; i++)
    if (shows_something (picture, &found[i]))
      windows[n++] = found[i];
  *n_rectangles = n;
  n = add_grid (picture, 3, 11, windows, n);
  n = add_grid (picture, 5, 7, windows, n);
  for (guint i = 0; i < G_N_ELEMENTS (bands); i++)
    n = add_window (picture, &bands[i], windows, n);
  return n;
}

static void
find_cells (guint from, guint length, guint side, guint *first, guint *n)
{
  const guint64 cells = SEM_COPY_MAP_CELLS;

  *first = (guint) MIN ((from * cells + side / 2) / side, cells - 1);
  *n = (guint) CLAMP ((length * cells + side / 2) / side, 1, cells - *first);
}

SemContentRectangle
sem_copy_windows_get_cells (const SemRgbImage *picture, const SemContentRectangle *window)
{
  SemContentRectangle cells;

  find_cells (window->x, window->width, picture->width, &cells.x, &cells.width);
  find_cells (window->y, window->height, picture->height, &cells.y, &cells.height);
  return cells;
}
