/* metrics.h - rankings, and figures of them; average precision has a file of its own
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_metrics_hamming_distances:
 * @codes: (array): shape (n, n_words), one code per row
 * @query: row of the query, below n
 * @distances: (out caller-allocates): shape (n): Hamming distances in bits; 0 at @query itself
 */
void sem_metrics_hamming_distances (const guint64 *codes,
                                    gsize n,
                                    guint n_words,
                                    gsize query,
                                    guint16 *distances);

/**
 * sem_metrics_order_by_distance:
 * @distances: (array): shape (n)
 * @n_distances: greater than every distance
 * @ties: (array): a permutation of 0 … n - 1, in whose order equal distances come
 * @order: (out caller-allocates): shape (n): items, nearest first
 */
void sem_metrics_order_by_distance (const guint16 *distances,
                                    gsize n,
                                    guint n_distances,
                                    const guint32 *ties,
                                    guint32 *order);

/* The same by falling similarity; @similarities: (array): shape (n), no entry is NaN. */
void sem_metrics_order_by_similarity (const float *similarities,
                                      gsize n,
                                      const guint32 *ties,
                                      guint32 *order);

/* Returns: the share of the @n_wanted items that are among the first @k of the n in @order, from 0
 * to 1 */
double
sem_metrics_overlap (const guint32 *wanted, gsize n_wanted, const guint32 *order, gsize n, gsize k);

/* @mean, @sd: (out): mean and sample standard deviation (with n - 1; 0 for one value) of n >= 1
 * values */
void sem_metrics_summarise (const double *values, gsize n, double *mean, double *sd);

G_END_DECLS
