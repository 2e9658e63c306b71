/* models.h - choose the active model of a library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"

G_BEGIN_DECLS

/**
 * sem_models_use:
 * @path: (type filename): the library
 * @backbone: id of the program's own backbone
 * @id: row of a model that is ready or offered
 * @progress: (nullable): reported on the calling thread
 *
 * Encodes the photos that the model has no code of, and makes it the active model in the
 * transaction of the last batch. The one before stays in the library. The caller holds the lock of
 * sem_store_lock(). Blocks.
 *
 * Returns: FALSE with SEM_ERROR_NO_MODEL where there is no such model, or it is unfinished or of
 *   another backbone; an error of the store; or G_IO_ERROR_CANCELLED
 */
gboolean sem_models_use (const char *path,
                         const char *backbone,
                         gint64 id,
                         const SemProgress *progress,
                         GError **error);

/* Offers a model that is ready, or withdraws the offer; an unfinished one is left alone. FALSE with
 * SEM_ERROR_NO_MODEL where there is none, or an error of the store. The caller holds the lock. */
gboolean sem_models_set_offered (const char *path, gint64 id, gboolean offered, GError **error);

/* Removes a model with its codes. FALSE with SEM_ERROR_NO_MODEL where there is none or it is the
 * active one, or an error of the store. The caller holds the lock. */
gboolean sem_models_drop (const char *path, gint64 id, GError **error);

G_END_DECLS
