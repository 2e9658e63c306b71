/* evaluate-lists.h - "evaluate" with the lists of published sets as the truth
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/evaluate/evaluate-options.h"

G_BEGIN_DECLS

/* Checks the options for lists, after the protocol is set, and fills in EvaluateJob.lists.
 * @n_queries: (out): of --queries, where it is a number, or 0. Returns: an exit status */
int evaluate_check_lists (const CliCommand *command,
                          const EvaluateTyped *typed,
                          EvaluateJob *job,
                          guint *n_queries);

/* Whether the queries are those of lists, so that other photos can be added to the gallery. */
gboolean evaluate_lists_name_queries (const SemProtocol *protocol);

/* Checks --rankings, when all other options are known. Returns: an exit status */
int
evaluate_check_rankings (const CliCommand *command, const EvaluateTyped *typed, EvaluateJob *job);

/* A CliJobFunc, for protocols with lists: checks the lists, indexes the folder, evaluates, and
 * stores the result in the job, an EvaluateJob. */
gboolean evaluate_lists_run (gpointer job, GCancellable *cancellable, GError **error);

G_END_DECLS
