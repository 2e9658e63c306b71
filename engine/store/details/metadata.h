/* metadata.h - the metadata of photos: dates, cameras, coordinates
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

/* @metadata: (out): sound; its state is SEM_METADATA_UNREAD where it was not read yet, or there is
 * no such photo. */
gboolean
sem_store_get_metadata (SemStore *self, gint64 photo, SemMetadata *metadata, GError **error);

/**
 * sem_store_list_unread:
 * @decoder: (nullable): the version of the decoder; photos that another version failed on are
 *   listed as well, and with %NULL all photos that failed
 *
 * Reads the rows of all photos: call it seldom.
 *
 * Returns: (transfer full) (element-type gint64): visible photos whose metadata is to be read,
 *   ascending
 */
GArray *sem_store_list_unread (SemStore *self, const char *decoder, GError **error);

G_END_DECLS
