/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-evaluate"

#include "config.h"

#include "engine/evaluate/copies/altered.h"
#include "engine/evaluate/copies/altered-outcome.h"
#include "engine/evaluate/copies/asking.h"
#include "engine/index/rerank.h"

#define FIRST_FEW 10

typedef struct
{
  SemAlteredJob base;
  SemAlteredOutcome *outcomes; /* shape (queries, chosen alterations) */
} Job;

/* One query picture. */
typedef struct
{
  SemAlteredPicture base;
  GBytes *bytes; /* NULL where the decoder alters */
} Picture;

const char *
sem_altered_order_get_name (SemAlteredOrder order)
{
  static const char *const names[] = { "float", "hamming", "score", "copies" };

  return names[order];
}

/* Which photo of the picture this is, or another of the same; G_MAXUINT for none. */
static guint
find_source (const Picture *picture, gint64 id)
{
  for (guint i = 0; i < picture->base.alteration->n_photos; i++)
    {
      const SemAlteredQuery *query =
        sem_altered_queries_get (picture->base.job->queries, picture->base.query, i);

      if (g_hash_table_contains (query->sources, &id))
        return i;
    }
  return G_MAXUINT;
}

/* @ids: the first @n hits of an order, of which the first ten count. */
static SemAlteredVerdict
judge (const Picture *picture, const gint64 *ids, guint n)
{
  const guint n_photos = picture->base.alteration->n_photos;
  gboolean seen[SEM_ALTERATION_MAX_PHOTOS] = { FALSE }, others = FALSE;
  SemAlteredVerdict verdict = { .all_ten = TRUE };

  for (guint i = 0; i < MIN (n, FIRST_FEW); i++)
    {
      const guint source = find_source (picture, ids[i]);

      if (source == G_MAXUINT)
        {
          others = TRUE;
          continue;
        }
      verdict.first |= i == 0;
      verdict.first_ten = TRUE;
      if (!others && !seen[source])
        verdict.each_first += 1.0 / n_photos;
      seen[source] = TRUE;
    }
  for (guint i = 0; i < n_photos; i++)
    verdict.all_ten &= seen[i];
  return verdict;
}

static SemAlteredVerdict
judge_answer (const Picture *picture, const SemSearchAnswer *answer, gboolean by_score)
{
  g_autoptr (GArray) hits =
    g_array_sized_new (FALSE, FALSE, sizeof (SemRankedHit), MAX (answer->n_hits, 1));
  gint64 ids[FIRST_FEW];

  for (guint i = 0; i < answer->n_hits; i++)
    {
      const SemSearchHit *hit = &answer->hits[i];
      const SemRankedHit ranked = { hit->photo, hit->distance, hit->cosine, hit->score };

      g_array_append_val (hits, ranked);
    }
  if (by_score)
    sem_rerank_sort (hits);
  for (guint i = 0; i < MIN (hits->len, FIRST_FEW); i++)
    ids[i] = g_array_index (hits, SemRankedHit, i).photo_id;
  return judge (picture, ids, MIN (hits->len, FIRST_FEW));
}

static SemSearchAnswer *
search (const Picture *picture, SemSearcher *searcher, SemSearchRequest *request, GError **error)
{
  const SemAlteredQuery *query =
    sem_altered_queries_get (picture->base.job->queries, picture->base.query, 0);

  if (picture->bytes)
    sem_search_request_add_bytes (request, picture->bytes, picture->base.alteration->id);
  else
    sem_search_source_set_region (sem_search_request_add_file (request, query->path),
                                  &query->views[picture->base.place]);
  request->keep_own = TRUE;
  request->prove = TRUE;
  sem_search_request_set_cancellable (request, picture->base.job->cancellable);
  return sem_search (searcher, request, error);
}

/* Three orders from one search: by the features, by distance, and by score among the same
 * candidates. */
