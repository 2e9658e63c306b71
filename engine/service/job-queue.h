/* job-queue.h - the order and the states of the engine's jobs; for engine/service only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/service/job.h"

G_BEGIN_DECLS

/**
 * SemJobQueue:
 *
 * The queued and running jobs. Only the queue changes their states (job.h).
 *
 * Order: changes of folders, changes of codes, indexing, training, refining; equal ones in the
 * order of arrival. A training therefore uses all known photos. A change does not wait for the long
 * job that runs: indexing gives way (it stops, is queued again, and continues from what it has
 * stored), as does refining for all others, and a training carries out the change between two of
 * its steps and continues from where it was.
 *
 * All functions may be called from any thread, but only one thread takes and ends jobs.
 */
typedef struct _SemJobQueue SemJobQueue;

/* Returns: (transfer full): a queue without jobs */
SemJobQueue *sem_job_queue_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* No job may be running. */
void sem_job_queue_free (SemJobQueue *self);

/* Of several queued indexing (or refining) jobs only the last runs, since it finds all that the
 * others would; the others end as cancelled. A closed queue ignores new jobs. */
void sem_job_queue_push (SemJobQueue *self, const SemEngineRequest *request);

/**
 * sem_job_queue_take:
 *
 * Waits for a job. A job that was stopped while it was queued is in the state STOPPING.
 *
 * Returns: (transfer full) (nullable): the job, for sem_job_queue_end(); %NULL when the queue is
 *   closed and empty
 */
SemJob *sem_job_queue_take (SemJobQueue *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_job_queue_take_between:
 * @holder: the running long job, which is between two of its steps
 *
 * Waits while @holder is paused. Changes that @holder admits come first.
 *
 * Returns: (transfer full) (nullable): a job to run before @holder continues, for
 *   sem_job_queue_end(); %NULL to continue, or to stop where @holder's cancellable is cancelled
 */
SemJob *sem_job_queue_take_between (SemJobQueue *self, SemJob *holder) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_job_queue_end:
 * @job: (transfer full): from one of the two functions above
 * @cancelled: whether it ended because its cancellable was cancelled
 *
 * Returns: (transfer full) (nullable): the ended job, for sem_job_free(); %NULL where it gave
 *   way and is queued again
 */
SemJob *
sem_job_queue_end (SemJobQueue *self, SemJob *job, gboolean cancelled) G_GNUC_WARN_UNUSED_RESULT;

/* The next three functions apply to the job to show: the long job that runs, or else the first long
 * job that is queued. They do nothing where its state does not allow it. */
void sem_job_queue_pause (SemJobQueue *self);
void sem_job_queue_resume (SemJobQueue *self);
/* Also stops the queued jobs of its kind, but no others. */
void sem_job_queue_stop (SemJobQueue *self);
/* Stops all running and queued jobs of @kind, which must be a long one. */
void sem_job_queue_stop_kind (SemJobQueue *self, SemEngineJob kind);

/* Stops indexing, training and the like, ignores new jobs, and lets the other queued jobs run
 * unpaused. */
void sem_job_queue_close (SemJobQueue *self);

/* @activity: (out): all fields; of @index only whether it is paused. */
void sem_job_queue_get_activity (SemJobQueue *self, SemEngineActivity *activity);
/* Whether this job is to pause; @job: the running one. */
gboolean sem_job_queue_is_paused (SemJobQueue *self, SemJob *job);
/* Whether indexing waits, or began after the time @since, by g_get_monotonic_time(), and runs or
 * ran to its end: whether it sees what had changed by then. */
gboolean sem_job_queue_indexes_since (SemJobQueue *self, gint64 since);
/* What remains of @job is short and would begin again: it gives way to no other one. */
void sem_job_queue_settle (SemJobQueue *self, SemJob *job);
/* @fraction: completed share of @job, from 0 to 1. */
void sem_job_queue_set_progress (SemJobQueue *self, SemJob *job, double fraction);

G_END_DECLS
