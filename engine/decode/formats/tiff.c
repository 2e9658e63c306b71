/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/formats/tiff.h"

#include <string.h>

#define HEADER_SIZE 8
#define ENTRY_SIZE 12
#define TYPE_SHORT 3

enum
{
  TAG_SAMPLE_FORMAT = 339,
  FORMAT_UNSIGNED = 1,
};

static guint32
read_number (const guint8 *at, guint n, gboolean big_endian)
{
  guint32 number = 0;

  for (guint i = 0; i < n; i++)
    number |= (guint32) at[i] << 8 * (big_endian ? n - 1 - i : i);
  return number;
}

gboolean
sem_tiff_is_rare (const guint8 *data, gsize size)
{
  const gboolean big_endian = size >= HEADER_SIZE && data[0] == 'M';
  gsize at, n;

  if (size < HEADER_SIZE || read_number (data + 2, 2, big_endian) != 42)
    return FALSE;
  at = read_number (data + 4, 4, big_endian);
  if (at > size || size - at < 2)
    return FALSE;
  n = MIN (read_number (data + at, 2, big_endian), (size - at - 2) / ENTRY_SIZE);
  for (at += 2; n > 0; n--, at += ENTRY_SIZE)
    if (read_number (data + at, 2, big_endian) == TAG_SAMPLE_FORMAT
        && read_number (data + at + 2, 2, big_endian) == TYPE_SHORT)
      {
        const gsize count = read_number (data + at + 4, 4, big_endian);
        const gsize where = count > 2 ? read_number (data + at + 8, 4, big_endian) : at + 8;

        return where <= size - 2 && read_number (data + where, 2, big_endian) != FORMAT_UNSIGNED;
      }
  return FALSE;
}
