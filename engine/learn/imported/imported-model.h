/* imported-model.h - trains on imported features, and searches by the codes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/learn/imported/imported.h"

G_BEGIN_DECLS

/* Reads the features of the photos @ids (element-type gint64). Returns: (transfer full): shape
 * (ids->len, d); NULL with SEM_ERROR_NOT_FOUND where one is gone, SEM_ERROR_FAILED without memory,
 * an error of the store, or G_IO_ERROR_CANCELLED */
float *sem_imported_load (SemStore *store,
                          const SemImported *imported,
                          const GArray *ids,
                          const SemProgress *progress,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SemImportedTraining:
 * @model: row of the new model, which does not become active
 * @photos: photos that have such a feature
 * @trained_on: how many of them it was trained on
 * @remark: (nullable) (transfer full): see sem_hash_model_get_remark()
 */
typedef struct
{
  gint64 model;
  guint photos;
  guint trained_on;
  char *remark;
} SemImportedTraining;

/**
 * sem_imported_train:
 * @path: (type filename): the library; the caller holds the lock of sem_store_lock()
 * @options: of any method but BCDH
 * @training: (out)
 *
 * Trains a model with the name of the features, encodes all photos that have such a feature, and
 * removes an earlier model of these features. Blocks.
 *
 * Returns: FALSE with SEM_ERROR_NOT_FOUND, SEM_ERROR_TOO_FEW, an error of the store or of
 *   sem_hash_train(), or G_IO_ERROR_CANCELLED
 */
gboolean sem_imported_train (const char *path,
                             const char *name,
                             const SemHashOptions *options,
                             SemImportedTraining *training,
                             const SemProgress *progress,
                             GError **error);

/* @path: (type filename); @distance: in bits; @score: see sem_rerank_score() */
typedef struct
{
  char *path;
  guint distance;
  double score;
} SemImportedHit;

/**
 * sem_imported_search:
 * @hash: (array fixed-size=32): of the photo's contents
 * @k: the most hits, at least 1
 *
 * Searches by the codes of the model that sem_imported_train() made, and orders the head as every
 * search does. Blocks.
 *
 * Returns: (transfer full) (element-type SemImportedHit): without the photo itself, the best first;
 *   NULL with SEM_ERROR_NOT_FOUND where the photo has no such feature, SEM_ERROR_NO_MODEL,
 *   SEM_ERROR_DAMAGED, or an error of the store
 */
GArray *sem_imported_search (SemStore *store,
                             const char *name,
                             const guint8 *hash,
                             guint k,
                             GCancellable *cancellable,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
