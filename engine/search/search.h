/* search.h - search a library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/request/search-answer.h"
#include "engine/search/request/search-request.h"
#include "engine/search/searcher/searcher.h"

G_BEGIN_DECLS

/**
 * sem_search:
 * @searcher: of the library
 * @request: (transfer none): what to search for
 * @error: return location; %SEM_ERROR_FAILED where no source has a positive weight;
 *   %SEM_ERROR_UNREADABLE, _NOT_AN_IMAGE, _DAMAGED, _TOO_LARGE, _DECODER_DIED, _DECODER_TIMED_OUT,
 *   _NO_DECODER for a source; %SEM_ERROR_NOT_FOUND where the library has no such photo, or does not
 *   exist; %SEM_ERROR_NO_MODEL where it has no codes or no photos; %SEM_ERROR_BUSY where the
 *   backbone changed during a search for copies; an error of the store; %G_IO_ERROR_CANCELLED
 *
 * Answers one request. First loads what the library has committed since the last search. The scan
 * is exact: the candidates are the nearest codes within the scope, of those photos whose likeness
 * is not above the upper bound; see engine/search/search-similar.h and
 * engine/search/copies/copies.h. The other bounds only leave hits out. The same library and request
 * give the same hits on every CPU of one kernel set.
 *
 * A photo that holds the same bytes as a source of positive weight comes before all others, as
 * %SEM_COPY_IDENTICAL, of likeness 1 and distance 0, in both views. Of a library's files only those
 * are left out that the sources are; see engine/search/searcher/search-own.h.
 *
 * A search for copies calls none of its hits a copy of any kind unless the request says that they
 * are to be proven, as sem_search_prove() does.
 *
 * A photo of the library, and for similar photos a picture with the same content, is compared by
 * its stored feature. Blocks the calling thread.
 *
 * Returns: (transfer full): the answer, or %NULL with @error set
 */
SemSearchAnswer *sem_search (SemSearcher *searcher,
                             const SemSearchRequest *request,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_search_prove:
 * @searcher: of the library
 * @request: the one that was answered
 * @answer: (transfer none): its answer
 * @error: return location; an error of the store, or %G_IO_ERROR_CANCELLED
 *
 * Proves the first hits of a search for copies, which takes longer than the search: each photo is
 * decoded and laid over its source, see engine/proof/proof.h. Proven hits get their kind and come
 * first, then hits that were located inside the query; all others stay in their order. Photos whose
 * files do not exist, or have changed, are not called copies. For a search for similar photos, or
 * an answer that has been proven, the new answer equals the old one. Blocks the calling thread.
 *
 * Returns: (transfer full): the new answer, or %NULL with @error set
 */
SemSearchAnswer *sem_search_prove (SemSearcher *searcher,
                                   const SemSearchRequest *request,
                                   const SemSearchAnswer *answer,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
