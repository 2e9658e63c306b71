/* query-private.h - a query as the engine takes it, for engine/model only
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
 * Reads files that are not on this computer: call it on a thread that may wait.
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
 * @words: (nullable): that are searched for
 * @first: title of the first source; of no use where there is none
 * @is_part: whether only a region of that is searched with
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

/* (transfer full): what sem_query_get_title() says of such a query */
char *sem_query_parts_make_title (const SemQueryParts *self) G_GNUC_WARN_UNUSED_RESULT;

/* Fills @scope, which is that of a new request. */
void sem_scope_apply (const SemScope *self, SemSearchScope *scope);

G_END_DECLS
