/* hash-trainer.h - learn a hash function from features, without labels
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
 * @features: (array): shape (n, d), row-major, finite; the caller sorts rows by content hash, so
 *   that the same photos give the same model
 * @n: rows, at least 1, at most SEM_HASH_MAX_TRAINING
 * @d: columns, at least 1
 * @progress: (nullable): called from this thread; cancellation is checked at least every half
 * second
 * @error: return location; SEM_ERROR_FAILED, SEM_ERROR_TOO_FEW or G_IO_ERROR_CANCELLED
 *
 * Blocks. The same rows, options and kernel set give the same model at any thread count.
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
