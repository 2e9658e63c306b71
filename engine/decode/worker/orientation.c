/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/worker/orientation.h"

#include "engine/decode/formats/png.h"
#include "engine/decode/formats/webp.h"

#include <string.h>

#define TAG_ORIENTATION 274
#define TYPE_SHORT 3

static guint
read_u16 (const guint8 *at, gboolean big_endian)
{
  return big_endian ? (guint) at[0] << 8 | at[1] : (guint) at[1] << 8 | at[0];
}

static guint32
read_u32 (const guint8 *at, gboolean big_endian)
{
  const guint32 first = read_u16 (at, big_endian);
  const guint32 second = read_u16 (at + 2, big_endian);

  return big_endian ? first << 16 | second : second << 16 | first;
}

/* Reads one directory once, so that a loop of directories cannot trap it. */
static guint
read_tiff (const guint8 *data, gsize size)
{
  gboolean big_endian;
  gsize offset;
  guint n_entries;

  if (size < 8)
    return 1;
  if (memcmp (data, "MM\0*", 4) == 0)
    big_endian = TRUE;
  else if (memcmp (data, "II*\0", 4) == 0)
    big_endian = FALSE;
  else
    return 1;

  offset = read_u32 (data + 4, big_endian);
  if (offset > size - 2)
    return 1;
  n_entries = read_u16 (data + offset, big_endian);
  offset += 2;
  for (guint i = 0; i < n_entries && size - offset >= 12; i++, offset += 12)
    {
      const guint8 *entry = data + offset;

      if (read_u16 (entry, big_endian) == TAG_ORIENTATION
          && read_u16 (entry + 2, big_endian) == TYPE_SHORT
          && read_u32 (entry + 4, big_endian) == 1)
        {
          const guint value = read_u16 (entry + 8, big_endian);

          return value >= 1 && value <= 8 ? value : 1;
        }
    }
  return 1;
}

static guint
read_jpeg (const guint8 *data, gsize size)
{
  gsize at = 2;

  while (size - at >= 4 && data[at] == 0xff)
    {
      const guint marker = data[at + 1];
      const gsize length = read_u16 (data + at + 2, TRUE);

      if (marker == 0xff)
        {
          at++;
          continue;
        }
      if (marker == 0xda || marker == 0xd9 || length < 2 || length > size - at - 2)
        break;
      if (marker == 0xe1 && length >= 8 && memcmp (data + at + 4, "Exif\0", 5) == 0)
        return read_tiff (data + at + 10, length - 8);
      at += 2 + length;
    }
  return 1;
}

static guint
read_png (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) exif = sem_png_find_exif (data, size);

  return exif ? read_tiff (g_bytes_get_data (exif, NULL), g_bytes_get_size (exif)) : 1;
}

static guint
read_webp (const guint8 *data, gsize size)
{
  gsize length;
  const guint8 *exif = sem_webp_find_chunk (data, size, "EXIF", &length);
  /* Some programs keep the prefix that only JPEG needs. */
  const gsize skip = exif && length >= 6 && memcmp (exif, "Exif\0\0", 6) == 0 ? 6 : 0;

  return exif ? read_tiff (exif + skip, length - skip) : 1;
}

guint
sem_orientation_read (SemFormat format, const guint8 *data, gsize size)
{
  if (size < 12)
    return 1;
  switch (format)
    {
    case SEM_FORMAT_JPEG:
      return read_jpeg (data, size);
    case SEM_FORMAT_PNG:
      return read_png (data, size);
    case SEM_FORMAT_WEBP:
      return read_webp (data, size);
    default:
      return 1;
    }
}

gboolean
sem_orientation_swaps_sides (guint orientation)
{
  return orientation >= 5;
}

/* Each orientation is a start corner and two strides through the upright picture. */
void
sem_orientation_apply (guint orientation, const guint8 *src, guint width, guint height, guint8 *dst)
{
  g_return_if_fail (orientation >= 1 && orientation <= 8);

  const gboolean swaps = sem_orientation_swaps_sides (orientation);
  const gssize across = swaps ? (gssize) height * 3 : 3;
  const gssize down = swaps ? 3 : (gssize) width * 3;
  const gboolean flip_x =
    orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const gboolean flip_y =
    orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  const gssize step_x = flip_x ? -across : across;
  const gssize step_y = flip_y ? -down : down;
  guint8 *row = dst + (flip_x ? across * (gssize) (width - 1) : 0)
                + (flip_y ? down * (gssize) (height - 1) : 0);

  for (guint y = 0; y < height; y++, row += step_y)
    {
      guint8 *pixel = row;

      for (guint x = 0; x < width; x++, pixel += step_x, src += 3)
        memcpy (pixel, src, 3);
    }
}
