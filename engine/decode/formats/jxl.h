/* jxl.h - decode JPEG XL files with libjxl, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/protocol.h"

G_BEGIN_DECLS

/**
 * SemJxl:
 * @pixels: shape (@height, @width, 3 or 4), R G B or R G B A, not premultiplied, rows adjacent
 * @has_alpha: whether there are four channels
 * @width, @height: of the upright picture; set as soon as they are known, also on failure
 * @profile: (nullable): an ICC profile of the pixels, @profile_size bytes, not trusted
 */
typedef struct
{
  guint8 *pixels;
  gboolean has_alpha;
  guint width;
  guint height;
  guint8 *profile;
  gsize profile_size;
} SemJxl;

/**
 * sem_jxl_decode:
 * @self: (out): to be cleared in any case
 * @data: (array length=size): the whole file, not trusted
 *
 * Decodes the first frame of a codestream or a container (ISO/IEC 18181), in the orientation that
 * the file asks for.
 *
 * Returns: %SEM_DECODE_OK, _DAMAGED, _TRUNCATED, _TOO_LARGE or _NO_MEMORY
 */
SemDecodeStatus sem_jxl_decode (SemJxl *self, const guint8 *data, gsize size);
void sem_jxl_clear (SemJxl *self);

G_END_DECLS
