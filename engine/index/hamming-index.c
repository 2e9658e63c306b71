/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/index/hamming-index.h"

#include "engine/index/hamming-index-private.h"
#include "engine/index/table-scan.h"

/* The most queries that share one scan of the table, and the memory for their candidates. */
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
  g_return_val_if_fail (!error || !*error, FALSE);

  return sem_code_table_append (self->table, codes, photo_ids, n, error);
}

gsize
sem_hamming_index_get_size (SemHammingIndex *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return sem_code_table_get_n_live (self->table);
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

/* One scan: fills n_queries entries of @hits, or none where cancelled. */
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

static gboolean
search_table (SemHammingIndex *self, const SemHammingQuery *query, GArray **hits, GError **error)
{
  g_auto (SemTableSnapshot) table;
  SemTableScan scan = {
    .table = &table,
    .max_distance = query->max_distance,
    .scope = query->scope,
    .cancellable = query->cancellable,
  };
  gsize n_words = (self->n_bits + 63) / 64;
  gsize n_done = 0;

  sem_code_table_snapshot (self->table, &table);
  scan.k = (guint32) MIN (query->k, table.n_rows);
  while (n_done < query->n_codes)
    {
      if (g_cancellable_set_error_if_cancelled (query->cancellable, error))
        break;
      if (table.n_rows == 0)
        {
          hits[n_done++] = g_array_new (FALSE, FALSE, sizeof (SemHammingHit));
          continue;
        }
      scan.queries = query->codes + n_done * n_words;
      scan.n_queries = MIN (query->n_codes - n_done, batch_size (scan.k));
      if (run_scan (&scan, hits + n_done))
        n_done += scan.n_queries;
    }
  if (n_done == query->n_codes)
    return TRUE;
  while (n_done > 0)
    g_clear_pointer (&hits[--n_done], g_array_unref);
  return FALSE;
}

GArray *
sem_hamming_index_search (SemHammingIndex *self, const SemHammingQuery *query, GError **error)
{
  GArray *hits = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (query != NULL && query->codes != NULL && query->n_codes == 1, NULL);
  g_return_val_if_fail (query->k >= 1, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  search_table (self, query, &hits, error);
  return hits;
}

gboolean
sem_hamming_index_search_batch (SemHammingIndex *self,
                                const SemHammingQuery *query,
                                GArray **hits,
                                GError **error)
{
  g_return_val_if_fail (self != NULL && query != NULL, FALSE);
  g_return_val_if_fail (query->n_codes == 0 || (query->codes != NULL && hits != NULL), FALSE);
  g_return_val_if_fail (query->k >= 1, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  return search_table (self, query, hits, error);
}

SemHammingScope *
sem_hamming_index_make_scope (SemHammingIndex *self, const gint64 *photo_ids, gsize n)
{
  g_auto (SemTableSnapshot) table;
  SemHammingScope *scope;
  gsize n_words;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n == 0 || photo_ids != NULL, NULL);

  sem_code_table_snapshot (self->table, &table);
  n_words = (table.n_rows + 63) / 64;
  scope = g_malloc0 (sizeof *scope + n_words * sizeof *scope->words);
  scope->n_words = n_words;
  for (gsize row = 0, i = 0; row < table.n_rows && i < n; row++)
    {
      gint64 id = sem_table_snapshot_get_id (&table, (guint32) row);

      while (i < n && photo_ids[i] < id)
        i++;
      if (i < n && photo_ids[i] == id)
        scope->words[row / 64] |= G_GUINT64_CONSTANT (1) << (row % 64);
    }
  return scope;
}
