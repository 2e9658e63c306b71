/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-evaluate"

#include "config.h"

#include "engine/evaluate/copies/altered-reverse.h"
#include "engine/evaluate/copies/altered-outcome.h"
#include "engine/evaluate/copies/asking.h"

#define FIRST_FEW 10
/* Number of hits of a search; more than ten, since other photos of the same picture are skipped. */
#define N_HITS 20

typedef struct
{
  SemAlteredJob base;
  const SemAlteredPlaces *places;
  SemAlteredOutcome *outcomes; /* shape (queries, chosen alterations) */
} Job;

/* The number of a picture of @folder; G_MAXUINT for other files. */
static guint
find_number (const char *folder, const char *path)
{
  const gsize length = strlen (folder);
  guint64 number;

  if (!path || !g_str_has_prefix (path, folder) || path[length] != '/')
    return G_MAXUINT;
  number = g_ascii_strtoull (path + length + 1, NULL, 10);
  return (guint) MIN (number, G_MAXUINT - 1);
}

/* Whether the picture of that number shows the query photo. */
static gboolean
shows (const SemAlteredPicture *picture, guint number)
{
  const gsize n = picture->job->queries->len;

  return number < n && (picture->query + n - number) % n < picture->alteration->n_photos;
}

static void
judge (const SemAlteredPicture *picture,
       const char *folder,
       const SemSearchAnswer *answer,
       SemAlteredOrder order,
       SemAlteredOutcome *outcome)
{
  SemAlteredVerdict *verdict = &outcome->verdicts[order];
  const SemAlteredQuery *query = sem_altered_queries_get (picture->job->queries, picture->query, 0);
  guint rank = 0;

  for (guint i = 0; i < answer->n_hits && rank < FIRST_FEW; i++)
    {
      const SemSearchHit *hit = &answer->hits[i];
      const guint number = find_number (folder, hit->path);
      const gboolean claimed = hit->kind != SEM_COPY_ALIKE;

      if (number == G_MAXUINT && g_hash_table_contains (query->sources, &hit->photo))
        continue;
      if (!shows (picture, number))
        {
          outcome->n_hits += order == SEM_ALTERED_COPIES;
          outcome->n_wrong += order == SEM_ALTERED_COPIES && claimed;
        }
      else if (!verdict->first_ten)
        {
          verdict->first = rank == 0;
          verdict->each_first = rank == 0;
          verdict->first_ten = verdict->all_ten = TRUE;
          outcome->labelled = claimed;
          outcome->right = picture->alteration->reverse_kinds >> hit->kind & 1;
        }
      rank++;
    }
}

static gboolean
ask (const Job *job, SemSearcher *searcher, gsize task, SemAlteredOrder order, GError **error)
{
  const SemAlteredPicture picture = sem_altered_job_get_picture (&job->base, task);
  const SemSearchView view = order == SEM_ALTERED_COPIES ? SEM_SEARCH_COPIES : SEM_SEARCH_SIMILAR;
  g_autoptr (SemSearchRequest) request = sem_search_request_new (view, N_HITS);
  g_autoptr (SemSearchAnswer) answer = NULL;
  g_autoptr (GStrvBuilder) folders = g_strv_builder_new ();
  g_autofree char *folder = g_build_filename (job->places->pictures, picture.alteration->id, NULL);
  SemAlteredOutcome *outcome = &job->outcomes[task];

  g_strv_builder_addv (folders, (const char **) job->places->gallery);
  g_strv_builder_add (folders, folder);
  request->scope.folders = g_strv_builder_end (folders);
  request->prove = TRUE;
  sem_search_request_add_file (request,
                               sem_altered_queries_get (job->base.queries, picture.query, 0)->path);
  sem_search_request_set_cancellable (request, job->base.cancellable);
  answer = sem_search (searcher, request, error);
  if (!answer)
    return FALSE;
  outcome->seconds[order] = answer->seconds;
  outcome->proof_seconds = answer->proof_seconds;
  judge (&picture, folder, answer, order, outcome);
  return TRUE;
}

static gboolean
ask_task (SemSearcher *searcher, gsize task, gpointer data, GError **error)
{
  const Job *job = data;

  return ask (job, searcher, task, SEM_ALTERED_SCORE, error)
         && ask (job, searcher, task, SEM_ALTERED_COPIES, error);
}

GArray *
sem_altered_evaluate_reverse (const SemAlteredPlaces *places,
                              SemBackbone *backbone,
                              const SemAlteredOptions *options,
                              guint *n_asked,
                              const SemProgress *progress,
                              GError **error)
{
  Job job = { .places = places };
  GArray *rows = NULL;

  *n_asked = 0;
  if (sem_altered_job_init (&job.base, places->library, sem_backbone_get_id (backbone), options,
                            progress, error))
    {
      const gsize n_tasks = (gsize) job.base.queries->len * job.base.n_chosen;

      job.outcomes = g_new0 (SemAlteredOutcome, n_tasks);
      *n_asked = job.base.queries->len;
      if (sem_asking_run (places->library, backbone, n_tasks, ask_task, &job, progress, error))
        rows = sem_altered_outcomes_count (&job.base, job.outcomes);
    }
  sem_altered_job_clear (&job.base);
  g_free (job.outcomes);
  return rows;
}
