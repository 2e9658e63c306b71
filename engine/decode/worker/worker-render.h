/* worker-render.h - what a reply holds, made of a decoded picture, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/protocol.h"
#include "engine/decode/worker/colour.h"

G_BEGIN_DECLS

/**
 * SemWorkerPicture:
 * @pixels: (transfer none): R G B bytes
 * @width: of the decoded pixels, at least 1
 * @height: of the decoded pixels, at least 1
 * @stride: bytes from row to row
 * @full_width: of the photo, as it is stored
 * @full_height: of the photo, as it is stored
 * @orientation: 1 to 8, as EXIF has it
 * @colour: (nullable): what makes its colours those of sRGB; %NULL where they are
 */
typedef struct
{
  const guint8 *pixels;
  guint width;
  guint height;
  gsize stride;
  guint full_width;
  guint full_height;
  guint orientation;
  const SemColour *colour;
} SemWorkerPicture;

/* Rounds up, as libjpeg does: a size that is off by one would be resampled by the loader.
 * @length, @denominator: at least 1 */
guint sem_render_get_scaled (guint length, guint denominator);

/**
 * sem_render_plain:
 * @memory: where the reply's pixels lie (protocol.h); the network's input and the thumbnail are
 *   written
 * @thumbnail_size: (out): bytes of the thumbnail
 *
 * Returns: %SEM_DECODE_OK or %SEM_DECODE_DAMAGED
 */
SemDecodeStatus
sem_render_plain (const SemWorkerPicture *self, guint8 *memory, guint32 *thumbnail_size);

/**
 * sem_render_with_pictures:
 * @view: asks for pictures beside the thumbnail, and changes nothing
 * @factor: how many times as wide the picture is as it would have been decoded without them
 *
 * The pictures that the view asks for, and the rest as if it had asked for none: from pixels of the
 * size that a JPEG would have been decoded at, whose blocks' means are the same.
 *
 * Returns: as sem_render_plain(), or %SEM_DECODE_NO_MEMORY
 */
SemDecodeStatus sem_render_with_pictures (const SemWorkerPicture *self,
                                          const SemDecodeView *view,
                                          guint factor,
                                          guint8 *memory,
                                          guint32 *thumbnail_size);

/* Everything of the region or the altered picture that the view is; @reply: its size is written.
 * Returns as sem_render_with_pictures(). */
SemDecodeStatus sem_render_view (const SemWorkerPicture *self,
                                 const SemDecodeView *view,
                                 guint8 *memory,
                                 SemDecodeReply *reply);

G_END_DECLS
