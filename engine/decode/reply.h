/* reply.h - validate a worker's reply, in the client
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/protocol.h"

G_BEGIN_DECLS

/**
 * sem_reply_parse:
 * @reply: as received from the socket, not trusted
 * @serial: of the request
 * @memory: %SEM_DECODE_MEMORY_SIZE bytes that the worker may still be writing to
 * @name: what messages call the file
 * @metadata: (out) (optional): of the file; %NULL where it was not requested
 * @lied: (out): whether an intact worker never sends such a reply; the worker must then be killed
 *
 * Copies the shared memory before it checks it. The thumbnail must be exactly the kind of baseline
 * JPEG that our worker writes, since the window decodes it in the program's own process.
 *
 * Returns: (transfer full): the photo, or %NULL with @error set
 */
SemDecodedPhoto *sem_reply_parse (const SemDecodeReply *reply,
                                  guint32 serial,
                                  const guint8 *memory,
                                  const char *name,
                                  SemMetadata *metadata,
                                  gboolean *lied,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_reply_parse_metadata:
 * @metadata: (out): of the file
 *
 * As sem_reply_parse(), for a request of the metadata alone.
 *
 * Returns: FALSE with @error set
 */
gboolean sem_reply_parse_metadata (const SemDecodeReply *reply,
                                   guint32 serial,
                                   const char *name,
                                   SemMetadata *metadata,
                                   gboolean *lied,
                                   GError **error);

/**
 * sem_thumbnail_is_sound:
 * @data: (array length=size): not trusted
 * @longest: what the longer side must be, 1 to %SEM_THUMBNAIL_SIDE
 *
 * Returns: whether @data is one baseline JPEG of three components, of no segment but APP0, DQT,
 *   SOF0, DHT and SOS in their proper places, and ends with its end mark
 */
gboolean sem_thumbnail_is_sound (const guint8 *data, gsize size, guint longest);

G_END_DECLS
