/* inner-pictures.h - the pictures that a stored photo may show in a part
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/decoder.h"

G_BEGIN_DECLS

/* Maximum number of inner pictures of a photo, and bytes that one takes in the library. */
#define SEM_MAX_INNER_PICTURES 24
#define SEM_INNER_PICTURE_SIZE 12

/**
 * SemInnerPicture:
 * @dct: perceptual hash of the part (engine/index/sketch.h)
 * @x, @y, @width, @height: in pixels of a photo squashed to %SEM_DECODE_SIDE a side; within it
 */
typedef struct
{
  guint64 dct;
  guint8 x, y;
  guint8 width, height;
} SemInnerPicture;

/**
 * sem_inner_pictures_find:
 * @input: shape (224, 224, 3): the photo as the network sees it
 * @pictures: (out caller-allocates) (array length=SEM_MAX_INNER_PICTURES): the most certain first
 *
 * The content rectangles of the photo that have a perceptual hash: a collage's tiles, a picture on
 * a page. An ordinary photo has one or two.
 *
 * Returns: how many there are
 */
guint sem_inner_pictures_find (const guint8 *input, SemInnerPicture *pictures);

/* @bytes: (out caller-allocates): %SEM_INNER_PICTURE_SIZE for each of @n */
void sem_inner_pictures_pack (const SemInnerPicture *pictures, guint n, guint8 *bytes);
/* @bytes: (array length=size): from the library, not trusted; @pictures: (out caller-allocates)
 * (array length=SEM_MAX_INNER_PICTURES).
 * Returns: the number of pictures; those that lie outside the photo are left out */
guint sem_inner_pictures_unpack (const guint8 *bytes, gsize size, SemInnerPicture *pictures);

G_END_DECLS
