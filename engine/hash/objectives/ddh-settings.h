/* ddh-settings.h - the settings of deep discrete hashing
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/mathematics/graph.h"
#include "engine/hash/models/hash-options.h"
#include "engine/nn/optimizer.h"

G_BEGIN_DECLS

/**
 * SemDdhSettings:
 * @k1: neighbours in N(i), without i itself
 * @k2: photos in T(i)
 * @lambda: weight of the quantisation term for N photos: the option times N / 10,000, since the
 * pair term is a sum over N photos and the quantisation term is not
 * @batch: photos per step
 * @epochs: number of epochs
 * @optimizer: applies the gradient, which is divided by N and @batch
 * @decay: weight decay of the optimiser
 * @first_rate: learning rate of the first epoch
 * @decades: powers of ten by which the rate decreases to the last epoch, geometrically
 * @start: initial values: random or ITQ
 * @stops_early: whether the quality on photos held out may end training (stopping.h)
 *
 * Derived from SemHashOptions and the number of photos, N. The paper's preset follows the authors'
 * code (Song, He, Fan and Gao, ECML-PKDD 2017): stochastic gradient descent without momentum,
 * batches of 50, 100 epochs, rate 10^(-2 - 4 (t - 1) / 99) in epoch t, w += rate (-g / (50 N) -
 * 5e-4 w), lambda 15, K1 / K2 = 20 / 30 at 10,000 photos, a random start. Ours is Adam from ITQ's
 * solution, 30 epochs or as many as make 700 steps, rate 10^(-3 - 1.5 (t - 1) / (epochs - 1)),
 * lambda 320 / K: chosen on halves of two labelled sets (tests/bench/ABLATION.md). Neither ends
 * early.
 */
typedef struct
{
  guint k1;
  guint k2;
  double lambda;
  guint batch;
  guint epochs;
  SemOptimizerMethod optimizer;
  double decay;
  double first_rate;
  double decades;
  SemHashStart start;
  gboolean stops_early;
} SemDdhSettings;

/**
 * sem_ddh_settings_init:
 * @n: photos, N, at least 2
 *
 * K1 and K2, if the options do not set them, are 10 and 15 from 1,000 to 5,000 photos, rising to
 * 20 and 30 at 10,000, and decreasing with N below 1,000; from 500 to 250 photos they stay at half
 * of this, and then decrease with the root of N; at least 2. In the paper's preset they decrease
 * with N throughout. The authors' 20 and 30 would make up to half of all pairs of 1,000 photos
 * positive.
 */
void sem_ddh_settings_init (SemDdhSettings *self, const SemHashOptions *options, gsize n);

/* The learning rate of epoch @epoch, from 1. */
double sem_ddh_settings_get_rate (const SemDdhSettings *self, guint epoch);

/**
 * sem_ddh_find_positives:
 * @features: (array): shape (n, d): from the backbone; cosines are computed without centring
 * @rows: (array) (nullable): shape (n): which rows of @features, or %NULL for the first @n
 * @n: photos, at least 2
 *
 * Finds the similar pairs from nearest neighbours, with sem_graph_new_pairwise().
 *
 * Returns: (transfer full) (nullable): the positives for sem_ddh_memory_new(), %NULL when cancelled
 */
SemGraph *sem_ddh_find_positives (SemWork *job,
                                  const SemDdhSettings *settings,
                                  const float *features,
                                  const guint32 *rows,
                                  gsize n,
                                  gsize d) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
