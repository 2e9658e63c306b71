/* hamming-counts.h - how far all codes of an index lie from a query
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/index/hamming-index.h"

G_BEGIN_DECLS

/**
 * sem_hamming_index_count_distances:
 * @query: with at least one code; its k and max_distance are ignored
 * @counts: (array) (out caller-allocates): shape (n_bits + 1): how many photos within the scope lie
 *   at each distance, in bits, from the nearest of the codes
 *
 * Reads the table once on the calling thread: the counts are the same on every CPU.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED, and undefined counts
 */
gboolean sem_hamming_index_count_distances (SemHammingIndex *self,
                                            const SemHammingQuery *query,
                                            guint32 *counts,
                                            GError **error);

/**
 * sem_hamming_index_sample:
 * @scope: (nullable): the rows to choose from, or %NULL for all
 * @n: how many, at least 1
 *
 * Chooses photos at equal steps of their order, which is that of their ids.
 *
 * Returns: (transfer full) (element-type gint64): ids of @n photos, or of all where there are fewer
 */
GArray *sem_hamming_index_sample (SemHammingIndex *self,
                                  const SemHammingScope *scope,
                                  guint n) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
