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
 * @n_refined: (out): photos that were
 *
 * Replaces thumbnails, features, codes of all models and what else was made of a reduced picture by
 * what the whole one gives, in small transactions: what a stopped run has stored is kept. Photos
 * that a person looks at come first (sem_index_status_want()). A photo none of whose files is there
 * and unchanged is left for the next run; a file that cannot be decoded in full fails now. Blocks.
 *
 * Returns: FALSE with %SEM_ERROR_NO_DECODER, an error of the store, or G_IO_ERROR_CANCELLED
 */
gboolean sem_refine_run (const SemIndexContext *context,
                         SemStore *store,
                         guint n_workers,
                         guint *n_refined,
                         GError **error);

G_END_DECLS
