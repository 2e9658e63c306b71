/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/npz/npz-array.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* Of the head: its mark and version; the longest text after it that is read. */
#define MARK_SIZE 8
#define MAX_HEAD (64 * 1024)
#define MAX_TEXT (64 * 1024)

void
sem_npz_array_free (SemNpzArray *self)
{
  if (!self)
    return;
  g_free (self->name);
  g_free (self->file);
  g_free (self->data);
  g_free (self);
}

static SemNpzArray *
refuse (SemNpzArray *self, GError **error)
{
  g_autofree char *file = g_filename_display_name (self->file);

  g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
               _(
                 "The array “%s” of “%s” cannot be used: it is damaged, or has no numbers or texts "
                 "in one or two dimensions. Write it again, with numpy.savez()."),
               self->name, file);
  sem_npz_array_free (self);
  return NULL;
}

/* Returns: (nullable): what follows "'KEY': " in the text of the head, a dictionary of Python */
static const char *
find_value (const char *head, const char *key)
{
  g_autofree char *quoted = g_strdup_printf ("'%s':", key);
  const char *at = strstr (head, quoted);

  if (!at)
    return NULL;
  at += strlen (quoted);
  while (*at == ' ')
    at++;
  return at;
}

/* "'<f4'": the order of bytes, the kind and the size. */
static gboolean
parse_type (SemNpzArray *self, const char *at)
{
  const char order = at && at[0] == '\'' ? at[1] : '\0';
  char *end;
  guint64 n;

  if (order != '<' && order != '|')
    return FALSE;
  self->kind = at[2];
  if (!self->kind || !strchr ("fiubSU", self->kind) || !g_ascii_isdigit (at[3]))
    return FALSE;
  n = g_ascii_strtoull (at + 3, &end, 10);
  if (*end != '\'' || n < 1 || n > MAX_TEXT)
    return FALSE;
  self->item_size = self->kind == 'U' ? n * 4 : n;
  switch (self->kind)
    {
    case 'f':
      return n == 2 || n == 4 || n == 8;
    case 'b':
      return n == 1;
    case 'i':
    case 'u':
      return n == 1 || n == 2 || n == 4 || n == 8;
    default:
      return TRUE;
    }
}

/* "(3, 4)" or "(3,)". */
static gboolean
parse_shape (SemNpzArray *self, const char *at)
{
  gsize *const sides[] = { &self->rows, &self->columns };

  self->columns = 1;
  if (!at || *at++ != '(')
    return FALSE;
  for (self->n_dims = 0; *at != ')'; self->n_dims++)
    {
      char *end;
      guint64 n;

      if (self->n_dims == G_N_ELEMENTS (sides) || !g_ascii_isdigit (*at))
        return FALSE;
      n = g_ascii_strtoull (at, &end, 10);
      if (n > G_MAXUINT32)
        return FALSE;
      *sides[self->n_dims] = n;
      at = end;
      while (*at == ',' || *at == ' ')
        at++;
    }
  return self->n_dims > 0;
}

static gboolean
parse_head (SemNpzArray *self, const char *head, gsize *n_bytes)
{
  const char *order = find_value (head, "fortran_order");
  gsize n_items;

  if (!parse_type (self, find_value (head, "descr"))
      || !parse_shape (self, find_value (head, "shape")) || !order)
    return FALSE;
  self->by_column = g_str_has_prefix (order, "True");
  return g_size_checked_mul (&n_items, self->rows, self->columns)
         && g_size_checked_mul (n_bytes, n_items, self->item_size) && *n_bytes <= G_MAXSSIZE;
}

SemNpzArray *
sem_npz_array_parse (const char *file,
                     const char *name,
                     const guint8 *bytes,
                     gsize size,
                     gsize *used,
                     gsize *n_bytes,
                     GError **error)
{
  static const guint8 mark[] = { 0x93, 'N', 'U', 'M', 'P', 'Y' };
  SemNpzArray *self = g_new0 (SemNpzArray, 1);
  g_autofree char *head = NULL;
  gsize length, at;

  self->file = g_strdup (file);
  self->name = g_strdup (name);
  if (size < MARK_SIZE + 4 || memcmp (bytes, mark, sizeof mark) != 0 || bytes[6] < 1
      || bytes[6] > 3)
    return refuse (self, error);
  at = bytes[6] == 1 ? MARK_SIZE + 2 : MARK_SIZE + 4;
  length = bytes[8] | (gsize) bytes[9] << 8;
  if (bytes[6] > 1)
    length |= (gsize) bytes[10] << 16 | (gsize) bytes[11] << 24;
  if (length > MAX_HEAD || length > size - at)
    return refuse (self, error);
  head = g_strndup ((const char *) bytes + at, length);
  if (!parse_head (self, head, n_bytes))
    return refuse (self, error);
  *used = at + length;
  return self;
}

