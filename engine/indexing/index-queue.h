/* index-queue.h - the files between scanner, workers and writer
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/index-job.h"

G_BEGIN_DECLS

/* The most files in flight: one that takes its whole time limit stalls the others only after this
 * many minus one have been queued after it. */
#define SEM_INDEX_WINDOW 512

/* Bytes of files that were read and not decoded yet. */
#define SEM_INDEX_MEMORY (256 << 20)

/**
 * SemIndexQueue:
 *
 * The scanner admits jobs, readers take them as they lie on the disk and hand them on, workers take
 * and finish them, and the writer gets them back in the order of the scan, so that equal folders
 * give equal libraries. Owns the jobs that it holds.
 */
typedef struct _SemIndexQueue SemIndexQueue;

/* @n_workers: threads that take jobs; @stop: the run's */
SemIndexQueue *sem_index_queue_new (guint n_workers, GCancellable *stop) G_GNUC_WARN_UNUSED_RESULT;
/* After all threads have ended. */
void sem_index_queue_free (SemIndexQueue *self);

/**
 * sem_index_queue_admit:
 * @job: (transfer full)
 * @finished: whether no reader and no worker is needed, since the job's photo is known
 *
 * Scanner: adds a job, and waits while the window is full.
 *
 * Returns: FALSE where the run stops
 */
gboolean sem_index_queue_admit (SemIndexQueue *self, SemIndexJob *job, gboolean finished);
/* Scanner: no job follows. */
void sem_index_queue_close (SemIndexQueue *self);

/* Reader: (transfer full) (nullable): the next job in the order of runs and positions, from the
 * last one on, then from the beginning; NULL ends the reader. Waits, also while two files of a
 * rotating disk are being read. */
SemIndexJob *sem_index_queue_take_unread (SemIndexQueue *self);
/* Reader: waits until there is memory for the file of the job, and fewer than @most are being read,
 * were read or are being decoded; FALSE where the run stops. What was reserved is free again when
 * the job is finished. */
gboolean sem_index_queue_reserve (SemIndexQueue *self, SemIndexJob *job, guint most);
/* Reader: hands the job on to the workers. @job: (transfer full) */
void sem_index_queue_hand_on (SemIndexQueue *self, SemIndexJob *job);

/* Worker: (transfer full) (nullable): the next job that was read; NULL ends the worker. Waits. */
SemIndexJob *sem_index_queue_take (SemIndexQueue *self);
/* Worker: hands the job on to the writer. @job: (transfer full) */
void sem_index_queue_finish (SemIndexQueue *self, SemIndexJob *job);

/* Writer: waits at most a tenth of a second for a finished job. FALSE with @error where its error
 * concerns all files. */
gboolean sem_index_queue_wait (SemIndexQueue *self, GError **error);
/* Writer: (transfer full) (nullable): the next finished job in the order of the scan. */
SemIndexJob *sem_index_queue_pop (SemIndexQueue *self);
/* Writer: whether the scan is over and all its jobs were popped. */
gboolean sem_index_queue_is_done (SemIndexQueue *self);

G_END_DECLS
