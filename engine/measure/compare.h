/* compare.h - a comparison of two models, without labels
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/hash/models/training-log.h"
#include "engine/measure/quality.h"

G_BEGIN_DECLS

/* Number of hits whose order is compared. */
#define SEM_COMPARE_DEPTH 20

/**
 * sem_compare_overlap:
 * @a: (array): n different items, best first
 * @b: (array): n different items, best first
 * @n: at least 1
 *
 * Rank-biased overlap, extrapolated from n results (Webber, Moffat and Zobel, "A similarity measure
 * for indefinite rankings", ACM TOIS 2010, equation 32) with p = .9, which gives the first ten .86
 * of the weight:
 *
 *   X_n / n p^n + (1 - p) / p sum over d <= n of X_d / d p^d
 *
 * where X_d is the number of items that the first d of both have in common.
 *
 * Returns: from 0 to 1; 1 where both are equal
 */
double sem_compare_overlap (const guint32 *a, const guint32 *b, gsize n);

/**
 * sem_compare_models:
 * @before: the active model
 * @after: the new model, with the same photos in the same order; their features may be of another
 *   backbone
 * @seed: of the choice of queries and of the ties
 * @progress: (nullable): reported to from this thread
 * @comparison: (out caller-allocates):
 *
 * Measures both with sem_quality_measure(). "Reach" is nn10 at the largest depth of 10, 20, 50 and
 * 100 that is at most a tenth of the photos, or 10 where there is none; at greater depths the reach
 * of any codes is 1 in small libraries. Each model is measured by the nearest neighbours in the
 * features of its own backbone, because fine-tuning is meant to change the neighbours; the overlap
 * tells how much the hits change. Blocks. The result does not depend on the number of threads.
 *
 * Returns: FALSE with G_IO_ERROR_CANCELLED when cancelled
 */
gboolean sem_compare_models (const SemCodedSet *before,
                             const SemCodedSet *after,
                             guint64 seed,
                             const SemProgress *progress,
                             SemCodeComparison *comparison,
                             GError **error);

G_END_DECLS
