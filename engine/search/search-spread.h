/* search-spread.h - how alike all photos are, for engine/search only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/request/search-answer-private.h"
#include "engine/search/searcher/search-scope.h"

G_BEGIN_DECLS

/**
 * sem_search_similar_and_all:
 * @filter: of the request
 * @spread: (out): how alike all photos are that the search ranks
 *
 * As sem_search_similar(). Counts the first hits by their likeness, and all other photos by what
 * the distances of their codes are expected to mean: of some of them, near and far, the likeness is
 * measured. No other photo is taken for more alike than the last of the first hits.
 */
GArray *sem_search_similar_and_all (SemSearcher *searcher,
                                    const SemSearchRequest *request,
                                    const SemSearchFilter *filter,
                                    GArray *looks,
                                    SemSearchSpread *spread,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_spread_estimate:
 * @distances: (array length=n): of the photos whose likeness was measured, in bits
 * @values: (array length=n): their likeness
 * @counts: (array): shape (@n_bits + 1): photos at each distance
 * @most: no photo is more alike than this
 * @spread: their expected numbers are added
 *
 * At each distance the likeness is taken to differ from its mean, which falls with the distance
 * (isotonic regression), as it does for those that were measured at the nearest distances.
 */
void sem_spread_estimate (const guint *distances,
                          const float *values,
                          guint n,
                          const guint32 *counts,
                          guint n_bits,
                          float most,
                          SemSearchSpread *spread);

/* Adds @n photos of the likeness @likeness. */
void sem_spread_add (SemSearchSpread *spread, float likeness, guint n);

G_END_DECLS
