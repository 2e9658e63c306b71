/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/pictures/alteration-private.h"

#include <math.h>
#include <string.h>

/* Boxes of the palette. */
#define N_COLOURS 8

/* Black dots on white in a grid turned by 45°, the larger the darker. */
SemPicture *
sem_alter_halftone (SemPicture *const *photos, SemRandom *random)
{
  const SemPicture *photo = photos[0];
  g_autoptr (SemPicture) soft = sem_picture_blur (photo, 1);
  SemPicture *picture = sem_picture_new (photo->width, photo->height, 0xffffff);
  /* So that about a hundred dots fit along the longer side, and each is some pixels wide. */
  const double cell = MAX (5, MAX (photo->width, photo->height) / 100.0), turn = sqrt (.5);

  for (guint y = 0; y < photo->height; y++)
    for (guint x = 0; x < photo->width; x++)
      {
        const double u = (x + y) * turn / cell, v = ((double) y - x) * turn / cell;
        /* From 0 at the middle of a dot to 1 between four of them. */
        const double place = .5 - (cos (2 * G_PI * u) + cos (2 * G_PI * v)) / 4;
        const double dark = 1 - sem_picture_luma (sem_picture_at (soft, x, y)) / 255.0;
        const double ink = (dark - place) * cell * .8 + .5;

        if (ink > 0)
          sem_picture_blend (picture, (int) x, (int) y, 0, MIN (ink, 1));
      }
  return picture;
}

/* The luma below which half of the pixels are. */
static guint
find_median (const SemPicture *photo)
{
  gsize counts[256] = { 0 }, n = (gsize) photo->width * photo->height, sum = 0;
  guint level = 0;

  for (gsize i = 0; i < n; i++)
    counts[sem_picture_luma (photo->rgb + 3 * i)]++;
  while (level < 255 && sum + counts[level] < n / 2)
    sum += counts[level++];
  return level;
}

SemPicture *
sem_alter_two_tone (SemPicture *const *photos, SemRandom *random)
{
  SemPicture *picture = sem_picture_copy (photos[0]);
  const guint median = find_median (picture);

  for (gsize i = 0; i < (gsize) picture->width * picture->height; i++)
    memset (picture->rgb + 3 * i, sem_picture_luma (picture->rgb + 3 * i) > median ? 255 : 0, 3);
  return picture;
}

SemPicture *
sem_alter_inverted (SemPicture *const *photos, SemRandom *random)
{
  SemPicture *picture = sem_picture_copy (photos[0]);

  for (gsize i = 0; i < (gsize) picture->width * picture->height * 3; i++)
    picture->rgb[i] = (guint8) (255 - picture->rgb[i]);
  return picture;
}

/* From black over @middle to white, by luma. */
static SemPicture *
tone (const SemPicture *photo, const double *middle)
{
  SemPicture *picture = sem_picture_copy (photo);

  for (gsize i = 0; i < (gsize) picture->width * picture->height; i++)
    {
      guint8 *pixel = picture->rgb + 3 * i;
      const double level = sem_picture_luma (pixel) / 255.0;

      for (guint c = 0; c < 3; c++)
        pixel[c] = (guint8) (255 * pow (level, middle[c]) + .5);
    }
  return picture;
}

SemPicture *
sem_alter_sepia (SemPicture *const *photos, SemRandom *random)
{
  static const double exponents[] = { .75, 1, 1.45 };

  return tone (photos[0], exponents);
}

/* One colour is stronger, the opposite one weaker: a filter, or light of another colour. */
SemPicture *
sem_alter_tint (SemPicture *const *photos, SemRandom *random)
{
  SemPicture *picture = sem_picture_copy (photos[0]);
  double gains[3];

  for (guint c = 0; c < 3; c++)
    gains[c] = sem_alter_draw (random, .6, 1.3);
  gains[sem_random_below (random, 3)] = 1.3;
  for (gsize i = 0; i < (gsize) picture->width * picture->height * 3; i++)
    picture->rgb[i] = (guint8) MIN (255, picture->rgb[i] * gains[i % 3] + .5);
  return picture;
}

/* @ids: pixels of a box, as numbers of the picture's pixels. */
typedef struct
{
  guint32 *ids;
  gsize n;
  guint axis;  /* the colour that varies most, */
  guint range; /* and by how much */
} Box;

static void
measure (const SemPicture *picture, Box *box)
{
  guint8 low[3] = { 255, 255, 255 }, high[3] = { 0, 0, 0 };

  for (gsize i = 0; i < box->n; i++)
    for (guint c = 0; c < 3; c++)
      {
        const guint8 value = picture->rgb[3 * (gsize) box->ids[i] + c];

        low[c] = MIN (low[c], value);
        high[c] = MAX (high[c], value);
      }
  box->range = 0;
  for (guint c = 0; c < 3; c++)
    if (box->n && (guint) (high[c] - low[c]) > box->range)
      {
        box->range = (guint) (high[c] - low[c]);
        box->axis = c;
      }
}

/* Moves the pixels of the upper half by their largest axis into @other. */
static void
divide (const SemPicture *picture, Box *box, Box *other)
{
  gsize counts[256] = { 0 }, below = 0, n = 0;
  g_autofree guint32 *ids = g_memdup2 (box->ids, box->n * sizeof *ids);
  guint level = 0;

  for (gsize i = 0; i < box->n; i++)
    counts[picture->rgb[3 * (gsize) ids[i] + box->axis]]++;
  while (below + counts[level] <= box->n / 2 || below == 0)
    below += counts[level++];
  other->ids = box->ids + below;
  other->n = box->n - below;
  for (gsize i = 0; i < box->n; i++)
    {
      const gboolean upper = picture->rgb[3 * (gsize) ids[i] + box->axis] >= level;

      if (upper)
        other->ids[i - n] = ids[i];
      else
        box->ids[n++] = ids[i];
    }
  box->n = below;
  measure (picture, box);
  measure (picture, other);
}

static void
fill_with_mean (SemPicture *picture, const Box *box)
{
  guint64 sums[3] = { 0 };

  for (gsize i = 0; i < box->n; i++)
    for (guint c = 0; c < 3; c++)
      sums[c] += picture->rgb[3 * (gsize) box->ids[i] + c];
  for (gsize i = 0; i < box->n; i++)
    for (guint c = 0; c < 3; c++)
      picture->rgb[3 * (gsize) box->ids[i] + c] = (guint8) (sums[c] / box->n);
}

/* A palette by the median cut: Heckbert, "Color image quantization for frame buffer display",
 * SIGGRAPH 1982. */
SemPicture *
sem_alter_eight_colours (SemPicture *const *photos, SemRandom *random)
{
  SemPicture *picture = sem_picture_copy (photos[0]);
  const gsize n = (gsize) picture->width * picture->height;
  g_autofree guint32 *ids = g_new (guint32, n);
  Box boxes[N_COLOURS] = { { .ids = ids, .n = n } };

  for (gsize i = 0; i < n; i++)
    ids[i] = (guint32) i;
  measure (picture, &boxes[0]);
  for (guint k = 1; k < N_COLOURS; k++)
    {
      guint widest = 0;

      for (guint i = 1; i < k; i++)
        if (boxes[i].range > boxes[widest].range)
          widest = i;
      if (boxes[widest].range > 0)
        divide (picture, &boxes[widest], &boxes[k]);
    }
  for (guint k = 0; k < N_COLOURS; k++)
    fill_with_mean (picture, &boxes[k]);
  return picture;
}
