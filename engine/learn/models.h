/* models.h - which of a library's models answers
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/**
 * sem_models_use:
 * @path: (type filename): the library
 * @backbone: id of the features that the library has
 * @id: a model that is ready or offered
 * @progress: (nullable): called from this thread
 *
 * Encodes the photos that came since, and makes the model the active one with the last of them: one
 * transaction. The one before stays in the library. The caller holds the lock of sem_store_lock().
 * Blocks.
 *
 * Returns: FALSE with SEM_ERROR_NO_MODEL where there is no such model, or it is unfinished or of
 *   another network; an error of the store; or G_IO_ERROR_CANCELLED
 */
gboolean sem_models_use (const char *path,
                         const char *backbone,
                         gint64 id,
                         SemProgressFunc progress,
                         gpointer user_data,
                         GCancellable *cancellable,
                         GError **error);

/* Offers a model that is ready, or no longer. The caller holds the lock. */
gboolean sem_models_set_offered (const char *path, gint64 id, gboolean offered, GError **error);

/* Removes a model with its codes; SEM_ERROR_NO_MODEL where there is none, or it is the active one.
 * The caller holds the lock. */
gboolean sem_models_drop (const char *path, gint64 id, GError **error);

G_END_DECLS
