/* graph.h - nearest-neighbour graphs of the training photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"

G_BEGIN_DECLS

/**
 * SemGraph:
 * @n: nodes
 * @start: shape (n + 1)
 * @neighbors: shape (start[n])
 *
 * A list of neighbours for each node: that of node i is entries start[i] … start[i + 1] - 1.
 */
typedef struct
{
  gsize n;
  gsize *start;
  guint32 *neighbors;
} SemGraph;

/* (transfer full): empty lists, to be filled in. */
SemGraph *sem_graph_new (gsize n) G_GNUC_WARN_UNUSED_RESULT;
void sem_graph_free (SemGraph *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemGraph, sem_graph_free)

/**
 * sem_graph_new_nearest:
 * @x: (array): shape (n, d), rows of length 1 or 0
 * @k: number of neighbours, at least 1
 * @closest: nodes with a greater cosine are skipped as near-duplicates; 2 to skip none
 *
 * Each node's min (k, n - 1) nearest others by cosine, nearest first, ties by index. Lists are
 * shorter if too few nodes are left. Computed in tiles, never n x n numbers at once.
 *
 * Returns: (transfer full) (nullable): %NULL when cancelled
 */
SemGraph *
sem_graph_new_nearest (SemWork *job, const float *x, gsize n, gsize d, guint k, double closest)
  G_GNUC_WARN_UNUSED_RESULT;

/* The same by Euclidean distance, without skipping any, for rows of any length. */
SemGraph *sem_graph_new_euclidean (SemWork *job, const float *x, gsize n, gsize d, guint k)
  G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): i and j are neighbours if either lists the other; lists are sorted by index,
 * without repeats. */
SemGraph *sem_graph_new_union (const SemGraph *graph) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_graph_new_pairwise:
 * @graph: K1 nearest neighbours per node, without the node itself
 * @k2: size of T(i)
 *
 * DDH's similar pairs (Song et al., ECML-PKDD 2017). N(i) is the list of i and i itself; T(i) are
 * the
 * @k2 nodes j whose N(j) share most with N(i), ties by index. The positives of i are the union of
 * N(j) over j in T(i), and every node that has i among its positives. Lists are sorted by index and
 * include i itself.
 *
 * Returns: (transfer full) (nullable): %NULL when cancelled
 */
SemGraph *
sem_graph_new_pairwise (SemWork *job, const SemGraph *graph, guint k2) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_graph_smooth:
 * @graph: symmetric
 * @x: (array): shape (n, d)
 * @mean: (array): shape (d)
 * @out: (out caller-allocates): shape (n, d): (I + D^-1/2 A D^-1/2) / 2 times the rows of X - mean
 *
 * Returns: %FALSE when cancelled
 */
gboolean sem_graph_smooth (SemWork *job,
                           const SemGraph *graph,
                           const float *x,
                           const float *mean,
                           gsize d,
                           float *out) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
