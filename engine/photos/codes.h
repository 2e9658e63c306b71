/* codes.h - from stored features to stored codes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/store/models.h"

G_BEGIN_DECLS

/* The fp16 feature of a photo as floats, SEM_BACKBONE_DIM of them; FALSE without @error where the
 * store has none. */
gboolean sem_codes_load_feature (SemStore *store,
                                 gint64 photo,
                                 const char *backbone,
                                 float *feature,
                                 GError **error);

/**
 * SemCodesBatch:
 * @last: the last photo with a code of the model when the batch was read
 * @n_read: photos without a code that it took; fewer than the limit means that it took all
 * @ids: (element-type gint64): those of them that have a feature, ascending
 * @gone: (element-type gint64): those whose feature turned out to be gone
 * @codes: (array): shape (ids->len, @words) 64-bit words
 * @vectors: (array): shape (ids->len, SEM_VECTOR_DIM) int8
 */
typedef struct
{
  gint64 model;
  gint64 last;
  guint n_read;
  guint words;
  GArray *ids;
  GArray *gone;
  guint64 *codes;
  gint8 *vectors;
} SemCodesBatch;

void sem_codes_batch_free (SemCodesBatch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemCodesBatch, sem_codes_batch_free)

/**
 * sem_codes_read:
 * @model_id: the model's row
 * @limit: the most photos to encode now
 *
 * Encodes the first photos that have a feature and no code of the model yet, and writes nothing.
 * On a slow disk the features take seconds to read: do not call it in a transaction, for which
 * others would wait.
 *
 * Returns: (transfer full): NULL with @error set, G_IO_ERROR_CANCELLED among others
 */
SemCodesBatch *sem_codes_read (SemStore *store,
                               gint64 model_id,
                               SemHashModel *model,
                               const char *backbone,
                               guint limit,
                               GCancellable *cancellable,
                               GError **error);
/**
 * sem_codes_write:
 * @written: (out): FALSE where the library has changed since the batch was read, so that nothing
 *   was written: read another
 *
 * Stores the codes, and marks the photos whose feature is gone to be read again. Call in a
 * transaction.
 */
gboolean sem_codes_write (SemStore *store,
                          const SemCodesBatch *batch,
                          const char *backbone,
                          gboolean *written,
                          GError **error);
/**
 * sem_codes_fill:
 * @n_filled: (out): photos dealt with; fewer than @limit means that none is left
 *
 * Both at once, in a transaction: for the few photos that were stored in the same one.
 */
gboolean sem_codes_fill (SemStore *store,
                         gint64 model_id,
                         SemHashModel *model,
                         const char *backbone,
                         guint limit,
                         guint *n_filled,
                         GError **error);

/* The active model and its row; NULL without @error where there is none. */
SemHashModel *sem_codes_load_active (SemStore *store, SemStoreModel *row, GError **error);
/* Sets SEM_ERROR_NO_MODEL for a library that has no active model: says whether photos are missing,
 * or their codes alone, and what makes them. */
void sem_codes_set_none (SemStore *store, GError **error);

G_END_DECLS
