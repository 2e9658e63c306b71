/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/worker/worker-image.h"

#include "engine/decode/worker/extent.h"
#include "engine/decode/worker/frame.h"
#include "engine/decode/format.h"
#include "engine/decode/formats/gif.h"
#include "engine/decode/formats/jpeg.h"
#include "engine/decode/formats/jxl.h"
#include "engine/decode/formats/tiff.h"
#include "engine/decode/worker/orientation.h"
#include "engine/decode/worker/worker-render.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#define CHUNK_SIZE (64 * 1024)

typedef struct
{
  GdkPixbufLoader *loader;
  SemFormat format;
  guint width;
  guint height;
  guint denominator;
  guint plain_denominator; /* what it is for the plain photo */
  gboolean too_large;
  const SemDecodeView *view; /* NULL: the plain photo */
} Load;

static guint
choose_denominator (guint width, guint height)
{
  for (guint denominator = 8; denominator > 1; denominator /= 2)
    {
      const guint w = sem_render_get_scaled (width, denominator),
                  h = sem_render_get_scaled (height, denominator);

      if (MIN (w, h) >= SEM_DECODE_SIDE && MAX (w, h) >= SEM_THUMBNAIL_SIDE)
        return denominator;
    }
  return 1;
}

/* A region needs a higher resolution than the whole photo. */
static guint
choose_view_denominator (const Load *load)
{
  const SemDecodeView *view = load->view;
  const guint longest = MAX (load->width, load->height);
  guint denominator = MAX (1, load->denominator / 2);

  if (view->width || view->side_percent)
    return 1;
  while (denominator > 1
         && sem_render_get_scaled (longest, denominator)
              < MAX (sem_decode_get_grey_side (view), sem_decode_get_colour_side (view)))
    denominator /= 2;
  return denominator;
}

static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  Load *load = user_data;

  if (width <= 0 || height <= 0)
    return;
  load->width = (guint) width;
  load->height = (guint) height;
  load->too_large = (guint64) width * (guint64) height > SEM_DECODE_MAX_PIXELS;
  if (load->too_large)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
}

static guint
choose_scale (guint width, guint height, gpointer user_data)
{
  Load *load = user_data;

  load->width = width;
  load->height = height;
  if ((guint64) width * height > SEM_DECODE_MAX_PIXELS)
    return 0;
  load->plain_denominator = choose_denominator (width, height);
  load->denominator = load->plain_denominator;
  if (load->view)
    load->denominator = choose_view_denominator (load);
  return load->denominator;
}

static GdkPixbufLoader *
loader_new (SemFormat format)
{
  for (const char *const *name = sem_format_get_loaders (format); *name; name++)
    {
      GdkPixbufLoader *loader = gdk_pixbuf_loader_new_with_type (*name, NULL);

      if (loader)
        return loader;
    }
  return NULL;
}

static SemDecodeStatus
status_of_error (const Load *load, const GError *error)
{
  if (load->too_large)
    return SEM_DECODE_TOO_LARGE;
  if (g_error_matches (error, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_INSUFFICIENT_MEMORY))
    return SEM_DECODE_NO_MEMORY;
  return SEM_DECODE_DAMAGED;
}

/* Feeds the loader and closes it. */
static SemDecodeStatus
feed (Load *load, const guint8 *data, gsize whole)
{
  static const guint8 trailer = SEM_GIF_TRAILER;
  const gsize size = load->format == SEM_FORMAT_GIF
                       ? sem_gif_find_end (data, whole, SEM_FRAME_MAX_FRAMES, SEM_FRAME_MAX_PIXELS)
                       : whole;
  g_autoptr (GError) error = NULL;
  gboolean good = TRUE;

  for (gsize at = 0; good && !load->too_large && at < size; at += CHUNK_SIZE)
    good = gdk_pixbuf_loader_write (load->loader, data + at, MIN (CHUNK_SIZE, size - at), &error);
  if (good && !load->too_large && size < whole)
    good = gdk_pixbuf_loader_write (load->loader, &trailer, 1, &error);
  if (!gdk_pixbuf_loader_close (load->loader, good ? &error : NULL))
    good = FALSE;
  return load->too_large || !good ? status_of_error (load, error) : SEM_DECODE_OK;
}