static const guint8 *
get_item (const SemNpzArray *self, gsize row, gsize column)
{
  const gsize item = self->by_column ? column * self->rows + row : row * self->columns + column;

  return self->data + item * self->item_size;
}

static guint64
get_bits (const guint8 *item, gsize size)
{
  guint64 bits = 0;

  for (gsize i = 0; i < size; i++)
    bits |= (guint64) item[i] << 8 * i;
  return bits;
}

gboolean
sem_npz_array_is_whole (const SemNpzArray *self)
{
  return strchr ("iub", self->kind) != NULL;
}

gint64
sem_npz_array_get_int (const SemNpzArray *self, gsize row, gsize column)
{
  const guint64 bits = get_bits (get_item (self, row, column), self->item_size);
  const guint unused = (guint) (64 - 8 * self->item_size);

  if (self->kind == 'i')
    return (gint64) (bits << unused) >> unused;
  return (gint64) MIN (bits, (guint64) G_MAXINT64);
}

/* A number of IEEE 754 in half precision. */
static float
from_half (guint bits)
{
  const guint exponent = bits >> 10 & 0x1f, fraction = bits & 0x3ff;
  double value;

  if (exponent == 0x1f)
    return NAN;
  value = exponent == 0 ? ldexp (fraction, -24) : ldexp (fraction + 1024, (int) exponent - 25);
  return (float) (bits & 0x8000 ? -value : value);
}

static float
get_float (const SemNpzArray *self, gsize row, gsize column)
{
  const guint64 bits = get_bits (get_item (self, row, column), self->item_size);
  const guint32 single = (guint32) bits;
  float value;
  double precise;

  if (self->kind != 'f')
    return (float) sem_npz_array_get_int (self, row, column);
  if (self->item_size == 2)
    return from_half (single);
  if (self->item_size == 4)
    {
      memcpy (&value, &single, sizeof value);
      return value;
    }
  memcpy (&precise, &bits, sizeof precise);
  return (float) precise;
}

gboolean
sem_npz_array_get_floats (const SemNpzArray *self, gsize row, float *values, GError **error)
{
  g_autofree char *file = NULL;

  if (self->kind != 'f' && !sem_npz_array_is_whole (self))
    {
      file = g_filename_display_name (self->file);
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, _("The array “%s” of “%s” has no numbers."),
                   self->name, file);
      return FALSE;
    }
  for (gsize i = 0; i < self->columns; i++)
    {
      values[i] = get_float (self, row, i);
      if (isfinite (values[i]))
        continue;
      file = g_filename_display_name (self->file);
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                   _("Row %zu of the array “%s” of “%s” has something that is no number, or "
                     "infinite. Leave it out."),
                   row, self->name, file);
      return FALSE;
    }
  return TRUE;
}

float *
sem_npz_array_to_floats (SemNpzArray *self, GError **error)
{
  const gsize n = self->columns;
  float *values = g_try_new (float, MAX (self->rows * n, 1));
  gboolean ok = values != NULL;

  if (!ok)
    g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                 _("There is not enough memory for the array “%s”, with %zu rows."), self->name,
                 self->rows);
  for (gsize i = 0; ok && i < self->rows; i++)
    ok = sem_npz_array_get_floats (self, i, values + i * n, error);
  if (!ok)
    g_clear_pointer (&values, g_free);
  return values;
}

char *
sem_npz_array_dup_text (const SemNpzArray *self, gsize row)
{
  const guint8 *item = get_item (self, row, 0);
  GString *text;

  if (self->kind == 'S')
    return g_strndup ((const char *) item, self->item_size);
  text = g_string_new (NULL);
  for (gsize i = 0; self->kind == 'U' && i + 4 <= self->item_size; i += 4)
    {
      const gunichar letter = (gunichar) get_bits (item + i, 4);

      if (letter != 0 && g_unichar_validate (letter))
        g_string_append_unichar (text, letter);
    }
  return g_string_free (text, FALSE);
}
