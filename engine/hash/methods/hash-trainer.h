/* hash-trainer.h - train a hash function on features, without labels
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/hash/models/hash-model.h"

G_BEGIN_DECLS

/**
 * sem_hash_train:
 * @options: which method, how many bits, and so on
 * @features: (array): shape (n, d), row-major, finite. The caller sorts the rows by content hash,
 * so that the same photos give the same model
 * @n: rows, at least 1, at most SEM_HASH_MAX_TRAINING
 * @d: columns, at least 1
 * @progress: (nullable): called in this thread; cancellation is checked at least every half
 * second
 * @error: return location; SEM_ERROR_FAILED, SEM_ERROR_TOO_FEW or G_IO_ERROR_CANCELLED
 *
 * Blocks, and uses a thread per processor. The same rows, options and kernel set give the same
 * model with any number of threads.
 *
 * Returns: (transfer full): the model, or %NULL with @error set
 */
SemHashModel *sem_hash_train (const SemHashOptions *options,
                              const float *features,
                              gsize n,
                              gsize d,
                              const SemProgress *progress,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
