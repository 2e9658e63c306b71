/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/bench/made-photo.h"

#include <math.h>
#include <string.h>

#define OCTAVES 7
#define QUALITY "93"

/* Adds smooth noise with 4 << @octave grid points per row, half as strong as the previous octave.
 */
static void
add_octave (float *sums, int width, int height, guint octave, GRand *rand)
{
  const int n_x = 4 << octave, n_y = 3 << octave;
  g_autoptr (GdkPixbuf) grid = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, n_x, n_y);
  g_autoptr (GdkPixbuf) smooth = NULL;

  for (int y = 0; y < n_y; y++)
    for (int x = 0; x < n_x * 3; x++)
      gdk_pixbuf_get_pixels (grid)[y * gdk_pixbuf_get_rowstride (grid) + x] =
        (guint8) g_rand_int_range (rand, 0, 256);
  smooth = gdk_pixbuf_scale_simple (grid, width, height, GDK_INTERP_BILINEAR);
  for (int y = 0; y < height; y++)
    {
      const guint8 *from =
        gdk_pixbuf_get_pixels (smooth) + (gsize) y * gdk_pixbuf_get_rowstride (smooth);

      for (int x = 0; x < width * 3; x++)
        *sums++ += ldexpf (from[x], -(int) octave - 1);
    }
}

/* Smooth noise with detail at every scale, and sensor noise. */
GdkPixbuf *
made_photo_paint (int width, int height)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autofree float *sums = g_new0 (float, (gsize) width *height * 3);
  const float *sum = sums;

  for (guint octave = 0; octave < OCTAVES; octave++)
    add_octave (sums, width, height, octave, rand);
  for (int y = 0; y < height; y++)
    {
      guint8 *to = gdk_pixbuf_get_pixels (pixbuf) + (gsize) y * gdk_pixbuf_get_rowstride (pixbuf);

      for (int x = 0; x < width * 3; x++)
        {
          float value = *sum++ + g_rand_int_range (rand, -12, 13);

          to[x] = (guint8) CLAMP (value, 0, 255);
        }
    }
  return pixbuf;
}

GdkPixbuf *
made_photo_turn (GdkPixbuf *photo, int rows)
{
  const int width = gdk_pixbuf_get_width (photo), height = gdk_pixbuf_get_height (photo);
  GdkPixbuf *turned = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);

  rows %= height;
  gdk_pixbuf_copy_area (photo, 0, rows, width, height - rows, turned, 0, 0);
  if (rows > 0)
    gdk_pixbuf_copy_area (photo, 0, 0, width, rows, turned, 0, height - rows);
  return turned;
}

gboolean
made_photo_save (GdkPixbuf *photo, const char *path, GError **error)
{
  return gdk_pixbuf_save (photo, path, "jpeg", error, "quality", QUALITY, NULL);
}

char *
made_photo_encode (GdkPixbuf *photo, gsize *size, GError **error)
{
  char *data = NULL;

  return gdk_pixbuf_save_to_buffer (photo, &data, size, "jpeg", error, "quality", QUALITY, NULL)
           ? data
           : NULL;
}
