/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/inspect/hubs.h"

#include "engine/base/work.h"
#include "engine/index/hamming-counts.h"
#include "engine/inspect/metrics.h"

#include <string.h>

#define CODES_A_TASK 256

typedef struct
{
  const guint64 *codes;
  gsize n;
  guint n_bits;
  guint n_words;
  SemHammingIndex *index;
  guint16 *reach;
  double **degrees; /* by task */
} Graph;

/* The distance of the tenth nearest other code, and how much of a place each code at it gets. */
static double
find_reach (const guint32 *counts, guint n_bits, guint16 *reach)
{
  guint nearer = 0;

  for (guint distance = 0; distance <= n_bits; distance++)
    {
      if (nearer + counts[distance] >= SEM_NEAREST_K)
        {
          *reach = (guint16) distance;
          return (double) (SEM_NEAREST_K - nearer) / counts[distance];
        }
      nearer += counts[distance];
    }
  *reach = (guint16) n_bits;
  return 1;
}

static void
look_from (const Graph *graph, gsize i, double *degrees)
{
  guint32 counts[SEM_HASH_MAX_BITS + 1] = { 0 };
  SemHammingQuery query = { .codes = graph->codes + i * graph->n_words,
                            .n_codes = 1,
                            .k = 1,
                            .max_distance = SEM_HASH_MAX_BITS };
  g_autoptr (GArray) hits = NULL;
  double share;

  sem_hamming_index_count_distances (graph->index, &query, counts, NULL);
  counts[0]--;
  share = find_reach (counts, graph->n_bits, &graph->reach[i]);
  query.k = (guint) graph->n;
  query.max_distance = graph->reach[i];
  hits = sem_hamming_index_search (graph->index, &query, NULL);
  for (guint h = 0; h < hits->len; h++)
    {
      const SemHammingHit *hit = &g_array_index (hits, SemHammingHit, h);

      if (hit->position != i)
        degrees[hit->position] += hit->distance < graph->reach[i] ? 1 : share;
    }
}

static void
degrees_task (gsize task, gpointer data)
{
  const Graph *graph = data;
  gsize end = MIN ((task + 1) * CODES_A_TASK, graph->n);

  graph->degrees[task] = g_new0 (double, graph->n);
  for (gsize i = task * CODES_A_TASK; i < end; i++)
    look_from (graph, i, graph->degrees[task]);
}

gboolean
sem_inspect_degrees (const guint64 *codes,
                     gsize n,
                     guint n_bits,
                     double *degrees,
                     guint16 *reach,
                     const SemProgress *progress,
                     GError **error)
{
  gsize n_tasks = (n + CODES_A_TASK - 1) / CODES_A_TASK;
  g_autofree double **parts = g_new0 (double *, n_tasks);
  g_autofree gint64 *ids = g_new (gint64, n);
  g_autoptr (SemHammingIndex) index = sem_hamming_index_new (n_bits);
  Graph graph = { codes, n, n_bits, SEM_HASH_WORDS (n_bits), index, reach, parts };
  SemWork work;
  gboolean ok;

  for (gsize i = 0; i < n; i++)
    ids[i] = (gint64) i + 1;
  memset (degrees, 0, n * sizeof *degrees);
  sem_work_init (&work, 0, progress);
  ok = sem_hamming_index_append (index, codes, ids, n, error)
       && sem_work_parallel (&work, n_tasks, degrees_task, &graph);
  if (!ok)
    g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (progress), error);
  for (gsize t = 0; t < n_tasks; t++)
    {
      for (gsize i = 0; i < n && parts[t]; i++)
        degrees[i] += parts[t][i];
      g_free (parts[t]);
    }
  return ok;
}

