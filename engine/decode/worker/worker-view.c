/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/worker/worker-view.h"

#include "engine/decode/worker/orientation.h"
#include "engine/decode/worker/resize.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#define SHARE 65536
/* Largest side that the resizer accepts, in pixels. */
#define MAX_SIDE 4096
/* Variation of a border in grey levels; JPEG leaves ripples at the picture's edge. */
#define BORDER_TOLERANCE 14
/* Trimming keeps at least this share of each side. */
#define MIN_LEFT 8
/* The frame's colour, and its widths in percent of the picture's sides. */
#define FRAME_LEVEL 24
#define FRAME_X 6
#define FRAME_TOP 14
#define FRAME_BOTTOM 22

guint8 *
sem_view_pack (const guint8 *pixels, guint width, guint height, gsize stride, guint orientation)
{
  const gsize row = (gsize) width * 3;
  guint8 *packed = g_try_malloc (row * height), *upright;

  if (!packed)
    return NULL;
  for (guint y = 0; y < height; y++)
    memcpy (packed + y * row, pixels + y * stride, row);
  if (orientation == 1)
    return packed;
  upright = g_try_malloc (row * height);
  if (upright)
    sem_orientation_apply (orientation, packed, width, height, upright);
  g_free (packed);
  return upright;
}

static void
take (SemViewPicture *picture, guint8 *pixels, guint width, guint height)
{
  g_free (picture->pixels);
  *picture = (SemViewPicture){ pixels, 0, width, height, (gsize) width * 3 };
}

static void
narrow (SemViewPicture *picture, guint x, guint y, guint width, guint height)
{
  picture->offset += y * picture->stride + (gsize) x * 3;
  picture->width = width;
  picture->height = height;
}

void
sem_view_crop (const SemDecodeView *view, SemViewPicture *picture)
{
  const guint64 left = MIN (view->x, SHARE - 1), top = MIN (view->y, SHARE - 1);
  const guint x = (guint) (left * picture->width / SHARE);
  const guint y = (guint) (top * picture->height / SHARE);
  const guint width = (guint) ((guint64) MIN (view->width, SHARE) * picture->width / SHARE);
  const guint height = (guint) ((guint64) MIN (view->height, SHARE) * picture->height / SHARE);

  if (view->width && view->height)
    narrow (picture, x, y, CLAMP (width, 1, picture->width - x),
            CLAMP (height, 1, picture->height - y));
}

/* The EXIF orientation of "mirror, then rotate by quarter turns". */
static gboolean
turn (const SemDecodeView *view, SemViewPicture *picture)
{
  static const guint orientations[2][4] = { { 1, 6, 3, 8 }, { 2, 7, 4, 5 } };
  const guint orientation = orientations[view->mirror & 1][view->turn & 3];
  const gboolean swaps = sem_orientation_swaps_sides (orientation);
  guint8 *turned;

  if (orientation == 1)
    return TRUE;
  turned = sem_view_pack (picture->pixels + picture->offset, picture->width, picture->height,
                          picture->stride, orientation);
  if (!turned)
    return FALSE;
  take (picture, turned, swaps ? picture->height : picture->width,
        swaps ? picture->width : picture->height);
  return TRUE;
}

static void
recolour (const SemDecodeView *view, SemViewPicture *picture)
{
  const guint gain = view->gain ? MIN (view->gain, 1000) : 100;

  for (guint y = 0; y < picture->height; y++)
    {
      guint8 *pixel = picture->pixels + picture->offset + y * picture->stride;

      for (guint x = 0; x < picture->width; x++, pixel += 3)
        {
          if (view->grey)
            pixel[0] = pixel[1] = pixel[2] = sem_view_luma (pixel);
          for (guint c = 0; c < 3; c++)
            pixel[c] = (guint8) MIN (255, (pixel[c] * gain + 50) / 100);
        }
    }
}

static gboolean
shrink (const SemDecodeView *view, SemViewPicture *picture)
{
  const guint percent = MIN (view->side_percent, 100);
  const guint width = CLAMP ((guint64) picture->width * percent / 100, 1, MAX_SIDE);
  const guint height = CLAMP ((guint64) picture->height * percent / 100, 1, MAX_SIDE);
  const SemRgbImage src = { picture->pixels + picture->offset, picture->width, picture->height,
                            picture->stride };
  guint8 *small = g_try_malloc ((gsize) width * height * 3);

  if (!small)
    return FALSE;
  sem_resize_rgb (SEM_RESIZE_SMOOTH, &src, small, width, height);
  take (picture, small, width, height);
  return TRUE;
}

