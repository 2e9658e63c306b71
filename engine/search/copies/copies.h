/* copies.h - altered copies of a picture, for engine/search only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/searcher/search-source.h"

G_BEGIN_DECLS

/**
 * sem_search_copies:
 * @searcher: refreshed
 * @looks: (element-type SemSearchLook): the request's sources; their subjects are filled
 *
 * The photos that a source may be a copy of, an altered copy of, or a part of. Plain borders are
 * trimmed from the source. It is compared in its eight orientations, by its codes and by the
 * perceptual hash of engine/index/sketch.h; the sketches of the best candidates, and then the
 * thumbnails of the best of those, are matched with the source's at every place and size, in both
 * directions, which finds crops. Several sources have the same candidates, those near any source of
 * positive weight, and their scores are summed by their weights. Bounds leave hits out at the end.
 *
 * Left out is the photo that the request names, and the photo of a library file that it names:
 * another file with the same content is a copy.
 *
 * Returns: (transfer full) (element-type SemSearchHit): at most k, without files and sizes; %NULL
 *   with %SEM_ERROR_NOT_FOUND, _UNREADABLE, _BUSY where the backbone changed meanwhile, an error of
 *   the decoder or the store, or %G_IO_ERROR_CANCELLED
 */
GArray *sem_search_copies (SemSearcher *searcher,
                           const SemSearchRequest *request,
                           GArray *looks,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
