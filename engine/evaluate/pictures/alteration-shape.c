/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/pictures/alteration-private.h"

#include <math.h>
#include <string.h>

/* @width, @height: of the result, around the middle; @scale: pixels of the photo for one of it. */
static SemPicture *
rotate (const SemPicture *photo, double degrees, double width, double height, double scale)
{
  const double angle = degrees * G_PI / 180;
  const double c = cos (angle) * scale, s = sin (angle) * scale;
  const double x = width / 2, y = height / 2;
  const double map[] = {
    c,  s, photo->width / 2.0 - c * x - s * y,  //
    -s, c, photo->height / 2.0 + s * x - c * y, //
    0,  0, 1,
  };

  return sem_picture_warp (photo, map, (guint) width, (guint) height, 0);
}

/* Clockwise or counterclockwise. */
static double
draw_side (SemRandom *random)
{
  return sem_random_below (random, 2) ? 1 : -1;
}

SemPicture *
sem_alter_15_on_black (SemPicture *const *photos, SemRandom *random)
{
  const SemPicture *photo = photos[0];
  const double c = cos (15 * G_PI / 180), s = sin (15 * G_PI / 180);

  return rotate (photo, 15 * draw_side (random), photo->width * c + photo->height * s,
                 photo->width * s + photo->height * c, 1);
}

/* The largest part of the same proportions without a corner that is empty. */
static SemPicture *
rotate_cropped (const SemPicture *photo, double degrees)
{
  const double angle = fabs (degrees) * G_PI / 180, width = photo->width, height = photo->height;
  const double longer = MAX (width, height), shorter = MIN (width, height);
  const double scale = shorter / (longer * sin (angle) + shorter * cos (angle));

  return rotate (photo, degrees, MAX (1, floor (width * scale)), MAX (1, floor (height * scale)),
                 1);
}

SemPicture *
sem_alter_15_cropped (SemPicture *const *photos, SemRandom *random)
{
  return rotate_cropped (photos[0], 15 * draw_side (random));
}

SemPicture *
sem_alter_3_cropped (SemPicture *const *photos, SemRandom *random)
{
  return rotate_cropped (photos[0], 3 * draw_side (random));
}

/* @inverse: (out): of a 3 × 3 matrix, up to a factor. */
static void
invert (const double *m, double *inverse)
{
  for (guint row = 0; row < 3; row++)
    for (guint column = 0; column < 3; column++)
      {
        /* The cofactor of the element across the diagonal. */
        const guint r0 = (column + 1) % 3, r1 = (column + 2) % 3;
        const guint c0 = (row + 1) % 3, c1 = (row + 2) % 3;

        inverse[row * 3 + column] =
          m[r0 * 3 + c0] * m[r1 * 3 + c1] - m[r0 * 3 + c1] * m[r1 * 3 + c0];
      }
}

/* A print photographed from the side, on black: turned about its upright axis by 25 to 35 degrees
 * and about the level one by up to 12, seen from 1.6 of its longer side. */
SemPicture *
sem_alter_perspective (SemPicture *const *photos, SemRandom *random)
{
  const SemPicture *photo = photos[0];
  const double width = photo->width, height = photo->height, away = 1.6 * MAX (width, height);
  const double yaw = draw_side (random) * sem_alter_draw (random, 25, 35) * G_PI / 180;
  const double pitch = sem_alter_draw (random, -12, 12) * G_PI / 180, focus = .88 * away;
  /* Columns: where a step along x and along y on the print leads in space; the third is its middle.
   * All from the middle of the print to the middle of the result. */
  const double there[] = {
    focus * cos (yaw),
    focus * sin (yaw) * sin (pitch),
    0, //
    0,
    focus * cos (pitch),
    0, //
    -sin (yaw),
    cos (yaw) * sin (pitch),
    away,
  };
  double back[9], map[9];

  invert (there, back);
  for (guint row = 0; row < 3; row++)
    {
      double *to = map + 3 * row;

      memcpy (to, back + 3 * row, 3 * sizeof (double));
      to[2] -= to[0] * width / 2 + to[1] * height / 2;
    }
  for (guint i = 0; i < 3; i++)
    {
      map[i] += map[6 + i] * width / 2;
      map[3 + i] += map[6 + i] * height / 2;
    }
  return sem_picture_warp (photo, map, photo->width, photo->height, 0);
}

SemPicture *
sem_alter_half_size (SemPicture *const *photos, SemRandom *random)
{
  return sem_picture_resize (photos[0], (photos[0]->width + 1) / 2, (photos[0]->height + 1) / 2);
}

SemPicture *
sem_alter_squashed (SemPicture *const *photos, SemRandom *random)
{
  return sem_picture_resize (photos[0], (guint) (photos[0]->width * .75), photos[0]->height);
}