/* Whether the picture itself is to be changed, and not only given in other sizes. */
static gboolean
alters (const SemDecodeView *view)
{
  static const SemDecodeView nothing = { 0 };
  SemDecodeView rest = *view;

  rest.grey_side = rest.colour_side = 0;
  return memcmp (&rest, &nothing, sizeof rest) != 0;
}

static guint
get_orientation (SemFormat format, GdkPixbuf *pixbuf, const guint8 *data, gsize size)
{
  if (format != SEM_FORMAT_TIFF)
    return sem_orientation_read (format, data, size);

  /* libtiff applies what it can; the loader reports the remaining orientation. */
  const char *option = gdk_pixbuf_get_option (pixbuf, "orientation");
  const guint64 value = option ? g_ascii_strtoull (option, NULL, 10) : 1;

  return value >= 1 && value <= 8 ? (guint) value : 1;
}

/* (nullable): what makes the picture's colours those of sRGB. Every loader of a format that has
 * profiles reports them in the same way. */
static const SemColour *
get_colour (const GdkPixbuf *pixbuf)
{
  const char *option = gdk_pixbuf_get_option ((GdkPixbuf *) pixbuf, "icc-profile");
  g_autofree guint8 *profile = NULL;
  gsize size;

  if (!option)
    return NULL;
  profile = g_base64_decode (option, &size);
  return sem_colour_get (profile, size);
}

/* Makes the reply of a picture, whose size is that of the load. */
static SemDecodeStatus
render (const Load *load, const SemWorkerPicture *picture, guint8 *memory, SemDecodeReply *reply)
{
  if (load->view && alters (load->view))
    return sem_render_view (picture, load->view, memory, reply);
  if (sem_orientation_swaps_sides (picture->orientation))
    {
      reply->width = load->height;
      reply->height = load->width;
    }
  if (load->view)
    return sem_render_with_pictures (picture, load->view,
                                     load->plain_denominator / load->denominator, memory,
                                     &reply->thumbnail_size);
  return sem_render_plain (picture, memory, &reply->thumbnail_size);
}

static SemDecodeStatus
decode_with_loader (Load *load,
                    const guint8 *data,
                    gsize size,
                    guint8 *memory,
                    SemDecodeReply *reply)
{
  SemDecodeStatus status;

  g_signal_connect (load->loader, "size-prepared", G_CALLBACK (size_prepared_cb), load);
  status = feed (load, data, size);
  reply->width = load->width;
  reply->height = load->height;
  if (status == SEM_DECODE_TOO_LARGE)
    return status;
  if (sem_extent_check (load->format, data, size) == SEM_EXTENT_CUT)
    return SEM_DECODE_TRUNCATED;
  if (status == SEM_DECODE_DAMAGED && load->format == SEM_FORMAT_TIFF
      && sem_tiff_is_rare (data, size))
    return SEM_DECODE_UNSUPPORTED;
  if (status != SEM_DECODE_OK)
    return status;

  g_autoptr (GdkPixbuf) pixbuf = sem_frame_choose (load->loader, data, size);

  if (!pixbuf || gdk_pixbuf_get_bits_per_sample (pixbuf) != 8 || load->width == 0)
    return SEM_DECODE_DAMAGED;

  SemWorkerPicture picture = {
    .width = (guint) gdk_pixbuf_get_width (pixbuf),
    .height = (guint) gdk_pixbuf_get_height (pixbuf),
    .stride = (gsize) gdk_pixbuf_get_rowstride (pixbuf),
    .full_width = load->width,
    .full_height = load->height,
    .orientation = get_orientation (load->format, pixbuf, data, size),
    .colour = get_colour (gdk_pixbuf_loader_get_pixbuf (load->loader)),
  };

  if (gdk_pixbuf_get_n_channels (pixbuf) == 4)
    {
      guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);

      sem_frame_flatten (pixels, picture.width, picture.height, picture.stride);
      picture.pixels = pixels;
    }
  else
    {
      picture.pixels = gdk_pixbuf_read_pixels (pixbuf);
    }
  return render (load, &picture, memory, reply);
}

