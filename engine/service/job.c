/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/service/job.h"

typedef enum
{
  RANK_FOLDERS,
  RANK_CODES,
  RANK_INDEX,
  RANK_TRAIN,
  RANK_REFINE,
} Rank;

/* Order 0 is that of a job that was stopped while it was queued: it ends before others run. */
#define ORDER(rank) (1 + (guint) (rank))

/**
 * Kind:
 * @rank: jobs of lower rank run first
 * @is_long: it can be paused and stopped
 * @yields: it stops for jobs of lower rank and is queued again, until it is settled
 * @stays: it runs even while the program ends, since it is short and its result was promised
 * @admitted: jobs of a lower order run between two of its steps
 */
typedef struct
{
  Rank rank;
  gboolean is_long;
  gboolean yields;
  gboolean stays;
  guint admitted;
} Kind;

static const Kind kinds[] = {
  [SEM_ENGINE_OPEN] = { .rank = RANK_FOLDERS, .stays = TRUE },
  [SEM_ENGINE_ADD_FOLDER] = { .rank = RANK_FOLDERS, .stays = TRUE },
  [SEM_ENGINE_REMOVE_FOLDER] = { .rank = RANK_FOLDERS, .stays = TRUE },
  [SEM_ENGINE_FORGET_MISSING] = { .rank = RANK_FOLDERS, .stays = TRUE },
  [SEM_ENGINE_LEAVE_OUT] = { .rank = RANK_FOLDERS, .stays = TRUE },
  [SEM_ENGINE_RETRY] = { .rank = RANK_FOLDERS, .stays = TRUE },
  [SEM_ENGINE_INDEX] = { .rank = RANK_INDEX, .is_long = TRUE, .yields = TRUE },
  [SEM_ENGINE_TRAIN] = { .rank = RANK_TRAIN, .is_long = TRUE, .admitted = ORDER (RANK_INDEX) },
  [SEM_ENGINE_USE_CODES] = { .rank = RANK_CODES,
                             .is_long = TRUE,
                             .stays = TRUE,
                             .admitted = ORDER (RANK_CODES) },
  [SEM_ENGINE_OFFER_CODES] = { .rank = RANK_CODES, .stays = TRUE },
  [SEM_ENGINE_DECLINE_CODES] = { .rank = RANK_CODES, .stays = TRUE },
  [SEM_ENGINE_NAME_CODES] = { .rank = RANK_CODES, .stays = TRUE },
  [SEM_ENGINE_DELETE_CODES] = { .rank = RANK_CODES, .stays = TRUE },
  [SEM_ENGINE_EXPORT_CODES] = { .rank = RANK_CODES, .stays = TRUE },
  [SEM_ENGINE_IMPORT_CODES] = { .rank = RANK_CODES,
                                .is_long = TRUE,
                                .admitted = ORDER (RANK_CODES) },
  [SEM_ENGINE_REPAIR] = { .rank = RANK_CODES },
  [SEM_ENGINE_REFINE] = { .rank = RANK_REFINE, .is_long = TRUE, .yields = TRUE },
  [SEM_ENGINE_SWITCH] = { .rank = RANK_TRAIN,
                          .is_long = TRUE,
                          .yields = TRUE,
                          .admitted = ORDER (RANK_INDEX) },
  [SEM_ENGINE_REMOVE_NETWORK] = { .rank = RANK_CODES, .stays = TRUE },
};

/* SEM_JOB_NONE, which is 0, where the event cannot happen in the state. */
static const SemJobState transitions[][SEM_JOB_EVENT_LAST] = {
  [SEM_JOB_QUEUED] = { [SEM_JOB_EVENT_TAKE] = SEM_JOB_RUNNING,
                       [SEM_JOB_EVENT_STOP] = SEM_JOB_STOPPING },
  [SEM_JOB_RUNNING] = { [SEM_JOB_EVENT_PAUSE] = SEM_JOB_PAUSED,
                        [SEM_JOB_EVENT_STOP] = SEM_JOB_STOPPING,
                        [SEM_JOB_EVENT_END] = SEM_JOB_DONE },
  [SEM_JOB_PAUSED] = { [SEM_JOB_EVENT_RESUME] = SEM_JOB_RUNNING,
                       [SEM_JOB_EVENT_STOP] = SEM_JOB_STOPPING,
                       [SEM_JOB_EVENT_END] = SEM_JOB_DONE },
  [SEM_JOB_STOPPING] = { [SEM_JOB_EVENT_AGAIN] = SEM_JOB_QUEUED,
                         [SEM_JOB_EVENT_END] = SEM_JOB_DONE },
  [SEM_JOB_DONE] = { 0 },
};

static const Kind *
get_kind (const SemJob *job)
{
  return &kinds[job->request.job];
}

SemJob *
sem_job_new (const SemEngineRequest *request)
{
  SemJob *job = g_new0 (SemJob, 1);

  job->folder = g_strdup (request->folder);
  job->method = g_strdup (request->method);
  job->file = g_strdup (request->file);
  job->name = g_strdup (request->name);
  job->note = g_strdup (request->note);
  job->patterns = g_strdup (request->patterns);
  job->request = *request;
  job->request.folder = job->folder;
  job->request.method = job->method;
  job->request.file = job->file;
  job->request.name = job->name;
  job->request.note = job->note;
  job->request.patterns = job->patterns;
  job->state = SEM_JOB_QUEUED;
  job->cancellable = g_cancellable_new ();
  return job;
}

void
sem_job_free (SemJob *job)
{
  g_free (job->folder);
  g_free (job->method);
  g_free (job->file);
  g_free (job->name);
  g_free (job->note);
  g_free (job->patterns);
  g_object_unref (job->cancellable);
  g_free (job);
}

gboolean
sem_job_move (SemJob *job, SemJobEvent event)
{
  SemJobState next = transitions[job->state][event];

  if (next == SEM_JOB_NONE)
    return FALSE;
  job->state = next;
  if (next == SEM_JOB_STOPPING)
    g_cancellable_cancel (job->cancellable);
  if (next == SEM_JOB_QUEUED)
    {
      g_object_unref (job->cancellable);
      job->cancellable = g_cancellable_new ();
    }
  return TRUE;
}

void
sem_job_stop (SemJob *job)
{
  job->again = FALSE;
  job->held = FALSE;
  sem_job_move (job, SEM_JOB_EVENT_STOP);
}

void
sem_job_give_way (SemJob *job, const SemJob *to)
{
  gboolean paused = job->state == SEM_JOB_PAUSED;

  if (!get_kind (job)->yields || job->settled || get_kind (to)->rank >= get_kind (job)->rank
      || !sem_job_move (job, SEM_JOB_EVENT_STOP))
    return;
  job->again = TRUE;
  job->held = paused;
}

gboolean
sem_job_is_long (const SemJob *job)
{
  return get_kind (job)->is_long;
}

gboolean
sem_job_kind_stays (SemEngineJob kind)
{
  return kinds[kind].stays;
}

guint
sem_job_get_order (const SemJob *job)
{
  return job->state == SEM_JOB_STOPPING ? 0 : ORDER (get_kind (job)->rank);
}

guint
sem_job_get_admitted (const SemJob *job)
{
  return get_kind (job)->admitted;
}

SemJobState
sem_job_get_shown_state (const SemJob *job)
{
  if (job->held)
    return SEM_JOB_PAUSED;
  return job->again ? SEM_JOB_RUNNING : job->state;
}

gboolean
sem_job_is_wanted (const SemJob *job)
{
  return job->again || (job->state != SEM_JOB_STOPPING && job->state != SEM_JOB_DONE);
}
