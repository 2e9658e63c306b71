/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/worker/extent.h"

#include <string.h>

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
