/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/pictures/picture.h"

#include <math.h>
#include <string.h>

static SemPicture *
make (guint width, guint height)
{
  SemPicture *self = g_new (SemPicture, 1);

  self->width = MAX (width, 1);
  self->height = MAX (height, 1);
  self->rgb = g_new (guint8, (gsize) self->width * self->height * 3);
  return self;
}

static void
split (guint32 colour, guint8 *rgb)
{
  rgb[0] = (guint8) (colour >> 16 & 255);
  rgb[1] = (guint8) (colour >> 8 & 255);
  rgb[2] = (guint8) (colour & 255);
}

SemPicture *
sem_picture_new (guint width, guint height, guint32 colour)
{
  SemPicture *self = make (width, height);

  sem_picture_fill (self, 0, 0, (int) self->width, (int) self->height, colour);
  return self;
}

SemPicture *
sem_picture_new_from (const guint8 *rgb, guint width, guint height)
{
  SemPicture *self = make (width, height);

  memcpy (self->rgb, rgb, (gsize) width * height * 3);
  return self;
}

SemPicture *
sem_picture_copy (const SemPicture *self)
{
  return sem_picture_new_from (self->rgb, self->width, self->height);
}

void
sem_picture_free (SemPicture *self)
{
  g_free (self->rgb);
  g_free (self);
}

void
sem_picture_blend (SemPicture *self, int x, int y, guint32 colour, double opacity)
{
  guint8 rgb[3], *pixel;

  if (x < 0 || y < 0 || x >= (int) self->width || y >= (int) self->height)
    return;
  split (colour, rgb);
  pixel = sem_picture_at (self, (guint) x, (guint) y);
  for (guint c = 0; c < 3; c++)
    pixel[c] = (guint8) (pixel[c] + (rgb[c] - pixel[c]) * opacity + .5);
}

void
sem_picture_fill (SemPicture *self, int x, int y, int width, int height, guint32 colour)
{
  const int right = MIN (x + width, (int) self->width);
  const int bottom = MIN (y + height, (int) self->height);
  guint8 rgb[3];

  split (colour, rgb);
  for (int row = MAX (y, 0); row < bottom; row++)
    for (int column = MAX (x, 0); column < right; column++)
      memcpy (sem_picture_at (self, (guint) column, (guint) row), rgb, 3);
}

void
sem_picture_fill_ellipse (SemPicture *self,
                          double x,
                          double y,
                          double width,
                          double height,
                          guint32 colour)
{
  const double a = width / 2, b = height / 2;

  for (int row = (int) floor (y); row <= (int) (y + height); row++)
    for (int column = (int) floor (x); column <= (int) (x + width); column++)
      {
        const double u = (column + .5 - x - a) / a, v = (row + .5 - y - b) / b;
        /* About the distance to the edge in pixels. */
        const double inside = (1 - sqrt (u * u + v * v)) * MIN (a, b) + .5;

        if (inside > 0)
          sem_picture_blend (self, column, row, colour, MIN (inside, 1));
      }
}

void
sem_picture_paste (SemPicture *self, const SemPicture *other, int x, int y)
{
  const int left = MAX (x, 0), right = MIN (x + (int) other->width, (int) self->width);
  const int bottom = MIN (y + (int) other->height, (int) self->height);

  for (int row = MAX (y, 0); row < bottom && left < right; row++)
    memcpy (sem_picture_at (self, (guint) left, (guint) row),
            sem_picture_at (other, (guint) (left - x), (guint) (row - y)),
            (gsize) (right - left) * 3);
}

SemPicture *
sem_picture_crop (const SemPicture *self, guint x, guint y, guint width, guint height)
{
  const guint left = MIN (x, self->width - 1), top = MIN (y, self->height - 1);
  SemPicture *part =
    make (CLAMP (width, 1, self->width - left), CLAMP (height, 1, self->height - top));

  for (guint row = 0; row < part->height; row++)
    memcpy (sem_picture_at (part, 0, row), sem_picture_at (self, left, top + row),
            (gsize) part->width * 3);
  return part;
}

/* One axis: the first source pixel and the weights of the ones from it on, for one of @n outputs.
 */
static guint
weigh (guint from, guint n, guint i, guint most, double *weights, guint *first)
{
  const double step = (double) from / n, start = i * step, end = start + step;
  guint count = 0;

  if (step <= 1)
    {
      const double place = CLAMP ((i + .5) * step - .5, 0, from - 1.0);

      *first = MIN ((guint) place, from - 1);
      weights[0] = 1 - (place - *first);
      weights[1] = place - *first;
      return *first + 1 < from ? 2 : 1;
    }
  *first = (guint) start;
  for (guint x = *first; x < from && x < end && count < most; x++)
    weights[count++] = (MIN (end, x + 1.0) - MAX (start, x)) / step;
  return count;
}

