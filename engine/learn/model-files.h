/* model-files.h - take models out of a library and into another one
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"

G_BEGIN_DECLS

/**
 * sem_models_export:
 * @path: (type filename): the library
 * @id: row of a finished model
 * @file: (type filename): to write, see model-file.h
 * @overwrite: whether it may exist
 *
 * Writes the model with its name, note and log, but no code of any photo. A network that was
 * trained on the library's photos is not written: such a model can be imported where that network
 * is. Blocks.
 *
 * Returns: FALSE with SEM_ERROR_NO_MODEL, SEM_ERROR_FAILED where the file cannot be written, or an
 *   error of the store
 */
gboolean sem_models_export (const char *path,
                            gint64 id,
                            const char *file,
                            gboolean overwrite,
                            GError **error);

/**
 * sem_models_import:
 * @path: (type filename): the library
 * @backbone: id of the program's own backbone
 * @file: (type filename): from sem_models_export(), not trusted
 * @id: (out): the model's row, or that of the same model where the library has it
 * @known: (out) (optional): whether it has it
 *
 * Adds the model and encodes all photos with it. It becomes active only where no model is. The
 * caller holds the lock of sem_store_lock(). Blocks.
 *
 * Returns: FALSE with what sem_model_file_read() sets, SEM_ERROR_NO_MODEL where it is of a backbone
 *   that the library does not have, SEM_ERROR_UNREADABLE, an error of the store, or
 *   G_IO_ERROR_CANCELLED
 */
gboolean sem_models_import (const char *path,
                            const char *backbone,
                            const char *file,
                            gint64 *id,
                            gboolean *known,
                            const SemProgress *progress,
                            GError **error);

G_END_DECLS
