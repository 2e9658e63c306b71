/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates"

#include "config.h"

#include "engine/duplicates/find-private.h"
#include "engine/index/hamming-index.h"
#include "engine/photos/codes.h"
#include "engine/store/codes.h"

/* Codes that are searched with at once, and photos that are stored at once. */
#define BATCH 64
#define CHUNK 2048
/* The nearest of each, within this share of the bits: a crop of half a picture is nearer. */
#define MOST_NEAR 8
#define REACH 0.15
/* What is less alike is not looked at. */
#define MIN_LIKENESS 0.75

typedef struct
{
  SemDuplicatesRun *run;
  SemHammingIndex *index;
  GArray *ids; /* of the photos that are new */
  guint64 *codes;
  guint words;
  guint n_bits;
} Job;

static gboolean
append_codes (const gint64 *ids, const guint64 *codes, gsize n, gpointer user_data, GError **error)
{
  Job *job = user_data;

  for (gsize i = 0; i < n; i++)
    if (ids[i] > job->run->compared.codes)
      g_array_append_val (job->ids, ids[i]);
  return sem_hamming_index_append (job->index, codes, ids, n, error);
}

static gboolean
add_hit (SemDuplicatesRun *run, guint row, const SemHammingHit *hit, double bits, GError **error)
{
  const gint64 other = sem_moments_find (run->moments, hit->photo_id);
  const SemMoment *moment = &run->moments->rows[row], *moment2;
  gboolean inside;
  double likeness;

  if (other < 0 || other == row)
    return TRUE;
  moment2 = &run->moments->rows[other];
  if (sem_moment_is_another (moment, moment2) || sem_moment_is_pair (moment, moment2))
    return TRUE;
  if (!sem_pair_likeness_measure (&run->likeness, moment->photo, moment2->photo,
                                  1 - 2 * hit->distance / bits, &likeness, error))
    return FALSE;
  if (likeness < MIN_LIKENESS)
    return TRUE;
  if (!sem_sketch_pair_is_inside (&run->sketches, moment, moment2, &inside, error))
    return FALSE;
  if (inside)
    sem_duplicates_run_add (run, row, (guint) other, SEM_DUPLICATE_COPY, SEM_DUPLICATE_OPEN,
                            likeness);
  return TRUE;
}

/* @first: of @n of the new photos, at most BATCH */
static gboolean
compare_batch (Job *job, guint first, guint n, GError **error)
{
  GArray *hits[BATCH];
  const SemHammingQuery query = {
    .codes = job->codes,
    .n_codes = n,
    .k = MOST_NEAR + 1, /* itself as well */
    .max_distance = (guint) (job->n_bits * REACH),
    .cancellable = job->run->work.progress.cancellable,
  };
  gboolean ok = TRUE;

  for (guint i = 0; i < n; i++)
    {
      guint32 position;

      if (sem_hamming_index_lookup (job->index, g_array_index (job->ids, gint64, first + i),
                                    &position))
        sem_hamming_index_get_code (job->index, position, job->codes + (gsize) i * job->words);
    }
  if (!sem_hamming_index_search_batch (job->index, &query, hits, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const gint64 row =
        sem_moments_find (job->run->moments, g_array_index (job->ids, gint64, first + i));

      for (guint k = 0; ok && row >= 0 && k < hits[i]->len; k++)
        ok = add_hit (job->run, (guint) row, &g_array_index (hits[i], SemHammingHit, k),
                      job->n_bits, error);
      g_array_unref (hits[i]);
    }
  return ok;
}

static gboolean
compare_all (Job *job, GError **error)
{
  SemDuplicatesRun *run = job->run;

  for (guint i = 0; i < job->ids->len; i += BATCH)
    {
      const guint n = MIN (BATCH, job->ids->len - i);
      const gboolean last = i + n == job->ids->len;

      if (!sem_duplicates_run_tick (run, (double) i / job->ids->len, error)
          || !compare_batch (job, i, n, error))
        return FALSE;
      run->compared.codes = g_array_index (job->ids, gint64, i + n - 1);
      if ((last || (i + n) % CHUNK == 0) && !sem_duplicates_run_store (run, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
sem_duplicates_find_by_codes (SemDuplicatesRun *run, GError **error)
{
  Job job = { .run = run };
  gboolean ok;
  gint64 last;

  if (!run->likeness.model)
    return TRUE;
  last = sem_store_last_code (run->store, run->likeness.row.id, error);
  if (last <= MAX (run->compared.codes, 0))
    return last >= 0;
  job.n_bits = sem_hash_model_get_n_bits (run->likeness.model);
  job.words = SEM_HASH_WORDS (job.n_bits);
  job.index = sem_hamming_index_new (job.n_bits);
  job.ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  job.codes = g_new0 (guint64, (gsize) BATCH * job.words);
  ok =
    sem_store_read_codes (run->store, run->likeness.row.id, job.words, 0, append_codes, &job, error)
    && compare_all (&job, error);
  sem_hamming_index_free (job.index);
  g_array_unref (job.ids);
  g_free (job.codes);
  return ok;
}
