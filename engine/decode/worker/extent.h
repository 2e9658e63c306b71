/* extent.h - whether a file holds all of its picture
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/format.h"

G_BEGIN_DECLS

/**
 * SemExtent:
 * @SEM_EXTENT_WHOLE: the picture's end is there, or the format's loader checks that itself
 * @SEM_EXTENT_NO_END_MARK: a baseline JPEG without its end mark, which may still have every row
 * @SEM_EXTENT_CUT: the file ends before the picture does
 */
typedef enum
{
  SEM_EXTENT_WHOLE,
  SEM_EXTENT_NO_END_MARK,
  SEM_EXTENT_CUT
} SemExtent;

/**
 * sem_extent_check:
 * @data: (array length=size): the whole file, not trusted
 *
 * GdkPixbuf fills what is missing with grey and says nothing; this tells. Walks marks and chunk
 * headers, decodes nothing.
 */
SemExtent sem_extent_check (SemFormat format, const guint8 *data, gsize size);

G_END_DECLS
