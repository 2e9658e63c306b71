/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/formats/raw.h"

#include <libraw/libraw.h>

/* Since 0.21 there is no callback for lack of memory. */
#if LIBRAW_MAJOR_VERSION == 0 && LIBRAW_MINOR_VERSION < 21
#define OPTIONS (LIBRAW_OPIONS_NO_MEMERR_CALLBACK | LIBRAW_OPIONS_NO_DATAERR_CALLBACK)
#else
#define OPTIONS LIBRAW_OPIONS_NO_DATAERR_CALLBACK
#endif

static SemDecodeStatus
get_status (int code)
{
  switch (code)
    {
    case LIBRAW_SUCCESS:
      return SEM_DECODE_OK;
    case LIBRAW_UNSUFFICIENT_MEMORY:
      return SEM_DECODE_NO_MEMORY;
    case LIBRAW_IO_ERROR:
      return SEM_DECODE_TRUNCATED;
    case LIBRAW_DATA_ERROR:
    case LIBRAW_BAD_CROP:
      return SEM_DECODE_DAMAGED;
    default:
      return SEM_DECODE_UNSUPPORTED;
    }
}

/* The library counts in bits: 1 for left and right exchanged, 2 for top and bottom, 4 for both axes
 * exchanged before that. */
static guint
get_orientation (int flip)
{
  static const guint orientations[] = { 1, 2, 4, 3, 5, 8, 6, 7 };

  return orientations[flip & 7];
}

static SemDecodeStatus
read_preview (SemRaw *self, libraw_data_t *library)
{
  const SemDecodeStatus status = get_status (libraw_unpack_thumb (library));

  if (status != SEM_DECODE_OK)
    return status;
  if (library->thumbnail.tformat != LIBRAW_THUMBNAIL_JPEG || !library->thumbnail.thumb)
    return SEM_DECODE_UNSUPPORTED;
  self->preview = (const guint8 *) library->thumbnail.thumb;
  self->preview_size = library->thumbnail.tlength;
  self->orientation = get_orientation (library->sizes.flip);
  self->width = library->sizes.iwidth;
  self->height = library->sizes.iheight;
  return SEM_DECODE_OK;
}

void
sem_raw_preload (void)
{
  libraw_data_t *library = libraw_init (OPTIONS);

  if (library)
    libraw_close (library);
}

SemDecodeStatus
sem_raw_open (SemRaw *self, const guint8 *data, gsize size)
{
  libraw_data_t *library = libraw_init (OPTIONS);
  SemDecodeStatus status;

  *self = (SemRaw){ .library = library };
  if (!library)
    return SEM_DECODE_NO_MEMORY;
  /* It does not write to them. */
  status = get_status (libraw_open_buffer (library, (void *) data, size));
  return status == SEM_DECODE_OK ? read_preview (self, library) : status;
}

void
sem_raw_clear (SemRaw *self)
{
  if (self->library)
    libraw_close (self->library);
  *self = (SemRaw){ 0 };
}
