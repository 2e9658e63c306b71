/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/nn/program/program-wire.h"

#include <math.h>
#include <string.h>

#define MAGIC "SEMBLANC"
#define FLAG_WORDS 1u

static guint32
read_u32 (const guint8 *bytes)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);
  return GUINT32_FROM_LE (value);
}

static guint64
read_u64 (const guint8 *bytes)
{
  guint64 value;

  memcpy (&value, bytes, sizeof value);
  return GUINT64_FROM_LE (value);
}

SemWireFault
sem_wire_read_hello (const guint8 *bytes, SemWireHello *hello)
{
  if (memcmp (bytes, MAGIC, strlen (MAGIC)) != 0)
    return SEM_WIRE_NO_HELLO;
  if (read_u32 (bytes + 8) != SEM_WIRE_VERSION)
    return SEM_WIRE_OTHER_VERSION;
  *hello = (SemWireHello){ .words = (read_u32 (bytes + 12) & FLAG_WORDS) != 0,
                           .side = read_u32 (bytes + 16),
                           .d = read_u32 (bytes + 20),
                           .title_size = read_u32 (bytes + 24) };
  if (hello->title_size < 1 || hello->title_size > SEM_WIRE_MAX_TITLE)
    return SEM_WIRE_BAD_TITLE;
  return SEM_WIRE_SOUND;
}

SemWireFault
sem_wire_check_title (const guint8 *title, gsize size)
{
  if (!g_utf8_validate_len ((const char *) title, size, NULL))
    return SEM_WIRE_BAD_TITLE;
  for (gsize i = 0; i < size; i++)
    if (g_ascii_iscntrl (title[i]))
      return SEM_WIRE_BAD_TITLE;
  return SEM_WIRE_SOUND;
}

void
sem_wire_write_header (const SemWireHeader *header, guint8 *bytes)
{
  const guint32 kind = GUINT32_TO_LE (header->kind), n = GUINT32_TO_LE (header->n);
  const guint64 size = GUINT64_TO_LE (header->size);

  memcpy (bytes, &kind, sizeof kind);
  memcpy (bytes + 4, &n, sizeof n);
  memcpy (bytes + 8, &size, sizeof size);
}

SemWireFault
sem_wire_read_header (const guint8 *bytes,
                      const SemWireHeader *asked,
                      guint d,
                      SemWireHeader *header)
{
  *header = (SemWireHeader){ read_u32 (bytes), read_u32 (bytes + 4), read_u64 (bytes + 8) };
  if (header->kind == SEM_WIRE_REFUSAL)
    return header->n == 0 && header->size <= SEM_WIRE_MAX_TEXT ? SEM_WIRE_SOUND
                                                               : SEM_WIRE_OTHER_ANSWER;
  if (header->kind != asked->kind || header->n != asked->n)
    return SEM_WIRE_OTHER_ANSWER;
  return header->size == (guint64) asked->n * d * sizeof (float) ? SEM_WIRE_SOUND
                                                                 : SEM_WIRE_OTHER_LENGTH;
}

SemWireFault
sem_wire_read_numbers (const guint8 *bytes, gsize n, float *numbers)
{
  for (gsize i = 0; i < n; i++)
    {
      const guint32 bits = read_u32 (bytes + i * 4);

      memcpy (numbers + i, &bits, sizeof bits);
      /* Half precision, in which features are stored, has no larger ones. */
      if (!isfinite (numbers[i]) || fabsf (numbers[i]) > SEM_WIRE_MAX_NUMBER)
        return SEM_WIRE_BAD_NUMBER;
    }
  return SEM_WIRE_SOUND;
}

char *
sem_wire_read_text (const guint8 *bytes, gsize size)
{
  char *text =
    g_utf8_make_valid ((const char *) bytes, (gssize) strnlen ((const char *) bytes, size));

  for (char *c = text; *c; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  return g_strstrip (text);
}
