/* codes.h - encode stored features
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/store/models.h"

G_BEGIN_DECLS

/**
 * sem_codes_load_feature:
 * @photo: a photo's row
 * @backbone: the id of the backbone that computed the feature
 * @feature: (out caller-allocates): shape (SEM_BACKBONE_DIM), converted from half precision;
 * written only where it is found
 * @found: (out): whether the store has the feature; FALSE on failure
 *
 * Returns: FALSE with an error of the store
 */
gboolean sem_codes_load_feature (SemStore *store,
                                 gint64 photo,
                                 const char *backbone,
                                 float *feature,
                                 gboolean *found,
                                 GError **error);

/* The same for a backbone whose features have @d numbers. */
gboolean sem_codes_load_feature_of (SemStore *store,
                                    gint64 photo,
                                    const char *backbone,
                                    gsize d,
                                    float *feature,
                                    gboolean *found,
                                    GError **error);

/**
 * SemCodesBatch:
 * @model: the model's row
 * @last: the last photo that had a code of the model when the batch was read, 0 for none
 * @n_read: photos without a code that were read; fewer than the limit means that none is left
 * @d: numbers of a feature of the model
 * @words: 64-bit words in a code
 * @ids: (element-type gint64): those of the photos that have a feature, ascending
 * @gone: (element-type gint64): those whose feature is missing
 * @codes: (array): shape (ids->len, @words) 64-bit words
 * @vectors: (array): shape (ids->len, SEM_VECTOR_DIM) int8
 */
typedef struct
{
  gint64 model;
  gint64 last;
  guint n_read;
  gsize d;
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
 * @limit: the most photos to encode
 * @cancellable: (nullable)
 *
 * Encodes the first photos that have a feature and no code of the model, and writes nothing. Do not
 * call it in a transaction: on a slow disk reading the features takes seconds, during which other
 * writers would wait.
 *
 * Returns: (transfer full): NULL with an error of the store, or G_IO_ERROR_CANCELLED
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
 * @written: (out): FALSE where the library has changed since the batch was read: then nothing was
 *   written, and the batch has to be read again
 *
 * Stores the codes, and marks the photos whose feature is missing to be decoded again by the next
 * indexing. Call in a transaction.
 *
 * Returns: FALSE with an error of the store
 */
gboolean sem_codes_write (SemStore *store,
                          const SemCodesBatch *batch,
                          const char *backbone,
                          gboolean *written,
                          GError **error);
/**
 * sem_codes_fill:
 * @n_filled: (out): photos that were read; fewer than @limit means that none is left
 *
 * Reads and writes a batch. Call in a transaction, for the few photos that were stored in it.
 *
 * Returns: FALSE with an error of the store
 */
gboolean sem_codes_fill (SemStore *store,
                         gint64 model_id,
                         SemHashModel *model,
                         const char *backbone,
                         guint limit,
                         guint *n_filled,
                         GError **error);

/**
 * sem_codes_load_active:
 * @row: (out): the active model's row, to be cleared by the caller, also on failure; id 0 where
 *   there is none
 * @model: (out) (transfer full) (nullable): the model; NULL where there is none, and on failure
 *
 * Returns: FALSE with SEM_ERROR_DAMAGED where the model cannot be used, or an error of the store
 */
gboolean
sem_codes_load_active (SemStore *store, SemStoreModel *row, SemHashModel **model, GError **error);
/* Sets SEM_ERROR_NO_MODEL for a library that has no active model; the message says whether it has
 * no photos or only no codes, and what to do. */
void sem_codes_set_none (SemStore *store, GError **error);

G_END_DECLS
