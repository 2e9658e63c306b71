/* encoding.h - encode all photos with a model
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/hash/models/hash-model.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* Called in the transaction of the last batch. FALSE with @error rolls the batch back. */
typedef gboolean (*SemEncodeEndFunc) (SemStore *store, gpointer user_data, GError **error);

/**
 * SemEncoding:
 * @id: the model's row
 * @model: the model
 * @backbone: id of the features that it maps
 * @n_photos: about how many photos have no code, for progress
 * @end: (nullable): called in the transaction of the last batch
 * @end_data: for @end
 */
typedef struct
{
  gint64 id;
  SemHashModel *model;
  const char *backbone;
  guint n_photos;
  SemEncodeEndFunc end;
  gpointer end_data;
} SemEncoding;

/**
 * sem_encode_photos:
 * @progress: (nullable): reported between transactions
 *
 * Encodes the photos after the last one that has a code of the model, in batches of one transaction
 * each, so that a process that ends at any moment loses one batch. Features are read between the
 * transactions. When @end is called, every photo has a code, also those that were added during the
 * call. Memory is bounded by the batch. Blocks; cancellation takes effect within one photo.
 *
 * Returns: FALSE with an error of the store or of @end, or G_IO_ERROR_CANCELLED
 */
gboolean sem_encode_photos (SemStore *store,
                            const SemEncoding *encoding,
                            const SemProgress *progress,
                            GError **error);

G_END_DECLS
