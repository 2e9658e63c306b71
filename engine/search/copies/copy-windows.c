/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/search/copies/copy-windows.h"

#include <math.h>

/* The standard deviation of brightness of a window that shows something, in grey levels, measured
 * at this many points of each side. */
#define MIN_DEVIATION 5
#define N_PROBES 24

typedef struct
{
  double x, y, width, height;
} Share;

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

static guint
add_window (const SemRgbImage *picture, const Share *share, SemContentRectangle *windows, guint n)
{
  SemContentRectangle window = {
    (guint) (share->x * picture->width),
    (guint) (share->y * picture->height),
    MAX (1, (guint) (share->width * picture->width)),
    MAX (1, (guint) (share->height * picture->height)),
  };

  if (!shows_something (picture, &window))
    return n;
  windows[n] = window;
  return n + 1;
}

/* @steps times @steps windows of @size of each side, evenly spread. */
static guint
add_grid (const SemRgbImage *picture,
          guint steps,
          double size,
          SemContentRectangle *windows,
          guint n)
{
  for (guint i = 0; i < steps * steps; i++)
    {
      const double x = (1 - size) * (i % steps) / (steps - 1);
      const double y = (1 - size) * (i / steps) / (steps - 1);

      n = add_window (picture, &(Share){ x, y, size, size }, windows, n);
    }
  return n;
}

guint
sem_copy_windows_list (const SemRgbImage *picture,
                       SemContentRectangle *windows,
                       guint *n_rectangles)
{
  /* Halves from side to side, and what is inside a circle. */
  static const Share bands[] = {
    { 0, 0, 0.5, 1 },
    { 0.5, 0, 0.5, 1 },
    { 0, 0, 1, 0.5 },
    { 0, 0.5, 1, 0.5 },
    { 0.146, 0.146, 0.708, 0.708 },
  };
  SemContentRectangle found[SEM_MAX_CONTENT_RECTANGLES];
  const guint n_found = sem_content_rectangles_find (picture, found);
  guint n = 0;

  for (guint i = 0; i < n_found; i++)
    if (shows_something (picture, &found[i]))
      windows[n++] = found[i];
  *n_rectangles = n;
  n = add_grid (picture, 3, 1.0 / 2, windows, n);
  n = add_grid (picture, 5, 1.0 / 3, windows, n);
  for (guint i = 0; i < G_N_ELEMENTS (bands); i++)
    n = add_window (picture, &bands[i], windows, n);
  return n;
}
