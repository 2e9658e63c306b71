/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/search/copies/inner-pictures.h"
#include "engine/index/sketch.h"
#include "engine/search/copies/content-rectangles.h"

#include <string.h>

/* A part is brought to this side before its sketch is made. */
#define PART_SIDE (2 * SEM_SKETCH_SIDE)

static gboolean
hash_part (const SemRgbImage *photo, const SemContentRectangle *rectangle, guint64 *hash)
{
  const SemRgbImage part = {
    photo->pixels + rectangle->y * photo->stride + (gsize) rectangle->x * 3,
    rectangle->width,
    rectangle->height,
    photo->stride,
  };
  guint8 pixels[PART_SIDE * PART_SIDE * 3], sketch[SEM_SKETCH_SIZE];

  sem_resize_rgb (SEM_RESIZE_SMOOTH, &part, pixels, PART_SIDE, PART_SIDE);
  sem_sketch_make (pixels, PART_SIDE, sketch);
  return sem_sketch_dct_hash (sketch, hash);
}

guint
sem_inner_pictures_find (const guint8 *input, SemInnerPicture *pictures)
{
  const SemRgbImage photo = { input, SEM_DECODE_SIDE, SEM_DECODE_SIDE, SEM_DECODE_SIDE * 3 };
  SemContentRectangle found[SEM_MAX_CONTENT_RECTANGLES];
  const guint n_found = sem_content_rectangles_find (&photo, found);
  guint n = 0;

  for (guint i = 0; i < n_found && n < SEM_MAX_INNER_PICTURES; i++)
    {
      SemInnerPicture *picture = &pictures[n];

      *picture = (SemInnerPicture){ 0, (guint8) found[i].x, (guint8) found[i].y,
                                    (guint8) found[i].width, (guint8) found[i].height };
      n += hash_part (&photo, &found[i], &picture->dct);
    }
  return n;
}

void
sem_inner_pictures_pack (const SemInnerPicture *pictures, guint n, guint8 *bytes)
{
  for (guint i = 0; i < n; i++, bytes += SEM_INNER_PICTURE_SIZE)
    {
      const SemInnerPicture *picture = &pictures[i];
      const guint64 dct = GUINT64_TO_LE (picture->dct);
      const guint8 place[] = { picture->x, picture->y, picture->width, picture->height };

      memcpy (bytes, &dct, sizeof dct);
      memcpy (bytes + sizeof dct, place, sizeof place);
    }
}

guint
sem_inner_pictures_unpack (const guint8 *bytes, gsize size, SemInnerPicture *pictures)
{
  guint n = 0;

  for (; size >= SEM_INNER_PICTURE_SIZE && n < SEM_MAX_INNER_PICTURES;
       size -= SEM_INNER_PICTURE_SIZE, bytes += SEM_INNER_PICTURE_SIZE)
    {
      SemInnerPicture *picture = &pictures[n];
      const guint8 *place = bytes + sizeof picture->dct;

      memcpy (&picture->dct, bytes, sizeof picture->dct);
      picture->dct = GUINT64_FROM_LE (picture->dct);
      picture->x = place[0];
      picture->y = place[1];
      picture->width = place[2];
      picture->height = place[3];
      n += picture->width > 0 && picture->height > 0
           && picture->x + picture->width <= SEM_DECODE_SIDE
           && picture->y + picture->height <= SEM_DECODE_SIDE;
    }
  return n;
}
