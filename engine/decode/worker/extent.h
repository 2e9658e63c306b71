/* extent.h - detect truncated image files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/format.h"

G_BEGIN_DECLS

/**
 * SemExtent:
 * @SEM_EXTENT_WHOLE: complete, or of a format whose loader checks that itself
 * @SEM_EXTENT_CUT: the file ends before the picture does
 */
typedef enum
{
  SEM_EXTENT_WHOLE,
  SEM_EXTENT_CUT
} SemExtent;

/**
 * sem_extent_check:
 * @data: (array length=size): the whole file, not trusted
 *
 * GdkPixbuf silently fills missing rows with grey, so truncation is detected here, by walking
 * chunk headers without decoding; JPEG files are judged while they are decoded (jpeg.h).
 */
SemExtent sem_extent_check (SemFormat format, const guint8 *data, gsize size);

G_END_DECLS
