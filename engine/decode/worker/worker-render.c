/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/worker/worker-render.h"

#include "engine/decode/worker/orientation.h"
#include "engine/decode/worker/resize.h"
#include "engine/decode/worker/worker-view.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

/* About 12 KB for a photo. */
#define THUMBNAIL_QUALITY "80"

guint
sem_render_get_scaled (guint length, guint denominator)
{
  return (length + denominator - 1) / denominator;
}

typedef struct
{
  guint8 *data;
  gsize size;
} Sink;

static gboolean
sink_cb (const char *buffer, gsize count, GError **error, gpointer user_data)
{
  Sink *sink = user_data;

  if (count > SEM_THUMBNAIL_MAX_SIZE - sink->size)
    {
      g_set_error_literal (error, SEM_ERROR, SEM_ERROR_FAILED, "thumbnail");
      return FALSE;
    }
  memcpy (sink->data + sink->size, buffer, count);
  sink->size += count;
  return TRUE;
}

static gboolean
encode (const guint8 *pixels, guint width, guint height, guint8 *thumbnail, guint32 *size)
{
  char *keys[] = { (char *) "quality", NULL };
  char *values[] = { (char *) THUMBNAIL_QUALITY, NULL };
  Sink sink = { thumbnail, 0 };
  g_autoptr (GdkPixbuf) pixbuf =
    gdk_pixbuf_new_from_data (pixels, GDK_COLORSPACE_RGB, FALSE, 8, (int) width, (int) height,
                              (int) width * 3, NULL, NULL);

  if (!gdk_pixbuf_save_to_callbackv (pixbuf, sink_cb, &sink, "jpeg", keys, values, NULL))
    return FALSE;
  *size = (guint32) sink.size;
  return TRUE;
}

static void
resize (const SemWorkerPicture *self,
        SemResizeFilter filter,
        guint width,
        guint height,
        guint8 *dst)
{
  const SemRgbImage src = { self->pixels, self->width, self->height, self->stride };

  sem_resize_rgb (filter, &src, dst, width, height);
  if (self->colour)
    sem_colour_apply (self->colour, dst, (gsize) width * height);
}

/* Converts and orients the small result, which is cheaper than doing so with the picture. */
static void
render (const SemWorkerPicture *self,
        SemResizeFilter filter,
        guint width,
        guint height,
        guint8 *dst)
{
  g_autofree guint8 *stored = NULL;

  if (self->orientation == 1)
    {
      resize (self, filter, width, height, dst);
      return;
    }
  stored = g_malloc ((gsize) width * height * 3);
  resize (self, filter, width, height, stored);
  sem_orientation_apply (self->orientation, stored, width, height, dst);
}

SemDecodeStatus
sem_render_plain (const SemWorkerPicture *self, guint8 *memory, guint32 *thumbnail_size)
{
  static guint8 pixels[SEM_THUMBNAIL_SIDE * SEM_THUMBNAIL_SIDE * 3];
  const guint longest = MAX (self->full_width, self->full_height);
  guint width = self->full_width, height = self->full_height;

  render (self, SEM_RESIZE_SHARP, SEM_DECODE_SIDE, SEM_DECODE_SIDE, memory);

  if (longest > SEM_THUMBNAIL_SIDE)
    {
      width = MAX (1, ((guint64) width * SEM_THUMBNAIL_SIDE + longest / 2) / longest);
      height = MAX (1, ((guint64) height * SEM_THUMBNAIL_SIDE + longest / 2) / longest);
    }
  render (self, SEM_RESIZE_SMOOTH, width, height, pixels);

  const gboolean swaps = sem_orientation_swaps_sides (self->orientation);
  const gboolean encoded = encode (pixels, swaps ? height : width, swaps ? width : height,
                                   memory + SEM_DECODE_INPUT_SIZE, thumbnail_size);

  return encoded ? SEM_DECODE_OK : SEM_DECODE_DAMAGED;
}

static gboolean
render_grey (const SemWorkerPicture *self, guint side, guint8 *grey)
{
  guint width, height;
  g_autofree guint8 *pixels = NULL;

  sem_decode_limit_sides (side, self->full_width, self->full_height, &width, &height);
  pixels = g_try_malloc ((gsize) width * height * 3);
  if (!pixels)
    return FALSE;
  render (self, SEM_RESIZE_SHARP, width, height, pixels);
  for (gsize i = 0; i < (gsize) width * height; i++)
    grey[i] = sem_view_luma (pixels + i * 3);
  return TRUE;
}

static void
render_colour (const SemWorkerPicture *self, guint side, guint8 *colour)
{
  guint width, height;

  sem_decode_limit_sides (side, self->full_width, self->full_height, &width, &height);
  render (self, SEM_RESIZE_SHARP, width, height, colour);
}

