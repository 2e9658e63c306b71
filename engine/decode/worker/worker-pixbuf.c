/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/worker/worker-pixbuf.h"

#include "engine/decode/worker/extent.h"
#include "engine/decode/worker/frame.h"
#include "engine/decode/formats/bmp.h"
#include "engine/decode/formats/gif.h"
#include "engine/decode/formats/png.h"
#include "engine/decode/formats/webp.h"
#include "engine/decode/worker/orientation.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#define CHUNK_SIZE (64 * 1024)

/* @too_large: whether the picture has more pixels than is allowed */
typedef struct
{
  SemLoad *load;
  GdkPixbufLoader *loader;
  gboolean too_large;
} Reading;

static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  Reading *self = user_data;

  if (width <= 0 || height <= 0)
    return;
  self->load->width = (guint) width;
  self->load->height = (guint) height;
  self->too_large = (guint64) width * (guint64) height > SEM_DECODE_MAX_PIXELS;
  if (self->too_large)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
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
status_of_error (const Reading *self, const GError *error)
{
  if (self->too_large)
    return SEM_DECODE_TOO_LARGE;
  if (g_error_matches (error, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_INSUFFICIENT_MEMORY))
    return SEM_DECODE_NO_MEMORY;
  return SEM_DECODE_DAMAGED;
}

static gboolean
feed (const Reading *self, const guint8 *data, gsize size, GError **error)
{
  gboolean good = TRUE;

  for (gsize at = 0; good && !self->too_large && at < size; at += CHUNK_SIZE)
    good = gdk_pixbuf_loader_write (self->loader, data + at, MIN (CHUNK_SIZE, size - at), error);
  return good;
}

/* What the loader of the format would not read as it stands is given to it otherwise. */
static gboolean
feed_file (const Reading *self, const guint8 *data, gsize size, GError **error)
{
  static const guint8 trailer = SEM_GIF_TRAILER;
  g_autoptr (GBytes) head = NULL;
  gsize end = size, start = 0;

  if (self->load->format == SEM_FORMAT_GIF)
    end = sem_gif_find_end (data, size, SEM_FRAME_MAX_FRAMES, SEM_FRAME_MAX_PIXELS);
  else if (self->load->format == SEM_FORMAT_BMP)
    head = sem_bmp_make_head (data, size, &start);
  else if (self->load->format == SEM_FORMAT_WEBP
           && (head = sem_webp_shorten (data, size, SEM_FRAME_MAX_FRAMES, SEM_FRAME_MAX_PIXELS)))
    start = size;
  if (head && !feed (self, g_bytes_get_data (head, NULL), g_bytes_get_size (head), error))
    return FALSE;
  return feed (self, data + start, end - start, error)
         && (end == size || feed (self, &trailer, 1, error));
}

/* Feeds the loader and closes it. */
static SemDecodeStatus
read_file (Reading *self, const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  gboolean good;

  g_signal_connect (self->loader, "size-prepared", G_CALLBACK (size_prepared_cb), self);
  good = feed_file (self, data, size, &error);
  if (!gdk_pixbuf_loader_close (self->loader, good ? &error : NULL))
    good = FALSE;
  return self->too_large || !good ? status_of_error (self, error) : SEM_DECODE_OK;
}

/* (nullable) */
static const SemColour *
get_png_colour (const guint8 *data, gsize size)
{
  SemPngColours colours;
  g_autoptr (GBytes) profile = NULL;

  if (!sem_png_read_colours (data, size, &colours))
    return NULL;
  profile = sem_colour_build_profile (colours.chromaticities, colours.gamma);
  return profile ? sem_colour_get (g_bytes_get_data (profile, NULL), g_bytes_get_size (profile))
                 : NULL;
}

/* (nullable): its loader keeps the profile to itself. */
static const SemColour *
get_webp_colour (const guint8 *data, gsize size)
{
  gsize length;
  const guint8 *profile = sem_webp_find_chunk (data, size, "ICCP", &length);

  return profile ? sem_colour_get (profile, length) : NULL;
}

/* (nullable): what makes the picture's colours those of sRGB. Loaders that report profiles do it in
 * the same way. */
static const SemColour *
get_colour (const Reading *self, const guint8 *data, gsize size)
{
  const char *option =
    gdk_pixbuf_get_option (gdk_pixbuf_loader_get_pixbuf (self->loader), "icc-profile");
  g_autofree guint8 *profile = NULL;
  gsize length;

  if (self->load->format == SEM_FORMAT_WEBP)
    return get_webp_colour (data, size);
  if (!option)
    return self->load->format == SEM_FORMAT_PNG ? get_png_colour (data, size) : NULL;
  profile = g_base64_decode (option, &length);
  return sem_colour_get (profile, length);
}

/* @pixbuf: a picture of the file, which may be written to. */
static SemDecodeStatus
render (const Reading *self,
        GdkPixbuf *pixbuf,
        const guint8 *data,
        gsize size,
        guint8 *memory,
        SemDecodeReply *reply)
{
  SemWorkerPicture picture = {
    .width = (guint) gdk_pixbuf_get_width (pixbuf),
    .height = (guint) gdk_pixbuf_get_height (pixbuf),
    .stride = (gsize) gdk_pixbuf_get_rowstride (pixbuf),
    .full_width = self->load->width,
    .full_height = self->load->height,
    .orientation = sem_orientation_read (self->load->format, data, size),
    .colour = get_colour (self, data, size),
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
  return sem_load_render (self->load, &picture, memory, reply);
}

static SemDecodeStatus
decode (Reading *self, const guint8 *data, gsize size, guint8 *memory, SemDecodeReply *reply)
{
  SemDecodeStatus status = read_file (self, data, size);

  reply->width = self->load->width;
  reply->height = self->load->height;
  if (status == SEM_DECODE_TOO_LARGE)
    return status;
  if (sem_extent_check (self->load->format, data, size) == SEM_EXTENT_CUT)
    return SEM_DECODE_TRUNCATED;
  if (status != SEM_DECODE_OK)
    return status;

  g_autoptr (GdkPixbuf) pixbuf = sem_frame_choose (self->loader, data, size);

  if (!pixbuf || gdk_pixbuf_get_bits_per_sample (pixbuf) != 8 || self->load->width == 0)
    return SEM_DECODE_DAMAGED;
  return render (self, pixbuf, data, size, memory, reply);
}

SemDecodeStatus
sem_pixbuf_decode (SemLoad *load,
                   const guint8 *data,
                   gsize size,
                   guint8 *memory,
                   SemDecodeReply *reply)
{
  Reading self = { .load = load, .loader = loader_new (load->format) };
  SemDecodeStatus status;

  if (!self.loader)
    return SEM_DECODE_NO_LOADER;
  status = decode (&self, data, size, memory, reply);
  g_object_unref (self.loader);
  return status;
}

gboolean
sem_pixbuf_can_decode (SemFormat format)
{
  GdkPixbufLoader *loader = loader_new (format);

  if (!loader)
    return FALSE;
  gdk_pixbuf_loader_close (loader, NULL);
  g_object_unref (loader);
  return TRUE;
}

void
sem_pixbuf_preload (void)
{
  for (guint format = SEM_FORMAT_UNKNOWN + 1; format < SEM_N_FORMATS; format++)
    {
      g_autoptr (GdkPixbufLoader) loader = loader_new (format);

      if (loader)
        gdk_pixbuf_loader_close (loader, NULL);
    }
}
