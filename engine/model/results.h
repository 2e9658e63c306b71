/* results.h - the results of a query as the window sees them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/asking/query.h"
#include "engine/model/bounds/bounds.h"
#include "engine/model/photo.h"

G_BEGIN_DECLS

#define SEM_TYPE_MATCH (sem_match_get_type ())

/**
 * SemMatch:
 *
 * One hit. Signal "changed": its kind, distance, likeness or region has changed, because its kind
 * was proven or the library has grown. Its photo never changes.
 */
G_DECLARE_FINAL_TYPE (SemMatch, sem_match, SEM, MATCH, GObject)

SemPhoto *sem_match_get_photo (SemMatch *self);
/* Hamming distance in bits. It need not rise along the list, since the first hits are re-ranked. */
guint sem_match_get_distance (SemMatch *self);
/* From 0 (not similar) to 1 (the same); falls along the list, and means the same in every library.
 */
double sem_match_get_likeness (SemMatch *self);
/* Whether it is more alike than unrelated photos can be, as are all hits before it. */
gboolean sem_match_get_above_chance (SemMatch *self);

/**
 * sem_match_get_kind:
 *
 * Returns: (nullable): the kind of copy, a translated word such as "Mirrored"; %NULL where the
 *   hit is not proven to be a copy
 */
const char *sem_match_get_kind (SemMatch *self);

/**
 * sem_match_get_paths:
 *
 * Returns: (transfer none) (array zero-terminated) (element-type filename): all files of the photo,
 *   those of offline folders last
 */
const char *const *sem_match_get_paths (SemMatch *self);

/**
 * sem_match_get_region:
 * @region: (out caller-allocates) (array fixed-size=4): x, y, width and height as shares of the
 *   query's sides
 *
 * Where in the query the hit lies. Known for some hits that are proven to be copies.
 *
 * Returns: %FALSE where it is all of the query or is not known
 */
gboolean sem_match_get_region (SemMatch *self, double *region);
/* Whether copies were searched for, and this hit is not proven to be one. */
gboolean sem_match_get_is_apart (SemMatch *self);
/* Returns: the region in words, such as "lower left quarter of your picture", or "". */
const char *sem_match_get_place (SemMatch *self);

#define SEM_TYPE_RESULTS (sem_results_get_type ())

/**
 * SemResults:
 *
 * A GListModel of #SemMatch, most similar first: those above chance, until sem_results_show_more()
 * appends the others; where the query has a lower bound on likeness, all hits. Their order, and how
 * many are above chance, changes when the hits of a search for copies are proven: then it emits
 * "proven", and has the copies alone, unless the match that is held is not one of them. It also
 * changes when the query is repeated in a library that has changed: then it emits "refined". The
 * same photo keeps its #SemMatch, unless the file that it shows is hidden and there is another one.
 */
G_DECLARE_FINAL_TYPE (SemResults, sem_results, SEM, RESULTS, GObject)

SemQuery *sem_results_get_query (SemResults *self);
/* Whether the hits have their kinds: those of a search for copies get them from
 * sem_library_prove_async(). Those of other searches never have any, which is known at once. */
gboolean sem_results_is_proven (SemResults *self);
/* Number of hits that are proven to be copies of any kind. */
guint sem_results_get_n_copies (SemResults *self);
/* How many hits are above chance; they come first. */
guint sem_results_get_n_above (SemResults *self);
/* Whether the list ends because the number of hits is limited: there may be more that are above
 * chance, or within the bounds. */
gboolean sem_results_get_is_cut (SemResults *self);
/* Whether there are hits that the list does not have. */
gboolean sem_results_get_has_more (SemResults *self);
/* Appends the hits that are not above chance, or not copies; does nothing the second time. Main
 * thread only. */
void sem_results_show_more (SemResults *self);
/* How many hits the list has before that. */
guint sem_results_get_n_first (SemResults *self);
/* Removes what sem_results_show_more() has appended. */
void sem_results_show_fewer (SemResults *self);
/* Follows the files that are hidden by now: photos all files of which are leave the list, and come
 * back to where they were. Emits "refined". */
void sem_results_update_hidden (SemResults *self);
/* Returns: the bounds that the hits meet; see sem_session_narrow(). */
SemBounds sem_results_get_bounds (SemResults *self);
/* Returns: (nullable): the histogram of the likeness of all photos; %NULL for a search for
 * copies. */
const SemSpread *sem_results_get_spread (SemResults *self);
/* Returns: (nullable): the thumbnail of the query's first source, longest side at most 256 px. */
const SemPixels *sem_results_get_query_pixels (SemResults *self);
/* Returns: (nullable): that of source @source, or of its region; all but the first are smaller. */
const SemPixels *sem_results_get_source_pixels (SemResults *self, guint source);
/* Length of the compared codes in bits, such as 256: the largest possible distance. */
guint sem_results_get_n_bits (SemResults *self);
/* Duration of the search in milliseconds. */
double sem_results_get_milliseconds (SemResults *self);

G_END_DECLS