static SemDecodeStatus
decode_jpeg (Load *load, const guint8 *data, gsize size, guint8 *memory, SemDecodeReply *reply)
{
  SemJpeg jpeg;
  SemDecodeStatus status = sem_jpeg_decode (&jpeg, data, size, choose_scale, load);

  reply->width = load->width;
  reply->height = load->height;
  if (status == SEM_DECODE_OK)
    {
      const SemWorkerPicture picture = {
        .pixels = jpeg.pixels,
        .width = jpeg.width,
        .height = jpeg.height,
        .stride = (gsize) jpeg.width * 3,
        .full_width = jpeg.full_width,
        .full_height = jpeg.full_height,
        .orientation = sem_orientation_read (SEM_FORMAT_JPEG, data, size),
        .colour = jpeg.profile ? sem_colour_get (jpeg.profile, jpeg.profile_size) : NULL,
      };

      status = render (load, &picture, memory, reply);
    }
  sem_jpeg_clear (&jpeg);
  return status;
}

static SemDecodeStatus
decode_jxl (Load *load, const guint8 *data, gsize size, guint8 *memory, SemDecodeReply *reply)
{
  SemJxl jxl;
  SemDecodeStatus status = sem_jxl_decode (&jxl, data, size);

  load->width = reply->width = jxl.width;
  load->height = reply->height = jxl.height;
  if (status == SEM_DECODE_OK)
    {
      const SemWorkerPicture picture = {
        .pixels = jxl.pixels,
        .width = jxl.width,
        .height = jxl.height,
        .stride = (gsize) jxl.width * (jxl.has_alpha ? 4 : 3),
        .full_width = jxl.width,
        .full_height = jxl.height,
        .orientation = 1,
        .colour = jxl.profile ? sem_colour_get (jxl.profile, jxl.profile_size) : NULL,
      };

      if (jxl.has_alpha)
        sem_frame_flatten (jxl.pixels, jxl.width, jxl.height, picture.stride);
      status = render (load, &picture, memory, reply);
    }
  sem_jxl_clear (&jxl);
  return status;
}

void
sem_image_preload (void)
{
  for (guint format = SEM_FORMAT_UNKNOWN + 1; format < SEM_N_FORMATS; format++)
    {
      g_autoptr (GdkPixbufLoader) loader = loader_new (format);

      if (loader)
        gdk_pixbuf_loader_close (loader, NULL);
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
sem_image_build_version (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *list = NULL;
  GSList *formats = gdk_pixbuf_get_formats ();

  for (GSList *item = formats; item; item = item->next)
    g_ptr_array_add (names, gdk_pixbuf_format_get_name (item->data));
  g_slist_free (formats);
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  list = g_strjoinv (",", (char **) names->pdata);
  return g_strdup_printf ("%d;libjpeg-turbo;libjxl;gdk-pixbuf %s;%s", SEM_DECODE_PROTOCOL,
                          gdk_pixbuf_version, list);
}

void
sem_image_decode (const guint8 *data,
                  gsize size,
                  const SemDecodeView *view,
                  guint8 *memory,
                  SemDecodeReply *reply)
{
  static const SemDecodeView nothing = { 0 };
  Load load = { .format = sem_format_sniff (data, size), .denominator = 1, .plain_denominator = 1 };

  if (view && memcmp (view, &nothing, sizeof nothing) != 0)
    load.view = view;

  reply->format = load.format;
  reply->width = reply->height = reply->thumbnail_size = reply->system_error = 0;
  if (load.format == SEM_FORMAT_UNKNOWN)
    {
      reply->status = SEM_DECODE_UNKNOWN;
      return;
    }
  if (load.format == SEM_FORMAT_JPEG)
    {
      reply->status = decode_jpeg (&load, data, size, memory, reply);
      return;
    }
  if (load.format == SEM_FORMAT_JXL)
    {
      reply->status = decode_jxl (&load, data, size, memory, reply);
      return;
    }
  load.loader = loader_new (load.format);
  if (!load.loader)
    {
      reply->status = SEM_DECODE_NO_LOADER;
      return;
    }
  reply->status = decode_with_loader (&load, data, size, memory, reply);
  g_object_unref (load.loader);
}
