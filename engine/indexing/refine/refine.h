/* refine.h - decode in full the photos that were indexed from reduced pictures
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/index-context.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * sem_refine_run:
 * @store: open for writing
 * @n_workers: threads that decode, at least 1
 * @n_refined: (out): number of photos that were refined
 *
 * Decodes the whole pictures, and replaces thumbnails, features, codes of all models and everything
 * else that was computed from the reduced pictures, in small transactions: what a stopped run has
 * stored is kept. Photos that the user views come first (sem_index_status_want()). A photo without
 * an existing and unchanged file is left for the next run; a file that cannot be decoded in full is
 * marked as failed. Blocks.
 *
 * Returns: FALSE with %SEM_ERROR_NO_DECODER, an error of the store, or G_IO_ERROR_CANCELLED
 */
gboolean sem_refine_run (const SemIndexContext *context,
                         SemStore *store,
                         guint n_workers,
                         guint *n_refined,
                         GError **error);

G_END_DECLS
