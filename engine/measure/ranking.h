/* ranking.h - the order in which one query finds the database
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/base/random.h"

G_BEGIN_DECLS

/* "Position" means a place in SemSplit.database, from 0. */

/**
 * SemRanking:
 * @query: a place in SemSplit.queries
 * @n: positions ranked: the database, without the query itself
 * @order: shape (n): positions, best first, ties at random
 * @distances: (nullable): by position, in bits; %NULL when the order is by cosine
 * @similarities: (nullable): by position; %NULL when the order is by codes
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
 * What one thread needs for ranking: codes in the layout of the scan kernels are shared, buffers
 * are its own.
 */
typedef struct
{
  gsize n;
  guint32 *order;
  guint16 *distances;
  gpointer hits;
  guint32 *keys;
} SemRanker;

/* For up to @n positions. */
void sem_ranker_init (SemRanker *self, gsize n);
void sem_ranker_clear (SemRanker *self);

/* (transfer full): @n codes, rows of SEM_HASH_WORDS (n_bits) words, as a table to scan; for free().
 */
gpointer sem_ranker_pack (const guint64 *codes, gsize n, guint n_bits) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_ranker_by_codes:
 * @table: of sem_ranker_pack()
 * @code: the query's
 * @except: a position that is left out, or G_MAXSIZE
 * @random: breaks the ties
 * @ranking: (out): its arrays belong to the ranker and last until the next call
 */
void sem_ranker_by_codes (SemRanker *self,
                          gconstpointer table,
                          gsize n,
                          guint n_bits,
                          const guint64 *code,
                          gsize except,
                          SemRandom *random,
                          SemRanking *ranking);

/* The same by falling similarity; no entry is NaN. */
void sem_ranker_by_similarity (SemRanker *self,
                               const float *similarities,
                               gsize n,
                               gsize except,
                               SemRandom *random,
                               SemRanking *ranking);

G_END_DECLS