/* (transfer full): positions of the photos among which hubs are looked for. @n: (out) */
static guint32 *
draw (SemInspectSubject *subject, gsize *n)
{
  guint32 *rows = g_new (guint32, MAX (subject->by_hash->len, 1));

  *n = 0;
  for (guint i = 0; i < subject->by_hash->len && *n < SEM_INSPECT_HUB_PHOTOS; i++)
    {
      gssize row = sem_inspect_subject_find (subject, g_array_index (subject->by_hash, gint64, i));

      if (row >= 0)
        rows[(*n)++] = (guint32) row;
    }
  return rows;
}

/* Photos whose ten nearest reach the hub. */
static void
list_sources (SemInspectSubject *subject,
              const guint32 *rows,
              gsize n,
              const guint16 *reach,
              gsize hub,
              double *sources)
{
  const guint64 *code = sem_inspect_subject_get_code (subject, rows[hub]);
  guint n_sources = 0;

  for (gsize i = 0; i < n && n_sources < SEM_INSPECT_BEHIND; i++)
    if (i != hub
        && sem_inspect_distance (subject, code, sem_inspect_subject_get_code (subject, rows[i]))
             <= reach[i])
      sources[n_sources++] = (double) g_array_index (subject->ids, gint64, rows[i]);
}

/* (transfer full): the numbers of the largest degrees, falling */
static gsize *
choose (const double *degrees, gsize n, guint n_wanted)
{
  gsize *best = g_new0 (gsize, n_wanted + 1);
  guint found = 0;

  for (gsize i = 0; i < n; i++)
    {
      guint at = found;

      while (at > 0 && degrees[best[at - 1]] < degrees[i])
        at--;
      if (at == n_wanted)
        continue;
      found = MIN (found + 1, n_wanted);
      memmove (best + at + 1, best + at, (found - 1 - at) * sizeof *best);
      best[at] = i;
    }
  return best;
}

static void
describe (SemInspectSubject *subject,
          const guint32 *rows,
          gsize n,
          const double *degrees,
          const guint16 *reach,
          SemInspection *inspection)
{
  guint n_hubs = (guint) MIN (n, SEM_INSPECT_HUBS);
  g_autofree gsize *hubs = choose (degrees, n, n_hubs);
  double photos[SEM_INSPECT_HUBS], counts[SEM_INSPECT_HUBS];
  double sources[SEM_INSPECT_HUBS * SEM_INSPECT_BEHIND] = { 0 };
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += degrees[i];
  for (guint h = 0; h < n_hubs; h++)
    {
      photos[h] = (double) g_array_index (subject->ids, gint64, rows[hubs[h]]);
      counts[h] = sum > 0 ? degrees[hubs[h]] * (double) n / sum : 0;
      list_sources (subject, rows, n, reach, hubs[h], sources + h * SEM_INSPECT_BEHIND);
    }
  sem_inspection_set (inspection, "hubs.photos", photos, n_hubs);
  sem_inspection_set (inspection, "hubs.counts", counts, n_hubs);
  sem_inspection_set (inspection, "hubs.sources", sources, (gsize) n_hubs * SEM_INSPECT_BEHIND);
  sem_inspection_set_one (inspection, sem_inspect_metric_get_key (SEM_INSPECT_HUBNESS), counts[0]);
}

gboolean
sem_inspect_hubs (SemInspectSubject *subject,
                  SemInspection *inspection,
                  const SemProgress *progress,
                  GError **error)
{
  gsize n;
  g_autofree guint32 *rows = draw (subject, &n);
  g_autofree guint64 *codes = g_new (guint64, (n + 1) * subject->n_words);
  g_autofree double *degrees = g_new (double, n + 1);
  g_autofree guint16 *reach = g_new (guint16, n + 1);

  for (gsize i = 0; i < n; i++)
    memcpy (codes + i * subject->n_words, sem_inspect_subject_get_code (subject, rows[i]),
            subject->n_words * sizeof *codes);
  if (n < 2)
    return TRUE;
  if (!sem_inspect_degrees (codes, n, subject->n_bits, degrees, reach, progress, error))
    return FALSE;
  describe (subject, rows, n, degrees, reach, inspection);
  return TRUE;
}
