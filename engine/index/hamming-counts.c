/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/index/hamming-counts.h"

#include "engine/index/hamming-index-private.h"
#include "engine/index/table-items.h"
#include "engine/kernels/scan/distances.h"

#include <string.h>

static gboolean
count_all (SemHammingIndex *self, const SemHammingQuery *query, guint32 *found, GError **error)
{
  g_auto (SemTableSnapshot) table;
  SemKCountFunc count;
  SemTableItem item;

  sem_code_table_snapshot (sem_hamming_index_get_table (self), &table);
  count = sem_k_distances_get (sem_k_get_set (), table.code_bits);
  for (guint i = 0; i < sem_table_count_items (&table); i++)
    {
      if (g_cancellable_set_error_if_cancelled (query->cancellable, error))
        return FALSE;
      if (!sem_table_item_take (&item, &table, query->scope, i))
        continue;
      count (&item.blocks, query->codes, query->n_codes, found);
      count (&item.rest, query->codes, query->n_codes, found);
    }
  return TRUE;
}

gboolean
sem_hamming_index_count_distances (SemHammingIndex *self,
                                   const SemHammingQuery *query,
                                   guint32 *counts,
                                   GError **error)
{
  guint32 found[SEM_K_MAX_BITS + 1] = { 0 };

  g_return_val_if_fail (self != NULL && counts != NULL, FALSE);
  g_return_val_if_fail (query != NULL && query->codes != NULL && query->n_codes >= 1, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (!count_all (self, query, found, error))
    return FALSE;
  /* Codes of 16 bits lie in the table as 32. */
  memcpy (counts, found, (sem_hamming_index_get_n_bits (self) + 1) * sizeof *counts);
  return TRUE;
}

static gboolean
is_allowed (const SemTableSnapshot *table, const SemHammingScope *scope, gsize row)
{
  const SemRowMask *live = table->segments[row / table->segment_rows].live;
  gsize bit = row % table->segment_rows;

  if (scope && (row / 64 >= scope->n_words || (scope->words[row / 64] >> (row % 64) & 1) == 0))
    return FALSE;
  return !live || (live->words[bit / 64] >> (bit % 64) & 1) != 0;
}

static void
sample (SemHammingIndex *self, const SemHammingScope *scope, guint n, GArray *ids)
{
  g_auto (SemTableSnapshot) table;
  guint64 n_allowed = 0, seen = 0;

  sem_code_table_snapshot (sem_hamming_index_get_table (self), &table);
  for (gsize row = 0; row < table.n_rows; row++)
    n_allowed += is_allowed (&table, scope, row);
  n = (guint) MIN (n, n_allowed);
  /* Photo i is the first that is past i steps of n_allowed / n. */
  for (gsize row = 0; row < table.n_rows && ids->len < n; row++)
    if (is_allowed (&table, scope, row) && seen++ * n >= ids->len * n_allowed)
      {
        gint64 id = sem_table_snapshot_get_id (&table, (guint32) row);

        g_array_append_val (ids, id);
      }
}

GArray *
sem_hamming_index_sample (SemHammingIndex *self, const SemHammingScope *scope, guint n)
{
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);

  g_return_val_if_fail (self != NULL && n >= 1, ids);

  sample (self, scope, n, ids);
  return ids;
}
