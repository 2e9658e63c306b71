/* models.h - choose the active model of a library, name and compare the others
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/hash/models/hash-model.h"
#include "engine/hash/models/training-log.h"
#include "engine/store/models.h"

G_BEGIN_DECLS

/* @row: (out): the model @id, to be cleared. FALSE with SEM_ERROR_NO_MODEL where there is none, or
 * an error of the store. */
gboolean sem_models_find (SemStore *store, gint64 id, SemStoreModel *row, GError **error);
/* (transfer full): the hash function of a row with its data; NULL with SEM_ERROR_NO_MODEL where it
 * is unfinished, or SEM_ERROR_DAMAGED. */
SemHashModel *sem_models_read (const SemStoreModel *row, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_models_use:
 * @path: (type filename): the library
 * @backbone: id of the program's own backbone
 * @id: row of a model that is ready or offered
 * @progress: (nullable): reported on the calling thread
 *
 * Encodes the photos that the model has no code of, and makes it the active model in the
 * transaction of the last batch. It and the one before stay in the library from then on. The caller
 * holds the lock of sem_store_lock(). Blocks.
 *
 * Returns: FALSE with SEM_ERROR_NO_MODEL where there is no such model, or it is unfinished or of
 *   another backbone; an error of the store; or G_IO_ERROR_CANCELLED
 */
gboolean sem_models_use (const char *path,
                         const char *backbone,
                         gint64 id,
                         const SemProgress *progress,
                         GError **error);

/* Offers a model that is ready, or withdraws the offer; an unfinished one is not changed. FALSE
 * with SEM_ERROR_NO_MODEL where there is none, or an error of the store. The caller holds the
 * lock. */
gboolean sem_models_set_offered (const char *path, gint64 id, gboolean offered, GError **error);

/* Removes a model with its codes. FALSE with SEM_ERROR_NO_MODEL where there is none or it is the
 * active one, or an error of the store. The caller holds the lock. */
gboolean sem_models_drop (const char *path, gint64 id, GError **error);

/* @name, @note: (nullable): the user's name for the model, one line, and note about it; "" removes
 * it and NULL keeps it. FALSE with SEM_ERROR_NO_MODEL where there is none, SEM_ERROR_FAILED where a
 * text is too long, or an error of the store. The caller holds the lock. */
gboolean sem_models_set_words (const char *path,
                               gint64 id,
                               const char *name,
                               const char *note,
                               GError **error);

/**
 * sem_models_compare:
 * @path: (type filename): the library
 * @before: row of a finished model
 * @after: row of another one
 * @progress: (nullable): reported on the calling thread
 * @comparison: (out): see sem_compare_codes()
 *
 * Compares any two models of a library on a sample of its photos. Changes nothing. Blocks.
 *
 * Returns: FALSE with SEM_ERROR_NO_MODEL, SEM_ERROR_DAMAGED, an error of the store, or
 *   G_IO_ERROR_CANCELLED
 */
gboolean sem_models_compare (const char *path,
                             gint64 before,
                             gint64 after,
                             const SemProgress *progress,
                             SemCodeComparison *comparison,
                             GError **error);

G_END_DECLS
