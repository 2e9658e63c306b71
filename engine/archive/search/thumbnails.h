/* thumbnails.h - the small pictures of photos in an archive
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/* The longest thumbnail that is taken, in bytes. */
#define SEM_ARCHIVE_MAX_THUMBNAIL 262144

/**
 * sem_archive_read_thumbnails:
 * @uri: as for sem_link_open()
 * @photos: (array length=n): the archive's, as of #SemArchiveHit
 * @thumbnails: (out caller-allocates) (array length=n): bytes that a publisher calls a JPEG, and
 *   that only the decoder's process may look into; %NULL where there are none
 *
 * Asks all parts of the archive at once. Of a part that does not answer there are none. Blocks.
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
