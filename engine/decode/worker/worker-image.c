/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/worker/worker-image.h"

#include "engine/decode/formats/heif.h"
#include "engine/decode/formats/jpeg.h"
#include "engine/decode/formats/jxl.h"
#include "engine/decode/formats/raw.h"
#include "engine/decode/formats/tiff.h"
#include "engine/decode/worker/frame.h"
#include "engine/decode/worker/orientation.h"
#include "engine/decode/worker/worker-pixbuf.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

static SemDecodeStatus
render_jpeg (SemLoad *load,
             const SemJpeg *jpeg,
             guint orientation,
             guint8 *memory,
             SemDecodeReply *reply)
{
  const SemWorkerPicture picture = {
    .pixels = jpeg->pixels,
    .width = jpeg->width,
    .height = jpeg->height,
    .stride = (gsize) jpeg->width * 3,
    .full_width = jpeg->full_width,
    .full_height = jpeg->full_height,
    .orientation = orientation,
    .colour = jpeg->profile ? sem_colour_get (jpeg->profile, jpeg->profile_size) : NULL,
  };

  return sem_load_render (load, &picture, memory, reply);
}

static SemDecodeStatus
decode_jpeg (SemLoad *load, const guint8 *data, gsize size, guint8 *memory, SemDecodeReply *reply)
{
  SemJpeg jpeg;
  SemDecodeStatus status = sem_jpeg_decode (&jpeg, data, size, sem_load_choose_scale, load);

  reply->width = load->width;
  reply->height = load->height;
  if (status == SEM_DECODE_OK)
    {
      if (!jpeg.has_end)
        reply->notes |= SEM_DECODE_NOTE_NO_END;
      status = render_jpeg (load, &jpeg, sem_orientation_read (SEM_FORMAT_JPEG, data, size), memory,
                            reply);
    }
  sem_jpeg_clear (&jpeg);
  return status;
}

/* The preview is the photo. Cameras store it as the sensor lies, and say in the raw file how it is
 * to be turned; a program that has changed the file may have said it in the preview. */
static SemDecodeStatus
decode_preview (SemLoad *load, const SemRaw *raw, guint8 *memory, SemDecodeReply *reply)
{
  const guint longest = MAX (raw->width, raw->height);
  SemJpeg jpeg;
  SemDecodeStatus status =
    sem_jpeg_decode (&jpeg, raw->preview, raw->preview_size, sem_load_choose_scale, load);
  guint orientation = raw->orientation;

  reply->width = load->width;
  reply->height = load->height;
  if (status == SEM_DECODE_OK && MIN (load->width, load->height) < SEM_DECODE_SIDE
      && MAX (load->width, load->height) < longest / 2)
    status = SEM_DECODE_SMALL_PREVIEW;
  if (status == SEM_DECODE_OK)
    {
      if (MAX (load->width, load->height) < longest - longest / 4)
        reply->notes |= SEM_DECODE_NOTE_PREVIEW;
      if (orientation == 1)
        orientation = sem_orientation_read (SEM_FORMAT_JPEG, raw->preview, raw->preview_size);
      status = render_jpeg (load, &jpeg, orientation, memory, reply);
    }
  sem_jpeg_clear (&jpeg);
  return status;
}

static SemDecodeStatus
decode_raw (SemLoad *load, const guint8 *data, gsize size, guint8 *memory, SemDecodeReply *reply)
{
  SemRaw raw;
  SemDecodeStatus status = sem_raw_open (&raw, data, size);

  load->format = reply->format = SEM_FORMAT_RAW;
  if (status == SEM_DECODE_OK)
    status = decode_preview (load, &raw, memory, reply);
  sem_raw_clear (&raw);
  return status;
}

static SemDecodeStatus
decode_jxl (SemLoad *load, const guint8 *data, gsize size, guint8 *memory, SemDecodeReply *reply)
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
      status = sem_load_render (load, &picture, memory, reply);
    }
  sem_jxl_clear (&jxl);
  return status;
}

static SemDecodeStatus
decode_tiff (SemLoad *load, const guint8 *data, gsize size, guint8 *memory, SemDecodeReply *reply)
{
  SemTiff tiff;
  SemDecodeStatus status = sem_tiff_decode (&tiff, data, size, sem_load_choose_large_scale, load);

  reply->width = load->width;
  reply->height = load->height;
  if (status == SEM_DECODE_OK)
    {
      const SemWorkerPicture picture = {
        .pixels = tiff.pixels,
        .width = tiff.width,
        .height = tiff.height,
        .stride = (gsize) tiff.width * (tiff.has_alpha ? 4 : 3),
        .full_width = tiff.full_width,
        .full_height = tiff.full_height,
        .orientation = tiff.orientation,
        .colour = tiff.is_lab    ? sem_colour_get_lab ()
                  : tiff.profile ? sem_colour_get (tiff.profile, tiff.profile_size)
                                 : NULL,
      };

      if (tiff.has_alpha)
        sem_frame_flatten (tiff.pixels, tiff.width, tiff.height, picture.stride);
      status = sem_load_render (load, &picture, memory, reply);
    }
  if (tiff.is_raw)
    status = decode_raw (load, data, size, memory, reply);
  sem_tiff_clear (&tiff);
  return status;
}

void
sem_image_preload (void)
{
  sem_heif_preload ();
  sem_pixbuf_preload ();
  sem_raw_preload ();
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
  return g_strdup_printf ("%d;libheif;libjpeg-turbo;libjxl;libtiff;libraw;gdk-pixbuf %s;%s",
                          SEM_DECODE_PROTOCOL, gdk_pixbuf_version, list);
}

void
sem_image_decode (const guint8 *data,
                  gsize size,
                  const SemDecodeView *view,
                  guint8 *memory,
                  SemDecodeReply *reply)
{
  static const SemDecodeView nothing = { 0 };
  SemLoad load = { .format = sem_format_sniff (data, size),
                   .denominator = 1,
                   .plain_denominator = 1 };

  if (view && memcmp (view, &nothing, sizeof nothing) != 0)
    load.view = view;

  reply->format = load.format;
  reply->width = reply->height = reply->thumbnail_size = reply->system_error = 0;
  reply->notes = 0;
  switch (load.format)
    {
    case SEM_FORMAT_UNKNOWN:
      reply->status = SEM_DECODE_UNKNOWN;
      break;
    case SEM_FORMAT_JPEG:
      reply->status = decode_jpeg (&load, data, size, memory, reply);
      break;
    case SEM_FORMAT_RAW:
      reply->status = decode_raw (&load, data, size, memory, reply);
      break;
    case SEM_FORMAT_TIFF:
      reply->status = decode_tiff (&load, data, size, memory, reply);
      break;
    case SEM_FORMAT_JXL:
      reply->status = decode_jxl (&load, data, size, memory, reply);
      break;
    default:
      reply->status = sem_pixbuf_decode (&load, data, size, memory, reply);
    }
}
