/* job-queue.h - which job the engine does next, and in what state each is; for engine/service only
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
 * The jobs that wait, and the one in hand. It owns their states (job.h), and nobody else changes
 * them.
 *
 * Order: changes of folders, changes of codes, indexing, training; among equals the order of
 * arrival. A training therefore learns from all photos that are known. A change does not wait for
 * a long job in hand: indexing gives way (it stops, is queued again, and goes on from what it has
 * stored), and a training makes the change between two of its steps and goes on from where it was.
 *
 * All functions may be called from any thread, but only one thread takes and ends jobs.
 */
typedef struct _SemJobQueue SemJobQueue;

SemJobQueue *sem_job_queue_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* No job may be in hand. */
void sem_job_queue_free (SemJobQueue *self);

/* Of several indexings that wait only the last is done: it finds all that the others would. The
 * others end as cancelled. A closed queue takes nothing. */
void sem_job_queue_push (SemJobQueue *self, const SemEngineRequest *request);

/**
 * sem_job_queue_take:
 *
 * Waits for a job. It is stopping already where it was stopped while it waited.
 *
 * Returns: (transfer full) (nullable): the job, for sem_job_queue_end(); %NULL when the queue is
 *   closed and empty
 */
SemJob *sem_job_queue_take (SemJobQueue *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_job_queue_take_between:
 * @holder: the long job in hand, which is between two of its steps
 *
 * Waits while @holder is paused. Where it admits changes, they come first.
 *
 * Returns: (transfer full) (nullable): a job to do before @holder goes on, for sem_job_queue_end();
 *   %NULL to go on, or to stop where the cancellable says so
 */
SemJob *sem_job_queue_take_between (SemJobQueue *self, SemJob *holder) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_job_queue_end:
 * @job: (transfer full): from one of the two functions above
 * @cancelled: whether it ended because its cancellable was cancelled
 *
 * Returns: (transfer full) (nullable): the job, which is done, for sem_job_free(); %NULL where it
 *   only gave way and is queued again
 */
SemJob *
sem_job_queue_end (SemJobQueue *self, SemJob *job, gboolean cancelled) G_GNUC_WARN_UNUSED_RESULT;

/* The job that is shown to people is the long one in hand, or else the first long one that waits;
 * the next three are about it. Where its state does not allow it, they do nothing. */
void sem_job_queue_pause (SemJobQueue *self);
void sem_job_queue_resume (SemJobQueue *self);
/* With it go those of its kind that wait. Other jobs go on. */
void sem_job_queue_stop (SemJobQueue *self);
/* Stops all jobs of one kind, which has to be a long one, in hand or waiting. */
void sem_job_queue_stop_kind (SemJobQueue *self, SemEngineJob kind);

/* Stops indexing and training, takes no more jobs, and lets those that wait be done, unpaused. */
void sem_job_queue_close (SemJobQueue *self);

/* @activity: (out): all of it; of @index only whether it is paused. */
void sem_job_queue_get_activity (SemJobQueue *self, SemEngineActivity *activity);
gboolean sem_job_queue_is_paused (SemJobQueue *self, SemJob *job);
/* @fraction: share of @job's work that is done, from 0 to 1 */
void sem_job_queue_set_progress (SemJobQueue *self, SemJob *job, double fraction);

G_END_DECLS
