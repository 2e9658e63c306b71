/* ranking.h - the order of the gallery for one query
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/base/random.h"

G_BEGIN_DECLS

/* A "position" is an index into the gallery, from 0. */

/**
 * SemRanking:
 * @query: number of the query, from 0; set by the caller
 * @n: number of positions ranked: the gallery without the query itself
 * @order: shape (n): positions, best first, ties at random
 * @distances: (nullable): shape (size of the gallery): by position, in bits; %NULL when the order
 * is by similarity
 * @similarities: (nullable): shape (size of the gallery): by position; %NULL when the order is by
 *   codes
 */
typedef struct
{
  gsize query;
  gsize n;
  const guint32 *order;
  const guint16 *distances;
  const float *similarities;
} SemRanking;

/**
 * SemRanker:
 *
 * The buffers of one thread for ranking.
 */
typedef struct
{
  gsize n;
  guint32 *order;
  guint16 *distances;
  gpointer hits;
  guint32 *keys;
} SemRanker;

/* For galleries of up to @n photos. */
void sem_ranker_init (SemRanker *self, gsize n);
void sem_ranker_clear (SemRanker *self);

/**
 * SemRankerTable:
 *
 * The codes of a gallery in the layout of the scan kernels. Immutable; threads may share it.
 */
typedef struct _SemRankerTable SemRankerTable;

/* @codes: (array): shape (n, SEM_HASH_WORDS (n_bits)), copied
 * Returns: (transfer full) */
SemRankerTable *
sem_ranker_table_new (const guint64 *codes, gsize n, guint n_bits) G_GNUC_WARN_UNUSED_RESULT;
/* @self: (nullable) */
void sem_ranker_table_free (SemRankerTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemRankerTable, sem_ranker_table_free)

/**
 * sem_ranker_get_distances:
 * @table: of no more codes than the ranker was made for
 * @code: (array): the query's code, SEM_HASH_WORDS words
 *
 * Returns: (transfer none): shape (codes of @table): Hamming distances in bits, by position; valid
 *   until the next call
 */
const guint16 *
sem_ranker_get_distances (SemRanker *self, const SemRankerTable *table, const guint64 *code);

/**
 * sem_ranker_by_codes:
 * @table: of no more codes than the ranker was made for
 * @code: (array): the query's code, SEM_HASH_WORDS words
 * @except: a position to leave out, or G_MAXSIZE
 * @random: breaks the ties
 * @ranking: (out): its arrays belong to the ranker and are valid until the next call
 *
 * Orders the gallery by rising Hamming distance.
 */
void sem_ranker_by_codes (SemRanker *self,
                          const SemRankerTable *table,
                          const guint64 *code,
                          gsize except,
                          SemRandom *random,
                          SemRanking *ranking);

/* The same by falling similarity; @similarities: (array): shape (n), no entry is NaN. */
void sem_ranker_by_similarity (SemRanker *self,
                               const float *similarities,
                               gsize n,
                               gsize except,
                               SemRandom *random,
                               SemRanking *ranking);

G_END_DECLS
