/* codes.h - from stored features to stored codes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* The fp16 feature of a photo as floats, SEM_BACKBONE_DIM of them; FALSE without @error where the
 * store has none. */
gboolean sem_codes_load_feature (SemStore *store,
                                 gint64 photo,
                                 const char *backbone,
                                 float *feature,
                                 GError **error);

/**
 * sem_codes_fill:
 * @model_id: the model's row
 * @limit: the most photos to encode now
 * @n_filled: (out): photos dealt with; fewer than @limit means that none is left
 *
 * Encodes the photos that have a feature and no code of the model yet. Where the feature turns out
 * to be gone, the photo is marked to be read again. Call in a transaction.
 */
gboolean sem_codes_fill (SemStore *store,
                         gint64 model_id,
                         SemHashModel *model,
                         const char *backbone,
                         guint limit,
                         guint *n_filled,
                         GError **error);

/* The active model and its row; NULL without @error where there is none. */
SemHashModel *sem_codes_load_active (SemStore *store, SemStoreModel *row, GError **error);

G_END_DECLS
