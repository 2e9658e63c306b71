/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/photos/codes.h"
#include "engine/indexing/index-run.h"
#include "engine/learn/encoding.h"
#include "engine/store/codes.h"
#include "engine/store/companions.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"

/* A transaction takes this many rows or this long, whichever comes first. */
#define BATCH_ROWS 100
#define BATCH_MICROSECONDS G_USEC_PER_SEC

/* A photo that was read anew may lie before the end of the codes: only training gives it one. */
static gboolean
expire_where_passed (SemIndexRun *run, gint64 photo, GError **error)
{
  gint64 model = sem_store_get_active_model (run->store, error);
  gint64 last = model >= 0 ? sem_store_last_code (run->store, model, error) : -1;

  return last >= 0 && (photo > last || sem_store_expire_models (run->store, error));
}

static gboolean
store_photo (SemIndexRun *run, SemIndexJob *job, GError **error)
{
  if (job->file.photo)
    return TRUE;
  job->file.photo =
    sem_store_put_photo (run->store, job->hash, job->width, job->height, run->backbone, error);
  return job->file.photo > 0 && expire_where_passed (run, job->file.photo, error)
         && sem_store_put_sketch (run->store, job->file.photo, job->hash, job->sketch,
                                  SEM_SKETCH_SIZE, job->has_dct ? &job->dct : NULL, error)
         && sem_store_put_thumbnail (run->store, job->hash, job->thumbnail, error)
         && sem_store_put_feature (run->store, job->hash, run->backbone, job->feature,
                                   SEM_BACKBONE_DIM, error);
}

/* Perhaps this was the last file of its old photo, or the first of one that was hidden. */
static gboolean
show_or_hide (SemIndexRun *run, const SemIndexJob *job, GError **error)
{
  if (job->old_photo && job->old_photo != job->file.photo
      && !sem_store_update_photo_hidden (run->store, job->old_photo, error))
    return FALSE;
  return !job->file.photo || job->file.photo == job->old_photo
         || sem_store_update_photo_hidden (run->store, job->file.photo, error);
}

static gboolean
store_job (SemIndexRun *run, SemIndexJob *job, SemIndexSummary *counts, GError **error)
{
  /* A disk may have gone: a file that cannot be read now keeps the photo that it had. */
  if (job->unreadable && job->old_photo)
    {
      counts->failed++;
      return TRUE;
    }
  if (job->file.state == SEM_FILE_INDEXED && !store_photo (run, job, error))
    return FALSE;
  if (!sem_store_put_file (run->store, &job->file, error) || !show_or_hide (run, job, error))
    return FALSE;

  if (job->file.state == SEM_FILE_FAILED)
    counts->failed++;
  else if (job->file.state == SEM_FILE_SKIPPED)
    counts->skipped++;
  else if (!job->old_photo)
    counts->added++;
  else if (job->old_photo != job->file.photo)
    counts->updated++;
  else
    counts->unchanged++;
  return TRUE;
}

/* The active model, or none where its codes would mean nothing: training follows. */
static gboolean
load_model (SemIndexRun *run, gint64 id, GError **error)
{
  g_autoptr (GError) local = NULL;
  SemStoreModel row = { 0 };
  gboolean ok = TRUE;

  g_clear_pointer (&run->model, sem_hash_model_free);
  run->model = sem_codes_load_active (run->store, &row, &local);
  if (g_error_matches (local, SEM_ERROR, SEM_ERROR_DAMAGED))
    ok = sem_store_expire_models (run->store, error);
  else if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      ok = FALSE;
    }
  else if (g_strcmp0 (row.backbone, run->backbone) != 0)
    g_clear_pointer (&run->model, sem_hash_model_free);
  if (ok)
    run->model_id = id;
  sem_store_model_clear (&row);
  return ok;
}

/* Loads the active model where it has changed; run->model is NULL where photos get no codes. */
static gboolean
follow_model (SemIndexRun *run, GError **error)
{
  gint64 id = sem_store_get_active_model (run->store, error);

  if (id < 0)
    return FALSE;
  if (id == 0)
    {
      g_clear_pointer (&run->model, sem_hash_model_free);
      run->model_id = 0;
    }
  return id == run->model_id || load_model (run, id, error);
}

/* Photos of earlier runs that have no code yet get theirs before the transaction, in which their
 * features would take too long to read. A run that is stopped leaves them to the next one. */
