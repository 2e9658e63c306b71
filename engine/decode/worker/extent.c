/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/worker/extent.h"

#include <string.h>

enum
{
  JPEG_SOF2 = 0xc2,
  JPEG_RST0 = 0xd0,
  JPEG_RST7 = 0xd7,
  JPEG_SOI = 0xd8,
  JPEG_EOI = 0xd9,
  JPEG_SOS = 0xda,
  JPEG_TEM = 0x01
};

static guint32
read_le32 (const guint8 *at)
{
  return (guint32) at[0] | (guint32) at[1] << 8 | (guint32) at[2] << 16 | (guint32) at[3] << 24;
}

static guint32
read_be32 (const guint8 *at)
{
  return GUINT32_SWAP_LE_BE (read_le32 (at));
}

/* The next marker at or after *at that is neither a stuffed byte nor a restart; 0 at the end. */
static guint
next_mark (const guint8 *data, gsize size, gsize *at)
{
  const guint8 *end = data + size;
  const guint8 *p = data + *at;

  while (p < end && (p = memchr (p, 0xff, (gsize) (end - p))))
    {
      while (p < end && *p == 0xff)
        p++;
      if (p == end)
        break;
      if (*p != 0 && *p != JPEG_TEM && !(*p >= JPEG_RST0 && *p <= JPEG_RST7))
        {
          *at = (gsize) (p - data) + 1;
          return *p;
        }
    }
  return 0;
}

static SemExtent
check_jpeg (const guint8 *data, gsize size)
{
  gboolean scanned = FALSE, progressive = FALSE;
  gsize at = 2;
  guint mark;

  /* Most files end with the marker; a random cut leaves these two bytes last once in 65,536. */
  if (size >= 4 && data[size - 2] == 0xff && data[size - 1] == JPEG_EOI)
    return SEM_EXTENT_WHOLE;
  while ((mark = next_mark (data, size, &at)))
    {
      if (mark == JPEG_EOI)
        return SEM_EXTENT_WHOLE;
      if (mark == JPEG_SOI)
        continue;
      if (mark == JPEG_SOF2)
        progressive = TRUE;
      if (mark == JPEG_SOS)
        scanned = TRUE;
      if (size - at < 2)
        break;

      const gsize length = (gsize) data[at] << 8 | data[at + 1];

      if (length > size - at)
        return scanned && !progressive ? SEM_EXTENT_NO_END_MARK : SEM_EXTENT_CUT;
      at += length;
    }
  return scanned && !progressive ? SEM_EXTENT_NO_END_MARK : SEM_EXTENT_CUT;
}

static SemExtent
check_png (const guint8 *data, gsize size)
{
  gsize at = 8;

  while (at < size && size - at >= 12)
    {
      const gsize length = read_be32 (data + at);

      if (memcmp (data + at + 4, "IEND", 4) == 0)
        return SEM_EXTENT_WHOLE;
      if (length > size - at - 12)
        break;
      at += 12 + length;
    }
  return SEM_EXTENT_CUT;
}

static SemExtent
check_webp (const guint8 *data, gsize size)
{
  return size >= 12 && read_le32 (data + 4) <= size - 8 ? SEM_EXTENT_WHOLE : SEM_EXTENT_CUT;
}

/* Only uncompressed rows have a length that follows from the header. */
static SemExtent
check_bmp (const guint8 *data, gsize size)
{
  if (size < 34 || read_le32 (data + 14) < 40)
    return SEM_EXTENT_WHOLE;

  const guint64 width = read_le32 (data + 18);
  const gint32 stored_height = (gint32) read_le32 (data + 22);
  const guint64 height = (guint64) ABS ((gint64) stored_height);
  const guint64 depth = (guint64) data[28] | (guint64) data[29] << 8;
  const guint64 row = (width * depth + 31) / 32 * 4;
  const guint32 compression = read_le32 (data + 30);

  if ((compression != 0 && compression != 3) || height == 0 || row == 0)
    return SEM_EXTENT_WHOLE;
  return row <= size / height && read_le32 (data + 10) + row * height <= size ? SEM_EXTENT_WHOLE
                                                                              : SEM_EXTENT_CUT;
}

SemExtent
sem_extent_check (SemFormat format, const guint8 *data, gsize size)
{
  switch (format)
    {
    case SEM_FORMAT_JPEG:
      return check_jpeg (data, size);
    case SEM_FORMAT_PNG:
      return check_png (data, size);
    case SEM_FORMAT_WEBP:
      return check_webp (data, size);
    case SEM_FORMAT_BMP:
      return check_bmp (data, size);
    default:
      return SEM_EXTENT_WHOLE;
    }
}
