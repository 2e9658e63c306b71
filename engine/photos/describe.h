/* describe.h - compute the missing features of a backbone
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/nn/backbone.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * sem_describe_photos:
 * @store: open for writing
 * @n_left_out: (out): visible photos whose files cannot be decoded now, which get no feature
 * @progress: (nullable): reported on the calling thread
 *
 * Decodes the visible photos that have no feature of the backbone and stores their features, in
 * small transactions: if the process ends, only the last transaction is lost. The caller needs no
 * lock, and the library can be searched meanwhile. Returns quickly where no feature is missing.
 * Blocks.
 *
 * Returns: FALSE with SEM_ERROR_NO_DECODER, an error of the store, or G_IO_ERROR_CANCELLED
 */
gboolean sem_describe_photos (SemStore *store,
                              SemBackbone *backbone,
                              guint *n_left_out,
                              const SemProgress *progress,
                              GError **error);

G_END_DECLS
