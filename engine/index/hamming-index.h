/* hamming-index.h - exact nearest neighbours among packed binary codes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"
#include "engine/index/hamming-scope.h"

G_BEGIN_DECLS

/**
 * SemHammingIndex:
 *
 * A table of N binary codes that is appended to and searched exactly by linear scan.
 *
 * Distance: popcount (a XOR b), in bits, from 0 to n_bits inclusive. Nothing is approximate: equal
 * contents give equal results on every CPU and at every thread count.
 *
 * Threads: any number may search while one appends or removes; a search sees the table as it was
 * when it began.
 */
typedef struct _SemHammingIndex SemHammingIndex;

/**
 * SemHammingHit:
 * @photo_id: the photo's row id in the store, greater than 0
 * @position: the row in the index, for sem_hamming_index_get_code()
 * @distance: distance to the query, in bits
 */
typedef struct
{
  gint64 photo_id;
  guint32 position;
  guint32 distance;
} SemHammingHit;

/* Returns: (transfer full): an empty index. @n_bits: 16, 32, 64, 128, 256 or 512 */
SemHammingIndex *sem_hamming_index_new (guint n_bits) G_GNUC_WARN_UNUSED_RESULT;
void sem_hamming_index_free (SemHammingIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemHammingIndex, sem_hamming_index_free)

/**
 * sem_hamming_index_append:
 * @codes: (array): shape (n, W), W = SEM_HASH_WORDS (n_bits) 64-bit words a row, unused high bits 0
 * @photo_ids: (array): n row ids, ascending and greater than every id in the index
 * @n: rows, may be 0
 * @error: return location; SEM_ERROR_DAMAGED where the ids do not ascend (they may come from a
 *   damaged file), with nothing appended
 */
gboolean sem_hamming_index_append (SemHammingIndex *self,
                                   const guint64 *codes,
                                   const gint64 *photo_ids,
                                   gsize n,
                                   GError **error);

/* Photos that are in the index and not removed. */
gsize sem_hamming_index_get_size (SemHammingIndex *self);
/* Leaves a photo out of later searches. Unknown ids are ignored. */
void sem_hamming_index_remove (SemHammingIndex *self, gint64 photo_id);
/* Whether the photo is in the index and not removed. @position: (out) (nullable): its row, not set
 * where it is not */
gboolean sem_hamming_index_lookup (SemHammingIndex *self, gint64 photo_id, guint32 *position);
/* @position: a row that a hit or sem_hamming_index_lookup() gave; @code: (out caller-allocates): W
 * words, the code of that row */
void sem_hamming_index_get_code (SemHammingIndex *self, guint32 position, guint64 *code);

/**
 * sem_hamming_index_make_scope:
 * @photo_ids: (array): ids of the photos to allow, ascending; those that the index does not have
 *   are ignored
 * @n: ids, may be 0: nothing is allowed
 *
 * The scope stays valid while the index grows; it does not allow the rows that are appended after
 * it was made. Takes time in proportion to the rows of the index and @n.
 *
 * Returns: (transfer full): free with g_free()
 */
SemHammingScope *sem_hamming_index_make_scope (SemHammingIndex *self,
                                               const gint64 *photo_ids,
                                               gsize n) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SemHammingQuery:
 * @codes: (array): shape (@n_codes, W), laid out as for sem_hamming_index_append()
 * @n_codes: query codes
 * @k: the most hits for each of them, at least 1
 * @max_distance: leave out hits further than this, in bits
 * @scope: (nullable): the rows that may be returned, or %NULL for all
 * @cancellable: (nullable): looked at every few hundred thousand codes
 *
 * What to search for. Borrowed during the call.
 */
typedef struct
{
  const guint64 *codes;
  gsize n_codes;
  guint k;
  guint max_distance;
  const SemHammingScope *scope;
  GCancellable *cancellable;
} SemHammingQuery;

/**
 * sem_hamming_index_search:
 * @query: with one code
 *
 * Blocks the calling thread. Hits come nearest first, equal distances by ascending photo id. They
 * are the @query->k nearest of the rows that the scope allows, not what the scope leaves of the
 * nearest of all.
 *
 * Returns: (transfer full) (element-type SemHammingHit): at most @query->k hits, or %NULL with
 *   G_IO_ERROR_CANCELLED
 */
GArray *sem_hamming_index_search (SemHammingIndex *self,
                                  const SemHammingQuery *query,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_hamming_index_search_batch:
 * @hits: (out caller-allocates) (array): @query->n_codes new #GArray, each as above
 *
 * As one search for each code, with the table read once for up to 64 of them.
 *
 * Returns: %FALSE with G_IO_ERROR_CANCELLED, and nothing in @hits
 */
gboolean sem_hamming_index_search_batch (SemHammingIndex *self,
                                         const SemHammingQuery *query,
                                         GArray **hits,
                                         GError **error);

G_END_DECLS
