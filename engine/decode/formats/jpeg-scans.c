/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/formats/jpeg-scans.h"

#include <string.h>

/* Second bytes of marks. */
enum
{
  MARK_RESTART = 0xd0, /* to 0xd7: inside a scan */
  MARK_START = 0xd8,
  MARK_END = 0xd9,
  MARK_SCAN = 0xda,
};

typedef struct
{
  const guint8 *data;
  gsize size;
  const SemJpegComponent *components;
  guint n_components;
} Walk;

/* Returns: where the first mark from @at is, behind the filling before it; the size if there is
 * none */
static gsize
find_mark (const Walk *self, gsize at)
{
  while (at + 1 < self->size)
    {
      const guint8 *found = memchr (self->data + at, 0xff, self->size - 1 - at);

      if (!found)
        break;
      at = (gsize) (found - self->data);
      if (found[1] != 0 && found[1] != 0xff && (found[1] & 0xf8) != MARK_RESTART)
        return at;
      at += found[1] == 0xff ? 1 : 2;
    }
  return self->size;
}

static gboolean
is_means_only (const Walk *self, guint8 id)
{
  for (guint i = 0; i < self->n_components; i++)
    if (self->components[i].id == id)
      return self->components[i].means_only;
  return FALSE;
}

/* @header: of a scan, @length bytes behind its mark. Its order: the length in two bytes, the number
 * of components, two bytes for each, the first and last coefficient, and one byte more. */
static gboolean
can_leave_out (const Walk *self, const guint8 *header, gsize length)
{
  /* A scan of coefficients other than 0 has one component. */
  return length == 8 && header[2] == 1 && header[5] > 0 && is_means_only (self, header[3]);
}

/* Appends what is not adjacent to the last part, and else lengthens that. */
static void
keep (GArray *ranges, gsize start, gsize end)
{
  SemJpegRange *last =
    ranges->len > 0 ? &g_array_index (ranges, SemJpegRange, ranges->len - 1) : NULL;
  const SemJpegRange range = { start, end };

  if (last && last->end == start)
    last->end = end;
  else if (end > start)
    g_array_append_val (ranges, range);
}

GArray *
sem_jpeg_scans_find (const guint8 *data,
                     gsize size,
                     gsize at,
                     const SemJpegComponent *components,
                     guint n_components)
{
  const Walk self = { data, size, components, n_components };
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (SemJpegRange));
  gsize mark = find_mark (&self, at);
  gboolean all = TRUE;

  keep (ranges, at, mark);
  while (size - mark >= 4 && data[mark + 1] != MARK_END && data[mark + 1] != MARK_START)
    {
      const gsize length = (gsize) data[mark + 2] << 8 | data[mark + 3];
      gsize next = mark + 2 + length;

      if (length < 2 || next > size)
        return NULL;
      if (data[mark + 1] == MARK_SCAN)
        next = find_mark (&self, next);
      if (data[mark + 1] == MARK_SCAN && can_leave_out (&self, data + mark + 2, length))
        all = FALSE;
      else
        keep (ranges, mark, next);
      mark = find_mark (&self, next);
    }
  if (all || size - mark < 2 || data[mark + 1] != MARK_END)
    return NULL;
  keep (ranges, mark, mark + 2);
  return g_steal_pointer (&ranges);
}
