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

/* The length of what the layer sees by our own settings: for features of length one the rates are
 * too small. */
#define SEM_DDH_OWN_LENGTH 8.0f
/* The length of what the authors' layer sees: outputs of VGG-F's relu7 are about as long, those of
 * our network 15, and with these the published rates, weights and passes learn nearly nothing
 * (tests/bench/ABLATION.md). */
#define SEM_DDH_PAPER_LENGTH 60.0f
/* From this number of photos on, the authors' constants hold in their preset. Below, their 20 and
 * 30 neighbours would make up to half of all pairs positive, and their lambda, which the step
 * divides by N, would make it too long to converge: all decrease with N. */
#define SEM_DDH_PAPER_PHOTOS 1000

/**
 * SemDdhSettings:
 * @k1: neighbours in N(i), without i itself
 * @k2: photos in T(i)
 * @lambda: weight of the quantisation term for N photos: the option times N / 10,000, since the
 * pair term is a sum over N photos and the quantisation term is not; in the paper's preset the
 * option, times N / SEM_DDH_PAPER_PHOTOS below that
 * @batch: photos per step
 * @epochs: number of epochs
 * @optimizer: applies the gradient, which is divided by N and @batch
 * @decay: weight decay of the optimiser
 * @first_rate: learning rate of the first epoch
 * @decades: powers of ten by which the rate decreases to the last epoch, geometrically
 * @start: initial values: random or ITQ
 * @centred: whether the layer sees l2 (f - mean); otherwise l2 (f)
 * @length: the length that these are brought to, s in head.h
 * @fills_memory: whether the memory has the outputs of all photos before the first batch; otherwise
 * it starts with 0
 * @n_broad: number of broad directions, r, along which the features tell any two photos apart, not
 * neighbours alone; 0 for none
 * @few: whether the paper's preset has so few photos that K1 is smaller
 * @holds_out: whether some photos are held out, to measure the quality on them after each epoch
 * (stopping.h)
 * @stops_early: whether that quality may end training
 *
 * Derived from SemHashOptions and the number of photos, N. The paper's preset follows the authors'
 * code (Song, He, Fan and Gao, ECML-PKDD 2017): stochastic gradient descent without momentum,
 * batches of 50, 100 epochs, rate 10^(-2 - 4 (t - 1) / 99) in epoch t, w += rate (-g / (50 N) -
 * 5e-4 w), lambda 15, K1 / K2 = 20 / 30, features that are not centred, a random start, and a
 * memory of zeros. One thing differs: features are brought to SEM_DDH_PAPER_LENGTH, since they are
 * another network's. Ours is Adam from ITQ's solution, 30 epochs or as many as make 700 steps, rate
 * 10^(-3 - 1.5 (t - 1) / (epochs - 1)), lambda 320 / K: chosen on halves of two labelled sets
 * (tests/bench/ABLATION.md). Neither ends early.
 *
 * Ours has broad directions as well: the eight in which the features vary most. Whatever shares no
 * neighbour is to be told apart, s = -1. But where classes are large, or a thing was photographed
 * from all sides, most pairs of one class share none; then mAP over the whole list was below that
 * of ITQ. What lies far apart is told apart by few directions, and keeping these costs little where
 * neighbours say enough (the same tables, "Few large classes").
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
  gboolean centred;
  float length;
  guint n_broad;
  gboolean fills_memory;
  gboolean few;
  gboolean holds_out;
  gboolean stops_early;
} SemDdhSettings;

/**
 * sem_ddh_settings_init:
 * @n: photos, N, at least 2
 *
 * K1 and K2, if the options do not set them, are 10 and 15 from 1,000 to 5,000 photos, rising to
 * 20 and 30 at 10,000, and decreasing with N below 1,000; from 500 to 250 photos they stay at half
 * of this, and then decrease with the root of N; at least 2. In the paper's preset they are 20 and
 * 30 from SEM_DDH_PAPER_PHOTOS photos on, and decrease with N below.
 */
void sem_ddh_settings_init (SemDdhSettings *self, const SemHashOptions *options, gsize n);

/* The learning rate of epoch @epoch, from 1. */
double sem_ddh_settings_get_rate (const SemDdhSettings *self, guint epoch);

/* The weight of broad direction @direction, from 0, at least 1: see sem_ddh_memory_set_broad(). */
double sem_ddh_settings_get_broad_weight (gsize direction);

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
