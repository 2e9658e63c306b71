/* worker-pixbuf.h - decode what GdkPixbuf's loaders read, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/worker/worker-load.h"

G_BEGIN_DECLS

/* Loads every module that sem_pixbuf_decode() may need, so that no file is opened later. */
void sem_pixbuf_preload (void);

/**
 * sem_pixbuf_decode:
 * @load: its format is one that has loaders
 * @data: (array length=size): the whole file, not trusted
 * @memory, @reply: as for sem_image_decode()
 *
 * Returns: the status of the reply, %SEM_DECODE_NO_LOADER where nothing here reads the format
 */
SemDecodeStatus sem_pixbuf_decode (SemLoad *load,
                                   const guint8 *data,
                                   gsize size,
                                   guint8 *memory,
                                   SemDecodeReply *reply);

/* Whether something here reads the format; for HEIF and AVIF. */
gboolean sem_pixbuf_can_decode (SemFormat format);

G_END_DECLS
