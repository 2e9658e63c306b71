/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-inspect"

#include "config.h"

#include "engine/inspect/neighbours.h"

#include "engine/photos/codes.h"
#include "engine/store/details/inspected.h"

#include <string.h>

#define BLOCK 1024
#define STORE_EVERY (5 * G_TIME_SPAN_SECOND)

static const char *const names[] = { "version",      "library",   "queries", "near.photos",
                                     "near.cosines", "near.last", NULL };

/* @last: by query, the last photo that it was compared with, 0 for none */
typedef struct
{
  SemInspectSubject *subject;
  SemInspection *inspection;
  SemNearest *nearest;
  gint64 *last;
  float *features;
  gint64 *photos;
  guint8 *wanted;
  SemWork work;
  gint64 stored_at;
} Run;

gboolean
sem_inspect_store (SemStore *store,
                   gint64 model,
                   const SemInspection *inspection,
                   const char *const *list,
                   GError **error)
{
  gboolean ok = sem_store_begin (store, error);

  for (; ok && *list; list++)
    {
      gsize n;
      const double *values = sem_inspection_get (inspection, *list, &n);

      ok = !values || sem_store_put_inspected (store, model, *list, values, n, error);
    }
  if (ok && sem_store_commit (store, error))
    return TRUE;
  sem_store_rollback (store);
  return FALSE;
}

/* Where a query was compared before, its stored nearest photos are used. */
static void
restore_query (Run *run, const SemInspection *known, const double *queries, gsize n, guint query)
{
  const double *photos = sem_inspection_get_exactly (known, "near.photos", n * SEM_NEAREST_K);
  const double *cosines = sem_inspection_get_exactly (known, "near.cosines", n * SEM_NEAREST_K);
  const double *last = sem_inspection_get_exactly (known, "near.last", n);

  for (gsize i = 0; i < n && photos && cosines && last; i++)
    if (queries[i] == (double) run->subject->queries[query])
      {
        for (gsize k = i * SEM_NEAREST_K; k < (i + 1) * SEM_NEAREST_K; k++)
          {
            const SemNear near = { (gint64) photos[k], cosines[k] };

            if (photos[k] > 0)
              sem_nearest_restore (run->nearest, query, &near);
          }
        run->last[query] = (gint64) last[i];
        return;
      }
}

static void
restore (Run *run, const SemInspection *known)
{
  gsize n;
  const double *queries = sem_inspection_get (known, "queries", &n);
  const double *library = sem_inspection_get_exactly (known, "library", 4);

  if (!queries || !library || library[2] != (double) run->subject->generation
      || sem_inspection_get_one (known, "version", 0) != SEM_INSPECTION_VERSION)
    return;
  for (guint q = 0; q < run->subject->n_queries; q++)
    restore_query (run, known, queries, n, q);
}

static void
describe (Run *run)
{
  SemInspectSubject *subject = run->subject;
  guint n = subject->n_queries;
  g_autofree double *queries = g_new (double, n);
  g_autofree double *last = g_new (double, n);
  g_autofree double *photos = g_new0 (double, (gsize) n *SEM_NEAREST_K);
  g_autofree double *cosines = g_new0 (double, (gsize) n *SEM_NEAREST_K);
  const double library[] = { subject->ids->len, (double) subject->last,
                             (double) subject->generation, subject->n_bits };

  for (guint q = 0; q < n; q++)
    {
      guint n_near;
      const SemNear *near = sem_nearest_get (run->nearest, q, &n_near);

      queries[q] = (double) subject->queries[q];
      last[q] = (double) run->last[q];
      for (guint k = 0; k < n_near; k++)
        {
          photos[q * SEM_NEAREST_K + k] = (double) near[k].photo;
          cosines[q * SEM_NEAREST_K + k] = near[k].cosine;
        }
    }
  sem_inspection_set_one (run->inspection, "version", SEM_INSPECTION_VERSION);
  sem_inspection_set (run->inspection, "library", library, G_N_ELEMENTS (library));
  sem_inspection_set (run->inspection, "queries", queries, n);
  sem_inspection_set (run->inspection, "near.last", last, n);
  sem_inspection_set (run->inspection, "near.photos", photos, (gsize) n * SEM_NEAREST_K);
  sem_inspection_set (run->inspection, "near.cosines", cosines, (gsize) n * SEM_NEAREST_K);
}

