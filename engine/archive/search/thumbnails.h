/* thumbnails.h - fetches thumbnails of photos in an archive
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/* Maximum size of a thumbnail, in bytes; larger ones count as missing. */
#define SEM_ARCHIVE_MAX_THUMBNAIL 262144

/**
 * sem_archive_read_thumbnails:
 * @uri: as for sem_link_open()
 * @photos: (array length=n): the archive's, as of #SemArchiveHit
 * @thumbnails: (out caller-allocates) (array length=n): bytes that should be a JPEG file; not
 *   trusted: only the decoder process may decode them; %NULL where there are none
 *
 * Queries all parts of the archive with one statement. Photos of a part that does not answer have
 * none. Blocks.
 *
 * Returns: %FALSE with an error of sem_archive_open() or the link; then @thumbnails has nothing
 */
gboolean sem_archive_read_thumbnails (const char *uri,
                                      const gint64 *photos,
                                      guint n,
                                      GBytes **thumbnails,
                                      GCancellable *cancellable,
                                      GError **error);

G_END_DECLS
