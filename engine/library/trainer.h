/* trainer.h - learn a library's codes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/hash-trainer.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemTrainSummary:
 * @photos: photos in the library
 * @trained_on: photos that training looked at, at most %SEM_HASH_MAX_TRAINING
 * @remark: (nullable): a translated sentence where training could not do what was asked
 * @seconds: it took
 */
typedef struct
{
  guint photos;
  guint trained_on;
  char *remark;
  double seconds;
} SemTrainSummary;

void sem_train_summary_clear (SemTrainSummary *summary);

/**
 * sem_train_choose_options:
 * @active: the row of the active model; its id is 0 where there is none
 *
 * The options to train with again: the active model's method, length and seed, else the defaults.
 */
void sem_train_choose_options (const SemStoreModel *active, SemHashOptions *options);

/**
 * sem_train_library:
 * @path: (type filename): the library
 * @backbone: id of the features to train on
 * @provisional: whether photos are still being indexed, so that another training follows
 * @progress: (nullable): called from this thread
 *
 * Trains on the library's visible photos in the order of their content hashes, encodes every photo
 * with the new model, and makes it the active one in one transaction. Until then the old model
 * answers; an end at any moment before leaves the old one in place. The caller holds the lock of
 * sem_store_lock(). Blocks.
 *
 * Returns: FALSE with SEM_ERROR_TOO_FEW where there is no photo, an error of the store or of
 *   sem_hash_train(), or G_IO_ERROR_CANCELLED
 */
gboolean sem_train_library (const char *path,
                            const char *backbone,
                            const SemHashOptions *options,
                            gboolean provisional,
                            SemProgressFunc progress,
                            gpointer user_data,
                            GCancellable *cancellable,
                            SemTrainSummary *summary,
                            GError **error);

G_END_DECLS