static gboolean
frame (SemViewPicture *picture)
{
  const guint left = picture->width * FRAME_X / 100, top = picture->height * FRAME_TOP / 100;
  const guint width = picture->width + 2 * left;
  const guint height = picture->height + top + picture->height * FRAME_BOTTOM / 100;
  guint8 *framed = g_try_malloc ((gsize) width * height * 3);

  if (!framed)
    return FALSE;
  memset (framed, FRAME_LEVEL, (gsize) width * height * 3);
  for (guint y = 0; y < picture->height; y++)
    memcpy (framed + ((gsize) (top + y) * width + left) * 3,
            picture->pixels + picture->offset + y * picture->stride, (gsize) picture->width * 3);
  take (picture, framed, width, height);
  return TRUE;
}

/* Encodes and decodes a JPEG. The bytes are our own and need no checks. */
static gboolean
recompress (guint quality, SemViewPicture *picture)
{
  g_autofree char *text = g_strdup_printf ("%u", MIN (quality, 100));
  g_autoptr (GdkPixbuf) pixbuf =
    gdk_pixbuf_new_from_data (picture->pixels + picture->offset, GDK_COLORSPACE_RGB, FALSE, 8,
                              (int) picture->width, (int) picture->height, (int) picture->stride,
                              NULL, NULL);
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("jpeg", NULL);
  g_autofree char *jpeg = NULL;
  gsize size;
  GdkPixbuf *read;
  guint8 *pixels;

  if (!loader
      || !gdk_pixbuf_save_to_buffer (pixbuf, &jpeg, &size, "jpeg", NULL, "quality", text, NULL))
    return FALSE;
  gdk_pixbuf_loader_write (loader, (const guchar *) jpeg, size, NULL);
  gdk_pixbuf_loader_close (loader, NULL);
  read = gdk_pixbuf_loader_get_pixbuf (loader);
  if (!read || gdk_pixbuf_get_n_channels (read) != 3
      || gdk_pixbuf_get_width (read) != (int) picture->width
      || gdk_pixbuf_get_height (read) != (int) picture->height)
    return FALSE;
  pixels = sem_view_pack (gdk_pixbuf_read_pixels (read), picture->width, picture->height,
                          gdk_pixbuf_get_rowstride (read), 1);
  if (!pixels)
    return FALSE;
  take (picture, pixels, picture->width, picture->height);
  return TRUE;
}

/* Whether @n pixels, @step bytes apart, have the colour of @ground. */
static gboolean
is_plain (const guint8 *pixels, guint n, gsize step, const guint8 *ground)
{
  for (guint i = 0; i < n; i++)
    for (guint c = 0; c < 3; c++)
      if (ABS ((int) pixels[i * step + c] - (int) ground[c]) > BORDER_TOLERANCE)
        return FALSE;
  return TRUE;
}

static const guint8 *
at (const SemViewPicture *picture, guint x, guint y)
{
  return picture->pixels + picture->offset + y * picture->stride + (gsize) x * 3;
}

/* Trims rows over the whole width first, then columns between them, which handles both letterboxes
 * and frames. A picture that is almost all of one colour stays as it is. */
static void
trim (SemViewPicture *picture)
{
  const guint width = picture->width, height = picture->height;
  guint8 first[3], last[3], left_ground[3], right_ground[3];
  guint top = 0, bottom = height, left = 0, right = width;

  memcpy (first, at (picture, 0, 0), 3);
  memcpy (last, at (picture, width - 1, height - 1), 3);
  while (top < height && is_plain (at (picture, 0, top), width, 3, first))
    top++;
  while (bottom > top && is_plain (at (picture, 0, bottom - 1), width, 3, last))
    bottom--;
  if (bottom <= top || (bottom - top) * MIN_LEFT < height)
    return;
  memcpy (left_ground, at (picture, 0, top), 3);
  memcpy (right_ground, at (picture, width - 1, top), 3);
  while (left < width
         && is_plain (at (picture, left, top), bottom - top, picture->stride, left_ground))
    left++;
  while (right > left
         && is_plain (at (picture, right - 1, top), bottom - top, picture->stride, right_ground))
    right--;
  if (right <= left || (right - left) * MIN_LEFT < width)
    return;
  narrow (picture, left, top, right - left, bottom - top);
}

gboolean
sem_view_apply (const SemDecodeView *view, SemViewPicture *picture)
{
  picture->offset = 0;
  picture->stride = (gsize) picture->width * 3;
  sem_view_crop (view, picture);
  if (!turn (view, picture))
    return FALSE;
  if (view->grey || view->gain)
    recolour (view, picture);
  if ((view->side_percent && !shrink (view, picture)) || (view->frame && !frame (picture))
      || (view->quality && !recompress (view->quality, picture)))
    return FALSE;
  if (view->trim)
    trim (picture);
  return TRUE;
}
