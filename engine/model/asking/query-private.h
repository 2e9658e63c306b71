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

/* (transfer full): what sem_query_get_title() says */
char *sem_query_make_title (SemQuery *self) G_GNUC_WARN_UNUSED_RESULT;

/* Fills @scope, which is that of a new request. */
void sem_scope_apply (const SemScope *self, SemSearchScope *scope);

G_END_DECLS
