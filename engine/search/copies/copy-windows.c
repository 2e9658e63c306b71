/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/search/copies/copy-windows.h"

/* The standard deviation of brightness of a window that shows something, in grey levels, measured
 * at this many points of each side. */
#define MIN_DEVIATION 5
#define N_PROBES 24

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

guint
sem_copy_windows_list (const SemRgbImage *picture,
                       SemContentRectangle *windows,
                       guint *n_rectangles)
{
  /* Halves from side to side, and what is inside a circle. */
  static const SemContentRectangle bands[] = {
    { 0, 0, 11, 21 }, { 10, 0, 11, 21 }, { 0, 0, 21, 11 }, { 0, 10, 21, 11 }, { 3, 3, 15, 15 },
  };
  SemContentRectangle found[SEM_MAX_CONTENT_RECTANGLES];
  const guint n_found = sem_content_rectangles_find (picture, found);
  guint n = 0;

  for (guint i = 0; i < n_found; i++)
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
