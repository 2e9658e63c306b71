/* describe.h - give every photo a feature of a backbone
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/backbone.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * sem_describe_photos:
 * @store: for writing
 * @n_left_out: (out): visible photos whose files cannot be read now: they have no feature
 * @progress: (nullable): called from this thread
 *
 * Reads the visible photos that have no feature of the backbone yet and stores it, in small
 * transactions: what is committed is done, and an end at any moment loses only the last. The
 * library answers meanwhile, and needs no lock. Quick where nothing is missing. Blocks.
 *
 * Returns: FALSE with SEM_ERROR_NO_DECODER, an error of the store, or G_IO_ERROR_CANCELLED
 */
gboolean sem_describe_photos (SemStore *store,
                              SemBackbone *backbone,
                              guint *n_left_out,
                              SemProgressFunc progress,
                              gpointer user_data,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
