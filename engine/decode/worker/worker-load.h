/* worker-load.h - one picture on its way from a file to a reply, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/format.h"
#include "engine/decode/worker/worker-render.h"

G_BEGIN_DECLS

/**
 * SemLoad:
 * @width, @height: of the picture in the file; 0 until they are known
 * @denominator: by what its sides are divided while it is decoded: 1, 2, 4 or 8
 * @plain_denominator: what that is for the plain photo
 * @view: (nullable): what to do with the picture; %NULL for the plain photo
 */
typedef struct
{
  SemFormat format;
  guint width;
  guint height;
  guint denominator;
  guint plain_denominator;
  const SemDecodeView *view;
} SemLoad;

/**
 * sem_load_choose_scale:
 * @width, @height: of the picture in the file, which become those of @load
 * @load: (type SemLoad)
 *
 * Chooses the denominators: the largest that leave the sides that the reply needs.
 *
 * Returns: the denominator; 0 where the picture is too large
 */
guint sem_load_choose_scale (guint width, guint height, gpointer load);

/**
 * sem_load_choose_large_scale:
 *
 * As sem_load_choose_scale(), for formats that are decoded in full first: they are only made
 * smaller where they have more than 64 million pixels, of which the program would hold many bytes.
 */
guint sem_load_choose_large_scale (guint width, guint height, gpointer load);

/**
 * sem_load_render:
 * @picture: of the sides of @load, divided by its denominator
 * @memory, @reply: where the reply goes, as for sem_image_decode()
 *
 * Returns: %SEM_DECODE_OK, _DAMAGED or _NO_MEMORY
 */
SemDecodeStatus sem_load_render (const SemLoad *load,
                                 const SemWorkerPicture *picture,
                                 guint8 *memory,
                                 SemDecodeReply *reply);

G_END_DECLS
