/* evaluate-splits.h - the splits of an evaluation, and what they must have to be measured
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/evaluate.h"

G_BEGIN_DECLS

/* The split of the protocol; with the queries per class of @options, where it has any. */
SemSplitOptions sem_evaluate_get_split_options (const SemEvaluateOptions *options);

/**
 * sem_evaluate_make_split:
 * @labels: (nullable): shape (n): the class of each photo; %NULL where @options has lists
 * @seed_number: from 0; is added to the first seed of @options
 *
 * Returns: (transfer full): may lack queries, a gallery or training photos
 */
SemSplit *sem_evaluate_make_split (const SemEvaluateOptions *options,
                                   const guint32 *labels,
                                   gsize n,
                                   guint seed_number) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: %FALSE with %SEM_ERROR_TOO_FEW where @split has no queries, no gallery, or no training
 * photos although @options has methods to train. */
gboolean
sem_evaluate_check_split (const SemEvaluateOptions *options, const SemSplit *split, GError **error);

/**
 * sem_evaluate_can:
 * @classes: of @labels; unused where @options has lists
 * @labels: (nullable): shape (n)
 *
 * Checks the first split, before anything is trained.
 *
 * Returns: whether it has at least one query, and more than one class where there are no lists;
 *   else %FALSE with %SEM_ERROR_TOO_FEW
 */
gboolean sem_evaluate_can (const SemEvaluateOptions *options,
                           const SemSplitClasses *classes,
                           const guint32 *labels,
                           gsize n,
                           GError **error);

G_END_DECLS
