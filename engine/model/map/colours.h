/* colours.h - the mean colour of each photo, by its thumbnail; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * sem_map_colours_new:
 * @photos: (array length=n): ids
 * @error: return location; %G_IO_ERROR_CANCELLED, or an error of the store
 *
 * Decodes the thumbnails of the library at an eighth of their size. A photo without a thumbnail,
 * or with a damaged one, is grey. Blocks; 50,000 photos take some ten seconds.
 *
 * Returns: (transfer full): shape (n, 3): R G B, or %NULL with @error set
 */
guint8 *sem_map_colours_new (SemStore *store,
                             const gint64 *photos,
                             guint n,
                             SemWork *work,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
