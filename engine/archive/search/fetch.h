/* fetch.h - fetches one value of each of some photos from all parts, for engine/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/search/parts.h"

G_BEGIN_DECLS

/* Returns: (transfer full) (nullable): the value of a cell, to be freed by the table; %NULL where
 * it is malformed */
typedef gpointer (*SemFetchFunc) (const SemCell *cell);

/**
 * sem_fetch:
 * @form: selects photos and a value each, of the photos in $1
 * @table: (element-type gint64 gpointer): owns its keys and values
 *
 * Fetches the values of the photos that are not in @table yet. Photos without a value get %NULL, so
 * that they are not fetched again.
 *
 * Returns: %FALSE with an error of sem_parts_run()
 */
gboolean sem_fetch (SemParts *parts,
                    const SemPartsForm *form,
                    SemFetchFunc read,
                    GHashTable *table,
                    const gint64 *photos,
                    guint n,
                    GCancellable *cancellable,
                    GError **error);

G_END_DECLS
