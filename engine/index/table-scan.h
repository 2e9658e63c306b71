/* table-scan.h - the scan of a code table, on as many threads as it is worth
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/index/code-table.h"
#include "engine/kernels/scan/popcount.h"

G_BEGIN_DECLS

/**
 * SemTableScan:
 * @queries: shape (n_queries, W)
 * @k: at least 1, at most the table's rows
 * @scope: (nullable): as for sem_hamming_index_search()
 */
typedef struct
{
  const SemTableSnapshot *table;
  const guint64 *queries;
  gsize n_queries;
  guint32 k;
  guint32 max_distance;
  const guint64 *scope;
  gsize n_scope_words;
  GCancellable *cancellable;
} SemTableScan;

/* The nearest rows of each query, nearest first, to n_queries arrays of k entries in @hits, their
 * numbers to @n_hits. Returns FALSE where cancelled. The table has at least one row. */
gboolean sem_table_scan_run (const SemTableScan *scan, SemKHit *hits, guint32 *n_hits);

G_END_DECLS
