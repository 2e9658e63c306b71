/* worker-quick.h - a photo from the reduced picture that its file has, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/protocol.h"

G_BEGIN_DECLS

/**
 * sem_quick_decode:
 * @data, @memory, @reply: as for sem_image_decode()
 *
 * As sem_image_decode(), but from a reduced picture that the file says is a scaled copy of the
 * whole: of HEIF and AVIF files, whose pictures take some fifty times as long. Network input and
 * thumbnail have the size that those of the whole would have, and %SEM_DECODE_NOTE_QUICK is noted.
 *
 * Returns: %FALSE where the file has none, and nothing was done
 */
gboolean sem_quick_decode (const guint8 *data, gsize size, guint8 *memory, SemDecodeReply *reply);

G_END_DECLS
