/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/indexing/refine/refine.h"
#include "engine/base/rest.h"
#include "engine/indexing/refine/renew-codes.h"
#include "engine/indexing/refine/store-job.h"
#include "engine/store/quick/quick.h"
#include "engine/store/scope.h"

#include <string.h>

#define TICK (G_TIME_SPAN_SECOND / 10)

/* A transaction takes this many photos or this long, whichever comes first. */
#define BATCH_ROWS 100
#define BATCH_MICROSECONDS (2 * G_USEC_PER_SEC)

/* @photos: ascending
 * @finished: (element-type SemIndexJob): or the pass itself from a thread that ends
 * @mutex: of what follows
 * @taken: a flag for each photo
 * @next: all before it were taken */
typedef struct
{
  const SemIndexContext *context;
  const char *backbone;
  GArray *photos;
  GAsyncQueue *finished;
  GMutex mutex;
  guint8 *taken;
  guint next;
} Pass;

typedef struct
{
  Pass *pass;
  SemPhotoReader *reader;
  SemBuffers *buffers;
  GThread *thread;
} Worker;

/* Decoding ------------------------------------------------------------------------------------- */

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* Position of the photo that was requested last, or else of the next one. */
static guint
find_next (Pass *pass)
{
  gint64 wanted;

  while ((wanted = sem_index_status_take_wanted (pass->context->status)))
    {
      guint at;

      if (g_array_binary_search (pass->photos, &wanted, compare_ids, &at) && !pass->taken[at])
        return at;
    }
  while (pass->next < pass->photos->len && pass->taken[pass->next])
    pass->next++;
  return pass->next;
}

/* Returns: a photo's id; 0 where there is no more to do */
static gint64
take (Pass *pass)
{
  gint64 id = 0;
  guint at;

  if (g_cancellable_is_cancelled (pass->context->stop))
    return 0;
  g_mutex_lock (&pass->mutex);
  at = find_next (pass);
  if (at < pass->photos->len)
    {
      pass->taken[at] = 1;
      id = g_array_index (pass->photos, gint64, at);
    }
  g_mutex_unlock (&pass->mutex);
  return id;
}

/* (transfer full): a job for the photo; one without a path where there is nothing to decode.
 * @path: (nullable) (type filename): of a file that holds it */
static SemIndexJob *
make_job (SemStore *store, const SemStorePhoto *photo, const char *path)
{
  SemStoreFile row = { 0 };
  SemIndexJob *job;

  if (path && sem_store_find_file (store, path, &row, NULL) && row.id && !row.missing
      && row.photo == photo->id)
    {
      job = sem_index_job_new (path, row.folder, &row.identity);
      memcpy (job->hash, photo->hash, sizeof job->hash);
    }
  else
    job = sem_index_job_new (NULL, 0, &row.identity);
  job->file.id = row.id;
  job->old_photo = photo->id;
  job->whole = TRUE;
  sem_store_file_clear (&row);
  return job;
}

/* FALSE for jobs that leave everything as it was, as where the file has changed. */
static gboolean
has_outcome (const SemIndexJob *job)
{
  return job->hashed && !job->unreadable && !job->fatal;
}

/* (transfer full): the job of the first file that can be read and still holds the photo. What then
 * cannot be decoded is the same in all of them. */
static SemIndexJob *
decode_photo (SemStore *store, gint64 id, Worker *worker, GCancellable *stop)
{
  SemStorePhoto photo = { 0 };
  g_autoptr (GArray) files = NULL;
  SemIndexJob *job;

  if (sem_store_get_photo (store, id, &photo, NULL) && photo.id)
    files = sem_store_list_photo_files (store, id, NULL);
  job = make_job (store, &photo, NULL);
  for (guint i = 0; files && i < files->len && !has_outcome (job) && !job->fatal; i++)
    {
      sem_index_job_free (job);
      job = make_job (store, &photo, g_array_index (files, SemStorePhotoFile, i).path);
      if (!job->file.path)
        continue;
      sem_index_job_read (job, worker->buffers, stop);
      sem_index_job_decode (job, worker->reader, stop);
    }
  sem_store_photo_clear (&photo);
  return job;
}

static gpointer
refine_thread (gpointer data)
{
  Worker *worker = data;
  Pass *pass = worker->pass;
  GCancellable *stop = pass->context->stop;
  SemStore *store;
  gint64 id, began;

  g_cancellable_push_current (stop);
  store = sem_photo_reader_open (worker->reader, NULL);
  while (store && (id = take (pass)))
    {
      sem_index_status_wait_while_paused (pass->context->status, stop);
      began = g_get_monotonic_time ();
      g_async_queue_push (pass->finished, decode_photo (store, id, worker, stop));
      sem_rest (began, stop);
    }
  g_async_queue_push (pass->finished, pass);
  g_cancellable_pop_current (stop);
  return NULL;
}

/* Storing -------------------------------------------------------------------------------------- */

/* What the calling thread has. @batch: (element-type SemIndexJob) */
typedef struct
{
  Pass *pass;
  SemStore *store;
  SemRenewCodes *codes;
  GPtrArray *batch;
  gint64 batch_began;
  guint n_done;
  guint n_refined;
} Writer;

