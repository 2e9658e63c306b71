/* search-proof.h - proves the first hits of a search for copies, for engine/search only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/proof/proof.h"
#include "engine/search/searcher/searcher-private.h"
#include "engine/search/request/search-answer-private.h"
#include "engine/search/request/search-request.h"

G_BEGIN_DECLS

/* Number of first hits that are proven. */
#define SEM_SEARCH_N_PROVEN 10

/* The kind of a hit whose proof has the given kind. */
SemCopyKind sem_search_translate_kind (SemProofKind kind);

/**
 * sem_search_prove_hits:
 * @request: of view %SEM_SEARCH_COPIES
 * @subjects: (array): as the request's sources, with their sizes
 * @hits: (element-type SemSearchHit): with files and sizes, best first
 *
 * Lays the photos of the first hits over their sources, as engine/proof/proof.h says, and sets the
 * kind of those that are proven, and where they lie. Unless they are ordered by distance, hits are
 * then sorted into identical ones, proven ones, those where much of one photo was located in the
 * other, and the rest, each in the order that they had; likenesses are raised where necessary so
 * that they fall along the list. A photo whose file is not there, or has changed since it was
 * indexed, has no proof, and neither has a source that cannot be read again. Uses several threads,
 * and a decoder for each.
 *
 * Returns: %FALSE with an error of the store, or %G_IO_ERROR_CANCELLED
 */
gboolean sem_search_prove_hits (SemSearcher *searcher,
                                const SemSearchRequest *request,
                                const SemSearchSubject *subjects,
                                GArray *hits,
                                GError **error);

G_END_DECLS
