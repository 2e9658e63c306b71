/* query.h - what is searched for, as the window sees it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/asking/scope.h"
#include "engine/model/photo.h"

G_BEGIN_DECLS

#define SEM_TYPE_QUERY (sem_query_get_type ())

/**
 * SemQuery:
 *
 * One query: its sources, which are the pictures that hits shall resemble or shall not resemble,
 * the whole of each or a region; and where to search. Immutable, so that it may be used in any
 * thread.
 */
G_DECLARE_FINAL_TYPE (SemQuery, sem_query, SEM, QUERY, GObject)

/* Queries of one source, everywhere -------------------------------------------------------------*/

/* Only the file that @photo shows is left out of the results, not others with the same bytes. */
SemQuery *sem_query_new_for_photo (SemPhoto *photo) G_GNUC_WARN_UNUSED_RESULT;
/* Any image file, in the library or not. */
SemQuery *sem_query_new_for_file (GFile *file) G_GNUC_WARN_UNUSED_RESULT;
/* @bytes: an encoded image (PNG, JPEG, …), such as a pasted one; @title: its display name. */
SemQuery *sem_query_new_for_bytes (GBytes *bytes, const char *title) G_GNUC_WARN_UNUSED_RESULT;
/**
 * sem_query_new_for_several:
 * @queries: (element-type SemQuery): at least one
 *
 * Searches for what resembles the sources of all of them, where the first one searches.
 */
SemQuery *sem_query_new_for_several (GPtrArray *queries) G_GNUC_WARN_UNUSED_RESULT;

/* Other queries made of one ---------------------------------------------------------------------*/

/**
 * sem_query_new_refined:
 * @query: the query to refine; where it searches for copies, its original is refined
 * @other: the query whose sources are added
 * @like: whether hits shall resemble them, or shall not resemble them
 */
SemQuery *
sem_query_new_refined (SemQuery *query, SemQuery *other, gboolean like) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (nullable): the query without source @source; %NULL where nothing would
 * be left that hits shall resemble. */
SemQuery *sem_query_new_without (SemQuery *self, guint source) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (nullable): the query with another sign of source @source; %NULL where
 * nothing would be left that hits shall resemble. */
SemQuery *
sem_query_new_weighed (SemQuery *self, guint source, gboolean like) G_GNUC_WARN_UNUSED_RESULT;
/* @region: (nullable) (array fixed-size=4): x, y, width and height of a part of the upright
 * picture, as shares of its sides; %NULL for the whole of it. */
SemQuery *sem_query_new_with_region (SemQuery *self,
                                     guint source,
                                     const double *region) G_GNUC_WARN_UNUSED_RESULT;
/* @scope: (nullable): copied; %NULL for everywhere. */
SemQuery *sem_query_new_with_scope (SemQuery *self,
                                    const SemScope *scope) G_GNUC_WARN_UNUSED_RESULT;
/* Searches for altered copies of the pictures of @query instead of for similar photos. @query: of
 * which sem_query_can_find_copies() is true. */
SemQuery *sem_query_new_for_copies (SemQuery *query) G_GNUC_WARN_UNUSED_RESULT;

/* What a query is -------------------------------------------------------------------------------*/

/* Returns: (transfer none) (nullable): the query that was given to sem_query_new_for_copies(),
 * %NULL for a query for similar photos. */
SemQuery *sem_query_get_original (SemQuery *self);
/* Whether it could search for copies: not where hits shall not resemble some picture. */
gboolean sem_query_can_find_copies (SemQuery *self);
/* Number of pictures that hits shall resemble, at least 1, and shall not resemble. */
guint sem_query_get_n_pictures (SemQuery *self);
guint sem_query_get_n_unlike (SemQuery *self);
/* Returns: (transfer none): the translated title of the query: the name of its picture, or such as
 * "2 photos, unlike 1" */
const char *sem_query_get_title (SemQuery *self);
/* Returns: (transfer none): where it searches. */
const SemScope *sem_query_get_scope (SemQuery *self);

/* Sources, in the order in which they were added. All take a number less than their count. */
guint sem_query_get_n_sources (SemQuery *self);
/* Returns: (transfer none): a file's display name, or the given title */
const char *sem_query_get_source_title (SemQuery *self, guint source);
gboolean sem_query_get_source_like (SemQuery *self, guint source);
/* @region: (out caller-allocates) (optional) (array fixed-size=4): as given. Returns: %FALSE where
 * it is the whole picture. */
gboolean sem_query_get_source_region (SemQuery *self, guint source, double *region);
/**
 * sem_query_dup_source_file:
 *
 * Returns: (transfer full) (nullable): its file; %NULL for a picture without one
 */
GFile *sem_query_dup_source_file (SemQuery *self, guint source) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: the row id of a photo of the library; -1 for other pictures */
gint64 sem_query_get_source_photo (SemQuery *self, guint source);
/* Returns: (transfer none) (nullable): the contents of a picture that is no file. */
GBytes *sem_query_get_source_bytes (SemQuery *self, guint source);

G_END_DECLS
