/* index-metadata.h - read the metadata of photos that were indexed without it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/index-context.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * sem_index_metadata_run:
 * @store: open for writing
 * @n_workers: threads that read, at least 1
 *
 * Reads and stores the metadata of the photos that have none stored, as those of a library of an
 * earlier version, without decoding them; a photo whose file does not exist, or has changed, is
 * left for the next run. Photos whose metadata an earlier version of the decoder could not read are
 * tried again. What a stopped run has stored is kept. Without a decoder it does nothing. Blocks.
 *
 * Returns: FALSE with an error of the store, or G_IO_ERROR_CANCELLED
 */
gboolean sem_index_metadata_run (const SemIndexContext *context,
                                 SemStore *store,
                                 guint n_workers,
                                 GError **error);

G_END_DECLS
