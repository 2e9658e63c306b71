/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/archive/link/wire.h"

#include <string.h>

/* What every binary COPY begins with, and that it has neither flags nor an extension. */
static const guint8 signature[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";

struct _SemValues
{
  GArray *kinds;
  GPtrArray *values;
};

static void
put_number (GByteArray *bytes, guint64 value, guint size)
{
  for (guint i = size; i-- > 0;)
    {
      const guint8 byte = (guint8) (value >> (8 * i));

      g_byte_array_append (bytes, &byte, 1);
    }
}

void
sem_wire_put_code (GByteArray *bytes, const guint64 *code, guint n_bits)
{
  put_number (bytes, n_bits, 4);
  for (guint i = 0; i < n_bits / 8; i++)
    {
      const guint8 byte = (guint8) (code[i / 8] >> (i % 8 * 8));

      g_byte_array_append (bytes, &byte, 1);
    }
}

/* Parameters ------------------------------------------------------------------------------------*/

SemValues *
sem_values_new (void)
{
  SemValues *self = g_new (SemValues, 1);

  self->kinds = g_array_new (FALSE, FALSE, sizeof (SemWireKind));
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  return self;
}

void
sem_values_free (SemValues *self)
{
  g_array_unref (self->kinds);
  g_ptr_array_unref (self->values);
  g_free (self);
}

static GByteArray *
add (SemValues *self, SemWireKind kind)
{
  GByteArray *bytes = g_byte_array_new ();

  g_array_append_val (self->kinds, kind);
  g_ptr_array_add (self->values, bytes);
  return bytes;
}

SemValues *
sem_values_add_int (SemValues *self, gint64 value)
{
  put_number (add (self, SEM_WIRE_INT8), (guint64) value, 8);
  return self;
}

SemValues *
sem_values_add_text (SemValues *self, const char *text)
{
  g_byte_array_append (add (self, SEM_WIRE_TEXT), (const guint8 *) text, (guint) strlen (text));
  return self;
}

SemValues *
sem_values_add_bytes (SemValues *self, gconstpointer bytes, gsize size)
{
  GByteArray *value = add (self, SEM_WIRE_BYTES);

  if (size > 0)
    g_byte_array_append (value, bytes, (guint) size);
  return self;
}

SemValues *
sem_values_add_ids (SemValues *self, const gint64 *ids, gsize n)
{
  GByteArray *value = add (self, SEM_WIRE_INT8_ARRAY);

  /* Dimensions, whether one is NULL, the type; then the length and the first index. */
  put_number (value, n > 0, 4);
  put_number (value, 0, 4);
  put_number (value, SEM_WIRE_INT8, 4);
  if (n > 0)
    {
      put_number (value, n, 4);
      put_number (value, 1, 4);
    }
  for (gsize i = 0; i < n; i++)
    {
      put_number (value, 8, 4);
      put_number (value, (guint64) ids[i], 8);
    }
  return self;
}

SemValues *
sem_values_add_code (SemValues *self, const guint64 *code, guint n_bits)
{
  sem_wire_put_code (add (self, SEM_WIRE_VARBIT), code, n_bits);
  return self;
}

guint
sem_values_get_n (const SemValues *self)
{
  return self->values->len;
}

gconstpointer
sem_values_get (const SemValues *self, guint i, SemWireKind *kind, gsize *size)
{
  const GByteArray *value = g_ptr_array_index (self->values, i);
  /* No value is NULL, but one of no bytes has no data. */
  static const guint8 nothing = 0;

  *kind = g_array_index (self->kinds, SemWireKind, i);
  *size = value->len;
  return value->len > 0 ? value->data : &nothing;
}

/* Rows ------------------------------------------------------------------------------------------*/

void
sem_copy_init (SemCopy *self)
{
  self->bytes = g_byte_array_new ();
  g_byte_array_append (self->bytes, signature, 19);
}

void
sem_copy_clear (SemCopy *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
}

void
sem_copy_begin_row (SemCopy *self, guint n)
{
  put_number (self->bytes, n, 2);
}

void
sem_copy_add_int8 (SemCopy *self, gint64 value)
{
  put_number (self->bytes, 8, 4);
  put_number (self->bytes, (guint64) value, 8);
}

void
sem_copy_add_int4 (SemCopy *self, gint32 value)
{
  put_number (self->bytes, 4, 4);
  put_number (self->bytes, (guint32) value, 4);
}

void
sem_copy_add_bytes (SemCopy *self, gconstpointer bytes, gsize size)
{
  put_number (self->bytes, size, 4);
  if (size > 0)
    g_byte_array_append (self->bytes, bytes, (guint) size);
}

void
sem_copy_add_gbytes (SemCopy *self, GBytes *bytes)
{
  gsize size;
  gconstpointer data;

  if (!bytes)
    {
      sem_copy_add_null (self);
      return;
    }
  data = g_bytes_get_data (bytes, &size);
  sem_copy_add_bytes (self, data, size);
}

void
sem_copy_add_code (SemCopy *self, const guint64 *code, guint n_bits)
{
  put_number (self->bytes, 4 + n_bits / 8, 4);
  sem_wire_put_code (self->bytes, code, n_bits);
}

void
sem_copy_add_halves (SemCopy *self, const guint16 *half, gsize n)
{
  put_number (self->bytes, 2 * n, 4);
  for (gsize i = 0; i < n; i++)
    {
      const guint8 bytes[2] = { (guint8) half[i], (guint8) (half[i] >> 8) };

      g_byte_array_append (self->bytes, bytes, 2);
    }
}

void
sem_copy_add_null (SemCopy *self)
{
  put_number (self->bytes, G_MAXUINT32, 4);
}

void
sem_copy_end (SemCopy *self)
{
  put_number (self->bytes, G_MAXUINT16, 2);
}
