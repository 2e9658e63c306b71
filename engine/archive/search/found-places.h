/* found-places.h - the files of photos in an archive, for engine/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/link/link.h"
#include "engine/archive/search/search.h"

G_BEGIN_DECLS

/**
 * sem_found_places_read:
 * @identity: (array): of the library that searches, see sem_archive_identify(); places of that
 *   library have SemArchivePlace.mine set
 * @photos: (array length=n)
 *
 * The first %SEM_ARCHIVE_MAX_PLACES of each photo, in the order in which they were published. A
 * malformed path counts as not published.
 *
 * Returns: (transfer full) (element-type gint64 GPtrArray): by photo, its #SemArchivePlace; %NULL
 *   with an error of the link
 */
GHashTable *sem_found_places_read (SemLink *link,
                                   const guint8 *identity,
                                   const gint64 *photos,
                                   guint n,
                                   GCancellable *cancellable,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a place of this library is the file at @path (nullable), or the file that @path is a link
 * to. */
gboolean sem_found_place_is_file (const SemArchivePlace *self, const char *path);

G_END_DECLS
