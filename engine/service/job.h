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
 * @request: what to do; its strings are the two below. Immutable
 * @cancellable: cancelled when the job has to stop. One that is queued again gets another
 * @state: changed by sem_job_move() alone
 * @held: it is to be paused as soon as it runs, or runs again
 * @again: while stopping: it gives way to a change, and is queued again
 * @interrupted: it stops because the program ends, not because somebody stopped it
 * @progress: share of its work that is done, from 0 to 1
 *
 * One request, from when it is pushed until it is done:
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
 * There are short jobs, which open the library and change folders and codes, and long ones:
 * indexing, training and switching to other codes. Only long jobs are paused and stopped.
 *
 * Everything but @request belongs to the queue (job-queue.h) and is touched with its lock held;
 * @cancellable may be used without it while the job is in hand.
 */
typedef struct _SemJob
{
  SemEngineRequest request;
  char *folder;
  char *method;
  GCancellable *cancellable;

  SemJobState state;
  gboolean held;
  gboolean again;
  gboolean interrupted;
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

/* Returns: FALSE where @event cannot happen in the job's state, which stays */
gboolean sem_job_move (SemJob *job, SemJobEvent event);
/* Stops the job for good, also where it gives way already. */
void sem_job_stop (SemJob *job);
/* Where it is of a kind that gives way to a change, stops it so that it is queued again. */
void sem_job_give_way (SemJob *job);

gboolean sem_job_is_long (const SemJob *job);
/* Whether the job is a change: of folders or of codes. */
gboolean sem_job_is_change (const SemJob *job);
/* Whether a job of this kind is done even where the program ends. */
gboolean sem_job_kind_stays (SemEngineJob kind);
/* From 0: those with lower numbers go first. */
guint sem_job_get_order (const SemJob *job);
/* Jobs of a lower order than this are done between two steps of @job. */
guint sem_job_get_admitted (const SemJob *job);
/* For people: one that gives way is what it will be again. */
SemJobState sem_job_get_shown_state (const SemJob *job);
/* Whether it is going to be done: it neither stops for good nor is done. */
gboolean sem_job_is_wanted (const SemJob *job);

G_END_DECLS
