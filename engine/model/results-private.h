/* results-private.h - for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/searcher/searcher.h"
#include "engine/model/photo-list.h"
#include "engine/model/results.h"

G_BEGIN_DECLS

/* Asks @searcher on the calling thread. */
SemSearchAnswer *sem_query_ask (SemQuery *self,
                                SemSearcher *searcher,
                                const SemSearchOptions *options,
                                GCancellable *cancellable,
                                GError **error);

/* @photos: gives the items of the hits. */
SemResults *sem_results_new (SemQuery *query,
                             const SemSearchAnswer *answer,
                             SemPixels *pixels,
                             SemPhotoList *photos);

G_END_DECLS
