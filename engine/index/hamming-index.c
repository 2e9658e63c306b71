/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/index/hamming-index.h"

#include "engine/index/hamming-index-private.h"
#include "engine/index/table-scan.h"

/* Queries that share one pass over the table, and the memory that their candidates may take. */
#define MAX_BATCH 64
#define MAX_BATCH_BYTES (64 * 1024 * 1024)

struct _SemHammingIndex
{
  guint n_bits;
  SemCodeTable *table;
};

SemHammingIndex *
sem_hamming_index_new (guint n_bits)
{
  SemHammingIndex *self;

  g_return_val_if_fail (n_bits == 16 || n_bits == 32 || n_bits == 64 || n_bits == 128
                          || n_bits == 256 || n_bits == 512,
                        NULL);

  self = g_new0 (SemHammingIndex, 1);
  self->n_bits = n_bits;
  self->table = sem_code_table_new (n_bits);
  return self;
}

void
sem_hamming_index_free (SemHammingIndex *self)
{
  g_return_if_fail (self != NULL);

  sem_code_table_free (self->table);
  g_free (self);
}

guint
sem_hamming_index_get_n_bits (SemHammingIndex *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_bits;
}

gsize
sem_hamming_index_get_n_codes (SemHammingIndex *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return sem_code_table_get_n_live (self->table);
}

SemCodeTable *
sem_hamming_index_get_table (SemHammingIndex *self)
{
  return self->table;
}

gboolean
sem_hamming_index_append (SemHammingIndex *self,
                          const guint64 *codes,
                          const gint64 *photo_ids,
                          gsize n,
                          GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (n == 0 || (codes != NULL && photo_ids != NULL), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return sem_code_table_append (self->table, codes, photo_ids, n, error);
}

void
sem_hamming_index_remove (SemHammingIndex *self, gint64 photo_id)
{
  g_return_if_fail (self != NULL);

  sem_code_table_remove (self->table, photo_id);
}

gboolean
sem_hamming_index_lookup (SemHammingIndex *self, gint64 photo_id, guint32 *position)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return sem_code_table_lookup (self->table, photo_id, position);
}

void
sem_hamming_index_get_code (SemHammingIndex *self, guint32 position, guint64 *code)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (code != NULL);

  sem_code_table_get_code (self->table, position, code);
}

static GArray *
make_hits (const SemTableSnapshot *table, const SemKHit *found, guint n)
{
  GArray *hits = g_array_sized_new (FALSE, FALSE, sizeof (SemHammingHit), n);

  for (guint i = 0; i < n; i++)
    {
      SemHammingHit hit = { sem_table_snapshot_get_id (table, found[i].row), found[i].row,
                            found[i].distance };

      g_array_append_val (hits, hit);
    }
  return hits;
}

/* One pass: fills n_queries entries of @hits, or none where cancelled. */
static gboolean
run_scan (const SemTableScan *scan, GArray **hits)
{
  g_autofree SemKHit *found = g_new (SemKHit, scan->n_queries * scan->k);
  g_autofree guint32 *n_found = g_new (guint32, scan->n_queries);

  if (!sem_table_scan_run (scan, found, n_found))
    return FALSE;
  for (gsize q = 0; q < scan->n_queries; q++)
    hits[q] = make_hits (scan->table, found + q * scan->k, n_found[q]);
  return TRUE;
}

static gsize
batch_size (guint32 k)
{
  return CLAMP (MAX_BATCH_BYTES / ((gsize) k * sizeof (SemKHit)), 1, MAX_BATCH);
}

/* @scan has all but its table, its k and the queries of one pass. */
static gboolean
search_table (SemHammingIndex *self,
              SemTableScan *scan,
              const guint64 *queries,
              gsize n_queries,
              guint k,
              GArray **hits,
              GError **error)
{
  g_auto (SemTableSnapshot) table;
  gsize n_words = (self->n_bits + 63) / 64;
  gsize n_done = 0;

  sem_code_table_snapshot (self->table, &table);
  scan->table = &table;
  scan->k = (guint32) MIN (k, table.n_rows);
  while (n_done < n_queries)
    {
      if (g_cancellable_set_error_if_cancelled (scan->cancellable, error))
        break;
      if (table.n_rows == 0)
        {
          hits[n_done++] = g_array_new (FALSE, FALSE, sizeof (SemHammingHit));
          continue;
        }
      scan->queries = queries + n_done * n_words;
      scan->n_queries = MIN (n_queries - n_done, batch_size (scan->k));
      if (run_scan (scan, hits + n_done))
        n_done += scan->n_queries;
    }
  if (n_done == n_queries)
    return TRUE;
  while (n_done > 0)
    g_clear_pointer (&hits[--n_done], g_array_unref);
  return FALSE;
}

GArray *
sem_hamming_index_search (SemHammingIndex *self,
                          const guint64 *query,
                          guint k,
                          guint max_distance,
                          const guint64 *scope,
                          gsize n_scope_words,
                          GCancellable *cancellable,
                          GError **error)
{
  SemTableScan scan = {
    .max_distance = max_distance,
    .scope = scope,
    .n_scope_words = n_scope_words,
    .cancellable = cancellable,
  };
  GArray *hits = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (query != NULL, NULL);
  g_return_val_if_fail (k >= 1, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  search_table (self, &scan, query, 1, k, &hits, error);
  return hits;
}

gboolean
sem_hamming_index_search_batch (SemHammingIndex *self,
                                const guint64 *queries,
                                gsize n_queries,
                                guint k,
                                guint max_distance,
                                GArray **hits,
                                GCancellable *cancellable,
                                GError **error)
{
  SemTableScan scan = { .max_distance = max_distance, .cancellable = cancellable };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (n_queries == 0 || (queries != NULL && hits != NULL), FALSE);
  g_return_val_if_fail (k >= 1, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return search_table (self, &scan, queries, n_queries, k, hits, error);
}
