/* search-similar.h - photos that look alike, for engine/search only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/searcher/search-source.h"

G_BEGIN_DECLS

/**
 * sem_search_similar:
 * @searcher: refreshed
 * @looks: (element-type SemSearchLook): the request's sources; their subjects are filled
 *
 * For each source of positive weight scans all codes within the scope and takes the nearest max
 * (500, 20·k) whose likeness is not above the request's upper bound; orders those of all sources by
 * the score of engine/index/rerank.h, summed over the sources by their weights. Pictures inside a
 * source, such as the tiles of a collage, have candidates of their own, whose scores are reduced by
 * a constant. Where another model becomes active meanwhile, all photos are ranked again by that
 * model. Blocks; call it in the searcher's thread.
 *
 * Returns: (transfer full) (element-type SemSearchHit): at most k, without files and sizes; %NULL
 *   with %SEM_ERROR_NOT_FOUND, an error of the decoder or the store, or %G_IO_ERROR_CANCELLED
 */
GArray *sem_search_similar (SemSearcher *searcher,
                            const SemSearchRequest *request,
                            GArray *looks,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
