/* compare.h - new codes against those that answer, without labels
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/hash/models/training-log.h"

G_BEGIN_DECLS

/* Results whose order is compared. */
#define SEM_COMPARE_DEPTH 20

/**
 * sem_compare_overlap:
 * @a: (array): n different items, best first
 * @b: (array): likewise
 * @n: at least 1
 *
 * Rank-biased overlap, extrapolated from n results (Webber, Moffat and Zobel, "A similarity measure
 * for indefinite rankings", ACM TOIS 2010, equation 32) with p = .9, which gives the first ten .86
 * of the weight:
 *
 *   X_n / n p^n + (1 - p) / p sum over d <= n of X_d / d p^d
 *
 * with X_d the items that the first d of both share. From 0 to 1, which says that they are equal.
 */
double sem_compare_overlap (const guint32 *a, const guint32 *b, gsize n);

/**
 * sem_compare_models:
 * @before: of the codes that answer
 * @before_features: (array): shape (n, d): of its network
 * @after: of the new codes
 * @after_features: (array): shape (n, d'): of its network, of the same photos
 * @n: photos, at least 2
 * @seed: of the photos that ask and of the ties
 *
 * Measures both with sem_quality_measure(); "reach" is nn10 at the largest depth of 10, 20, 50 and
 * 100 that is at most a tenth of the photos (10 where there is none): further down, anything is in
 * reach. Each is measured by the nearest of its own network, since a network that was trained is
 * meant to see others near; what the overlap says of them stands beside it. The same at any thread
 * count. Blocks. A SemTrainJudgeFunc.
 *
 * Returns: FALSE with G_IO_ERROR_CANCELLED when cancelled
 */
gboolean sem_compare_models (SemHashModel *before,
                             const float *before_features,
                             SemHashModel *after,
                             const float *after_features,
                             gsize n,
                             guint64 seed,
                             SemProgressFunc progress,
                             gpointer user_data,
                             GCancellable *cancellable,
                             SemCodeComparison *comparison,
                             GError **error);

G_END_DECLS
