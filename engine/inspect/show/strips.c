/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-inspect"

#include "config.h"

#include "engine/inspect/show/strips.h"

#include "engine/photos/codes.h"
#include "engine/photos/library-reference.h"
#include "engine/search/likeness/likeness.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define NO_COSINE (-2.0f)

/* One query photo.
 * @before: by the other model; @x: its centred feature; @own: as likeness centres it
 * @cosines: shape (all photos): of the centred features */
typedef struct
{
  gint64 photo;
  SemInspectView view;
  SemInspectView before;
  float x[SEM_BACKBONE_DIM];
  float own[SEM_BACKBONE_DIM];
  float *cosines;
} Query;

/* @before: (nullable): another model, whose search is compared with */
typedef struct
{
  SemInspectSubject *subject;
  SemInspectSubject *before;
  SemLikeness *likeness;
  Query *queries;
  gsize n;
} Run;

static void
centre (const Run *run, const float *feature, float *x)
{
  const float *mean = sem_hash_model_get_mean (run->subject->model);
  double squares = 0, factor;

  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    {
      x[i] = feature[i] - mean[i];
      squares += (double) x[i] * x[i];
    }
  factor = squares > 0 ? 1 / sqrt (squares) : 0;
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    x[i] = (float) (x[i] * factor);
}

static float
dot (const float *a, const float *b)
{
  double sum = 0;

  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    sum += (double) a[i] * b[i];
  return (float) sum;
}

static gboolean
load_feature (const Run *run, gint64 photo, float *feature, gboolean *found, GError **error)
{
  return sem_codes_load_feature (run->subject->store, photo, run->subject->row.backbone, feature,
                                 found, error);
}

/* The other model may be of another backbone. */
static gboolean
prepare_before (Run *run, Query *query, GError **error)
{
  SemInspectSubject *before = run->before;
  float feature[SEM_BACKBONE_DIM];
  gboolean found;

  if (!before)
    return TRUE;
  if (!sem_codes_load_feature (before->store, query->photo, before->row.backbone, feature, &found,
                               error))
    return FALSE;
  if (!found)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                   _("The features of the photos are missing. Index the library again."));
      return FALSE;
    }
  sem_inspect_subject_view (before, feature, &query->before);
  return TRUE;
}

/* @given: (nullable): its feature, where it is not the stored one */
static gboolean
prepare (Run *run, gint64 photo, const float *given, Query *query, GError **error)
{
  float feature[SEM_BACKBONE_DIM];
  gboolean found = given != NULL;

  query->photo = photo;
  if (given)
    memcpy (feature, given, sizeof feature);
  else if (!load_feature (run, photo, feature, &found, error))
    return FALSE;
  if (!found)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                   _("The photo is not in the library any more. Choose another one."));
      return FALSE;
    }
  centre (run, feature, query->x);
  if (run->likeness)
    sem_likeness_centre (run->likeness, feature, query->own);
  sem_inspect_subject_view (run->subject, feature, &query->view);
  query->cosines = g_new (float, run->subject->ids->len);
  return prepare_before (run, query, error);
}

static gboolean
compare (Run *run, const SemProgress *progress, GError **error)
{
  GArray *ids = run->subject->ids;

  for (guint i = 0; i < ids->len; i++)
    {
      float feature[SEM_BACKBONE_DIM], x[SEM_BACKBONE_DIM];
      gboolean found;

      if (g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (progress), error)
          || !load_feature (run, g_array_index (ids, gint64, i), feature, &found, error))
        return FALSE;
      if (found)
        centre (run, feature, x);
      for (gsize q = 0; q < run->n; q++)
        run->queries[q].cosines[i] = found ? dot (x, run->queries[q].x) : NO_COSINE;
      if (i % 256 == 0)
        sem_progress_report (progress, (double) i / ids->len);
    }
  return TRUE;
}

/* The rank of the photo at a position, by features and by codes. */
static void
find_ranks (const Run *run, const Query *query, guint position, SemInspectHit *hit)
{
  SemInspectSubject *subject = run->subject;

  for (guint i = 0; i < subject->ids->len; i++)
    {
      guint distance;

      if (g_array_index (subject->ids, gint64, i) == query->photo)
        continue;
      distance =
        sem_inspect_distance (subject, query->view.code, sem_inspect_subject_get_code (subject, i));
      hit->ranks[SEM_INSPECT_BY_FEATURES] +=
        query->cosines[i] > query->cosines[position]
        || (query->cosines[i] == query->cosines[position] && i <= position);
      hit->ranks[SEM_INSPECT_BY_CODES] +=
        distance < hit->distance || (distance == hit->distance && i <= position);
    }
}

