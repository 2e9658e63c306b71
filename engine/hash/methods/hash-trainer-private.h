/* hash-trainer-private.h - parts of a training, for fine-tuning and tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/methods/hash-trainer.h"
#include "engine/hash/methods/method.h"

G_BEGIN_DECLS

/**
 * sem_hash_finish:
 * @input: of the features that will be encoded
 * @map: the map of the model
 *
 * Returns: (transfer full) (nullable): the model of @map, with int8 vectors along the principal
 *   directions of @input; %NULL when cancelled (without @error) or failed
 */
SemHashModel *sem_hash_finish (SemWork *job,
                               const SemHashInput *input,
                               const SemHashMap *map,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* sem_hash_train() with @n_threads threads, or 0 for one per processor. */
SemHashModel *sem_hash_train_threaded (const SemHashOptions *options,
                                       const float *features,
                                       gsize n,
                                       gsize d,
                                       guint n_threads,
                                       const SemProgress *progress,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
