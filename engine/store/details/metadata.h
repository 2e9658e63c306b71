/* metadata.h - what the camera noted beside the pixels of photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/metadata.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * sem_store_put_metadata:
 * @metadata: sound; one whose state is %SEM_METADATA_UNREAD is not stored
 * @decoder: the version of the decoder, for one that failed; UTF-8
 *
 * Files with the same content share what it says. Call in a transaction.
 */
gboolean sem_store_put_metadata (SemStore *self,
                                 gint64 photo,
                                 const SemMetadata *metadata,
                                 const char *decoder,
                                 GError **error);

/* @metadata: (out): sound; its state is SEM_METADATA_UNREAD where nobody has looked yet, or there
 * is no such photo. */
gboolean
sem_store_get_metadata (SemStore *self, gint64 photo, SemMetadata *metadata, GError **error);

/**
 * sem_store_list_unread:
 * @decoder: (nullable): the version of the decoder; what an earlier one failed on is tried again,
 *   and with %NULL what any one failed on
 *
 * Reads the rows of all photos: call it seldom.
 *
 * Returns: (transfer full) (element-type gint64): visible photos whose metadata is to be read,
 *   ascending
 */
GArray *sem_store_list_unread (SemStore *self, const char *decoder, GError **error);

G_END_DECLS
