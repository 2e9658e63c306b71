/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/mathematics/graph.h"

#include <math.h>
#include <stdlib.h>

#define SMOOTH_ROWS 256
/* Photos per task; small enough for their counts to fit the second-level cache. */
#define PAIR_ROWS 64

typedef struct
{
  const SemGraph *graph;
  const float *x;
  const float *mean;
  const float *weights;
  gsize d;
  float *out;
} Smoothing;

typedef struct
{
  const SemGraph *graph;
  const SemGraph *reverse;
  guint k2;
  GArray **lists;
} Pairing;

typedef struct
{
  guint32 node;
  guint32 shared;
} Overlap;

SemGraph *
sem_graph_new (gsize n)
{
  SemGraph *self = g_new0 (SemGraph, 1);

  self->n = n;
  self->start = g_new0 (gsize, n + 1);
  return self;
}

void
sem_graph_free (SemGraph *self)
{
  if (!self)
    return;
  g_free (self->start);
  g_free (self->neighbors);
  g_free (self);
}

static SemGraph *
reverse (const SemGraph *graph)
{
  SemGraph *self = sem_graph_new (graph->n);
  g_autofree gsize *next = g_new (gsize, graph->n + 1);

  for (gsize e = 0; e < graph->start[graph->n]; e++)
    self->start[graph->neighbors[e] + 1]++;
  for (gsize i = 0; i < graph->n; i++)
    {
      self->start[i + 1] += self->start[i];
      next[i] = self->start[i];
    }
  self->neighbors = g_new (guint32, graph->start[graph->n] + 1);
  for (gsize i = 0; i < graph->n; i++)
    for (gsize e = graph->start[i]; e < graph->start[i + 1]; e++)
      self->neighbors[next[graph->neighbors[e]]++] = (guint32) i;
  return self;
}

static int
compare_index (gconstpointer a, gconstpointer b)
{
  guint32 left = *(const guint32 *) a;
  guint32 right = *(const guint32 *) b;

  return (left > right) - (left < right);
}

static gsize
sort_unique (guint32 *values, gsize n)
{
  gsize kept = 0;

  qsort (values, n, sizeof *values, compare_index);
  for (gsize i = 0; i < n; i++)
    if (kept == 0 || values[kept - 1] != values[i])
      values[kept++] = values[i];
  return kept;
}

static gsize
copy_list (const SemGraph *graph, gsize node, guint32 *out)
{
  gsize n = graph->start[node + 1] - graph->start[node];

  for (gsize i = 0; i < n; i++)
    out[i] = graph->neighbors[graph->start[node] + i];
  return n;
}

SemGraph *
sem_graph_new_union (const SemGraph *graph)
{
  g_autoptr (SemGraph) back = reverse (graph);
  SemGraph *self = sem_graph_new (graph->n);

  self->neighbors = g_new (guint32, 2 * graph->start[graph->n] + 1);
  for (gsize i = 0; i < graph->n; i++)
    {
      guint32 *list = self->neighbors + self->start[i];
      gsize n = copy_list (graph, i, list);

      n += copy_list (back, i, list + n);
      self->start[i + 1] = self->start[i] + sort_unique (list, n);
    }
  return self;
}

static int
compare_overlap (gconstpointer a, gconstpointer b)
{
  const Overlap *left = a;
  const Overlap *right = b;

  if (left->shared != right->shared)
    return left->shared > right->shared ? -1 : 1;
  return (left->node > right->node) - (left->node < right->node);
}

static void
count_holders (const Pairing *p, guint32 member, guint32 *counts, GArray *touched)
{
  const SemGraph *back = p->reverse;

  for (gsize e = back->start[member]; e <= back->start[member + 1]; e++)
    {
      guint32 holder = e < back->start[member + 1] ? back->neighbors[e] : member;

      if (counts[holder]++ == 0)
        g_array_append_val (touched, holder);
    }
}

/* T(i): the inverted lists of the members of N(i) give every j with o(i, j) > 0. */
static void
find_sharing (const Pairing *p, gsize node, guint32 *counts, GArray *touched, GArray *overlaps)
{
  const SemGraph *graph = p->graph;

  g_array_set_size (touched, 0);
  g_array_set_size (overlaps, 0);
  count_holders (p, (guint32) node, counts, touched);
  for (gsize e = graph->start[node]; e < graph->start[node + 1]; e++)
    count_holders (p, graph->neighbors[e], counts, touched);
  for (guint i = 0; i < touched->len; i++)
    {
      guint32 j = g_array_index (touched, guint32, i);
      Overlap overlap = { j, counts[j] };

      g_array_append_val (overlaps, overlap);
      counts[j] = 0;
    }
  g_array_sort (overlaps, compare_overlap);
  g_array_set_size (overlaps, MIN (overlaps->len, p->k2));
}

