/* ddh-settings.h - what deep discrete hashing is run with
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
 * @lambda: weight of the quantisation term for this many photos: the option times N / 10,000, since
 *   the pair term sums over N and it does not
 * @batch: photos a step
 * @epochs: passes over the photos
 * @optimizer: how a step uses the gradient, which is divided by N and @batch
 * @decay: of the weights, for the optimiser
 * @first_rate: rate of the first pass
 * @decades: powers of ten that the rate falls by until the last pass, evenly
 * @start: random or ITQ
 * @stops_early: whether a held-out measure may end training (stopping.h)
 *
 * What SemHashOptions asks of DDH and N fills in. The paper's preset is that of the authors' code
 * (Song, He, Fan and Gao, ECML-PKDD 2017): stochastic gradient descent without momentum, batches of
 * 50, 100 epochs, rate 10^(-2 - 4 (t - 1) / 99) in epoch t, w += rate (-g / (50 N) - 5e-4 w),
 * lambda 15, K1 / K2 = 20 / 30 at 10,000 photos, a random start. Ours is Adam from ITQ's solution,
 * 30 epochs or as many as make 700 steps, rate 10^(-3 - 1.5 (t - 1) / (epochs - 1)), lambda 0.1:
 * chosen without labels (tests/bench/ABLATION.md). Neither ends early.
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
 * K1 and K2 where the options leave them open: 10 and 15 from 1,000 to 5,000 photos, rising to 20
 * and 30 at 10,000, falling with N below 1,000, at least 2. The authors' 20 and 30 would make up to
 * half of all pairs of 1,000 photos positive.
 */
void sem_ddh_settings_init (SemDdhSettings *self, const SemHashOptions *options, gsize n);

/* Of the pass @epoch, from 1. */
double sem_ddh_settings_get_rate (const SemDdhSettings *self, guint epoch);

/**
 * sem_ddh_find_positives:
 * @features: (array): shape (n, d): as the backbone gave them; cosines are taken without centring
 * @rows: (array) (nullable): shape (n): which rows of @features, or %NULL for the first @n
 * @n: photos, at least 2
 *
 * The similar pairs, by nearest neighbours and sem_graph_new_pairwise().
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