static gboolean
store (Run *run, GError **error)
{
  describe (run);
  run->stored_at = g_get_monotonic_time ();
  return sem_inspect_store (run->subject->store, run->subject->row.id, run->inspection, names,
                            error);
}

/* The end of the block that begins with photo @from: all its photos are new to the same queries. */
static gsize
end_block (Run *run, gsize from)
{
  gint64 first = g_array_index (run->subject->ids, gint64, from);
  gsize end = MIN (from + BLOCK, run->subject->ids->len);

  for (guint q = 0; q < run->subject->n_queries; q++)
    {
      run->wanted[q] = run->last[q] < first;
      while (!run->wanted[q] && end > from + 1
             && g_array_index (run->subject->ids, gint64, end - 1) > run->last[q])
        end--;
    }
  return end;
}

static gboolean
is_wanted (const Run *run)
{
  for (guint q = 0; q < run->subject->n_queries; q++)
    if (run->wanted[q])
      return TRUE;
  return FALSE;
}

static gboolean
compare_block (Run *run, gsize from, gsize end, GError **error)
{
  SemInspectSubject *subject = run->subject;
  gsize n = 0;

  for (gsize i = from; i < end; i++)
    {
      gboolean found;

      run->photos[n] = g_array_index (subject->ids, gint64, i);
      if (!sem_codes_load_feature (subject->store, run->photos[n], subject->row.backbone,
                                   run->features + n * SEM_BACKBONE_DIM, &found, error))
        return FALSE;
      n += found;
    }
  if (!sem_nearest_compare (run->nearest, run->photos, run->features, n, run->wanted, &run->work))
    {
      g_cancellable_set_error_if_cancelled (run->work.progress.cancellable, error);
      return FALSE;
    }
  for (guint q = 0; q < subject->n_queries; q++)
    if (run->wanted[q])
      run->last[q] = g_array_index (subject->ids, gint64, end - 1);
  return TRUE;
}

/* What was compared before the run was stopped stays. */
static gboolean
stop (Run *run, GError **error)
{
  GCancellable *cancellable = run->work.progress.cancellable;

  if (!g_cancellable_is_cancelled (cancellable))
    return FALSE;
  if (store (run, error))
    g_cancellable_set_error_if_cancelled (cancellable, error);
  return TRUE;
}

static gboolean
compare (Run *run, GError **error)
{
  GArray *ids = run->subject->ids;
  gsize end;

  for (gsize from = 0; from < ids->len; from = end)
    {
      end = end_block (run, from);
      if (stop (run, error))
        return FALSE;
      if (is_wanted (run) && !compare_block (run, from, end, error))
        return FALSE;
      sem_progress_report (&run->work.progress, (double) end / ids->len);
      if (g_get_monotonic_time () - run->stored_at > STORE_EVERY && !store (run, error))
        return FALSE;
    }
  return store (run, error);
}

gboolean
sem_inspect_neighbours (SemInspectSubject *subject,
                        const SemInspection *known,
                        SemInspection *inspection,
                        SemNearest **nearest,
                        const SemProgress *progress,
                        GError **error)
{
  g_autofree float *features = g_new (float, (gsize) BLOCK *SEM_BACKBONE_DIM);
  g_autofree gint64 *photos = g_new (gint64, BLOCK);
  g_autofree gint64 *last = g_new0 (gint64, subject->n_queries);
  g_autofree guint8 *wanted = g_new (guint8, subject->n_queries);
  Run run = { .subject = subject,
              .inspection = inspection,
              .nearest =
                sem_nearest_new (sem_hash_model_get_mean (subject->model), SEM_BACKBONE_DIM),
              .last = last,
              .features = features,
              .photos = photos,
              .wanted = wanted,
              .stored_at = g_get_monotonic_time () };

  *nearest = run.nearest;
  sem_work_init (&run.work, 0, progress);
  for (guint q = 0; q < subject->n_queries; q++)
    sem_nearest_add_query (run.nearest, subject->queries[q],
                           subject->features + (gsize) q * SEM_BACKBONE_DIM);
  restore (&run, known);
  return compare (&run, error);
}
