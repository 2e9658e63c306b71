/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/archive/link/copy-reader.h"

#include <string.h>

static const guint8 signature[] = { 'P', 'G', 'C', 'O', 'P', 'Y', '\n', 0xff, '\r', '\n', 0 };

/* The signature, flags, and the length of what may follow them, of which there is nothing yet. */
#define HEADER (sizeof signature + 8)
/* Where there are rows with numbers of their own, which nothing asks for. */
#define FLAGS_ALLOWED 0

/* @rest: what came and is not yet a whole row */
struct _SemCopyReader
{
  SemCopyRowFunc func;
  gpointer user_data;
  GByteArray *rest;
  gboolean has_header;
  gboolean has_ended;
};

SemCopyReader *
sem_copy_reader_new (SemCopyRowFunc func, gpointer user_data)
{
  SemCopyReader *self = g_new0 (SemCopyReader, 1);

  self->func = func;
  self->user_data = user_data;
  self->rest = g_byte_array_new ();
  return self;
}

void
sem_copy_reader_free (SemCopyReader *self)
{
  g_byte_array_unref (self->rest);
  g_free (self);
}

/* What the error says is said of the archive, by the link. */
static gboolean
set_damaged (GError **error)
{
  g_set_error_literal (error, SEM_ERROR, SEM_ERROR_DAMAGED, "");
  return FALSE;
}

static guint32
get_uint32 (const guint8 *data)
{
  return (guint32) data[0] << 24 | (guint32) data[1] << 16 | (guint32) data[2] << 8 | data[3];
}

/* Each of the following: @at: (inout): where in the rest; @more: (out): whether more is needed.
 * Returns: FALSE for what is no copy */

static gboolean
read_header (SemCopyReader *self, gsize *at, gboolean *more, GError **error)
{
  *more = self->rest->len < HEADER;
  if (*more)
    return TRUE;
  if (memcmp (self->rest->data, signature, sizeof signature) != 0
      || get_uint32 (self->rest->data + sizeof signature) != FLAGS_ALLOWED
      || get_uint32 (self->rest->data + sizeof signature + 4) != 0)
    return set_damaged (error);
  self->has_header = TRUE;
  *at = HEADER;
  return TRUE;
}

static gboolean
read_cell (const SemCopyReader *self, gsize *at, SemCell *cell, gboolean *more)
{
  guint32 size;

  *more = self->rest->len - *at < 4;
  if (*more)
    return TRUE;
  size = get_uint32 (self->rest->data + *at);
  *at += 4;
  *cell = (SemCell){ NULL, 0 };
  if (size == G_MAXUINT32)
    return TRUE;
  if (size > SEM_COPY_MAX_ROW)
    return FALSE;
  *more = self->rest->len - *at < size;
  if (*more)
    return TRUE;
  *cell = (SemCell){ self->rest->data + *at, size };
  *at += size;
  return TRUE;
}

static gboolean
read_row (SemCopyReader *self, gsize *at, gboolean *more, GError **error)
{
  SemCell cells[SEM_COPY_MAX_COLUMNS];
  const gsize left = self->rest->len - *at;
  gsize next = *at + 2;
  guint n;

  *more = left < 2;
  if (*more)
    return TRUE;
  n = (guint) self->rest->data[*at] << 8 | self->rest->data[*at + 1];
  if (n == G_MAXUINT16)
    {
      self->has_ended = TRUE;
      *at = next;
      return TRUE;
    }
  if (n > SEM_COPY_MAX_COLUMNS)
    return set_damaged (error);
  for (guint i = 0; i < n; i++)
    {
      if (!read_cell (self, &next, &cells[i], more))
        return set_damaged (error);
      if (*more)
        return TRUE;
    }
  *at = next;
  return self->func (cells, n, self->user_data, error);
}

gboolean
sem_copy_reader_push (SemCopyReader *self, gconstpointer bytes, gsize size, GError **error)
{
  gsize at = 0;
  gboolean more = FALSE;

  /* So many columns may each be as long as a row. */
  if (size > G_MAXINT32 || self->rest->len > (SEM_COPY_MAX_COLUMNS + 1) * SEM_COPY_MAX_ROW)
    return set_damaged (error);
  g_byte_array_append (self->rest, bytes, (guint) size);
  if (!self->has_header && !read_header (self, &at, &more, error))
    return FALSE;
  while (!more && !self->has_ended && at < self->rest->len)
    if (!read_row (self, &at, &more, error))
      return FALSE;
  if (self->has_ended && at < self->rest->len)
    return set_damaged (error);
  g_byte_array_remove_range (self->rest, 0, (guint) at);
  return TRUE;
}

gboolean
sem_copy_reader_is_whole (const SemCopyReader *self)
{
  return self->has_ended && self->rest->len == 0;
}
