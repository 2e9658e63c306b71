/* fuzz-decode-reply.c - the client's validation of a worker's reply and shared memory
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The input is a SemDecodeReply, followed by the bytes at the thumbnail's offset.
 */

#include "engine/decode/reply.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static guint8 memory[SEM_DECODE_MEMORY_SIZE];
  g_autoptr (SemDecodedPhoto) photo = NULL;
  g_autoptr (GError) error = NULL;
  SemDecodeReply reply;
  SemMetadata metadata;
  gboolean lied;

  if (size < sizeof reply)
    return 0;
  memcpy (&reply, data, sizeof reply);
  data += sizeof reply;
  size = MIN (size - sizeof reply, SEM_THUMBNAIL_MAX_SIZE);

  memset (memory + SEM_DECODE_INPUT_SIZE, 0, SEM_THUMBNAIL_MAX_SIZE);
  if (size > 0)
    memcpy (memory + SEM_DECODE_INPUT_SIZE, data, size);
  photo = sem_reply_parse (&reply, 1, memory, "fuzz", size & 1 ? &metadata : NULL, &lied, &error);
  g_assert_true ((!photo) == (error != NULL));
  if (sem_reply_parse_metadata (&reply, 1, "fuzz", &metadata, &lied, NULL))
    g_assert_true (sem_metadata_is_sound (&metadata));
  sem_metadata_clean (&reply.metadata);
  g_assert_true (sem_metadata_is_sound (&reply.metadata));
  sem_thumbnail_is_sound (data, size, SEM_THUMBNAIL_SIDE);

  return 0;
}
