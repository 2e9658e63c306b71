/* jpeg.h - decode JPEG files with libjpeg-turbo, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/protocol.h"

G_BEGIN_DECLS

/**
 * SemJpeg:
 * @pixels: shape (@height, @width, 3), R G B, rows adjacent
 * @width, @height: of the decoded pixels
 * @full_width, @full_height: of the picture in the file; set as soon as they are known, also on
 *   failure
 * @has_end: whether the end mark stands where the picture ends
 * @profile: (nullable): its ICC profile, @profile_size bytes, not trusted
 */
typedef struct
{
  guint8 *pixels;
  guint width;
  guint height;
  guint full_width;
  guint full_height;
  gboolean has_end;
  guint8 *profile;
  guint profile_size;
} SemJpeg;

/**
 * SemJpegChoose:
 *
 * Returns: by what to divide the sides while decoding: 1, 2, 4 or 8; 0 where the picture is too
 *   large
 */
typedef guint (*SemJpegChoose) (guint width, guint height, gpointer user_data);

/**
 * sem_jpeg_decode:
 * @self: (out): to be cleared in any case
 * @data: (array length=size): the whole file, not trusted
 *
 * Gives the pixels that GdkPixbuf gives. Of a progressive file that is whole, only the scans are
 * read that pixels of that size are made of. A file that ends without its end mark, or has
 * something else in its place, as phones write it, is whole where no bit of the picture is missing;
 * up to 16 rows at the lower edge may be.
 *
 * Returns: %SEM_DECODE_OK, _DAMAGED, _TRUNCATED, _TOO_LARGE, _NO_MEMORY, or _UNSUPPORTED: a kind of
 *   JPEG that the library does not know, such as 12 bits a sample
 */
SemDecodeStatus sem_jpeg_decode (SemJpeg *self,
                                 const guint8 *data,
                                 gsize size,
                                 SemJpegChoose choose,
                                 gpointer user_data);
void sem_jpeg_clear (SemJpeg *self);

G_END_DECLS