/* From 1; 0 where the list does not have it. */
static guint
find_in (const GArray *ranked, gint64 photo)
{
  for (guint i = 0; i < ranked->len; i++)
    if (g_array_index (ranked, SemRankedHit, i).photo_id == photo)
      return i + 1;
  return 0;
}

/* What a search finds, and what the other list is made of: all codes, or where two models are
 * compared, the search of the other one. */
typedef struct
{
  GArray *hamming; /* of SemHammingHit */
  GArray *ranked;  /* of SemRankedHit */
  GArray *before;  /* (nullable): of SemRankedHit */
  float fitted[SEM_LIKENESS_HEAD];
  guint n_fitted; /* the first of @ranked, whose likeness is known as a search shows it */
} Found;

/* How alike the photo at a position is, by itself. */
static gboolean
measure_likeness (const Run *run,
                  const Query *query,
                  guint position,
                  double *likeness,
                  GError **error)
{
  const gint64 photo = g_array_index (run->subject->ids, gint64, position);
  float feature[SEM_BACKBONE_DIM], x[SEM_BACKBONE_DIM];
  gboolean found;

  *likeness = MAX (query->cosines[position], 0);
  if (!run->likeness)
    return TRUE;
  if (!load_feature (run, photo, feature, &found, error))
    return FALSE;
  if (found)
    sem_likeness_centre (run->likeness, feature, x);
  *likeness = found ? CLAMP (sem_likeness_cosine (x, query->own), 0, 1) : 0;
  return TRUE;
}

/* A search makes likeness fall along its hits: the same photo has the same number here. */
static gboolean
fit_likeness (const Run *run, const Query *query, Found *found, GError **error)
{
  for (guint i = 0; i < MIN (found->ranked->len, SEM_LIKENESS_HEAD); i++)
    {
      const gint64 photo = g_array_index (found->ranked, SemRankedHit, i).photo_id;
      gssize position = sem_inspect_subject_find (run->subject, photo);
      double likeness = 0;

      if (position >= 0 && !measure_likeness (run, query, (guint) position, &likeness, error))
        return FALSE;
      found->fitted[found->n_fitted++] = (float) likeness;
    }
  sem_likeness_fit (found->fitted, found->n_fitted);
  return TRUE;
}

static gboolean
describe (const Run *run,
          const Query *query,
          gint64 photo,
          const Found *list,
          SemInspectHit *hit,
          GError **error)
{
  SemInspectSubject *subject = run->subject;
  gssize found_at = sem_inspect_subject_find (subject, photo);
  guint position = (guint) MAX (found_at, 0), rank;

  *hit = (SemInspectHit){ .photo = photo };
  if (list->before)
    hit->ranks[SEM_INSPECT_BY_CODES] = find_in (list->before, photo);
  /* The other model may have the code of a photo that came or went meanwhile. */
  if (found_at < 0)
    return TRUE;
  hit->distance = sem_inspect_distance (subject, query->view.code,
                                        sem_inspect_subject_get_code (subject, position));
  find_ranks (run, query, position, hit);
  hit->ranks[SEM_INSPECT_BY_SEARCH] = rank = find_in (list->ranked, photo);
  if (list->before)
    hit->ranks[SEM_INSPECT_BY_CODES] = find_in (list->before, photo);
  if (rank > 0 && rank <= list->n_fitted)
    hit->likeness = list->fitted[rank - 1];
  else
    return measure_likeness (run, query, position, &hit->likeness, error);
  return TRUE;
}

/* The positions with the largest cosines, but for the photo itself. Returns: how many there are */
static guint
choose_nearest (const Run *run, const Query *query, guint *best)
{
  GArray *ids = run->subject->ids;
  guint found = 0;

  for (guint i = 0; i < ids->len; i++)
    {
      guint at = found;

      if (g_array_index (ids, gint64, i) == query->photo || query->cosines[i] == NO_COSINE)
        continue;
      while (at > 0 && query->cosines[best[at - 1]] < query->cosines[i])
        at--;
      if (at == SEM_INSPECT_STRIP)
        continue;
      found = MIN (found + 1, SEM_INSPECT_STRIP);
      memmove (best + at + 1, best + at, (found - 1 - at) * sizeof *best);
      best[at] = i;
    }
  return found;
}

