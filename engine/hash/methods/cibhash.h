/* cibhash.h - contrastive hashing with an information bottleneck, on cached features
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/methods/method.h"

G_BEGIN_DECLS

/**
 * SemCibhashLoss:
 * @contrast: the first term, at least 0
 * @divergence: the second term without its weight, at least 0
 *
 * The loss on two views of each of n photos (Qiu, Su, Ou, Yu and Chen, "Unsupervised
 * hashing with contrastive information bottleneck", IJCAI 2021):
 *
 *   J = 1/2n sum_v -log (exp (c_vv' / t) / sum_{w != v} exp (c_vw / t))
 *       + weight · 1/2n sum_v KL (p_v || p_v')
 *
 * over all 2n views v, v' the other view of the same photo, c the cosine of the codes sign (u), and
 * KL the divergence between the Bernoulli distributions of the bits, p = sigmoid (u), summed over
 * the bits, in which the p_v' after the bars is constant. SemHashEpoch reports the first term as
 * the pair loss, the second with its weight as the code loss, and the share of the expected codes 2
 * p - 1 that are near -1 or 1.
 */
typedef struct
{
  double contrast;
  double divergence;
} SemCibhashLoss;

/**
 * sem_cibhash_loss:
 * @outputs: (array): shape (2n, K): u; rows i and n + i are views of one photo
 * @n: photos
 * @k: bits, K
 * @temperature: t, greater than 0
 * @weight: weight of the divergence, at least 0
 * @loss: (out caller-allocates): both terms
 * @slopes: (out caller-allocates): shape (2n, K): gradient of J with respect to u, with the sign
 *   treated as a straight-through estimator of p, as in the paper
 */
void sem_cibhash_loss (const float *outputs,
                       gsize n,
                       gsize k,
                       double temperature,
                       double weight,
                       SemCibhashLoss *loss,
                       float *slopes);

G_END_DECLS
