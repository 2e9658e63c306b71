/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/archive/link/cells.h"

#include <string.h>

/* Of a half-precision number that is infinite or no number, all of these bits are set. */
#define NOT_FINITE 0x7c00

static gint64
read_signed (const guint8 *data, gsize size)
{
  guint64 value = 0;

  for (gsize i = 0; i < size; i++)
    value = value << 8 | data[i];
  if (size == 2)
    return (gint16) value;
  return size == 4 ? (gint32) value : (gint64) value;
}

gboolean
sem_cell_get_int (const SemCell *self, gint64 least, gint64 most, gint64 *value)
{
  gint64 number;

  if (!self->data || (self->size != 2 && self->size != 4 && self->size != 8))
    return FALSE;
  number = read_signed (self->data, self->size);
  if (number < least || number > most)
    return FALSE;
  *value = number;
  return TRUE;
}

gboolean
sem_cell_is_true (const SemCell *self)
{
  return self->data && self->size == 1 && self->data[0] == 1;
}

gboolean
sem_cell_get_bytes (const SemCell *self, gsize size, guint8 *bytes)
{
  if (!self->data || self->size != size)
    return FALSE;
  memcpy (bytes, self->data, size);
  return TRUE;
}

GBytes *
sem_cell_dup_bytes (const SemCell *self, gsize most)
{
  return self->data && self->size > 0 && self->size <= most ? g_bytes_new (self->data, self->size)
                                                            : NULL;
}

gboolean
sem_cell_get_code (const SemCell *self, guint n_bits, guint64 *code)
{
  const gsize n_bytes = n_bits / 8;

  if (!self->data || self->size != 4 + n_bytes || read_signed (self->data, 4) != n_bits)
    return FALSE;
  memset (code, 0, (n_bits + 63) / 64 * sizeof *code);
  for (gsize i = 0; i < n_bytes; i++)
    code[i / 8] |= (guint64) self->data[4 + i] << (i % 8 * 8);
  return TRUE;
}

gboolean
sem_cell_get_halves (const SemCell *self, gsize n, guint16 *half)
{
  if (!self->data || self->size != 2 * n)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      half[i] = (guint16) (self->data[2 * i] | self->data[2 * i + 1] << 8);
      if ((half[i] & NOT_FINITE) == NOT_FINITE)
        return FALSE;
    }
  return TRUE;
}

char *
sem_cell_dup_text (const SemCell *self, gsize most)
{
  const char *text = (const char *) self->data;

  if (!text || self->size == 0 || self->size > most
      || !g_utf8_validate_len (text, self->size, NULL))
    return NULL;
  for (const char *p = text; p < text + self->size; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return NULL;
  return g_strndup (text, self->size);
}

char *
sem_cell_dup_shown (const SemCell *self, gsize most)
{
  GString *shown = g_string_new (NULL);
  const char *text = (const char *) self->data;
  const char *end = text + MIN (self->size, most);

  while (text && text < end)
    {
      const gunichar c = g_utf8_get_char_validated (text, end - text);
      const gboolean bad = (gint32) c < 0 || c == 0 || g_unichar_iscntrl (c);

      if (bad)
        g_string_append_c (shown, '?');
      else
        g_string_append_unichar (shown, c);
      text += (gint32) c < 0 ? 1 : g_unichar_to_utf8 (c, NULL);
    }
  return g_string_free (shown, FALSE);
}

char *
sem_cell_dup_path (const SemCell *self)
{
  if (!self->data || self->size == 0 || self->size > SEM_ARCHIVE_MAX_PATH || self->data[0] != '/'
      || memchr (self->data, '\0', self->size))
    return NULL;
  return g_strndup ((const char *) self->data, self->size);
}
