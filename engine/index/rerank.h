/* rerank.h - the score that the candidates of a search are re-ranked by
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemRankedHit:
 * @photo_id: the photo's row id in the store
 * @distance: Hamming distance to the query, in bits
 * @cosine: c, clamped to [0, 1]
 * @score: a + 2·max (0, c - 0.5), from -1 to 2; hits are ordered by it
 *
 * A photo compared with one query; a and c as for sem_rerank_score().
 */
typedef struct
{
  gint64 photo_id;
  guint32 distance;
  float cosine;
  float score;
} SemRankedHit;

/* How many of the nearest codes to re-rank for @k hits: max (500, 20·k), at most %G_MAXUINT. */
guint sem_rerank_candidates (guint k);

/**
 * sem_rerank_score:
 * @outputs: (array): the query's real-valued outputs u, n_bits floats
 * @code: (array): the candidate's stored code
 * @n_bits: code length
 * @query_vector: (array): the query's int8 vector, @dim entries
 * @vector: (array) (nullable): the candidate's; %NULL counts as c = 0
 * @dim: entries of a vector
 * @hit: (out): cosine and score are written
 *
 * a = sum_b q_b·s_b / sum_b |q_b|, the asymmetric similarity of the query's real outputs with the
 * stored signs (Gordo, Perronnin et al., PAMI 2014 use the same asymmetry), in [-1, 1], and 0
 * where sum |q| = 0; c is the cosine of the two int8 vectors. The same bits on every CPU: sums of
 * integers are exact, sums of floats are in the order of the bits, in double.
 */
void sem_rerank_score (const float *outputs,
                       const guint64 *code,
                       guint n_bits,
                       const gint8 *query_vector,
                       const gint8 *vector,
                       guint dim,
                       SemRankedHit *hit);

/* @hits: (element-type SemRankedHit). Sorts by descending score, equal scores by ascending photo
 * id. Like the others, may be called from any thread. */
void sem_rerank_sort (GArray *hits);

G_END_DECLS