static void
pair_task (gsize task, gpointer data)
{
  Pairing *p = data;
  const SemGraph *graph = p->graph;
  gsize end = MIN ((task + 1) * PAIR_ROWS, graph->n);
  g_autofree guint32 *counts = g_new0 (guint32, graph->n);
  g_autoptr (GArray) touched = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) overlaps = g_array_new (FALSE, FALSE, sizeof (Overlap));

  for (gsize i = task * PAIR_ROWS; i < end; i++)
    {
      GArray *list = g_array_new (FALSE, FALSE, sizeof (guint32));

      find_sharing (p, i, counts, touched, overlaps);
      for (guint t = 0; t < overlaps->len; t++)
        {
          guint32 j = g_array_index (overlaps, Overlap, t).node;

          g_array_append_val (list, j);
          g_array_append_vals (list, graph->neighbors + graph->start[j],
                               graph->start[j + 1] - graph->start[j]);
        }
      g_array_set_size (list, sort_unique ((guint32 *) list->data, list->len));
      p->lists[i] = list;
    }
}

static SemGraph *
join_lists (GArray **lists, gsize n)
{
  SemGraph *self = sem_graph_new (n);

  for (gsize i = 0; i < n; i++)
    self->start[i + 1] = self->start[i] + lists[i]->len;
  self->neighbors = g_new (guint32, self->start[n] + 1);
  for (gsize i = 0; i < n; i++)
    for (guint e = 0; e < lists[i]->len; e++)
      self->neighbors[self->start[i] + e] = g_array_index (lists[i], guint32, e);
  return self;
}

SemGraph *
sem_graph_new_pairwise (SemWork *job, const SemGraph *graph, guint k2)
{
  g_autoptr (SemGraph) back = reverse (graph);
  g_autoptr (SemGraph) positives = NULL;
  g_autofree GArray **lists = g_new0 (GArray *, graph->n);
  Pairing pairing = { graph, back, k2, lists };

  if (sem_work_parallel (job, (graph->n + PAIR_ROWS - 1) / PAIR_ROWS, pair_task, &pairing))
    positives = join_lists (lists, graph->n);
  for (gsize i = 0; i < graph->n; i++)
    g_clear_pointer (&lists[i], g_array_unref);
  return positives != NULL ? sem_graph_new_union (positives) : NULL;
}

static void
add_scaled (float *sum, const float *x, const float *mean, float scale, gsize d)
{
  for (gsize i = 0; i < d; i++)
    sum[i] += scale * (x[i] - mean[i]);
}

static void
smooth_task (gsize task, gpointer data)
{
  Smoothing *s = data;
  const SemGraph *graph = s->graph;
  gsize end = MIN ((task + 1) * SMOOTH_ROWS, graph->n);

  for (gsize i = task * SMOOTH_ROWS; i < end; i++)
    {
      float *out = s->out + i * s->d;

      for (gsize j = 0; j < s->d; j++)
        out[j] = 0.5f * (s->x[i * s->d + j] - s->mean[j]);
      for (gsize e = graph->start[i]; e < graph->start[i + 1]; e++)
        {
          gsize j = graph->neighbors[e];

          add_scaled (out, s->x + j * s->d, s->mean, 0.5f * s->weights[i] * s->weights[j], s->d);
        }
    }
}

gboolean
sem_graph_smooth (SemWork *job,
                  const SemGraph *graph,
                  const float *x,
                  const float *mean,
                  gsize d,
                  float *out)
{
  g_autofree float *weights = g_new0 (float, graph->n);
  Smoothing smoothing = { graph, x, mean, weights, d, out };

  for (gsize i = 0; i < graph->n; i++)
    {
      gsize degree = graph->start[i + 1] - graph->start[i];

      if (degree > 0)
        weights[i] = (float) (1.0 / sqrt ((double) degree));
    }
  return sem_work_parallel (job, (graph->n + SMOOTH_ROWS - 1) / SMOOTH_ROWS, smooth_task,
                            &smoothing);
}
