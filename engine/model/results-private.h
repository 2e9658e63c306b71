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

/* Searches on the calling thread for at most @k hits. */
SemSearchAnswer *sem_query_ask (SemQuery *self,
                                SemSearcher *searcher,
                                guint k,
                                GCancellable *cancellable,
                                GError **error);

/* @pixels: (nullable) (transfer full): the query's thumbnail; @photos: has the items of the hits.
 */
SemResults *sem_results_new (SemQuery *query,
                             const SemSearchAnswer *answer,
                             SemPixels *pixels,
                             SemPhotoList *photos);

G_END_DECLS
