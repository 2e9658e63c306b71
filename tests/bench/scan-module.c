/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The index as a module for bench-scan-faiss.py, on one thread.
 */

#include "engine/index/hamming-index.h"
#include "engine/index/table-scan-private.h"

#define EXPORT __attribute__ ((visibility ("default")))

EXPORT SemHammingIndex *scan_new (guint n_bits, const guint64 *codes, gsize n);
EXPORT void scan_free (SemHammingIndex *index);
EXPORT void scan_search (SemHammingIndex *index,
                         const guint64 *queries,
                         gsize n_queries,
                         guint k,
                         gint32 *distances,
                         gint64 *rows);

SemHammingIndex *
scan_new (guint n_bits, const guint64 *codes, gsize n)
{
  g_autofree gint64 *ids = g_new (gint64, n);
  SemHammingIndex *index = sem_hamming_index_new (n_bits);

  for (gsize i = 0; i < n; i++)
    ids[i] = (gint64) i + 1;
  if (!sem_hamming_index_append (index, codes, ids, n, NULL))
    g_error ("codes were not accepted");
  sem_table_scan_set_max_threads (1);
  return index;
}

void
scan_free (SemHammingIndex *index)
{
  sem_hamming_index_free (index);
}

void
scan_search (SemHammingIndex *index,
             const guint64 *queries,
             gsize n_queries,
             guint k,
             gint32 *distances,
             gint64 *rows)
{
  const SemHammingQuery query = { queries, n_queries, k, G_MAXUINT, NULL, NULL };
  g_autofree GArray **hits = g_new (GArray *, n_queries);

  if (!sem_hamming_index_search_batch (index, &query, hits, NULL))
    g_error ("a search failed");
  for (gsize q = 0; q < n_queries; q++)
    {
      for (guint i = 0; i < hits[q]->len; i++)
        {
          distances[q * k + i] = (gint32) g_array_index (hits[q], SemHammingHit, i).distance;
          rows[q * k + i] = g_array_index (hits[q], SemHammingHit, i).position;
        }
      g_array_unref (hits[q]);
    }
}
