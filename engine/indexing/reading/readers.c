/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/indexing/reading/readers.h"
#include "engine/store/folders.h"

#include <math.h>

/* Where a head moves between files, more than one that is read and one that comes next would only
 * send it to and fro. */
#define ROTATING_READERS 2
#define FIRST_READERS 2

/* How much of an average a new time replaces. */
#define FOLLOW 0.125

struct _SemIndexReaders
{
  const SemIndexContext *context;
  SemIndexQueue *queue;
  SemMedia *media;
  SemBuffers *buffers;
  guint n_workers;

  GMutex mutex; /* of what follows */
  GThread *threads[SEM_INDEX_MOST_READERS];
  guint n_threads;
  double reading; /* microseconds, average of the last ones */
  double work;
};

static void
follow (double *average, gint64 microseconds)
{
  *average = *average > 0 ? *average + FOLLOW * ((double) microseconds - *average)
                          : MAX ((double) microseconds, 1);
}

guint
sem_index_readers_choose (double reading, double work, guint n_workers)
{
  if (work <= 0)
    return FIRST_READERS;
  return (guint) CLAMP (ceil (reading * n_workers / work) + 1, FIRST_READERS,
                        SEM_INDEX_MOST_READERS);
}

void
sem_index_job_locate (const SemIndexContext *context, const SemIndexJob *job, SemMediaPlace *place)
{
  *place = (SemMediaPlace){ "/", job->file.path, job->file.folder, job->file.identity.device };
  for (guint i = 0; i < context->folders->len; i++)
    {
      const SemStoreFolder *folder = g_ptr_array_index (context->folders, i);

      if (folder->id == job->file.folder)
        place->root = folder->path;
    }
}

/* What a failure says about the disk, and what that says about the job. */
static void
judge (SemIndexReaders *self, SemIndexJob *job, const SemMediaPlace *place)
{
  if (job->code)
    job->lost = sem_media_note_failure (self->media, place, SEM_MEDIA_READ, job->code);
  else if (job->file.identity.size > 0)
    sem_media_note_success (self->media, place, SEM_MEDIA_READ);
}

static void
read_job (SemIndexReaders *self, SemIndexJob *job)
{
  SemMediaPlace place;

  sem_index_job_locate (self->context, job, &place);
  job->lost = sem_media_is_lost (self->media, &place);
  if (job->lost || g_cancellable_is_cancelled (self->context->stop))
    return;
  sem_index_job_read (job, self->buffers, self->context->stop);
  if (!job->fatal)
    judge (self, job, &place);
}

static gpointer reader_thread (gpointer data);

/* Starts another reader where more are wanted. */
static void
note_reading (SemIndexReaders *self, const SemIndexJob *job)
{
  guint most = job->rotates ? ROTATING_READERS : SEM_INDEX_MOST_READERS;

  g_mutex_lock (&self->mutex);
  follow (&self->reading, job->reading);
  most = MIN (most, sem_index_readers_choose (self->reading, self->work, self->n_workers));
  if (self->n_threads < most)
    {
      self->threads[self->n_threads] = g_thread_new ("read", reader_thread, self);
      self->n_threads++;
    }
  g_mutex_unlock (&self->mutex);
}

/* Files in flight: one for each reader, and two for each worker, so that none of them waits. */
static guint
get_most (SemIndexReaders *self)
{
  guint most;

  g_mutex_lock (&self->mutex);
  most = self->n_threads + 2 * self->n_workers;
  g_mutex_unlock (&self->mutex);
  return most;
}

static gpointer
reader_thread (gpointer data)
{
  SemIndexReaders *self = data;
  GCancellable *stop = self->context->stop;
  SemIndexJob *job;

  g_cancellable_push_current (stop);
  while ((job = sem_index_queue_take_unread (self->queue)))
    {
      sem_index_status_wait_while_paused (self->context->status, stop);
      if (sem_index_queue_reserve (self->queue, job, get_most (self)))
        read_job (self, job);
      note_reading (self, job);
      sem_index_queue_hand_on (self->queue, job);
    }
  g_cancellable_pop_current (stop);
  return NULL;
}

SemIndexReaders *
sem_index_readers_new (const SemIndexContext *context,
                       SemIndexQueue *queue,
                       SemMedia *media,
                       SemBuffers *buffers,
                       guint n_workers)
{
  SemIndexReaders *self = g_new0 (SemIndexReaders, 1);

  self->context = context;
  self->queue = queue;
  self->media = media;
  self->buffers = buffers;
  self->n_workers = n_workers;
  g_mutex_init (&self->mutex);
  g_mutex_lock (&self->mutex);
  while (self->n_threads < FIRST_READERS)
    {
      self->threads[self->n_threads] = g_thread_new ("read", reader_thread, self);
      self->n_threads++;
    }
  g_mutex_unlock (&self->mutex);
  return self;
}

/* (nullable): the thread of this number. Each is started by one before it. */
static GThread *
get_thread (SemIndexReaders *self, guint i)
{
  GThread *thread;

  g_mutex_lock (&self->mutex);
  thread = i < self->n_threads ? self->threads[i] : NULL;
  g_mutex_unlock (&self->mutex);
  return thread;
}

void
sem_index_readers_free (SemIndexReaders *self)
{
  GThread *thread;

  for (guint i = 0; (thread = get_thread (self, i)); i++)
    g_thread_join (thread);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
sem_index_readers_decode (SemIndexReaders *self, SemIndexJob *job, SemPhotoReader *reader)
{
  const gint64 start = g_get_monotonic_time ();

  if (job->told || job->lost)
    return;
  sem_index_job_decode (job, reader, self->context->stop);
  if (job->code)
    {
      /* A large file was read again. */
      SemMediaPlace place;

      sem_index_job_locate (self->context, job, &place);
      judge (self, job, &place);
    }
  g_mutex_lock (&self->mutex);
  follow (&self->work, g_get_monotonic_time () - start);
  g_mutex_unlock (&self->mutex);
}
