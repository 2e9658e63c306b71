/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/finetune/image-view.h"

#include <math.h>

#define SMALLEST_AREA 0.6
#define LIGHT 0.2

typedef struct
{
  const guint8 *rgb;
  gsize side;
  double x, y;
  double scale;
  gboolean mirrored;
  double light;
} View;

static double
mix (const View *view, gsize column, gsize row, double right, double down, guint colour)
{
  gsize next_column = MIN (column + 1, view->side - 1);
  gsize next_row = MIN (row + 1, view->side - 1);
  const guint8 *upper = view->rgb + row * view->side * 3 + colour;
  const guint8 *lower = view->rgb + next_row * view->side * 3 + colour;
  double above = upper[3 * column] * (1 - right) + upper[3 * next_column] * right;
  double below = lower[3 * column] * (1 - right) + lower[3 * next_column] * right;

  return above * (1 - down) + below * down;
}

static void
draw (const View *view, gsize i, gsize j, guint8 *pixel)
{
  double last = (double) (view->side - 1);
  double x =
    CLAMP (view->x + ((double) (view->mirrored ? view->side - 1 - j : j) + 0.5) * view->scale - 0.5,
           0, last);
  double y = CLAMP (view->y + ((double) i + 0.5) * view->scale - 0.5, 0, last);
  gsize column = (gsize) x;
  gsize row = (gsize) y;

  for (guint colour = 0; colour < 3; colour++)
    {
      double value = mix (view, column, row, x - (double) column, y - (double) row, colour);

      pixel[colour] = (guint8) lround (MIN (value * view->light, 255.0));
    }
}

void
sem_image_view (const guint8 *rgb, gsize side, SemRandom *random, guint8 *out)
{
  double area = SMALLEST_AREA + (1 - SMALLEST_AREA) * sem_random_uniform (random);
  View view = { .rgb = rgb, .side = side, .scale = sqrt (area) };

  view.x = (double) side * (1 - view.scale) * sem_random_uniform (random);
  view.y = (double) side * (1 - view.scale) * sem_random_uniform (random);
  view.mirrored = sem_random_below (random, 2) == 1;
  view.light = 1 - LIGHT + 2 * LIGHT * sem_random_uniform (random);
  for (gsize i = 0; i < side; i++)
    for (gsize j = 0; j < side; j++)
      draw (&view, i, j, out + 3 * (i * side + j));
}
