/* job.h - one job of the engine and its states; for engine/service only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/service/engine.h"

G_BEGIN_DECLS

/**
 * SemJob:
 * @request: the work; its strings are those that follow. Immutable
 * @cancellable: cancelled when the job must stop; replaced where the job is queued again
 * @state: changed by sem_job_move() alone
 * @held: the job is paused as soon as it runs, or runs again
 * @again: while stopping: the job gives way to a change and is queued again
 * @interrupted: the job stops because the program ends, not because the user stopped it
 * @unwanted: the job stops because the user stopped it, and not in favour of another job
 * @progress: completed share, from 0 to 1
 *
 * One request, from when it is pushed until it has ended:
 *
 * |[
 *              take              end
 *   QUEUED ──────────▸ RUNNING ──────▸ DONE
 *     │  ▴        pause │ ▴ resume      ▴
 *     │  │              ▾ │             │
 *     │  │            PAUSED ───────────┤ end
 *     │  │ again        │ stop          │
 *     │  └───────── STOPPING ───────────┘ end
 *     └─────stop────────▴
 * ]|
 *
 * Short jobs open the library and change folders and codes. Long jobs are indexing, training,
 * refining, switching to other codes and importing them; only they can be paused and stopped.
 *
 * All fields but @request belong to the queue (job-queue.h) and are guarded by its lock.
 * @cancellable may be used without the lock while the job runs.
 */
typedef struct _SemJob
{
  SemEngineRequest request;
  char *folder;
  char *method;
  char *file;
  char *name;
  char *note;
  char *patterns;
  GCancellable *cancellable;

  SemJobState state;
  gboolean held;
  gboolean again;
  gboolean interrupted;
  gboolean unwanted;
  double progress;
} SemJob;

typedef enum
{
  SEM_JOB_EVENT_TAKE,
  SEM_JOB_EVENT_PAUSE,
  SEM_JOB_EVENT_RESUME,
  SEM_JOB_EVENT_STOP,
  SEM_JOB_EVENT_AGAIN,
  SEM_JOB_EVENT_END,
  SEM_JOB_EVENT_LAST
} SemJobEvent;

/* What @request points to is copied. */
SemJob *sem_job_new (const SemEngineRequest *request) G_GNUC_WARN_UNUSED_RESULT;
void sem_job_free (SemJob *job);

/* Returns: FALSE where @event cannot happen in the job's state, which then stays the same. */
gboolean sem_job_move (SemJob *job, SemJobEvent event);
/* Stops the job for good, even where it is giving way. */
void sem_job_stop (SemJob *job);
/* Stops the job so that it is queued again, where its kind gives way to that of @to. */
void sem_job_give_way (SemJob *job, const SemJob *to);

/* Whether it can be paused, and is shown before the short jobs: indexing, training, refining, a
 * switch of codes. */
gboolean sem_job_is_long (const SemJob *job);
/* Returns: whether jobs of this kind run even while the program ends. */
gboolean sem_job_kind_stays (SemEngineJob kind);
/* Returns: the order, from 0: jobs of a lower order run first. */
guint sem_job_get_order (const SemJob *job);
/* Returns: an order: jobs of a lower one run between two steps of @job. */
guint sem_job_get_admitted (const SemJob *job);
/* Returns: the state to show: that of a job that gives way is the one it will have again. */
SemJobState sem_job_get_shown_state (const SemJob *job);
/* Returns: whether the job will run or resume: it neither stops for good nor has ended. */
gboolean sem_job_is_wanted (const SemJob *job);

G_END_DECLS
