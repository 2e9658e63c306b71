/* search-spread.h - the histogram of the likeness of all photos, for engine/search only
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
 * @spread: (out): the histogram of all photos that the search ranks
 *
 * As sem_search_similar(). The first hits are counted by their likeness, all other photos by an
 * estimate from the distances of their codes, for which the likeness of a sample of near and far
 * photos is measured. No other photo counts as more alike than the last of the first hits.
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
 * @spread: (inout): the expected number of photos is added to each bin
 *
 * The mean likeness falls with the distance (isotonic regression); around it, the likeness at each
 * distance is assumed to be distributed as for the photos that were measured at the nearest
 * distances.
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
