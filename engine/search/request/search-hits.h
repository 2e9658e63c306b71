/* search-hits.h - combines the scores of several sources into one hit, for engine/search only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/index/rerank.h"
#include "engine/search/request/search-answer-private.h"
#include "engine/search/request/search-request.h"

G_BEGIN_DECLS

/**
 * sem_search_hit_combine:
 * @self: (inout): its photo is set; distance, likeness, score and source are written
 * @ranked: (array): the photo compared with each of the request's sources
 *
 * The hit's source is the one of positive weight, within the request's distance, whose score times
 * its weight is the largest; by distance it is the nearest. Of equal ones it is the first. The
 * hit's score is that product, so that photos that are most similar to any one of the sources come
 * first; with one source of weight 1 it is that source's score. A source of negative weight reduces
 * it by its weight times the amount by which its score exceeds that of unrelated photos; of
 * several, only the largest reduction counts.
 *
 * Returns: %FALSE where the photo is too far from every source of positive weight
 */
gboolean sem_search_hit_combine (SemSearchHit *self,
                                 const SemSearchRequest *request,
                                 const SemRankedHit *ranked);

/* Best first: by descending score, or by ascending distance; of equal hits by ascending photo id.
 */
void sem_search_hits_sort (GArray *hits, gboolean by_distance);

G_END_DECLS
