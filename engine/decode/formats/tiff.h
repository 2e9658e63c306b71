/* tiff.h - decode TIFF files with libtiff, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/protocol.h"

G_BEGIN_DECLS

/**
 * SemTiff:
 * @pixels: shape (@height, @width, 3), R G B, or 4 channels with alpha, not premultiplied; rows
 *   adjacent
 * @has_alpha: whether there are 4 channels
 * @width, @height: of the decoded pixels
 * @full_width, @full_height: of the picture in the file; set as soon as they are known, also on
 *   failure
 * @orientation: 1 to 8, as EXIF has it
 * @is_raw: whether it is a raw file of a camera, whose status is %SEM_DECODE_UNSUPPORTED
 * @is_lab: whether the three channels are L*a*b* (TIFF 6.0, section 23) for sem_colour_get_lab()
 * @profile: (nullable): its ICC profile, @profile_size bytes, not trusted
 */
typedef struct
{
  guint8 *pixels;
  gboolean has_alpha;
  guint width;
  guint height;
  guint full_width;
  guint full_height;
  guint orientation;
  gboolean is_raw;
  gboolean is_lab;
  guint8 *profile;
  gsize profile_size;
} SemTiff;

/**
 * SemTiffChoose:
 *
 * Returns: by what to divide the sides while decoding, at least 1; 0 where the picture is too large
 */
typedef guint (*SemTiffChoose) (guint width, guint height, gpointer user_data);

/**
 * sem_tiff_decode:
 * @self: (out): to be cleared in any case
 * @data: (array length=size): the whole file, not trusted
 *
 * The first picture that is not said to be a reduced one or a mask (TIFF 6.0, NewSubfileType), in
 * the chain of directories and in those below the first; where all are reduced, the largest. It is
 * read a few rows at a time, and means of squares are kept where it is to be smaller.
 *
 * Returns: %SEM_DECODE_OK, _DAMAGED, _TRUNCATED, _TOO_LARGE, _NO_MEMORY, or _UNSUPPORTED: numbers
 *   or a compression that libtiff does not make colours of, such as floating-point and signed
 *   ones
 */
SemDecodeStatus sem_tiff_decode (SemTiff *self,
                                 const guint8 *data,
                                 gsize size,
                                 SemTiffChoose choose,
                                 gpointer user_data);
void sem_tiff_clear (SemTiff *self);

G_END_DECLS
