/* metrics.h - how good a ranking is
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_metrics_average_precision:
 * @relevant: (array): n flags, best result first: 1 where it is relevant, 0 elsewhere
 * @n: results
 * @k: how many of them count; n or more for all
 *
 * AP@k = (1 / R_k) sum over r <= k of P(r) rel(r), where R_k counts the relevant results inside the
 * top k: the convention of the hashing literature. 0 where R_k = 0.
 *
 * Returns: from 0 to 1
 */
double sem_metrics_average_precision (const guint8 *relevant, gsize n, gsize k);

/**
 * sem_metrics_hamming_distances:
 * @codes: (array): n × n_words, one code a row
 * @query: the row that asks
 * @distances: (out caller-allocates): n bits that differ; 0 at @query itself
 */
void sem_metrics_hamming_distances (const guint64 *codes,
                                    gsize n,
                                    guint n_words,
                                    gsize query,
                                    guint16 *distances);

/**
 * sem_metrics_order_by_distance:
 * @distances: (array): n distances
 * @n_distances: greater than every distance
 * @ties: (array): a permutation of 0 … n - 1: equal distances come in its order
 * @order: (out caller-allocates): n items, nearest first
 */
void sem_metrics_order_by_distance (const guint16 *distances,
                                    gsize n,
                                    guint n_distances,
                                    const guint32 *ties,
                                    guint32 *order);

/* The same by falling similarity; no entry is NaN. */
void sem_metrics_order_by_similarity (const float *similarities,
                                      gsize n,
                                      const guint32 *ties,
                                      guint32 *order);

/* Share of the @n_wanted items that are among the first @k of @order. */
double
sem_metrics_overlap (const guint32 *wanted, gsize n_wanted, const guint32 *order, gsize n, gsize k);

/* Mean and sample standard deviation (n - 1; 0 for one value). */
void sem_metrics_summarise (const double *values, gsize n, double *mean, double *sd);

G_END_DECLS
