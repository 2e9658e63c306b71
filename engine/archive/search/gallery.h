/* gallery.h - the photos of an archive as a SemSearchGallery, for engine/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/search/parts.h"
#include "engine/search/searcher/search-gallery.h"

G_BEGIN_DECLS

/**
 * SemArchiveGallery:
 *
 * Queries the archive for the nearest codes, and holds them with their vectors and features in
 * memory. Rows are not trusted: a malformed code, or one whose distance from the query is not the
 * stated one, is an error; a malformed vector or feature counts as missing.
 */
typedef struct _SemArchiveGallery SemArchiveGallery;

/* @parts: opened; @identity: (array): of the library that searches, see sem_archive_identify();
 * @mirror: (nullable): all codes of the archive, which are scanned instead. All outlive the
 * gallery. (transfer full): %NULL with an error of the link. */
SemArchiveGallery *sem_archive_gallery_new (SemParts *parts,
                                            const guint8 *identity,
                                            SemHammingIndex *mirror,
                                            GCancellable *cancellable,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @self: (nullable) */
void sem_archive_gallery_free (SemArchiveGallery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemArchiveGallery, sem_archive_gallery_free)
/* (transfer none): for sem_searcher_new_for_gallery(). */
const SemSearchGallery *sem_archive_gallery_get (const SemArchiveGallery *self);

G_END_DECLS
