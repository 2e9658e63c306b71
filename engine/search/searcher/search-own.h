/* search-own.h - the photos that the sources of a request are, for engine/search only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/searcher/search-scope.h"

G_BEGIN_DECLS

/**
 * sem_search_own_identify:
 * @looks: (element-type SemSearchLook): the request's sources; their photos and own files are set
 *
 * Finds the photo that each source is: by its id, or by the content hash of the file or the bytes.
 * The own file of a source is the path that was given, or for a photo the one that is shown; of
 * several spellings of a path it is the one that the library has. A request that keeps own photos
 * sets no own files, and needs no photo for a region of a file. The time does not grow with the
 * library. Call it in the searcher's thread, as all functions here.
 *
 * Returns: %FALSE with %SEM_ERROR_UNREADABLE, an error of the store, or %G_IO_ERROR_CANCELLED
 */
gboolean sem_search_own_identify (SemSearcher *searcher,
                                  const SemSearchRequest *request,
                                  GArray *looks,
                                  GError **error);

/* Whether a source is a picture as it is: no part of it, and nothing done to it. */
gboolean sem_search_own_is_whole (const SemSearchSource *source);

/**
 * sem_search_own_is_own_file:
 * @looks: (element-type SemSearchLook): identified
 *
 * Returns: whether @path is the own file of a source: the one file that is no hit, unless the
 *   request keeps it
 */
gboolean sem_search_own_is_own_file (const GArray *looks, const char *path);

/**
 * sem_search_own_list_identical:
 * @filter: of the request
 * @looks: (element-type SemSearchLook): identified; which photos they keep from being ranked is set
 *
 * The photos that hold the same bytes as a source of positive weight and have a file within the
 * scope that is there and is not an own file, in the order of the sources. Each is of likeness 1
 * and distance 0, whether or not it has a code. A region of a picture is identical to nothing.
 *
 * Not ranked are these photos, those that a source of negative weight is, and those of which only
 * own files are left. Where the request keeps own photos, nothing is listed and everything ranked;
 * where it bounds the likeness from above, nothing is listed.
 *
 * Returns: (transfer full) (element-type SemSearchHit): without files and sizes; %NULL with an
 *   error of the store
 */
GArray *sem_search_own_list_identical (SemSearcher *searcher,
                                       const SemSearchRequest *request,
                                       const SemSearchFilter *filter,
                                       GArray *looks,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_search_own_drop_different:
 * @looks: (element-type SemSearchLook): identified
 * @hits: (element-type SemSearchHit): without files: those that the user marked as different from
 *   the photo of their source are removed
 *
 * Does nothing for sources that are a region of a photo.
 *
 * Returns: %FALSE with an error of the store
 */
gboolean sem_search_own_drop_different (SemSearcher *searcher,
                                        const GArray *looks,
                                        GArray *hits,
                                        GError **error);

G_END_DECLS
