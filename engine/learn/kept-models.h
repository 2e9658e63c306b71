/* kept-models.h - how many models a library keeps, and their disk space
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/models.h"

G_BEGIN_DECLS

/* Maximum number of models that a library keeps besides the active one and those with a name or a
 * note, the most recently used ones; and of models among these with a network of their own, which
 * takes 17 MB and 2.5 kB a photo. */
#define SEM_MODELS_KEPT 10
#define SEM_MODELS_KEPT_TUNED 2
/* Maximum size of the codes and vectors of all models but the active one, in bytes. Those of the
 * least recently used models are removed, and computed again when such a model is used. */
#define SEM_MODELS_KEPT_BYTES (G_GINT64_CONSTANT (512) * 1024 * 1024)

/* Bytes in the library and its companion. The network of a fine-tuned model is not counted. */
gint64 sem_model_size_get_bytes (const SemModelSize *size);

/* (transfer full): a model in a few words, such as: 3 “Flowers” (64 bits by ddh) */
char *sem_model_describe (const SemStoreModel *model) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_models_trim:
 * @most: maximum number of models, %SEM_MODELS_KEPT
 * @most_bytes: %SEM_MODELS_KEPT_BYTES
 * @dropped: (out) (nullable) (transfer full): a translated sentence that names the models that were
 *   removed; %NULL where there are none
 *
 * Removes models and codes beyond the limits, in a transaction of its own. Call sem_store_sweep()
 * afterwards. The caller holds the lock of sem_store_lock().
 *
 * Returns: FALSE with an error of the store
 */
gboolean
sem_models_trim (SemStore *store, guint most, gint64 most_bytes, char **dropped, GError **error);

G_END_DECLS
