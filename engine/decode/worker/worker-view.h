/* worker-view.h - a region or an altered copy of a picture, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/decoder.h"

G_BEGIN_DECLS

/**
 * SemViewPicture:
 * @pixels: (transfer full): R G B bytes
 * @offset: of the first pixel
 * @width: at least 1
 * @height: at least 1
 * @stride: bytes from row to row
 */
typedef struct
{
  guint8 *pixels;
  gsize offset;
  guint width;
  guint height;
  gsize stride;
} SemViewPicture;

/* The upright picture with rows adjacent, in new memory; NULL where there is none.
 * @orientation: 1 to 8, as EXIF has it. */
guint8 *
sem_view_pack (const guint8 *pixels, guint width, guint height, gsize stride, guint orientation);

/* The brightness of an R G B pixel. */
static inline guint8
sem_view_luma (const guint8 *pixel)
{
  return (guint8) ((299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2] + 500) / 1000);
}

/* Narrows an upright picture to the region of @view; out-of-range values are clamped. Its pixels
 * are not used. */
void sem_view_crop (const SemDecodeView *view, SemViewPicture *picture);

/* Applies @view to an upright picture of sem_view_pack(); out-of-range values are clamped. Returns:
 * FALSE when out of memory, with the picture still valid. */
gboolean sem_view_apply (const SemDecodeView *view, SemViewPicture *picture);

G_END_DECLS