static gboolean
search (const Run *run, const Query *query, Found *found, GError **error)
{
  g_autoptr (GArray) other = NULL;

  return sem_inspect_subject_search (run->subject, &query->view, query->photo, &found->hamming,
                                     &found->ranked, error)
         && (!run->before
             || sem_inspect_subject_search (run->before, &query->before, query->photo, &other,
                                            &found->before, error))
         && fit_likeness (run, query, found, error);
}

static gint64
get_photo (const Found *found, SemInspectOrder order, guint place)
{
  if (order == SEM_INSPECT_BY_SEARCH)
    return g_array_index (found->ranked, SemRankedHit, place).photo_id;
  return found->before ? g_array_index (found->before, SemRankedHit, place).photo_id
                       : g_array_index (found->hamming, SemHammingHit, place).photo_id;
}

static gboolean
fill (const Run *run,
      const Query *query,
      const Found *found,
      SemInspectStrips *strips,
      GError **error)
{
  guint best[SEM_INSPECT_STRIP + 1], *n = strips->n;

  *strips = (SemInspectStrips){ .photo = query->photo };
  n[SEM_INSPECT_BY_FEATURES] = choose_nearest (run, query, best);
  n[SEM_INSPECT_BY_CODES] =
    MIN (found->before ? found->before->len : found->hamming->len, SEM_INSPECT_STRIP);
  n[SEM_INSPECT_BY_SEARCH] = MIN (found->ranked->len, SEM_INSPECT_STRIP);
  for (guint order = 0; order < SEM_INSPECT_N_ORDERS; order++)
    for (guint i = 0; i < n[order]; i++)
      {
        gint64 photo = order == SEM_INSPECT_BY_FEATURES
                         ? g_array_index (run->subject->ids, gint64, best[i])
                         : get_photo (found, order, i);

        if (!describe (run, query, photo, found, &strips->hits[order][i], error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
answer (const Run *run, const Query *query, SemInspectStrips *strips, GError **error)
{
  Found found = { 0 };
  gboolean ok = search (run, query, &found, error) && fill (run, query, &found, strips, error);

  g_clear_pointer (&found.hamming, g_array_unref);
  g_clear_pointer (&found.ranked, g_array_unref);
  g_clear_pointer (&found.before, g_array_unref);
  return ok;
}

static gboolean
load_likeness (Run *run, GError **error)
{
  g_autoptr (SemReference) reference = NULL;

  if (!sem_library_load_reference (run->subject->store, run->subject->row.backbone, &reference,
                                   error))
    return FALSE;
  if (reference)
    run->likeness = sem_likeness_new (reference, sem_hash_model_get_mean (run->subject->model));
  return TRUE;
}

/* @features: (nullable) */
static gboolean
run_all (Run *run,
         const gint64 *photos,
         const float *features,
         SemInspectStrips *strips,
         const SemProgress *progress,
         GError **error)
{
  gboolean ok;

  run->queries = g_new0 (Query, run->n + 1);
  ok = load_likeness (run, error);
  for (gsize q = 0; ok && q < run->n; q++)
    ok = prepare (run, photos[q], features ? features + q * SEM_BACKBONE_DIM : NULL,
                  &run->queries[q], error);
  ok = ok && compare (run, progress, error);
  for (gsize q = 0; ok && q < run->n; q++)
    ok = answer (run, &run->queries[q], &strips[q], error);
  for (gsize q = 0; q < run->n; q++)
    g_free (run->queries[q].cosines);
  g_free (run->queries);
  g_clear_pointer (&run->likeness, sem_likeness_free);
  return ok;
}

gboolean
sem_inspect_strips (SemInspectSubject *subject,
                    const gint64 *photos,
                    const float *features,
                    gsize n,
                    SemInspectStrips *strips,
                    const SemProgress *progress,
                    GError **error)
{
  Run run = { .subject = subject, .n = n };

  return run_all (&run, photos, features, strips, progress, error);
}

gboolean
sem_inspect_strips_of_models (SemInspectSubject *before,
                              SemInspectSubject *after,
                              const gint64 *photos,
                              gsize n,
                              SemInspectStrips *strips,
                              const SemProgress *progress,
                              GError **error)
{
  Run run = { .subject = after, .before = before, .n = n };

  return run_all (&run, photos, NULL, strips, progress, error);
}
