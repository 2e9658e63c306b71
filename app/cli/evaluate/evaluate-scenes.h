/* evaluate-scenes.h - "evaluate" with reconstructed scenes as the truth
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/evaluate/evaluate-job.h"

G_BEGIN_DECLS

/* A CliJobFunc, for EvaluateJob.by_overlap: indexes the folders, reconstructs their scenes with
 * COLMAP, evaluates, and stores the result in the job, an EvaluateJob. */
gboolean evaluate_scenes_run (gpointer job, GCancellable *cancellable, GError **error);

G_END_DECLS
