/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/formats/apng.h"

#include <string.h>

#define SIGNATURE_SIZE 8
#define HEADER_SIZE 13
#define CONTROL_SIZE 26
#define SEQUENCE_SIZE 4
#define CHUNK_OVERHEAD 12
#define MAX_SIDE G_MAXINT32

enum
{
  DISPOSE_CLEAR = 1,
  DISPOSE_RESTORE = 2,
  BLEND_OVER = 1,
};

typedef struct
{
  const guint8 *name;
  const guint8 *body;
  gsize length;
} Chunk;

static guint32
read_u32 (const guint8 *at)
{
  return (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
}

/* What each value of a byte does to the CRC of PNG, section 5.5. */
static const guint32 *
get_crc_table (void)
{
  static guint32 table[256];
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      for (guint i = 0; i < G_N_ELEMENTS (table); i++)
        {
          table[i] = i;
          for (guint bit = 0; bit < 8; bit++)
            table[i] = table[i] & 1 ? 0xedb88320u ^ table[i] >> 1 : table[i] >> 1;
        }
      g_once_init_leave (&ready, 1);
    }
  return table;
}

static guint32
add_crc (guint32 crc, const guint8 *data, gsize size)
{
  const guint32 *table = get_crc_table ();

  for (gsize i = 0; i < size; i++)
    crc = table[(crc ^ data[i]) & 255] ^ crc >> 8;
  return crc;
}

static void
put_u32 (GByteArray *array, guint32 value)
{
  const guint8 bytes[] = { (guint8) (value >> 24), (guint8) (value >> 16), (guint8) (value >> 8),
                           (guint8) value };

  g_byte_array_append (array, bytes, sizeof bytes);
}

static void
put_chunk (GByteArray *array, const char *name, const guint8 *body, gsize length)
{
  guint32 crc = add_crc (G_MAXUINT32, (const guint8 *) name, 4);

  put_u32 (array, (guint32) length);
  g_byte_array_append (array, (const guint8 *) name, 4);
  if (length)
    g_byte_array_append (array, body, (guint) length);
  put_u32 (array, ~add_crc (crc, body, length));
}

/* Reads the chunk at @self->at without advancing; FALSE at the end. */
static gboolean
peek (const SemApng *self, Chunk *chunk)
{
  const gsize left = self->size - self->at;

  if (left < CHUNK_OVERHEAD)
    return FALSE;
  chunk->length = read_u32 (self->data + self->at);
  chunk->name = self->data + self->at + 4;
  chunk->body = self->data + self->at + 8;
  return chunk->length <= left - CHUNK_OVERHEAD;
}

static void
skip (SemApng *self, const Chunk *chunk)
{
  self->at += CHUNK_OVERHEAD + chunk->length;
}

static gboolean
is_named (const Chunk *chunk, const char *name)
{
  return memcmp (chunk->name, name, 4) == 0;
}

/* Keeps what every frame needs, up to the first picture. Returns: whether there is an animation. */
static gboolean
read_head (SemApng *self)
{
  gboolean animated = FALSE;
  Chunk chunk;

  while (peek (self, &chunk) && !is_named (&chunk, "fcTL") && !is_named (&chunk, "IDAT"))
    {
      animated |= is_named (&chunk, "acTL");
      if (is_named (&chunk, "PLTE") || is_named (&chunk, "tRNS"))
        put_chunk (self->head, is_named (&chunk, "PLTE") ? "PLTE" : "tRNS", chunk.body,
                   chunk.length);
      skip (self, &chunk);
    }
  return animated;
}

gboolean
sem_apng_init (SemApng *self, const guint8 *data, gsize size)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  Chunk header;

  *self = (SemApng){ .data = data, .size = size, .at = SIGNATURE_SIZE };
  if (size < SIGNATURE_SIZE || size > G_MAXINT32 || memcmp (data, signature, sizeof signature) != 0
      || !peek (self, &header) || !is_named (&header, "IHDR") || header.length != HEADER_SIZE)
    return FALSE;
  self->width = read_u32 (header.body);
  self->height = read_u32 (header.body + 4);
  if (self->width - 1 >= MAX_SIDE || self->height - 1 >= MAX_SIDE)
    return FALSE;
  skip (self, &header);
  self->head = g_byte_array_new ();
  if (read_head (self))
    return TRUE;
  sem_apng_clear (self);
  return FALSE;
}

void
sem_apng_clear (SemApng *self)
{
  g_clear_pointer (&self->head, g_byte_array_unref);
}

static gboolean
read_control (const SemApng *self, const Chunk *chunk, SemApngFrame *frame)
{
  if (chunk->length != CONTROL_SIZE)
    return FALSE;
  frame->width = read_u32 (chunk->body + 4);
  frame->height = read_u32 (chunk->body + 8);
  frame->x = read_u32 (chunk->body + 12);
  frame->y = read_u32 (chunk->body + 16);
  frame->clear = chunk->body[24] == DISPOSE_CLEAR;
  frame->restore = chunk->body[24] == DISPOSE_RESTORE;
  frame->over = chunk->body[25] == BLEND_OVER;
  return frame->width >= 1 && frame->height >= 1 && frame->x < self->width
         && frame->y < self->height && frame->width <= self->width - frame->x
         && frame->height <= self->height - frame->y;
}

/* Adds the pictures that follow a control chunk. FALSE where there are none. */
static gboolean
put_pictures (SemApng *self, GByteArray *png)
{
  gboolean any = FALSE;
  Chunk chunk;

  while (peek (self, &chunk) && !is_named (&chunk, "fcTL") && !is_named (&chunk, "IEND"))
    {
      const gboolean later = is_named (&chunk, "fdAT") && chunk.length >= SEQUENCE_SIZE;
      const gsize from = later ? SEQUENCE_SIZE : 0;

      if (later || is_named (&chunk, "IDAT"))
        {
          put_chunk (png, "IDAT", chunk.body + from, chunk.length - from);
          any = TRUE;
        }
      skip (self, &chunk);
    }
  return any;
}

gboolean
sem_apng_next (SemApng *self, SemApngFrame *frame)
{
  guint8 header[HEADER_SIZE];
  g_autoptr (GByteArray) sides = g_byte_array_new ();
  g_autoptr (GByteArray) png = g_byte_array_new ();
  Chunk chunk;

  /* A picture without a control chunk is only for programs that do not know animations. */
  while (peek (self, &chunk) && !is_named (&chunk, "fcTL"))
    skip (self, &chunk);
  if (!peek (self, &chunk) || !read_control (self, &chunk, frame))
    return FALSE;
  skip (self, &chunk);
  put_u32 (sides, frame->width);
  put_u32 (sides, frame->height);
  memcpy (header, self->data + SIGNATURE_SIZE + 8, sizeof header);
  memcpy (header, sides->data, sides->len);
  g_byte_array_append (png, self->data, SIGNATURE_SIZE);
  put_chunk (png, "IHDR", header, sizeof header);
  g_byte_array_append (png, self->head->data, self->head->len);
  if (!put_pictures (self, png))
    return FALSE;
  put_chunk (png, "IEND", NULL, 0);
  frame->png = g_byte_array_free_to_bytes (g_steal_pointer (&png));
  return TRUE;
}
