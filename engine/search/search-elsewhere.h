/* search-elsewhere.h - search photos that are not in a library on this computer
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/request/search-request.h"
#include "engine/search/searcher/search-gallery.h"

G_BEGIN_DECLS

/**
 * sem_search_elsewhere:
 * @searcher: made by sem_searcher_new_for_gallery()
 * @request: of files and bytes, without a scope
 * @error: return location; as for sem_search(), or an error of the gallery
 *
 * Answers one request as sem_search() does, by the same code: where the gallery has the same photos
 * in the same order, model and backbone as a library, it finds the same photos in the same order,
 * with the same distance and likeness. A photo with the same bytes as a source comes first, with a
 * likeness of 1, where it has another file than the source's own; since only the gallery says that
 * the bytes are the same, it is not called identical here.
 *
 * Copies are searched for with the same views and windows of the sources, by codes, and then by the
 * sketches, hashes and thumbnails of the gallery; a photo that codes do not find is not found by
 * its perceptual hash or its inner pictures. Where copies are to be proven, only those are proven
 * whose files are on this computer.
 *
 * Returns: (transfer full) (element-type SemSearchHit): without files, sizes and dates; @photo is
 *   the gallery's; %NULL with @error set
 */
GArray *sem_search_elsewhere (SemSearcher *searcher,
                              const SemSearchRequest *request,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
