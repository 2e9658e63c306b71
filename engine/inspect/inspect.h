/* inspect.h - measure the quality of a library's codes, without labels
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/inspect/inspection.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * sem_inspect_library:
 * @path: (type filename): the library
 * @model: the row of a model, or 0 for the active one
 * @progress: (nullable)
 *
 * Measures every metric of metrics.h on a random sample, and stores it with the model. A run that
 * is stopped, or ends with its process, is continued by the next one; measurements from before
 * photos were added are used again, as are the altered photos of another model. Where the weights
 * of the network, the decoder or all files are missing, photos are not altered, and those metrics
 * are missing. The same library and model give the same numbers at any number of threads. Takes no
 * lock of the library, and the library can be searched and indexed meanwhile. Blocks.
 *
 * Returns: (transfer full): the inspection, or %NULL with SEM_ERROR_NO_MODEL, SEM_ERROR_TOO_FEW,
 *   SEM_ERROR_NOT_FOUND, SEM_ERROR_DAMAGED, an error of the store, or G_IO_ERROR_CANCELLED
 */
SemInspection *sem_inspect_library (const char *path,
                                    gint64 model,
                                    const SemProgress *progress,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_inspect_load:
 * @model: the row of a model
 * @inspection: (out) (transfer full) (nullable): the stored inspection; %NULL where the model was
 *   not measured, or only in part
 * @current: (out) (optional): whether the library has not changed since
 *
 * Returns: FALSE with an error of the store
 */
gboolean sem_inspect_load (SemStore *store,
                           gint64 model,
                           SemInspection **inspection,
                           gboolean *current,
                           GError **error);

G_END_DECLS
