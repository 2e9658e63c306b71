/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/formats/bmp.h"

#include <string.h>

#define FILE_HEADER 14
#define OLD_HEADER 12
#define LEAST_HEADER 40
#define MOST_HEADER 124
#define MOST_DEPTH 8

enum
{
  AT_PIXELS = 10,
  AT_HEADER = 14,
  AT_OLD_DEPTH = 24,
  AT_DEPTH = 28,
  AT_COLOURS = 46,
};

static guint32
read_number (const guint8 *at, guint n)
{
  guint32 number = 0;

  for (guint i = 0; i < n; i++)
    number |= (guint32) at[i] << 8 * i;
  return number;
}

static void
write_u32 (guint8 *at, guint32 value)
{
  for (guint i = 0; i < 4; i++)
    at[i] = (guint8) (value >> 8 * i);
}

GBytes *
sem_bmp_make_head (const guint8 *data, gsize size, gsize *pixels)
{
  guint8 head[FILE_HEADER + MOST_HEADER + 4 * (1 << MOST_DEPTH)] = { 0 };
  gsize header, start, depth, entry, full, said, stored, end;
  gboolean old;

  *pixels = 0;
  if (size < FILE_HEADER + LEAST_HEADER)
    return NULL;
  header = read_number (data + AT_HEADER, 4);
  old = header == OLD_HEADER;
  start = read_number (data + AT_PIXELS, 4);
  depth = read_number (data + (old ? AT_OLD_DEPTH : AT_DEPTH), 2);
  if ((!old && header < LEAST_HEADER) || header > MOST_HEADER || depth < 1 || depth > MOST_DEPTH)
    return NULL;
  entry = old ? 3 : 4;
  full = entry << depth;
  said = old ? 0 : read_number (data + AT_COLOURS, 4);
  stored = said == 0 || said > 1u << depth ? full : said * entry;
  end = FILE_HEADER + header;
  if (start < end || start > size || (start == end + stored && said <= 1u << depth))
    return NULL;
  memcpy (head, data, end);
  memcpy (head + end, data + end, MIN (stored, start - end));
  write_u32 (head + AT_PIXELS, (guint32) (end + full));
  if (!old)
    write_u32 (head + AT_COLOURS, 0);
  *pixels = start;
  return g_bytes_new (head, end + full);
}
