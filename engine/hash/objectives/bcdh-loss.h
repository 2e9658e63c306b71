/* bcdh-loss.h - binary constrained deep hashing: the loss and its gradient on outputs
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-options.h"

G_BEGIN_DECLS

/**
 * SemBcdhPair:
 * @i: a row of the outputs
 * @j: another row
 * @target: the target distance of the two outputs, t, at least 0
 * @weight: w, at least 0
 * @at_least: whether larger distances cost nothing
 *
 * Costs w r^2 / 2 with r = d - t, d = |x_i - x_j|; where @at_least, r = min (0, d - t). A similar
 * pair, y = 1, has t = 0; a dissimilar one, y = 0, has t = tau and @at_least. Graded pairs have a
 * target between 0 and tau.
 *
 * This is our reading of the abstract of Do, Le Tan, Pham, Hoang, Le, Cheung and Reid, "Binary
 * constrained deep hashing network for image retrieval without human annotation", arXiv 1802.07437:
 * the sum over pairs of
 *
 *   y d^2 / 2 + (1 - y) max (0, tau - d)^2 / 2 + alpha / 2 (|x_i - b_i|^2 + |x_j - b_j|^2)
 *
 * over the network and over b in {-1, 1}^K in turn. Grading is ours.
 */
typedef struct
{
  guint32 i;
  guint32 j;
  float target;
  float weight;
  gboolean at_least;
} SemBcdhPair;

/* The distance at which @n_differing bits of two binary codes differ: |b_i - b_j|^2 is four times
 * their Hamming distance. */
double sem_bcdh_distance (double n_differing);

/**
 * sem_bcdh_pair_loss:
 * @distance: what d is
 * @outputs: (array): shape (n, k), row-major; every pair's rows are below n
 * @slopes: (inout) (nullable): shape (n, k): the gradient is added to it. Where d = 0 a pair has no
 *   direction and adds nothing
 *
 * Returns: the sum over the pairs
 */
double sem_bcdh_pair_loss (const SemBcdhPair *pairs,
                           gsize n_pairs,
                           SemPairDistance distance,
                           const float *outputs,
                           gsize k,
                           float *slopes);

/**
 * sem_bcdh_code_loss:
 * @outputs: (array): shape (n, k)
 * @weights: (array) (nullable): shape (n): weight of each row, or %NULL for 1
 * @alpha: weight of the distance to the nearest code
 * @slopes: (inout) (nullable): shape (n, k): the gradient with b constant is added to it
 *
 * alpha / 2 times the sum of |x - b|^2 with b = sign (x), the nearest code: the B-step. 0 gives -1.
 */
double sem_bcdh_code_loss (const float *outputs,
                           const float *weights,
                           gsize n,
                           gsize k,
                           double alpha,
                           float *slopes);

/* Share of the @n_values outputs within 0.1 of -1 or 1. */
double sem_bcdh_near_one (const float *outputs, gsize n_values);

G_END_DECLS