static gboolean
catch_up (SemIndexRun *run, GError **error)
{
  const SemProgress progress = { .cancellable = run->stop };
  SemEncoding encoding = { .backbone = run->backbone };
  g_autoptr (GError) local = NULL;

  if (g_cancellable_is_cancelled (run->stop))
    return TRUE;
  if (!follow_model (run, error))
    return FALSE;
  encoding.id = run->model_id;
  encoding.model = run->model;
  if (!run->model || sem_encode_photos (run->store, &encoding, &progress, &local)
      || g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
encode_batch (SemIndexRun *run, GError **error)
{
  guint n = BATCH_ROWS;

  if (!follow_model (run, error))
    return FALSE;
  for (guint done = 0; run->model && n == BATCH_ROWS && done <= run->batch->len; done += n)
    if (!sem_codes_fill (run->store, run->model_id, run->model, run->backbone, BATCH_ROWS, &n,
                         error))
      return FALSE;
  return TRUE;
}

static void
add_counts (SemIndexRun *run, const SemIndexSummary *counts)
{
  SemIndexer *self = run->self;
  SemIndexSummary *summary = run->summary;

  g_mutex_lock (&self->mutex);
  run->n_photos += counts->added;
  summary->added += counts->added;
  summary->updated += counts->updated;
  summary->unchanged += counts->unchanged;
  summary->failed += counts->failed;
  summary->skipped += counts->skipped;
  self->progress.done += run->batch->len;
  self->progress.photos += counts->added + counts->updated + counts->unchanged;
  g_mutex_unlock (&self->mutex);
}

static gboolean
store_batch (SemIndexRun *run, GError **error)
{
  SemIndexSummary counts = { 0 };
  gboolean ok;

  if (run->batch->len == 0)
    return TRUE;
  ok = catch_up (run, error) && sem_store_begin (run->store, error);
  for (guint i = 0; ok && i < run->batch->len; i++)
    ok = store_job (run, g_ptr_array_index (run->batch, i), &counts, error);
  ok = ok && encode_batch (run, error) && sem_store_commit (run->store, error);
  if (!ok)
    {
      sem_store_rollback (run->store);
      return FALSE;
    }
  add_counts (run, &counts);
  for (guint i = 0; i < run->batch->len; i++)
    {
      const SemIndexJob *job = g_ptr_array_index (run->batch, i);
      if (job->file.state == SEM_FILE_FAILED)
        sem_index_run_tell (run, job->file.path, job->file.reason);
    }
  g_ptr_array_set_size (run->batch, 0);
  return TRUE;
}

/* Moves what is next in the order of the scan into the batch. */
static void
collect (SemIndexRun *run)
{
  SemIndexer *self = run->self;
  SemIndexJob **slot;

  while (*(slot = &run->waiting[run->n_stored % SEM_INDEX_WINDOW]))
    {
      if (run->batch->len == 0)
        run->batch_began = g_get_monotonic_time ();
      g_ptr_array_add (run->batch, g_steal_pointer (slot));
      g_mutex_lock (&self->mutex);
      run->n_stored++;
      g_cond_broadcast (&self->changed);
      g_mutex_unlock (&self->mutex);
    }
}

static gboolean
all_stored (SemIndexRun *run)
{
  gboolean done;

  g_mutex_lock (&run->self->mutex);
  done = run->scanned && run->n_stored == run->n_jobs;
  g_mutex_unlock (&run->self->mutex);
  return done;
}

void
sem_index_run_store (SemIndexRun *run)
{
  while (!all_stored (run) && !g_cancellable_is_cancelled (run->stop))
    {
      SemIndexJob *job = g_async_queue_timeout_pop (run->results, G_USEC_PER_SEC / 10);
      g_autoptr (GError) error = NULL;

      if (job && job->fatal)
        {
          sem_index_run_stop_with (run, g_steal_pointer (&job->fatal));
          sem_index_job_free (job);
          break;
        }
      if (job)
        run->waiting[job->number % SEM_INDEX_WINDOW] = job;
      collect (run);
      if (run->batch->len < BATCH_ROWS
          && g_get_monotonic_time () - run->batch_began < BATCH_MICROSECONDS)
        continue;
      if (!store_batch (run, &error))
        sem_index_run_stop_with (run, g_steal_pointer (&error));
      else
        sem_index_run_train_meanwhile (run);
    }
}

/* What was done when the run was stopped is kept: it need not be done again. */
void
sem_index_run_store_rest (SemIndexRun *run)
{
  GError *error = NULL;

  if (!run->fatal && !store_batch (run, &error))
    sem_index_run_stop_with (run, error);
}

gboolean
sem_index_run_store_missing (SemIndexRun *run, GError **error)
{
  gboolean ok = sem_store_begin (run->store, error);

  for (guint i = 0; ok && i < run->complete->len; i++)
    {
      guint n = 0;

      ok = sem_store_mark_missing (run->store, g_array_index (run->complete, gint64, i), run->seen,
                                   run->n_seen, run->unreadable, &n, error);
      run->summary->removed += n;
    }
  for (guint i = 0; ok && i < run->folders->len; i++)
    {
      const SemStoreFolder *folder = g_ptr_array_index (run->folders, i);
      ok = sem_store_set_folder_online (run->store, folder->id, folder->online, error)
           && sem_index_run_store_mounts (run, folder, error);
    }
  if (ok && run->summary->removed)
    ok = sem_store_update_hidden (run->store, error);
  ok = ok && sem_store_commit (run->store, error);
  if (!ok)
    sem_store_rollback (run->store);
  return ok;
}
