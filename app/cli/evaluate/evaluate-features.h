/* evaluate-features.h - "evaluate" with features of any network, in files of numpy
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/evaluate/evaluate-options.h"

G_BEGIN_DECLS

/* Checks the options for arrays, after all others are set, and fills in the job. Returns: an exit
 * status */
int
evaluate_check_features (const CliCommand *command, const EvaluateTyped *typed, EvaluateJob *job);

/* Checks the options that are combined with --backbone. Returns: an exit status */
int
evaluate_check_backbone (const CliCommand *command, const EvaluateTyped *typed, EvaluateJob *job);

/* A CliJobFunc, for --features: reads the arrays, evaluates, and stores the result in the job, an
 * EvaluateJob. */
gboolean evaluate_features_run (gpointer job, GCancellable *cancellable, GError **error);

G_END_DECLS
