/* search-rating.h - the likeness of hits, and where likeness ends, for engine/search only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/request/search-answer-private.h"
#include "engine/search/request/search-request.h"
#include "engine/search/searcher/searcher-private.h"

G_BEGIN_DECLS

/**
 * SemSearchFeatureFunc:
 * @hit: (inout): becomes about @source, with the distance and the cosine to it
 * @source: index of one of the request's sources, of any weight
 *
 * Returns: (array) (transfer none) (nullable): the feature of @source in the view of it that fits
 *   the hit best, %SEM_BACKBONE_DIM floats; %NULL where the hit cannot be about that source
 */
typedef const float *(*SemSearchFeatureFunc) (SemSearchHit *hit, guint source, gpointer user_data);

/**
 * sem_search_likeness:
 * @feature: (array): of the query, %SEM_BACKBONE_DIM floats
 * @hit: with its photo, kind and cosine
 * @likeness: (out): from 0 to 1, not made monotone yet
 *
 * Reads the photo's stored feature. Where that is missing, as after the companion was restored from
 * an older backup, the likeness is the hit's cosine, which comes from the vectors, or what the
 * distance of the codes makes of it: the order stays the same, and the scale is the library's own
 * until the next indexing has computed the feature again. The same where the library's backbone has
 * no reference. A companion that does not exist at all is an error of the store.
 *
 * Returns: %FALSE with an error of the store
 */
gboolean sem_search_likeness (SemSearcher *self,
                              const float *feature,
                              const SemSearchHit *hit,
                              float *likeness,
                              GError **error);

/**
 * sem_search_choose_source:
 * @hit: (inout): with its photo and kind; afterwards about the source that it is most alike, the
 *   first of equal ones, with its likeness, not made monotone yet: that to this source, less the
 *   part above the end of likeness of its likeness to the source of negative weight that it is most
 *   alike
 *
 * Returns: %FALSE with an error of the store
 */
gboolean sem_search_choose_source (SemSearcher *self,
                                   const SemSearchRequest *request,
                                   SemSearchHit *hit,
                                   SemSearchFeatureFunc func,
                                   gpointer user_data,
                                   GError **error);

/**
 * sem_search_rate:
 * @hits: (element-type SemSearchHit) (inout): all that the search found, best first; afterwards at
 *   most the request's k, with likeness and above_chance, within its bounds on likeness
 * @func: gives the query's feature for a hit
 *
 * The first max (k, %SEM_LIKENESS_HEAD) are made monotone together.
 *
 * Returns: %FALSE with an error of the store, or %G_IO_ERROR_CANCELLED
 */
gboolean sem_search_rate (SemSearcher *self,
                          const SemSearchRequest *request,
                          GArray *hits,
                          SemSearchFeatureFunc func,
                          gpointer user_data,
                          GError **error);

G_END_DECLS
