/* search-words.h - photos that fit words, for engine/search only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/searcher/search-scope.h"

G_BEGIN_DECLS

/**
 * sem_search_words:
 * @request: with a text
 * @looks: (element-type SemSearchLook): the request's sources
 *
 * Compares every photo of the scope that has a feature with the words and the sources, exactly and
 * without codes. With t, f_i and x the features of the text, of the sources and of a photo, each of
 * length 1 and not centred, since networks of words are trained so, and w_i the weights of the
 * sources, the photos are ordered by the cosine of x and t + Σ w_i f_i.
 *
 * Returns: (transfer full) (element-type SemSearchHit): the best first, at most the request's k;
 *   their likeness is that cosine, at least 0. %NULL with %SEM_ERROR_NO_PROGRAM where the active
 *   model's backbone takes no words, what sem_backbone_describe_words() sets, an error of the
 *   decoder or the store, or %G_IO_ERROR_CANCELLED
 */
GArray *sem_search_words (SemSearcher *searcher,
                          const SemSearchRequest *request,
                          const SemSearchFilter *filter,
                          GArray *looks,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
