/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-inspect"

#include "config.h"

#include "engine/inspect/ranks.h"

#include "engine/index/hamming-counts.h"
#include "engine/inspect/metrics.h"
#include "engine/photos/codes.h"

#include <math.h>
#include <string.h>

#define K SEM_NEAREST_K
#define DEPTHS SEM_QUALITY_N_DEPTHS
/* The depth is at most 100. */
#define MOST_DEPTH 3

/* Each array as in an inspection. */
typedef struct
{
  SemInspectSubject *subject;
  SemNearest *nearest;
  double *distances;
  double *hamming;
  double *ranked;
  double *reach;
  double *ranked_reach;
  double *lift;
  double ties;
} Run;

guint
sem_inspect_get_depth (double n_photos)
{
  guint place = 0;

  while (place < MOST_DEPTH && sem_quality_depths[place + 1] * 10 <= n_photos)
    place++;
  return place;
}

guint
sem_inspect_get_first_results (const SemInspection *inspection)
{
  const double *library = sem_inspection_get_exactly (inspection, "library", 4);

  return sem_quality_depths[sem_inspect_get_depth (library ? library[0] : 0)];
}

/* How many other photos have which distance from a query. */
static gboolean
count (Run *run, guint q, guint32 *counts, GError **error)
{
  SemInspectSubject *subject = run->subject;
  gssize own = sem_inspect_subject_find (subject, subject->queries[q]);
  const SemHammingQuery query = {
    .codes = subject->views[q].code, .n_codes = 1, .k = 1, .max_distance = SEM_HASH_MAX_BITS
  };

  memset (counts, 0, (SEM_HASH_MAX_BITS + 1) * sizeof *counts);
  if (!sem_hamming_index_count_distances (subject->index, &query, counts, error))
    return FALSE;
  counts[sem_inspect_distance (subject, subject->views[q].code,
                               sem_inspect_subject_get_code (subject, (gsize) own))]--;
  return TRUE;
}

static double
count_ties (const guint32 *counts)
{
  guint nearer = 0;

  for (guint distance = 0; distance <= SEM_HASH_MAX_BITS; distance++)
    {
      if (nearer + counts[distance] >= K)
        return counts[distance];
      nearer += counts[distance];
    }
  return 0;
}

/* The share of the nearest that are among the first @depth of a search; beyond the candidates, by
 * Hamming distance. */
static double
reach_ranked (const SemNear *near, guint n_near, const GArray *ranked, guint depth)
{
  guint found = 0;

  for (guint i = 0; i < MIN (depth, ranked->len); i++)
    for (guint k = 0; k < n_near; k++)
      found += g_array_index (ranked, SemRankedHit, i).photo_id == near[k].photo;
  return n_near > 0 ? (double) found / n_near : 1;
}

static void
measure_reach (Run *run,
               guint q,
               const guint32 *counts,
               const GArray *ranked,
               const SemNear *near,
               guint n_near)
{
  SemInspectSubject *subject = run->subject;
  guint16 wanted[K];

  for (guint k = 0; k < n_near; k++)
    {
      gssize position = sem_inspect_subject_find (subject, near[k].photo);

      wanted[k] =
        (guint16) sem_inspect_distance (subject, subject->views[q].code,
                                        sem_inspect_subject_get_code (subject,
                                                                      (gsize) MAX (position, 0)));
      run->distances[q * K + k] = wanted[k];
    }
  for (guint d = 0; d < DEPTHS; d++)
    {
      double by_codes = sem_nearest_reach (counts, wanted, n_near, sem_quality_depths[d]);
      double by_search = reach_ranked (near, n_near, ranked, sem_quality_depths[d]);

      run->reach[q * DEPTHS + d] = by_codes;
      run->ranked_reach[q * DEPTHS + d] =
        sem_quality_depths[d] > ranked->len ? MAX (by_codes, by_search) : by_search;
    }
}

/* The lift of a query whose ten nearest by distance are @hamming. */
static gboolean
measure_lift (Run *run,
              guint q,
              const GArray *hamming,
              const SemNear *near,
              guint n_near,
              GError **error)
{
  double best = 0, sum = 0;
  guint n = 0;

  for (guint i = 0; i < MIN (n_near, hamming->len); i++)
    {
      float feature[SEM_BACKBONE_DIM];
      gboolean found;

      if (!sem_codes_load_feature (run->subject->store,
                                   g_array_index (hamming, SemHammingHit, i).photo_id,
                                   run->subject->row.backbone, feature, &found, error))
        return FALSE;
      if (!found)
        continue;
      sum += sem_nearest_get_cosine (run->nearest, q, feature);
      best += near[n].cosine;
      n++;
    }
  run->lift[q] = best > 0 ? sum / best : 1;
  return TRUE;
}

