/* worker-image.h - decode a photo to a thumbnail and a network input, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/protocol.h"

G_BEGIN_DECLS

/**
 * sem_image_preload:
 *
 * Loads every GdkPixbuf module that sem_image_decode() may need, so that no file is opened later.
 */
void sem_image_preload (void);

/**
 * sem_image_build_version:
 *
 * Returns: (transfer full): the string of sem_decoder_get_version()
 */
char *sem_image_build_version (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_image_decode:
 * @data: (array length=size): a whole file, not trusted
 * @memory: (out caller-allocates): %SEM_DECODE_MEMORY_SIZE bytes, laid out as protocol.h says
 * @reply: (out): every field but the serial
 *
 * Decodes the first picture, upright; of an animation the frame that sem_frame_choose() gives.
 * JPEGs are decoded at 1/2, 1/4 or 1/8 as long as both sides keep %SEM_DECODE_SIDE pixels and the
 * longer one %SEM_THUMBNAIL_SIDE and the sides of the view, and are resampled once after that. Not
 * safe for hostile bytes: runs in a worker only.
 */
void sem_image_decode (const guint8 *data,
                       gsize size,
                       const SemDecodeView *view,
                       guint8 *memory,
                       SemDecodeReply *reply);

G_END_DECLS
