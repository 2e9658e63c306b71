/* encoding.h - give every photo a code of a model
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* Called in the transaction of the last batch. */
typedef gboolean (*SemEncodeEndFunc) (SemStore *store, gpointer user_data, GError **error);

/**
 * SemEncoding:
 * @id: the model's row
 * @backbone: id of the features
 * @n_photos: about so many are there, for progress
 * @end: (nullable): what is to be one transaction with the last batch
 * @progress: (nullable): called between transactions
 */
typedef struct
{
  gint64 id;
  SemHashModel *model;
  const char *backbone;
  guint n_photos;
  SemEncodeEndFunc end;
  gpointer end_data;
  SemProgressFunc progress;
  gpointer progress_data;
} SemEncoding;

/**
 * sem_encode_photos:
 *
 * Goes on after the last photo that has a code of the model, in batches of a transaction each: what
 * is done stays done after a kill. Features are read between the transactions, so that others who
 * write wait for the codes alone. No photo which is added meanwhile is without a code when @end is
 * called. Memory is bounded by the batch. Blocks; cancelled within a photo while features are read.
 */
gboolean sem_encode_photos (SemStore *store,
                            const SemEncoding *encoding,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
