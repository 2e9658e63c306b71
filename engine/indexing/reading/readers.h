/* readers.h - read files ahead of what decodes them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/index-context.h"
#include "engine/indexing/index-queue.h"
#include "engine/indexing/reading/buffers.h"
#include "engine/indexing/reading/media.h"

G_BEGIN_DECLS

/* The most files that are being read. */
#define SEM_INDEX_MOST_READERS 16

/**
 * SemIndexReaders:
 *
 * Threads that take unread jobs from the queue, read their files and hand them on. There are as
 * many as it takes to keep the workers busy: the time that a file takes to be read, by the time
 * after which a worker wants the next one. On a network disk a reader waits for replies most of the
 * time; on a local disk more than a few are seldom needed.
 */
typedef struct _SemIndexReaders SemIndexReaders;

/* Starts the first threads. @n_workers: number of threads that decode. Returns: (transfer full) */
SemIndexReaders *sem_index_readers_new (const SemIndexContext *context,
                                        SemIndexQueue *queue,
                                        SemMedia *media,
                                        SemBuffers *buffers,
                                        guint n_workers) G_GNUC_WARN_UNUSED_RESULT;
/* Waits until the queue is closed and all jobs are handed on. */
void sem_index_readers_free (SemIndexReaders *self);

/* Worker: calls sem_index_job_decode(), and measures its time to adapt the number of readers. */
void sem_index_readers_decode (SemIndexReaders *self, SemIndexJob *job, SemPhotoReader *reader);

/* How many readers are wanted where reading a file takes @reading microseconds on average and
 * @n_workers workers take @work for each: 2 to %SEM_INDEX_MOST_READERS. @work: 0 where it is
 *   unknown */
guint sem_index_readers_choose (double reading, double work, guint n_workers);

/* @place: (out): the folder of the library and the device of a job */
void
sem_index_job_locate (const SemIndexContext *context, const SemIndexJob *job, SemMediaPlace *place);

G_END_DECLS
