/* table-scan.h - the scan of a code table on several threads
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/index/code-table.h"
#include "engine/index/hamming-scope.h"
#include "engine/kernels/scan/popcount.h"

G_BEGIN_DECLS

/**
 * SemTableScan:
 * @table: with at least one row
 * @queries: (array): shape (n_queries, W)
 * @n_queries: query codes, at least 1
 * @k: the most hits for each of them, from 1 to the table's rows
 * @max_distance: leave out rows further than this, in bits
 * @scope: (nullable): the rows that may be returned, or %NULL for all
 * @cancellable: (nullable): looked at after every item of a few hundred kilobytes
 */
typedef struct
{
  const SemTableSnapshot *table;
  const guint64 *queries;
  gsize n_queries;
  guint32 k;
  guint32 max_distance;
  const SemHammingScope *scope;
  GCancellable *cancellable;
} SemTableScan;

/**
 * sem_table_scan_run:
 * @hits: (out caller-allocates) (array): shape (n_queries, k): the nearest rows of each query,
 *   nearest first, equal distances by row
 * @n_hits: (out caller-allocates) (array): shape (n_queries): how many of the k entries were
 * written
 *
 * Blocks. Uses one thread for every few megabytes to scan, at most one a processor and at most 8;
 * the result does not depend on how many.
 *
 * Returns: %FALSE where cancelled, with nothing in @hits
 */
gboolean sem_table_scan_run (const SemTableScan *scan, SemKHit *hits, guint32 *n_hits);

G_END_DECLS
