/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/formats/webp.h"

#include <string.h>

/* “RIFF”, a length and “WEBP”, then chunks that each begin with a name and a length. */
#define FIRST_CHUNK 12
#define HEAD_SIZE 8

const guint8 *
sem_webp_find_chunk (const guint8 *data, gsize size, const char *name, gsize *length)
{
  gsize at = FIRST_CHUNK;

  while (at < size && size - at >= HEAD_SIZE)
    {
      const guint8 *head = data + at;
      const gsize n =
        (gsize) head[4] | (gsize) head[5] << 8 | (gsize) head[6] << 16 | (gsize) head[7] << 24;

      if (n > size - at - HEAD_SIZE)
        return NULL;
      if (memcmp (head, name, 4) == 0)
        {
          *length = n;
          return head + HEAD_SIZE;
        }
      at += HEAD_SIZE + n + (n & 1);
    }
  return NULL;
}