static gboolean
ask_search (const Picture *picture,
            SemSearcher *searcher,
            SemAlteredOutcome *outcome,
            GError **error)
{
  g_autoptr (SemSearchRequest) request =
    sem_search_request_new (SEM_SEARCH_SIMILAR, sem_rerank_candidates (FIRST_FEW));
  g_autoptr (SemSearchAnswer) answer = NULL;
  gint64 ids[FIRST_FEW];
  guint n;

  request->by_distance = TRUE;
  answer = search (picture, searcher, request, error);
  if (!answer)
    return FALSE;
  n = sem_altered_set_list_nearest (picture->base.job->set, answer->subjects[0].feature, ids,
                                    FIRST_FEW);
  outcome->verdicts[SEM_ALTERED_FLOAT] = judge (picture, ids, n);
  outcome->verdicts[SEM_ALTERED_HAMMING] = judge_answer (picture, answer, FALSE);
  outcome->verdicts[SEM_ALTERED_SCORE] = judge_answer (picture, answer, TRUE);
  outcome->seconds[SEM_ALTERED_SCORE] = answer->seconds;
  return TRUE;
}

static void
count_labels (const Picture *picture, const SemSearchAnswer *answer, SemAlteredOutcome *outcome)
{
  gboolean found = FALSE;

  for (guint i = 0; i < MIN (answer->n_hits, FIRST_FEW); i++)
    {
      const SemSearchHit *hit = &answer->hits[i];
      const gboolean is_source = find_source (picture, hit->photo) != G_MAXUINT;

      if (!is_source)
        {
          outcome->n_hits++;
          outcome->n_wrong += hit->kind != SEM_COPY_ALIKE;
        }
      else if (!found)
        {
          found = TRUE;
          outcome->labelled = hit->kind != SEM_COPY_ALIKE;
          outcome->right = picture->base.alteration->kinds >> hit->kind & 1;
        }
    }
}

static gboolean
ask_copies (const Picture *picture,
            SemSearcher *searcher,
            SemAlteredOutcome *outcome,
            GError **error)
{
  g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_COPIES, FIRST_FEW);
  g_autoptr (SemSearchAnswer) answer = search (picture, searcher, request, error);

  if (!answer)
    return FALSE;
  outcome->verdicts[SEM_ALTERED_COPIES] = judge_answer (picture, answer, FALSE);
  outcome->seconds[SEM_ALTERED_COPIES] = answer->seconds;
  outcome->proof_seconds = answer->proof_seconds;
  count_labels (picture, answer, outcome);
  return TRUE;
}

/* One alteration of one photo. */
static gboolean
ask_task (SemSearcher *searcher, gsize task, gpointer data, GError **error)
{
  const Job *job = data;
  Picture picture = { sem_altered_job_get_picture (&job->base, task), NULL };
  SemAlteredOutcome *outcome = &job->outcomes[task];
  gboolean ok;

  if (picture.base.alteration->alter
      && !(picture.bytes = sem_altered_picture_make (&picture.base, error)))
    return FALSE;
  ok = ask_search (&picture, searcher, outcome, error)
       && ask_copies (&picture, searcher, outcome, error);
  g_clear_pointer (&picture.bytes, g_bytes_unref);
  return ok;
}

GArray *
sem_altered_evaluate (const char *path,
                      SemBackbone *backbone,
                      const SemAlteredOptions *options,
                      guint *n_asked,
                      const SemProgress *progress,
                      GError **error)
{
  Job job = { 0 };
  GArray *rows = NULL;

  *n_asked = 0;
  if (sem_altered_job_init (&job.base, path, sem_backbone_get_id (backbone), options, progress,
                            error))
    {
      const gsize n_tasks = (gsize) job.base.queries->len * job.base.n_chosen;

      job.outcomes = g_new0 (SemAlteredOutcome, n_tasks);
      *n_asked = job.base.queries->len;
      if (sem_asking_run (path, backbone, n_tasks, ask_task, &job, progress, error))
        rows = sem_altered_outcomes_count (&job.base, job.outcomes);
    }
  sem_altered_job_clear (&job.base);
  g_free (job.outcomes);
  return rows;
}
