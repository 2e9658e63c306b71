/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/formats/heif-shape.h"

#include <math.h>
#include <string.h>

#define TOLERANCE .01

#define BOX(a, b, c, d)                                                                            \
  ((guint32) (a) << 24 | (guint32) (b) << 16 | (guint32) (c) << 8 | (guint32) (d))

typedef struct
{
  const guint8 *at;
  gsize left;
} Bytes;

/* Whether @n bytes were there; *@value is their number, most significant first. */
static gboolean
take (Bytes *bytes, guint n, guint64 *value)
{
  if (bytes->left < n)
    return FALSE;
  *value = 0;
  for (guint i = 0; i < n; i++)
    *value = *value << 8 | bytes->at[i];
  bytes->at += n;
  bytes->left -= n;
  return TRUE;
}

/* Takes one box (ISO/IEC 14496-12, section 4.2): its type, and what is in it. */
static gboolean
take_box (Bytes *bytes, guint32 *type, Bytes *body)
{
  guint64 size, kind;
  gsize header = 8;

  if (bytes->left == 0 || !take (bytes, 4, &size) || !take (bytes, 4, &kind))
    return FALSE;
  if (size == 1)
    {
      if (!take (bytes, 8, &size))
        return FALSE;
      header = 16;
    }
  else if (size == 0)
    {
      size = bytes->left + header;
    }
  if (size < header || size - header > bytes->left)
    return FALSE;
  *type = (guint32) kind;
  *body = (Bytes){ bytes->at, (gsize) size - header };
  bytes->at += body->left;
  bytes->left -= body->left;
  return TRUE;
}

/* The first box of the type, and for a full box without its version and flags. */
static gboolean
find_box (Bytes bytes, guint32 wanted, gboolean full, Bytes *body)
{
  guint32 type;
  guint64 version;

  while (take_box (&bytes, &type, body))
    if (type == wanted)
      return !full || take (body, 4, &version);
  return FALSE;
}

/* The @index-th box, from 1. */
static gboolean
find_property (Bytes container, guint64 index, guint32 *type, Bytes *body)
{
  for (guint64 i = 0; i < index; i++)
    if (!take_box (&container, type, body))
      return FALSE;
  return index > 0;
}

static gboolean
take_fraction (Bytes *bytes, gboolean is_signed, double *value)
{
  guint64 above, below;

  if (!take (bytes, 4, &above) || !take (bytes, 4, &below) || below == 0)
    return FALSE;
  *value = is_signed ? (double) (gint32) above / (double) below : (double) above / (double) below;
  return TRUE;
}

/* What was found of one picture: its coded sides and its crop in pixels, 0 until they are known.
 * The crop's centre lies off that of the picture by @dx and @dy. */
typedef struct
{
  SemHeifShape *shape;
  guint64 width;
  guint64 height;
  double crop_width;
  double crop_height;
  double dx;
  double dy;
} Found;

static gboolean
read_crop (Bytes body, Found *found)
{
  return take_fraction (&body, FALSE, &found->crop_width)
         && take_fraction (&body, FALSE, &found->crop_height)
         && take_fraction (&body, TRUE, &found->dx) && take_fraction (&body, TRUE, &found->dy)
         && found->crop_width > 0 && found->crop_height > 0;
}

static gboolean
measure_crop (const Found *found)
{
  const double width = (double) found->width, height = (double) found->height;

  if (found->crop_width == 0)
    return TRUE;
  if (found->width == 0 || found->height == 0)
    return FALSE;
  found->shape->x = ((width - found->crop_width) / 2 + found->dx) / width;
  found->shape->y = ((height - found->crop_height) / 2 + found->dy) / height;
  found->shape->width = found->crop_width / width;
  found->shape->height = found->crop_height / height;
  return TRUE;
}

static gboolean
read_turn (Bytes body, const char *names, SemHeifShape *self)
{
  const gsize n = strlen (self->turns);
  guint64 value;

  if (n == SEM_HEIF_MAX_TURNS || !take (&body, 1, &value) || (value & 3) >= strlen (names))
    return FALSE;
  self->turns[n] = names[value & 3];
  return TRUE;
}

/* Pictures are cropped before they are turned. */
static gboolean
read_property (guint32 type, Bytes body, Found *found)
{
  guint64 version;

  switch (type)
    {
    case BOX ('i', 's', 'p', 'e'):
      return take (&body, 4, &version) && take (&body, 4, &found->width)
             && take (&body, 4, &found->height);
    case BOX ('c', 'l', 'a', 'p'):
      return found->crop_width == 0 && !found->shape->turns[0] && read_crop (body, found);
    case BOX ('i', 'r', 'o', 't'):
      return read_turn (body, "0123", found->shape);
    case BOX ('i', 'm', 'i', 'r'):
      return read_turn (body, "vh", found->shape);
    default:
      return TRUE;
    }
}

/* Reads the properties whose numbers follow, of @size bytes each. @found: (nullable): %NULL to pass
 * over them. */
static gboolean
read_associations (Bytes *bytes, Bytes container, guint size, Found *found)
{
  guint64 n;

  if (!take (bytes, 1, &n))
    return FALSE;
  for (guint64 i = 0; i < n; i++)
    {
      guint64 index;
      guint32 type;
      Bytes body;

      if (!take (bytes, size, &index))
        return FALSE;
      index &= size == 2 ? 0x7fff : 0x7f;
      if (found
          && (!find_property (container, index, &type, &body)
              || !read_property (type, body, found)))
        return FALSE;
    }
  return TRUE;
}

/* TRUE where the item was found and is sound. */
static gboolean
read_item (Bytes associations, Bytes container, guint32 item, SemHeifShape *self)
{
  Found found = { .shape = self };
  guint64 flags, n, id;

  if (!take (&associations, 4, &flags) || !take (&associations, 4, &n))
    return FALSE;

  const guint id_size = flags >> 24 ? 4 : 2, index_size = flags & 1 ? 2 : 1;

  for (guint64 i = 0; i < n; i++)
    {
      gboolean is_wanted;

      if (!take (&associations, id_size, &id))
        return FALSE;
      is_wanted = id == item;
      if (!read_associations (&associations, container, index_size, is_wanted ? &found : NULL))
        return FALSE;
      if (is_wanted)
        return measure_crop (&found);
    }
  return FALSE;
}

gboolean
sem_heif_shape_read (SemHeifShape *self, const guint8 *data, gsize size, guint32 item)
{
  const Bytes file = { data, size };
  Bytes meta, properties, container, associations;

  *self = (SemHeifShape){ .width = 1, .height = 1 };
  return find_box (file, BOX ('m', 'e', 't', 'a'), TRUE, &meta)
         && find_box (meta, BOX ('i', 'p', 'r', 'p'), FALSE, &properties)
         && find_box (properties, BOX ('i', 'p', 'c', 'o'), FALSE, &container)
         && find_box (properties, BOX ('i', 'p', 'm', 'a'), FALSE, &associations)
         && read_item (associations, container, item, self);
}

gboolean
sem_heif_shape_is_like (const SemHeifShape *self, const SemHeifShape *other)
{
  return strcmp (self->turns, other->turns) == 0 && fabs (self->x - other->x) <= TOLERANCE
         && fabs (self->y - other->y) <= TOLERANCE && fabs (self->width - other->width) <= TOLERANCE
         && fabs (self->height - other->height) <= TOLERANCE;
}
