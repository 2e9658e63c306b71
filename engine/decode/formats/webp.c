/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/formats/webp.h"

#include <string.h>

/* “RIFF”, a length and “WEBP”, then chunks that each begin with a name and a length. */
#define FIRST_CHUNK 12
#define HEAD_SIZE 8
/* Of the chunk that has the size of an animation. */
#define EXTENDED_SIZE 10

typedef struct
{
  const guint8 *name;
  const guint8 *contents;
  gsize length;
} Chunk;

static guint32
read_number (const guint8 *bytes, guint n)
{
  guint32 number = 0;

  for (guint i = 0; i < n; i++)
    number |= (guint32) bytes[i] << (8 * i);
  return number;
}

/* Advances to the chunk at @at. FALSE at the end, and where the file ends inside it. */
static gboolean
read_chunk (const guint8 *data, gsize size, gsize *at, Chunk *chunk)
{
  if (*at >= size || size - *at < HEAD_SIZE)
    return FALSE;
  chunk->name = data + *at;
  chunk->contents = chunk->name + HEAD_SIZE;
  chunk->length = read_number (chunk->name + 4, 4);
  if (chunk->length > size - *at - HEAD_SIZE)
    return FALSE;
  *at += HEAD_SIZE + chunk->length + (chunk->length & 1);
  return TRUE;
}

static gboolean
is_called (const Chunk *chunk, const char *name)
{
  return memcmp (chunk->name, name, 4) == 0;
}

const guint8 *
sem_webp_find_chunk (const guint8 *data, gsize size, const char *name, gsize *length)
{
  gsize at = FIRST_CHUNK;
  Chunk chunk;

  while (read_chunk (data, size, &at, &chunk))
    if (is_called (&chunk, name))
      {
        *length = chunk.length;
        return chunk.contents;
      }
  return NULL;
}

/* Returns: how many frames to keep of an animation; 0 of anything else */
static guint
count_kept (const Chunk *first, guint most_frames, guint64 most_pixels)
{
  guint64 pixels;

  if (!is_called (first, "VP8X") || first->length < EXTENDED_SIZE)
    return 0;
  pixels = ((guint64) read_number (first->contents + 4, 3) + 1)
           * ((guint64) read_number (first->contents + 7, 3) + 1);
  /* The loader never shows the last one. */
  return (guint) CLAMP (most_pixels / pixels, 1, most_frames) + 1;
}

static GBytes *
cut (const guint8 *data, gsize end)
{
  guint8 *file = g_memdup2 (data, end);

  for (guint i = 0; i < 4; i++)
    file[4 + i] = (guint8) ((end - HEAD_SIZE) >> (8 * i));
  return g_bytes_new_take (file, end);
}

GBytes *
sem_webp_shorten (const guint8 *data, gsize size, guint most_frames, guint64 most_pixels)
{
  gsize at = FIRST_CHUNK, end;
  Chunk chunk;
  guint left;

  if (!read_chunk (data, size, &at, &chunk)
      || (left = count_kept (&chunk, most_frames, most_pixels)) == 0)
    return NULL;
  for (end = at; left > 0 && read_chunk (data, size, &at, &chunk); end = at)
    if (is_called (&chunk, "ANMF"))
      left--;
  while (left == 0 && read_chunk (data, size, &at, &chunk))
    if (is_called (&chunk, "ANMF"))
      return cut (data, end);
  return NULL;
}
