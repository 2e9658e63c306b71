/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates"

#include "config.h"

#include "engine/duplicates/find-private.h"
#include "engine/duplicates/near-hashes.h"

#include <math.h>

/* Photos that are compared and stored at once, and by one task of these. */
#define CHUNK 4096
#define SHARE 32
/* The nearest by hash that are looked at. */
#define MOST_NEAR 12
/* Neighbours of a burst are at least so alike. */
#define BURST_LIKENESS 0.7

/* @rows: of the hashes, since flat photos have none; @places: the other way round, -1 for none */
typedef struct
{
  SemDuplicatesRun *run;
  SemNearHashes *hashes;
  guint32 *rows;
  gint64 *places;
  guint from;
  guint n;
  SemNearHash near[CHUNK][MOST_NEAR];
  guint n_near[CHUNK];
} Job;

static void
ask_task (gsize task, gpointer data)
{
  Job *job = data;

  for (gsize i = task * SHARE; i < MIN ((task + 1) * SHARE, job->n); i++)
    {
      const gint64 place = job->places[job->from + i];

      job->n_near[i] =
        place < 0 ? 0 : sem_near_hashes_ask (job->hashes, (guint) place, job->near[i], MOST_NEAR);
    }
}

static gboolean
add_pairs (SemDuplicatesRun *run, guint row, GArray *others, GError **error)
{
  g_array_set_size (others, 0);
  sem_moments_list_pairs (run->moments, row, others);
  for (guint i = 0; i < others->len; i++)
    {
      const guint other = g_array_index (others, guint32, i);
      double likeness;

      if (!sem_pair_likeness_measure (&run->likeness, run->moments->rows[row].photo,
                                      run->moments->rows[other].photo, 1, &likeness, error))
        return FALSE;
      sem_duplicates_run_add (run, row, other, SEM_DUPLICATE_PAIR, SEM_DUPLICATE_PROVEN, likeness);
    }
  return TRUE;
}

static gboolean
add_burst (SemDuplicatesRun *run, guint row, GArray *others, GError **error)
{
  g_array_set_size (others, 0);
  sem_moments_list_neighbours (run->moments, row, others);
  for (guint i = 0; i < others->len; i++)
    {
      const guint other = g_array_index (others, guint32, i);
      double likeness;

      if (!sem_pair_likeness_measure (&run->likeness, run->moments->rows[row].photo,
                                      run->moments->rows[other].photo, 0, &likeness, error))
        return FALSE;
      if (likeness >= BURST_LIKENESS)
        sem_duplicates_run_add (run, row, other, SEM_DUPLICATE_BURST, SEM_DUPLICATE_PROVEN,
                                likeness);
    }
  return TRUE;
}

static gboolean
add_near (Job *job, guint i, GError **error)
{
  SemDuplicatesRun *run = job->run;
  const SemMoment *moment = &run->moments->rows[job->from + i];

  for (guint k = 0; k < job->n_near[i]; k++)
    {
      const SemNearHash *near = &job->near[i][k];
      const guint other = job->rows[near->index];
      const SemMoment *moment2 = &run->moments->rows[other];
      double likeness;
      gboolean agrees;

      if (sem_moment_is_another (moment, moment2) || sem_moment_is_pair (moment, moment2))
        continue;
      if (!sem_sketch_pair_agrees (&run->sketches, moment->photo, moment2->photo, near->orientation,
                                   &agrees, error))
        return FALSE;
      if (!agrees)
        continue;
      if (!sem_pair_likeness_measure (&run->likeness, moment->photo, moment2->photo,
                                      cos (G_PI * near->distance / 64), &likeness, error))
        return FALSE;
      sem_duplicates_run_add (run, job->from + i, other, SEM_DUPLICATE_COPY, SEM_DUPLICATE_OPEN,
                              likeness);
    }
  return TRUE;
}

static gboolean
compare_chunk (Job *job, GArray *others, GError **error)
{
  SemDuplicatesRun *run = job->run;

  if (!sem_work_parallel (&run->work, (job->n + SHARE - 1) / SHARE, ask_task, job))
    return sem_duplicates_run_tick (run, 0, error);
  for (guint i = 0; i < job->n; i++)
    if (!add_pairs (run, job->from + i, others, error)
        || !add_burst (run, job->from + i, others, error) || !add_near (job, i, error))
      return FALSE;
  run->compared.hashes = run->moments->rows[job->from + job->n - 1].photo;
  return sem_duplicates_run_store (run, error);
}

static void
job_free (Job *job)
{
  g_clear_pointer (&job->hashes, sem_near_hashes_free);
  g_free (job->rows);
  g_free (job->places);
  g_free (job);
}

static Job *
job_new (SemDuplicatesRun *run)
{
  const SemMoments *moments = run->moments;
  g_autofree guint64 *hashes = g_new (guint64, MAX (moments->n, 1));
  Job *job = g_new0 (Job, 1);
  guint n = 0;

  job->run = run;
  job->rows = g_new (guint32, MAX (moments->n, 1));
  job->places = g_new (gint64, MAX (moments->n, 1));
  for (guint i = 0; i < moments->n; i++)
    {
      job->places[i] = moments->rows[i].has_hash ? (gint64) n : -1;
      if (!moments->rows[i].has_hash)
        continue;
      job->rows[n] = i;
      hashes[n++] = moments->rows[i].hash;
    }
  job->hashes = sem_near_hashes_new (hashes, n);
  return job;
}

gboolean
sem_duplicates_find_by_hashes (SemDuplicatesRun *run, GError **error)
{
  const guint first = sem_moments_find_after (run->moments, run->compared.hashes);
  const guint n = run->moments->n;
  g_autoptr (GArray) others = g_array_new (FALSE, FALSE, sizeof (guint32));
  gboolean ok = TRUE;
  Job *job;

  if (first == n)
    return TRUE;
  job = job_new (run);
  for (job->from = first; ok && job->from < n; job->from += job->n)
    {
      job->n = MIN (CHUNK, n - job->from);
      ok = sem_duplicates_run_tick (run, (double) (job->from - first) / (n - first), error)
           && compare_chunk (job, others, error);
    }
  job_free (job);
  return ok;
}