static gboolean
measure_query (Run *run, guint q, GError **error)
{
  SemInspectSubject *subject = run->subject;
  guint n_near;
  const SemNear *near = sem_nearest_get (run->nearest, q, &n_near);
  guint32 counts[SEM_HASH_MAX_BITS + 1];
  g_autoptr (GArray) hamming = NULL, ranked = NULL;

  if (!count (run, q, counts, error)
      || !sem_inspect_subject_search (subject, &subject->views[q], subject->queries[q], &hamming,
                                      &ranked, error))
    return FALSE;
  run->ties += count_ties (counts) / subject->n_queries;
  for (guint k = 0; k < MIN (K, hamming->len); k++)
    {
      run->hamming[q * K + k] = (double) g_array_index (hamming, SemHammingHit, k).photo_id;
      run->ranked[q * K + k] = (double) g_array_index (ranked, SemRankedHit, k).photo_id;
    }
  measure_reach (run, q, counts, ranked, near, n_near);
  return measure_lift (run, q, hamming, near, n_near, error);
}

static double
get_mean (const double *values, guint n, guint stride)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += values[(gsize) i * stride];
  return sum / n;
}

gboolean
sem_inspect_get_curve (const SemInspection *inspection, const char *name, double *curve)
{
  gsize n;
  const double *values = sem_inspection_get (inspection, name, &n);

  if (n < DEPTHS || n % DEPTHS != 0)
    return FALSE;
  for (guint d = 0; d < DEPTHS; d++)
    curve[d] = get_mean (values + d, (guint) (n / DEPTHS), DEPTHS);
  return TRUE;
}

static void
describe (Run *run, SemInspection *inspection)
{
  guint n = run->subject->n_queries;
  guint depth = sem_inspect_get_depth (run->subject->ids->len);
  const struct
  {
    const char *name;
    const double *values;
    guint width;
  } arrays[] = { { "near.distances", run->distances, K },
                 { "hamming.photos", run->hamming, K },
                 { "ranked.photos", run->ranked, K },
                 { "queries.reach", run->reach, DEPTHS },
                 { "queries.ranked", run->ranked_reach, DEPTHS },
                 { "queries.lift", run->lift, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    sem_inspection_set (inspection, arrays[i].name, arrays[i].values, (gsize) n * arrays[i].width);
  sem_inspection_set_one (inspection, sem_inspect_metric_get_key (SEM_INSPECT_REACH),
                          get_mean (run->reach + depth, n, DEPTHS));
  sem_inspection_set_one (inspection, sem_inspect_metric_get_key (SEM_INSPECT_RANKED),
                          get_mean (run->ranked_reach + depth, n, DEPTHS));
  sem_inspection_set_one (inspection, sem_inspect_metric_get_key (SEM_INSPECT_LIFT),
                          get_mean (run->lift, n, 1));
  sem_inspection_set_one (inspection, sem_inspect_metric_get_key (SEM_INSPECT_TIES), run->ties);
}

gboolean
sem_inspect_ranks (SemInspectSubject *subject,
                   SemNearest *nearest,
                   SemInspection *inspection,
                   const SemProgress *progress,
                   GError **error)
{
  gsize n = subject->n_queries;
  g_autofree double *numbers = g_new0 (double, n *(3 * K + 2 * DEPTHS + 1));
  Run run = { .subject = subject,
              .nearest = nearest,
              .distances = numbers,
              .hamming = numbers + n * K,
              .ranked = numbers + n * 2 * K,
              .reach = numbers + n * 3 * K,
              .ranked_reach = numbers + n * (3 * K + DEPTHS),
              .lift = numbers + n * (3 * K + 2 * DEPTHS) };

  for (guint q = 0; q < n; q++)
    {
      if (g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (progress), error)
          || !measure_query (&run, q, error))
        return FALSE;
      sem_progress_report (progress, (q + 1.0) / (double) n);
    }
  describe (&run, inspection);
  return TRUE;
}
