/* session.h - the searches of one window: queries, results, history and selection
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_SESSION (sem_session_get_type ())

/* "selected" where no hit is selected; the value of GTK_INVALID_LIST_POSITION. */
#define SEM_SESSION_NONE G_MAXUINT

/**
 * SemSession:
 *
 * The searches of a window in one library. The session shows the library, or one of its searches;
 * its history has the last 50 of them in their order, each with its selection, scroll position and
 * focus. A new search is added after the step that is shown, and discards the steps after that.
 * Going to the library discards nothing: it is a step of its own, from which one can go back to the
 * search before it.
 *
 * Properties, which change in the main thread only. All but "error" and "searching" describe the
 * search that is shown:
 *
 * - "results" (#SemResults, nullable): its results, or %NULL at the library
 * - "query" (#SemQuery, nullable): its query
 * - "photo" (#SemPhoto, nullable): its query, where that is a photo of the library
 * - "selected" (uint, read-write): position of the selected hit in "results", or %SEM_SESSION_NONE
 * - "selected-match" (#SemMatch, nullable): the selected hit
 * - "held" (uint, read-write): position of the hit that is pointed at, or %SEM_SESSION_NONE. When
 * the hits of a search for copies are proven, or refined, which changes their order, it keeps its
 *   position; where they are proven and there is none, the selected one does
 * - "scroll" (double, read-write): how far its results are scrolled, at least 0, in the unit of the
 *   page that shows them
 * - "can-go-back" (boolean): whether there is something before what is shown: all but the first
 *   visit to the library has
 * - "can-go-forward" (boolean): whether there is something after it
 * - "searching" (boolean): whether a search runs
 * - "error" (string, nullable): a translated sentence that says why the last search failed; it is
 *   notified for each failure, and %NULL from the start of the next search on
 */
G_DECLARE_FINAL_TYPE (SemSession, sem_session, SEM, SESSION, GObject)

/* Returns: (transfer full): a session that shows the library */
SemSession *sem_session_new (SemLibrary *library) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_session_search:
 * @query: what to search for
 * @photo: (nullable): the query, where it is a photo of the library
 *
 * Starts a search for at most 200 hits, see sem_session_find_more(), and cancels the one that runs.
 * The present step is shown until the results are there, and stays where the search fails. Copies
 * are shown as soon as they are found, and proven after that, unless another search is started;
 * copies of a search that is shown again are proven as well.
 *
 * When the library grows, or gets other codes, the search that is shown is repeated after a delay,
 * at most every two seconds, and its results change: all but the hit under the pointer and the
 * selected one, which keep their positions. Errors of the repetition are not shown.
 */
void sem_session_search (SemSession *self, SemQuery *query, SemPhoto *photo);
/* Whether sem_session_find_more() would search for more hits. */
gboolean sem_session_get_can_find_more (SemSession *self);
/* Searches for four times as many hits, at most 3,200; the results take them as when the library
 * has grown. A failure becomes the session's error, and nothing else changes. */
void sem_session_find_more (SemSession *self);

/**
 * sem_session_change_query:
 * @query: derived from the query that is shown, or at the library from the last one
 * @photo: (nullable): the query, where it is a photo of the library
 *
 * As sem_session_search(), but with the bounds of the results that are shown.
 */
void sem_session_change_query (SemSession *self, SemQuery *query, SemPhoto *photo);

/**
 * sem_session_narrow:
 * @bounds: bounds on the likeness of the hits
 *
 * Repeats the search that is shown within the bounds, and replaces its results: they are the best
 * hits within the bounds, not those of the old hits that are within them. Cancels the search that
 * runs, so that the last bounds count. Does nothing at the library.
 */
void sem_session_narrow (SemSession *self, const SemBounds *bounds);

/* Cancels the search that runs, if one does. "error" stays %NULL. */
void sem_session_cancel (SemSession *self);

/* Shows the step before: a search, or the library. Cancels the search that runs. */
void sem_session_back (SemSession *self);

/* Shows the step after what is shown, if there is one. Cancels the search that runs. */
void sem_session_forward (SemSession *self);

/* Adds a step that shows the library, unless it is shown already. Cancels the search that runs. */
void sem_session_show_library (SemSession *self);

/* Returns: (transfer none): the library that is searched. */
SemLibrary *sem_session_get_library (SemSession *self);

/* The history: position 0 is the library, and from 1 on come the searches and the visits to the
 * library between them, oldest first. */
guint sem_session_get_n_steps (SemSession *self);
/* Returns: (transfer none) (nullable): the query of that step; %NULL at the library. */
SemQuery *sem_session_get_step_query (SemSession *self, guint position);
/* Returns: (transfer none) (nullable): the query that is shown, or at the library the last one. */
SemQuery *sem_session_get_last_query (SemSession *self);
/* Shows a position of the history. Cancels the search that runs. */
void sem_session_go_to (SemSession *self, guint position);

/* Returns: (transfer none) (nullable): "results" */
SemResults *sem_session_get_results (SemSession *self);
/* Returns: (transfer none) (nullable): "query" */
SemQuery *sem_session_get_query (SemSession *self);
/* Returns: (transfer none) (nullable): "photo" */
SemPhoto *sem_session_get_photo (SemSession *self);

/* A position in "results", or SEM_SESSION_NONE. */
guint sem_session_get_selected (SemSession *self);
/* @position: a position in "results"; anything else selects nothing. Ignored at the library. */
void sem_session_set_selected (SemSession *self, guint position);
/* Returns: (transfer full) (nullable): "selected-match" */
SemMatch *sem_session_dup_selected_match (SemSession *self) G_GNUC_WARN_UNUSED_RESULT;

guint sem_session_get_held (SemSession *self);
/* Ignored at the library. */
void sem_session_set_held (SemSession *self, guint position);

/* At least 0, in the unit of the page that set it. */
double sem_session_get_scroll (SemSession *self);
/* Ignored at the library. */
void sem_session_set_scroll (SemSession *self, double scroll);

/* The hit that has the keyboard's focus, or had it last: 0 for new results, %SEM_SESSION_NONE at
 * the library. */
guint sem_session_get_focus (SemSession *self);
/* Ignored at the library. */
void sem_session_set_focus (SemSession *self, guint position);

/* Whether sem_session_back() would do something. */
gboolean sem_session_get_can_go_back (SemSession *self);
/* Whether sem_session_forward() would do something. */
gboolean sem_session_get_can_go_forward (SemSession *self);
/* Whether a search runs. */
gboolean sem_session_get_searching (SemSession *self);
/* Returns: (nullable): "error" */
const char *sem_session_get_error (SemSession *self);

G_END_DECLS
