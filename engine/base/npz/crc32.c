/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/npz/crc32.h"

/* The reflected polynomial of ISO 3309. */
#define POLYNOMIAL 0xedb88320u

static const guint32 *
get_table (void)
{
  static guint32 table[256];
  static gsize made = 0;

  if (g_once_init_enter (&made))
    {
      for (guint32 i = 0; i < 256; i++)
        {
          guint32 value = i;

          for (guint bit = 0; bit < 8; bit++)
            value = value & 1 ? value >> 1 ^ POLYNOMIAL : value >> 1;
          table[i] = value;
        }
      g_once_init_leave (&made, 1);
    }
  return table;
}

guint32
sem_crc32 (guint32 crc, gconstpointer data, gsize size)
{
  const guint32 *table = get_table ();
  const guint8 *bytes = data;

  crc = ~crc;
  for (gsize i = 0; i < size; i++)
    crc = crc >> 8 ^ table[(crc ^ bytes[i]) & 0xff];
  return ~crc;
}
