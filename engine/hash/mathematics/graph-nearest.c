/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/mathematics/graph.h"

#include "engine/hash/mathematics/blas.h"

#include <cblas.h>
#include <math.h>

#define TILE_ROWS 256
#define TILE_COLUMNS 1024

/* Rows are ranked by their product with the query less their handicap. */
typedef struct
{
  const float *x;
  const float *handicaps; /* nullable */
  gsize n;
  gsize d;
  guint k;
  float closest;
  GCancellable *cancellable;
  guint32 *nearest;
  float *scores;
  guint *found;
} Search;

/* Columns come in ascending order, so a strict comparison leaves ties ordered by index. */
static void
offer (Search *s, gsize row, gsize column, float score)
{
  guint32 *nearest = s->nearest + row * s->k;
  float *scores = s->scores + row * s->k;
  guint at = s->found[row];

  if (column == row || score > s->closest)
    return;
  if (at < s->k)
    s->found[row]++;
  else
    at--;
  for (; at > 0 && scores[at - 1] < score; at--)
    {
      scores[at] = scores[at - 1];
      nearest[at] = nearest[at - 1];
    }
  scores[at] = score;
  nearest[at] = (guint32) column;
}

static void
offer_row (Search *s, gsize row, gsize first, const float *scores, gsize n)
{
  const float *worst = s->scores + row * s->k + s->k - 1;

  for (gsize j = 0; j < n; j++)
    if (s->found[row] < s->k || scores[j] > *worst)
      offer (s, row, first + j, scores[j]);
}

static void
search_task (gsize task, gpointer data)
{
  Search *s = data;
  gsize first = task * TILE_ROWS;
  gsize rows = MIN (TILE_ROWS, s->n - first);
  g_autofree float *tile = g_new (float, TILE_ROWS *TILE_COLUMNS);

  for (gsize column = 0; column < s->n; column += TILE_COLUMNS)
    {
      gsize columns = MIN (TILE_COLUMNS, s->n - column);

      if (g_cancellable_is_cancelled (s->cancellable))
        return;
      cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, rows, columns, s->d, 1.0f,
                   s->x + first * s->d, s->d, s->x + column * s->d, s->d, 0.0f, tile, TILE_COLUMNS);
      for (gsize i = 0; s->handicaps != NULL && i < rows; i++)
        for (gsize j = 0; j < columns; j++)
          tile[i * TILE_COLUMNS + j] -= s->handicaps[column + j];
      for (gsize i = 0; i < rows; i++)
        offer_row (s, first + i, column, tile + i * TILE_COLUMNS, columns);
    }
}

static SemGraph *
collect (const Search *s)
{
  SemGraph *graph = sem_graph_new (s->n);

  for (gsize i = 0; i < s->n; i++)
    graph->start[i + 1] = graph->start[i] + s->found[i];
  graph->neighbors = g_new (guint32, graph->start[s->n] + 1);
  for (gsize i = 0; i < s->n; i++)
    for (guint j = 0; j < s->found[i]; j++)
      graph->neighbors[graph->start[i] + j] = s->nearest[i * s->k + j];
  return graph;
}

static SemGraph *
find (SemWork *job,
      const float *x,
      const float *handicaps,
      gsize n,
      gsize d,
      guint k,
      float closest)
{
  g_autofree guint32 *nearest = g_new (guint32, n * k);
  g_autofree float *scores = g_new (float, n *k);
  g_autofree guint *found = g_new0 (guint, n);
  Search search = { x,       handicaps, n,    d, k, closest, job->progress.cancellable,
                    nearest, scores,    found };

  g_assert (k >= 1);

  sem_blas_use_one_thread ();
  if (!sem_work_parallel (job, (n + TILE_ROWS - 1) / TILE_ROWS, search_task, &search))
    return NULL;
  return collect (&search);
}

SemGraph *
sem_graph_new_nearest (SemWork *job, const float *x, gsize n, gsize d, guint k, double closest)
{
  return find (job, x, NULL, n, d, k, (float) closest);
}

/* |x - y|^2 / 2 = |x|^2 / 2 - (x'y - |y|^2 / 2), and the first term is the same for all y. */
SemGraph *
sem_graph_new_euclidean (SemWork *job, const float *x, gsize n, gsize d, guint k)
{
  g_autofree float *handicaps = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    {
      double squares = 0.0;

      for (gsize j = 0; j < d; j++)
        squares += (double) x[i * d + j] * (double) x[i * d + j];
      handicaps[i] = (float) (0.5 * squares);
    }
  return find (job, x, handicaps, n, d, k, INFINITY);
}
