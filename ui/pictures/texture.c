/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-texture"

#include "config.h"

#include "ui/pictures/texture.h"

#include <glib/gi18n-lib.h>

#define LARGEST_SIDE 2048

/* Converts Cairo's native-endian, premultiplied words to the R G B A bytes of GdkPixbuf. */
static void
unpremultiply (const guint32 *from, guchar *to, gsize n)
{
  for (gsize i = 0; i < n; i++, to += 4)
    {
      guint alpha = from[i] >> 24;

      for (guint c = 0; c < 3; c++)
        {
          guint value = (from[i] >> (16 - 8 * c)) & 0xff;

          to[c] = alpha == 0 ? 0 : MIN (255, (value * 255 + alpha / 2) / alpha);
        }
      to[3] = (guchar) alpha;
    }
}

static GdkPixbuf *
download (GdkTexture *texture)
{
  int width = gdk_texture_get_width (texture);
  int height = gdk_texture_get_height (texture);
  gsize n = (gsize) width * (gsize) height;
  g_autofree guint32 *words = g_try_new (guint32, n);
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, width, height);

  if (!words || !pixbuf)
    {
      g_clear_object (&pixbuf);
      return NULL;
    }
  gdk_texture_download (texture, (guchar *) words, (gsize) width * 4);
  for (int y = 0; y < height; y++)
    unpremultiply (words + (gsize) y * width,
                   gdk_pixbuf_get_pixels (pixbuf) + (gsize) y * gdk_pixbuf_get_rowstride (pixbuf),
                   width);
  return pixbuf;
}

static GdkPixbuf *
shrink (GdkPixbuf *pixbuf)
{
  int width = gdk_pixbuf_get_width (pixbuf);
  int height = gdk_pixbuf_get_height (pixbuf);
  double scale = (double) LARGEST_SIDE / MAX (width, height);

  if (scale >= 1)
    return g_object_ref (pixbuf);
  return gdk_pixbuf_scale_simple (pixbuf, MAX (1, (int) (width * scale)),
                                  MAX (1, (int) (height * scale)), GDK_INTERP_BILINEAR);
}

static void
encode_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GdkPixbuf) whole = download (GDK_TEXTURE (source));
  g_autoptr (GdkPixbuf) small = whole != NULL ? shrink (whole) : NULL;
  g_autoptr (GError) error = NULL;
  char *png = NULL;
  gsize size = 0;

  if (!small)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "%s",
                             _("The picture is too large for this computer’s memory. Try a "
                               "smaller one."));
  else if (!gdk_pixbuf_save_to_buffer (small, &png, &size, "png", &error, "compression", "1", NULL))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_bytes_new_take (png, size), (GDestroyNotify) g_bytes_unref);
}

GdkTexture *
sem_texture_new_for_pixels (const SemPixels *pixels)
{
  g_return_val_if_fail (pixels != NULL, NULL);

  return gdk_memory_texture_new ((int) pixels->width, (int) pixels->height, GDK_MEMORY_R8G8B8,
                                 pixels->bytes, pixels->stride);
}

GdkPaintable *
sem_texture_fit (GdkTexture *texture, int side)
{
  GtkSnapshot *snapshot;
  int width, height;
  double scale;

  if (!texture)
    return NULL;
  width = gdk_texture_get_width (texture);
  height = gdk_texture_get_height (texture);
  scale = (double) side / MAX (width, height);
  if (scale >= 1)
    return GDK_PAINTABLE (g_object_ref (texture));
  width = MAX (1, (int) (width * scale + .5));
  height = MAX (1, (int) (height * scale + .5));
  snapshot = gtk_snapshot_new ();
  gtk_snapshot_append_texture (snapshot, texture,
                               &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  return gtk_snapshot_free_to_paintable (snapshot,
                                         &GRAPHENE_SIZE_INIT ((float) width, (float) height));
}

void
sem_texture_encode_async (GdkTexture *texture,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (texture, cancellable, callback, user_data);

  g_task_set_source_tag (task, sem_texture_encode_async);
  g_task_run_in_thread (task, encode_worker);
}

GBytes *
sem_texture_encode_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
