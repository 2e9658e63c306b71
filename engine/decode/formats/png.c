/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/formats/png.h"

#include <gio/gio.h>
#include <string.h>

#define SIGNATURE_SIZE 8
#define CHUNK_OVERHEAD 12
/* The most bytes of a text that is packed. */
#define MAX_TEXT (1 << 20)
/* Unpacking more of them would only cost time. */
#define MAX_RAW_PROFILES 4
#define UNIT 100000.
/* What gAMA has for sRGB, and how far a value may be off to mean it. */
#define SRGB_GAMMA 45455
#define NEAR_GAMMA 1000

typedef struct
{
  const guint8 *body;
  gsize length;
  char name[5];
} Chunk;

/* Chunks --------------------------------------------------------------------------------------- */

static guint32
read_u32 (const guint8 *at)
{
  return (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
}

/* @at: (inout): offset of the next chunk, which is advanced. FALSE at the end. */
static gboolean
next_chunk (const guint8 *data, gsize size, gsize *at, Chunk *chunk)
{
  if (*at == 0)
    *at = SIGNATURE_SIZE;
  if (*at >= size || size - *at < CHUNK_OVERHEAD)
    return FALSE;
  chunk->length = read_u32 (data + *at);
  if (chunk->length > size - *at - CHUNK_OVERHEAD)
    return FALSE;
  memcpy (chunk->name, data + *at + 4, 4);
  chunk->name[4] = 0;
  chunk->body = data + *at + 8;
  *at += CHUNK_OVERHEAD + chunk->length;
  return TRUE;
}

/* Raw profiles --------------------------------------------------------------------------------- */

/* (transfer full) (nullable) */
static GBytes *
unpack (const guint8 *data, gsize size)
{
  g_autoptr (GZlibDecompressor) zlib = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  g_autofree guint8 *text = g_try_malloc (MAX_TEXT);
  gsize read, written;

  if (!text
      || g_converter_convert (G_CONVERTER (zlib), data, size, text, MAX_TEXT,
                              G_CONVERTER_INPUT_AT_END, &read, &written, NULL)
           != G_CONVERTER_FINISHED)
    return NULL;
  return g_bytes_new (text, written);
}

/* How many bytes of @body end with the @n-th zero byte; 0 where there are fewer. */
static gsize
skip_strings (const guint8 *body, gsize length, guint n)
{
  gsize at = 0;

  for (; n > 0; n--)
    {
      const guint8 *zero = memchr (body + at, 0, length - at);

      if (!zero)
        return 0;
      at = (gsize) (zero - body) + 1;
    }
  return at;
}

/* (transfer full) (nullable): what stands behind the keyword of a chunk of text. */
static GBytes *
read_text (const Chunk *chunk)
{
  gsize at = skip_strings (chunk->body, chunk->length, 1);
  gboolean packed = FALSE;

  if (at == 0)
    return NULL;
  if (strcmp (chunk->name, "zTXt") == 0)
    {
      packed = TRUE;
      at++;
    }
  else if (strcmp (chunk->name, "iTXt") == 0)
    {
      gsize rest;

      if (chunk->length - at < 2)
        return NULL;
      packed = chunk->body[at] != 0;
      at += 2;
      rest = skip_strings (chunk->body + at, chunk->length - at, 2);
      if (rest == 0)
        return NULL;
      at += rest;
    }
  if (at > chunk->length)
    return NULL;
  return packed ? unpack (chunk->body + at, chunk->length - at)
                : g_bytes_new (chunk->body + at, chunk->length - at);
}

/* (transfer full): bytes of pairs of hexadecimal digits behind two lines, a name and a number. */
static GBytes *
read_digits (const guint8 *text, gsize size)
{
  GByteArray *array = g_byte_array_new ();
  gsize at = 0;
  int high = -1;

  while (at < size && g_ascii_isspace (text[at]))
    at++;
  for (guint i = 0; i < 2; i++)
    {
      while (at < size && text[at] != '\n')
        at++;
      at = MIN (size, at + 1);
    }
  for (; at < size; at++)
    {
      const int digit = g_ascii_xdigit_value ((char) text[at]);

      if (digit < 0)
        continue;
      if (high >= 0)
        {
          const guint8 byte = (guint8) (high << 4 | digit);

          g_byte_array_append (array, &byte, 1);
        }
      high = high >= 0 ? -1 : digit;
    }
  return g_byte_array_free_to_bytes (array);
}

static gboolean
is_raw_profile (const Chunk *chunk)
{
  static const char *const keywords[] = { "Raw profile type exif", "Raw profile type APP1" };

  if (strcmp (chunk->name, "tEXt") != 0 && strcmp (chunk->name, "zTXt") != 0
      && strcmp (chunk->name, "iTXt") != 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (keywords); i++)
    {
      const gsize length = strlen (keywords[i]) + 1;

      if (chunk->length > length && memcmp (chunk->body, keywords[i], length) == 0)
        return TRUE;
    }
  return FALSE;
}

/* (transfer full) (nullable): @bytes, without the prefix that only JPEG needs. @bytes: taken */
static GBytes *
strip_prefix (GBytes *bytes)
{
  g_autoptr (GBytes) whole = bytes;
  gsize size;
  const guint8 *data = g_bytes_get_data (whole, &size);
  const gsize skip = size > 6 && memcmp (data, "Exif\0\0", 6) == 0 ? 6 : 0;

  if (size - skip < 8
      || (memcmp (data + skip, "II*\0", 4) != 0 && memcmp (data + skip, "MM\0*", 4) != 0))
    return NULL;
  return g_bytes_new_from_bytes (whole, skip, size - skip);
}

GBytes *
sem_png_find_exif (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) raw = NULL;
  Chunk chunk;
  gsize at = 0;
  guint n_tried = 0;

  while (next_chunk (data, size, &at, &chunk))
    {
      if (strcmp (chunk.name, "eXIf") == 0)
        return strip_prefix (g_bytes_new (chunk.body, chunk.length));
      if (!raw && is_raw_profile (&chunk) && n_tried++ < MAX_RAW_PROFILES)
        {
          g_autoptr (GBytes) text = read_text (&chunk);

          if (text)
            raw =
              strip_prefix (read_digits (g_bytes_get_data (text, NULL), g_bytes_get_size (text)));
        }
    }
  return g_steal_pointer (&raw);
}

/* Colours -------------------------------------------------------------------------------------- */

gboolean
sem_png_read_colours (const guint8 *data, gsize size, SemPngColours *colours)
{
  static const SemPngColours srgb = { { .3127, .3290, .64, .33, .30, .60, .15, .06 }, 0 };
  gboolean said = FALSE;
  Chunk chunk;
  gsize at = 0;

  *colours = srgb;
  while (next_chunk (data, size, &at, &chunk) && strcmp (chunk.name, "IDAT") != 0)
    {
      if (strcmp (chunk.name, "iCCP") == 0 || strcmp (chunk.name, "sRGB") == 0)
        return FALSE;
      if (strcmp (chunk.name, "gAMA") == 0 && chunk.length == 4)
        {
          const guint32 value = read_u32 (chunk.body);

          if (value < UNIT / 20 || value > UNIT * 20)
            continue;
          said = TRUE;
          colours->gamma = ABS ((int) value - SRGB_GAMMA) <= NEAR_GAMMA ? 0 : UNIT / value;
        }
      else if (strcmp (chunk.name, "cHRM") == 0 && chunk.length == 32)
        {
          said = TRUE;
          for (guint i = 0; i < 8; i++)
            colours->chromaticities[i] = read_u32 (chunk.body + 4 * i) / UNIT;
        }
    }
  return said;
}
