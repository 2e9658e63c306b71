/* index-inner.h - find the inner pictures of photos that were indexed without them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/index-context.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * sem_index_inner_run:
 * @store: open for writing
 * @n_workers: number of threads, at least 1
 *
 * Finds inner pictures in the thumbnails of photos that were not searched for them yet, as in a
 * library of an earlier version, and stores them; a photo whose thumbnail cannot be decoded has
 * none. What a stopped run has stored is kept. Blocks.
 *
 * Returns: FALSE with an error of the store, or G_IO_ERROR_CANCELLED
 */
gboolean sem_index_inner_run (const SemIndexContext *context,
                              SemStore *store,
                              guint n_workers,
                              GError **error);

G_END_DECLS
