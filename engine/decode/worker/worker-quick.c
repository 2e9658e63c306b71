/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/worker/worker-quick.h"

#include "engine/decode/formats/heif.h"
#include "engine/decode/worker/worker-load.h"
#include "engine/decode/worker/worker-pixbuf.h"

/* What would not be decoded whole is not decoded from a part. */
static gboolean
can_be_whole (const SemHeif *heif, SemFormat format)
{
  return (guint64) heif->full_width * heif->full_height <= SEM_DECODE_MAX_PIXELS
         && sem_pixbuf_can_decode (format);
}

static gboolean
render (const SemHeif *heif, SemFormat format, guint8 *memory, SemDecodeReply *reply)
{
  const SemLoad load = { .format = format,
                         .width = heif->full_width,
                         .height = heif->full_height,
                         .denominator = 1,
                         .plain_denominator = 1 };
  const SemWorkerPicture picture = {
    .pixels = heif->pixels,
    .width = heif->width,
    .height = heif->height,
    .stride = heif->stride,
    .full_width = heif->full_width,
    .full_height = heif->full_height,
    .orientation = 1,
    .colour = heif->profile ? sem_colour_get (heif->profile, heif->profile_size) : NULL,
  };

  return sem_load_render (&load, &picture, memory, reply) == SEM_DECODE_OK;
}

gboolean
sem_quick_decode (const guint8 *data, gsize size, guint8 *memory, SemDecodeReply *reply)
{
  const SemFormat format = sem_format_sniff (data, size);
  SemHeif heif;
  gboolean good;

  if (format != SEM_FORMAT_HEIF && format != SEM_FORMAT_AVIF)
    return FALSE;
  good = sem_heif_read_reduced (&heif, data, size) && can_be_whole (&heif, format)
         && render (&heif, format, memory, reply);
  if (good)
    {
      reply->status = SEM_DECODE_OK;
      reply->format = format;
      reply->width = heif.full_width;
      reply->height = heif.full_height;
      reply->notes = SEM_DECODE_NOTE_QUICK;
    }
  sem_heif_clear (&heif);
  return good;
}