static gboolean
store_jobs (Writer *self, GPtrArray *refined, GError **error)
{
  for (guint i = 0; i < self->batch->len; i++)
    {
      SemIndexJob *job = g_ptr_array_index (self->batch, i);

      if (!has_outcome (job))
        continue;
      if (job->file.state == SEM_FILE_INDEXED)
        {
          if (!sem_store_job_photo (job, self->store, self->pass->backbone, error))
            return FALSE;
          g_ptr_array_add (refined, job);
        }
      else if (!sem_store_fail_photo (self->store, job->old_photo, &job->file, error))
        return FALSE;
    }
  return TRUE;
}

static void
tell (Writer *self)
{
  SemIndexStatus *status = self->pass->context->status;

  for (guint i = 0; i < self->batch->len; i++)
    {
      const SemIndexJob *job = g_ptr_array_index (self->batch, i);

      if (!has_outcome (job) || job->file.state == SEM_FILE_INDEXED)
        continue;
      sem_index_status_tell (status, job->file.path, job->file.reason);
      sem_index_status_add_failed (status);
    }
}

static gboolean
flush (Writer *self, GError **error)
{
  g_autoptr (GPtrArray) refined = g_ptr_array_new ();
  gboolean ok;

  if (self->batch->len == 0)
    return TRUE;
  ok = sem_store_begin (self->store, error) && store_jobs (self, refined, error)
       && sem_renew_codes_run (self->codes, self->store, refined, error)
       && sem_store_commit (self->store, error);
  if (!ok)
    {
      sem_store_rollback (self->store);
      return FALSE;
    }
  tell (self);
  self->n_done += self->batch->len;
  self->n_refined += refined->len;
  sem_index_status_set_refined (self->pass->context->status, self->n_done, self->pass->photos->len);
  g_ptr_array_set_size (self->batch, 0);
  return TRUE;
}

/* FALSE with an error that ends the run. */
static gboolean
add (Writer *self, SemIndexJob *job, GError **error)
{
  const gint64 now = g_get_monotonic_time ();

  if (self->batch->len == 0)
    self->batch_began = now;
  g_ptr_array_add (self->batch, job);
  if (job->fatal && !g_error_matches (job->fatal, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&job->fatal));
      return FALSE;
    }
  return (self->batch->len < BATCH_ROWS && now - self->batch_began < BATCH_MICROSECONDS)
         || flush (self, error);
}

/* Stores what is finished until all threads have ended. What was finished before an end is kept. */
static gboolean
write_results (Writer *self, guint n_workers, GError **error)
{
  GError *local = NULL;

  while (n_workers > 0)
    {
      gpointer item = g_async_queue_timeout_pop (self->pass->finished, TICK);

      if (item == self->pass)
        n_workers--;
      else if (item && local)
        sem_index_job_free (item);
      else if (item && !add (self, item, &local))
        g_cancellable_cancel (self->pass->context->stop);
    }
  if (!local)
    flush (self, &local);
  if (!local)
    return !g_cancellable_set_error_if_cancelled (self->pass->context->stop, error);
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
run (Pass *pass, Writer *writer, guint n_workers, GError **error)
{
  g_autofree Worker *workers = g_new (Worker, n_workers);
  gboolean ok;

  for (guint i = 0; i < n_workers; i++)
    {
      workers[i] =
        (Worker){ .pass = pass,
                  .reader = sem_photo_reader_new (pass->context->path, pass->context->backbone),
                  .buffers = sem_buffers_new () };
      workers[i].thread = g_thread_new ("refine", refine_thread, &workers[i]);
    }
  ok = write_results (writer, n_workers, error);
  for (guint i = 0; i < n_workers; i++)
    {
      g_thread_join (workers[i].thread);
      sem_photo_reader_free (workers[i].reader);
      sem_buffers_free (workers[i].buffers);
    }
  return ok;
}

gboolean
sem_refine_run (const SemIndexContext *context,
                SemStore *store,
                guint n_workers,
                guint *n_refined,
                GError **error)
{
  const char *backbone = sem_backbone_get_id (context->backbone);
  g_autoptr (GArray) photos = sem_store_list_quick (store, error);
  g_autoptr (SemRenewCodes) codes = photos ? sem_renew_codes_new (store, backbone, error) : NULL;
  g_autoptr (GPtrArray) batch =
    g_ptr_array_new_with_free_func ((GDestroyNotify) sem_index_job_free);
  g_autoptr (GAsyncQueue) finished = g_async_queue_new ();
  g_autofree guint8 *taken = NULL;
  Pass pass = { .context = context, .backbone = backbone, .photos = photos, .finished = finished };
  Writer writer = { .pass = &pass, .store = store, .codes = codes, .batch = batch };
  gboolean ok;

  *n_refined = 0;
  if (!codes || photos->len == 0)
    return codes != NULL;
  pass.taken = taken = g_new0 (guint8, photos->len);
  g_mutex_init (&pass.mutex);
  sem_index_status_set_refined (context->status, 0, photos->len);
  ok = run (&pass, &writer, MIN (n_workers, photos->len), error);
  g_mutex_clear (&pass.mutex);
  *n_refined = writer.n_refined;
  return ok;
}
