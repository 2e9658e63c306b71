/* results.h - what a search found, as the window sees it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/photo.h"

G_BEGIN_DECLS

#define SEM_TYPE_QUERY (sem_query_get_type ())

/**
 * SemQuery:
 *
 * What to look for: immutable.
 */
G_DECLARE_FINAL_TYPE (SemQuery, sem_query, SEM, QUERY, GObject)

SemQuery *sem_query_new_for_photo (SemPhoto *photo) G_GNUC_WARN_UNUSED_RESULT;
/* Any image file, in the library or not. */
SemQuery *sem_query_new_for_file (GFile *file) G_GNUC_WARN_UNUSED_RESULT;
/* An encoded image (PNG, JPEG, ...), such as a pasted one; @title is for people. */
SemQuery *sem_query_new_for_bytes (GBytes *bytes, const char *title) G_GNUC_WARN_UNUSED_RESULT;
/* What @query shows, to be looked for among altered copies of it instead of among all that is
 * alike. */
SemQuery *sem_query_new_for_copies (SemQuery *query) G_GNUC_WARN_UNUSED_RESULT;
/* The query that sem_query_new_for_copies() was given; %NULL for any other. */
SemQuery *sem_query_get_original (SemQuery *self);
const char *sem_query_get_title (SemQuery *self);

#define SEM_TYPE_MATCH (sem_match_get_type ())

/**
 * SemMatch:
 *
 * One result; immutable.
 */
G_DECLARE_FINAL_TYPE (SemMatch, sem_match, SEM, MATCH, GObject)

SemPhoto *sem_match_get_photo (SemMatch *self);
/* Hamming distance in bits; it need not rise along the list. */
guint sem_match_get_distance (SemMatch *self);
/* From 0 (nothing alike) to 1 (the same). */
double sem_match_get_similarity (SemMatch *self);

/**
 * sem_match_get_kind:
 *
 * Returns: (nullable): what kind of copy it certainly is, a translated word such as "Mirrored"
 */
const char *sem_match_get_kind (SemMatch *self);

#define SEM_TYPE_RESULTS (sem_results_get_type ())

/**
 * SemResults:
 *
 * An immutable GListModel of #SemMatch, most alike first.
 */
G_DECLARE_FINAL_TYPE (SemResults, sem_results, SEM, RESULTS, GObject)

SemQuery *sem_results_get_query (SemResults *self);
/* The query's own picture, longest side at most 256 px. */
const SemPixels *sem_results_get_query_pixels (SemResults *self);
/* Bits of the codes that were compared, such as 256: the largest possible distance. */
guint sem_results_get_n_bits (SemResults *self);
/* Milliseconds from the query to the results. */
double sem_results_get_milliseconds (SemResults *self);

G_END_DECLS
