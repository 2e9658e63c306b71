/* query-private.h - converts a query for the engine, for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/asking/query.h"
#include "engine/search/request/search-request.h"

G_BEGIN_DECLS

/**
 * sem_query_make_request:
 * @k: the most hits
 *
 * Reads files that are not local: call it on a thread that may block.
 *
 * Returns: (transfer full): %NULL with @error set
 */
SemSearchRequest *sem_query_make_request (SemQuery *self,
                                          guint k,
                                          GCancellable *cancellable,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SemQueryParts:
 * @n_pictures: sources that have pixels
 * @n_unlike: sources that hits shall not resemble
 * @words: (nullable): the words of the query
 * @first: title of the first source; not used where there is none
 * @is_part: whether the first source is only a region of its picture
 */
typedef struct
{
  guint n_sources;
  guint n_pictures;
  guint n_unlike;
  const char *words;
  const char *first;
  gboolean is_part;
} SemQueryParts;

/* (transfer full): the title of such a query, see sem_query_get_title() */
char *sem_query_parts_make_title (const SemQueryParts *self) G_GNUC_WARN_UNUSED_RESULT;

/* Fills @scope, which is that of a new request. */
void sem_scope_apply (const SemScope *self, SemSearchScope *scope);

G_END_DECLS
