/* fetch.h - what all parts of an archive have of some photos, for engine/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/search/parts.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): what a cell says, with g_malloc() or as the table frees it. */
typedef gpointer (*SemFetchFunc) (const SemCell *cell);

/**
 * sem_fetch:
 * @form: selects photos and a value each, of the photos in $1
 * @table: (element-type gint64 gpointer): owns its keys and values
 *
 * Fetches what @table does not have of the photos. Of those that have nothing it has %NULL then, so
 * that they are not asked for again.
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
