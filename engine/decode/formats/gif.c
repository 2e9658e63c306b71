/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/formats/gif.h"

#define HEADER_SIZE 13
#define IMAGE_SIZE 10

enum
{
  GIF_EXTENSION = 0x21,
  GIF_IMAGE = 0x2c,
};

/* The size of a table of colours, from the flags that announce it. */
static gsize
get_table (guint8 flags)
{
  return flags & 0x80 ? (gsize) 3 << ((flags & 7) + 1) : 0;
}

/* Behind the pieces that start at @at; @size where they do not end. */
static gsize
skip_pieces (const guint8 *data, gsize size, gsize at)
{
  while (at < size && data[at] > 0)
    at += 1 + (gsize) data[at];
  return at < size ? at + 1 : size;
}

gsize
sem_gif_find_end (const guint8 *data, gsize size, guint most_frames, guint64 most_pixels)
{
  guint64 pixels;
  guint left;
  gsize at;

  if (size < HEADER_SIZE)
    return size;
  pixels = (guint64) (data[6] | data[7] << 8) * (guint64) (data[8] | data[9] << 8);
  left = (guint) CLAMP (most_pixels / MAX (pixels, 1), 1, most_frames);
  at = HEADER_SIZE + get_table (data[10]);
  while (at < size && size - at > IMAGE_SIZE)
    if (data[at] == GIF_EXTENSION)
      {
        at = skip_pieces (data, size, at + 2);
      }
    else if (data[at] == GIF_IMAGE)
      {
        at = skip_pieces (data, size, at + IMAGE_SIZE + get_table (data[at + 9]) + 1);
        if (--left == 0)
          return at;
      }
    else
      {
        break;
      }
  return size;
}
