/* results-private.h - for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/search.h"
#include "engine/model/photo-list.h"
#include "engine/model/results.h"

G_BEGIN_DECLS

/* Searches on the calling thread for at most @k hits. @bounds: (nullable): how alike they shall be;
 * %NULL to count how alike all photos are instead. */
SemSearchAnswer *sem_query_ask (SemQuery *self,
                                SemSearcher *searcher,
                                guint k,
                                const SemBounds *bounds,
                                GCancellable *cancellable,
                                GError **error);

/* Proves an answer of sem_query_ask() on the calling thread. */
SemSearchAnswer *sem_query_prove (SemQuery *self,
                                  SemSearcher *searcher,
                                  const SemSearchAnswer *answer,
                                  GCancellable *cancellable,
                                  GError **error);

/**
 * sem_results_new:
 * @answer: (transfer full)
 * @pixels: (transfer full) (element-type SemPixels): thumbnails of the query's sources, %NULL for
 *   none
 * @photos: has the items of the hits
 */
SemResults *
sem_results_new (SemQuery *query, SemSearchAnswer *answer, GPtrArray *pixels, SemPhotoList *photos);

/* Says within which bounds the hits of new results were searched for. @before: (nullable): results
 * of the same query, whose spread they take over. */
void sem_results_set_bounds (SemResults *self, const SemBounds *bounds, SemResults *before);

/* Returns: (transfer none): what the results were made of, which any thread may read while they
 * live and are not refined; it is not replaced when they are proven. */
const SemSearchAnswer *sem_results_get_answer (SemResults *self);

/**
 * sem_results_take_proof:
 * @proven: (transfer none): the answer with its proof
 * @held: the position whose match keeps it, or any other number for none
 *
 * Changes kinds, likenesses and the order.
 */
void sem_results_take_proof (SemResults *self, const SemSearchAnswer *proven, guint held);

/**
 * sem_results_refine:
 * @answer: (transfer full): to the same query, proven where these results are; the proof of these
 *   must not run
 * @photos: has the items of the hits
 * @held: (array length=n_held): positions whose matches keep them; other numbers are ignored
 *
 * The hits become those of @answer. Matches above the end of likeness come in and go out, unless
 * all are shown.
 */
void sem_results_refine (SemResults *self,
                         SemSearchAnswer *answer,
                         SemPhotoList *photos,
                         const guint *held,
                         guint n_held);

G_END_DECLS
