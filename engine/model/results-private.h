/* results-private.h - for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/search.h"
#include "engine/model/browse/hidden.h"
#include "engine/model/photo-list.h"
#include "engine/model/results.h"

G_BEGIN_DECLS

/**
 * SemResults:
 * @answer: the answer of the search; it is not replaced when the hits are proven
 * @pixels: (element-type SemPixels): of the query's sources, %NULL where there is none
 * @matches: all hits, in the order of the list
 * @hidden: the matches all files of which are hidden
 * @shown: the list's items: the first @n_shown matches, but the hidden ones
 * @n_above: how many matches are above chance
 * @n_shown: how many matches are shown, unless they are hidden
 * @shows_all: also those that are not above chance
 * @spread: of no photos where there is none
 */
struct _SemResults
{
  GObject parent_instance;

  SemQuery *query;
  SemSearchAnswer *answer;
  GPtrArray *pixels;
  SemPhotoList *photos;
  SemHiddenFiles *files;
  GPtrArray *matches;
  GHashTable *hidden;
  GPtrArray *shown;
  guint n_above;
  guint n_shown;
  gboolean shows_all;
  guint n_bits;
  double milliseconds;
  gboolean proven;
  SemBounds bounds;
  SemSpread spread;
};

/* Searches on the calling thread for at most @k hits. @bounds: (nullable): bounds on their
 * likeness; %NULL to make the spread of all photos instead. Returns: (transfer full): NULL with an
 * error of sem_search() */
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
 * @files: those of the library
 */
SemResults *sem_results_new (SemQuery *query,
                             SemSearchAnswer *answer,
                             GPtrArray *pixels,
                             SemPhotoList *photos,
                             SemHiddenFiles *files);

/* Sets the bounds that the hits of new results were searched with. @before: (nullable): results of
 * the same query, whose spread is copied. */
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
 * @held: (array length=n_held): positions whose matches keep them; other numbers are ignored
 *
 * The hits become those of @answer. Matches above the end of likeness come in and go out, unless
 * all are shown.
 */
void
sem_results_refine (SemResults *self, SemSearchAnswer *answer, const guint *held, guint n_held);

/* asking/results-list.c: what is shown of the matches, for results.c. It calls nothing of that. */

void sem_results_take_spread (SemResults *self, const SemSearchSpread *spread);
/* Makes the matches of new results, and shows those above chance. */
void sem_results_take_hits (SemResults *self, const SemSearchAnswer *answer);
/* @n_shown: as that of the struct. One change of all that differs: GTK keeps the tiles of matches
 * that stay in the list, and their selection. */
void sem_results_show (SemResults *self, guint n_shown);
/* Returns: how many of the first @n matches are not hidden */
guint sem_results_count_visible (SemResults *self, guint n);
/* @visible: whether to count only those that are not hidden */
guint sem_results_count_copies (SemResults *self, const GPtrArray *matches, gboolean visible);

G_END_DECLS