/* The pictures that a view requests besides the thumbnail. */
static gboolean
render_pictures (const SemWorkerPicture *self, const SemDecodeView *view, guint8 *memory)
{
  if (view->colour_side)
    render_colour (self, sem_decode_get_colour_side (view), memory + SEM_DECODE_COLOUR_OFFSET);
  return !view->grey_side
         || render_grey (self, sem_decode_get_grey_side (view), memory + SEM_DECODE_GREY_OFFSET);
}

/* Adds a row of pixels to the sums of each @factor of them. */
static void
add_row (const guint8 *row, guint width, guint factor, guint *sums)
{
  for (guint x = 0; x < width; sums += 3)
    for (const guint end = MIN (x + factor, width); x < end; x++, row += 3)
      for (guint c = 0; c < 3; c++)
        sums[c] += row[c];
}

/* (transfer full): means of squares of @factor pixels a side; of fewer at the right and lower
 * edges. */
static guint8 *
average (const SemWorkerPicture *self, guint factor)
{
  const guint width = sem_render_get_scaled (self->width, factor),
              height = sem_render_get_scaled (self->height, factor);
  g_autofree guint *sums = g_try_new (guint, (gsize) width * 3);
  guint8 *small = g_try_malloc ((gsize) width * height * 3);

  if (!sums || !small)
    {
      g_free (small);
      return NULL;
    }
  for (guint y = 0; y < height; y++)
    {
      const guint n_rows = MIN (factor, self->height - y * factor);

      memset (sums, 0, (gsize) width * 3 * sizeof *sums);
      for (guint j = 0; j < n_rows; j++)
        add_row (self->pixels + (gsize) (y * factor + j) * self->stride, self->width, factor, sums);
      for (guint x = 0; x < width * 3; x++)
        {
          const guint n = n_rows * MIN (factor, self->width - x / 3 * factor);

          small[(gsize) y * width * 3 + x] = (guint8) ((sums[x] + n / 2) / n);
        }
    }
  return small;
}

SemDecodeStatus
sem_render_with_pictures (const SemWorkerPicture *self,
                          const SemDecodeView *view,
                          guint factor,
                          guint8 *memory,
                          guint32 *thumbnail_size)
{
  SemWorkerPicture plain = *self;
  g_autofree guint8 *small = NULL;

  if (!render_pictures (self, view, memory))
    return SEM_DECODE_NO_MEMORY;
  if (factor <= 1)
    return sem_render_plain (self, memory, thumbnail_size);
  small = average (self, factor);
  if (!small)
    return SEM_DECODE_NO_MEMORY;
  plain.pixels = small;
  plain.width = sem_render_get_scaled (self->width, factor);
  plain.height = sem_render_get_scaled (self->height, factor);
  plain.stride = (gsize) plain.width * 3;
  return sem_render_plain (&plain, memory, thumbnail_size);
}

/* Packs the upright picture, or of one that is stored upright the region of @view alone, which is
 * taken out of @view then: a large picture would need as much memory again. */
static void
pack (const SemWorkerPicture *self, SemDecodeView *view, SemViewPicture *packed)
{
  SemViewPicture part = { NULL, 0, self->width, self->height, self->stride };

  if (self->orientation == 1)
    {
      sem_view_crop (view, &part);
      view->x = view->y = view->width = view->height = 0;
    }
  packed->pixels = sem_view_pack (self->pixels + part.offset, part.width, part.height, self->stride,
                                  self->orientation);
  packed->width = part.width;
  packed->height = part.height;
  if (sem_orientation_swaps_sides (self->orientation))
    {
      packed->width = part.height;
      packed->height = part.width;
    }
}

SemDecodeStatus
sem_render_view (const SemWorkerPicture *self,
                 const SemDecodeView *view,
                 guint8 *memory,
                 SemDecodeReply *reply)
{
  SemViewPicture altered = { 0 };
  SemDecodeView rest = *view;
  SemDecodeStatus status;

  pack (self, &rest, &altered);
  if (!altered.pixels || !sem_view_apply (&rest, &altered))
    {
      g_free (altered.pixels);
      return SEM_DECODE_NO_MEMORY;
    }

  const SemWorkerPicture picture = {
    .pixels = altered.pixels + altered.offset,
    .width = altered.width,
    .height = altered.height,
    .stride = altered.stride,
    .full_width = altered.width,
    .full_height = altered.height,
    .orientation = 1,
    .colour = self->colour,
  };

  reply->width = altered.width;
  reply->height = altered.height;
  status = sem_render_plain (&picture, memory, &reply->thumbnail_size);
  if (!render_pictures (&picture, view, memory))
    status = SEM_DECODE_NO_MEMORY;
  g_free (altered.pixels);
  return status;
}