/* Resizes along x, and exchanges the axes. */
static SemPicture *
resize_turned (const SemPicture *self, guint width)
{
  SemPicture *turned = make (self->height, width);
  const guint most = self->width / MAX (width, 1) + 3;
  g_autofree double *weights = g_new (double, most);

  for (guint x = 0; x < turned->height; x++)
    {
      guint first, count = weigh (self->width, turned->height, x, most, weights, &first);

      for (guint y = 0; y < self->height; y++)
        for (guint c = 0; c < 3; c++)
          {
            const guint8 *pixel = sem_picture_at (self, first, y) + c;
            double sum = 0;

            for (guint k = 0; k < count; k++)
              sum += weights[k] * pixel[3 * k];
            sem_picture_at (turned, y, x)[c] = (guint8) CLAMP (sum + .5, 0, 255);
          }
    }
  return turned;
}

SemPicture *
sem_picture_resize (const SemPicture *self, guint width, guint height)
{
  g_autoptr (SemPicture) turned = resize_turned (self, MAX (width, 1));

  return resize_turned (turned, MAX (height, 1));
}

SemPicture *
sem_picture_cover (const SemPicture *self, guint width, guint height)
{
  const double scale = MIN ((double) self->width / width, (double) self->height / height);
  const guint part_width = (guint) MAX (1, width * scale);
  const guint part_height = (guint) MAX (1, height * scale);
  g_autoptr (SemPicture) part =
    sem_picture_crop (self, (self->width - MIN (part_width, self->width)) / 2,
                      (self->height - MIN (part_height, self->height)) / 2, part_width,
                      part_height);

  return sem_picture_resize (part, width, height);
}

/* The mean of 2 @radius + 1 pixels along x, and the axes exchanged. */
static SemPicture *
blur_turned (const SemPicture *self, guint radius)
{
  SemPicture *turned = make (self->height, self->width);
  const int last = (int) self->width - 1, reach = (int) radius;

  for (guint y = 0; y < self->height; y++)
    for (guint c = 0; c < 3; c++)
      {
        const guint8 *row = sem_picture_at (self, 0, y) + c;
        guint sum = 0;

        for (int x = -reach; x <= reach; x++)
          sum += row[3 * CLAMP (x, 0, last)];
        for (int x = 0; x <= last; x++)
          {
            sem_picture_at (turned, y, (guint) x)[c] = (guint8) (sum / (2 * radius + 1));
            sum += row[3 * CLAMP (x + reach + 1, 0, last)];
            sum -= row[3 * CLAMP (x - reach, 0, last)];
          }
      }
  return turned;
}

SemPicture *
sem_picture_blur (const SemPicture *self, guint radius)
{
  SemPicture *picture = sem_picture_copy (self);

  for (guint i = 0; i < 6; i++)
    {
      SemPicture *next = blur_turned (picture, radius);

      sem_picture_free (picture);
      picture = next;
    }
  return picture;
}

/* By linear interpolation at a place that is inside. */
static void
sample (const SemPicture *self, double x, double y, guint8 *pixel)
{
  const double left = CLAMP (x - .5, 0, self->width - 1.0);
  const double top = CLAMP (y - .5, 0, self->height - 1.0);
  const guint x0 = (guint) left, y0 = (guint) top;
  const guint x1 = MIN (x0 + 1, self->width - 1), y1 = MIN (y0 + 1, self->height - 1);
  const double u = left - x0, v = top - y0;

  for (guint c = 0; c < 3; c++)
    {
      const double upper =
        sem_picture_at (self, x0, y0)[c] * (1 - u) + sem_picture_at (self, x1, y0)[c] * u;
      const double lower =
        sem_picture_at (self, x0, y1)[c] * (1 - u) + sem_picture_at (self, x1, y1)[c] * u;

      pixel[c] = (guint8) (upper * (1 - v) + lower * v + .5);
    }
}

SemPicture *
sem_picture_warp (const SemPicture *self,
                  const double *map,
                  guint width,
                  guint height,
                  guint32 outside)
{
  SemPicture *warped = sem_picture_new (width, height, outside);

  for (guint row = 0; row < warped->height; row++)
    for (guint column = 0; column < warped->width; column++)
      {
        const double u = column + .5, v = row + .5;
        const double w = map[6] * u + map[7] * v + map[8];
        const double x = (map[0] * u + map[1] * v + map[2]) / w;
        const double y = (map[3] * u + map[4] * v + map[5]) / w;

        if (w > 0 && x >= 0 && y >= 0 && x <= self->width && y <= self->height)
          sample (self, x, y, sem_picture_at (warped, column, row));
      }
  return warped;
}
