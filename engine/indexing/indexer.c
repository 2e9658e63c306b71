/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/indexing/index-run.h"
#include "engine/photos/backbones.h"
#include "engine/store/files.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"
#include "engine/store/sweep.h"

#include <glib/gi18n-lib.h>

SemIndexer *
sem_indexer_new (const char *path, SemBackbone *backbone, SemIndexNoteFunc note, gpointer user_data)
{
  SemIndexer *self = g_new0 (SemIndexer, 1);

  self->path = g_strdup (path);
  self->backbone = sem_backbone_ref (backbone);
  self->note = note;
  self->trains = TRUE;
  self->user_data = user_data;
  g_mutex_init (&self->note_mutex);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  return self;
}

void
sem_indexer_free (SemIndexer *self)
{
  g_mutex_clear (&self->note_mutex);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  sem_backbone_unref (self->backbone);
  g_free (self->path);
  g_free (self);
}

void
sem_indexer_set_trains (SemIndexer *self, gboolean trains)
{
  self->trains = trains;
}

void
sem_indexer_set_paused (SemIndexer *self, gboolean paused)
{
  g_mutex_lock (&self->mutex);
  self->progress.paused = paused;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

void
sem_indexer_get_progress (SemIndexer *self, SemIndexProgress *progress)
{
  g_mutex_lock (&self->mutex);
  *progress = self->progress;
  g_mutex_unlock (&self->mutex);
}

void
sem_index_run_tell (SemIndexRun *run, const char *path, const char *sentence)
{
  SemIndexer *self = run->self;

  if (!self->note)
    return;
  g_mutex_lock (&self->note_mutex);
  self->note (path, sentence, self->user_data);
  g_mutex_unlock (&self->note_mutex);
}

void
sem_index_run_stop_with (SemIndexRun *run, GError *error)
{
  /* A worker that was cancelled is the end of no run: what the others did is still stored. */
  if (run->fatal || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_error_free (error);
  else
    run->fatal = error;
  g_cancellable_cancel (run->stop);
}

void
sem_index_run_set_stage (SemIndexRun *run, SemIndexStage stage, double training)
{
  SemIndexer *self = run->self;

  g_mutex_lock (&self->mutex);
  self->progress.stage = stage;
  self->progress.training = training;
  g_mutex_unlock (&self->mutex);
}

void
sem_index_run_wait_while_paused (SemIndexRun *run, GCancellable *stop)
{
  SemIndexer *self = run->self;

  g_mutex_lock (&self->mutex);
  while (self->progress.paused && !g_cancellable_is_cancelled (run->stop)
         && !g_cancellable_is_cancelled (stop))
    g_cond_wait_until (&self->changed, &self->mutex,
                       g_get_monotonic_time () + G_TIME_SPAN_SECOND / 10);
  g_mutex_unlock (&self->mutex);
}

static gpointer
index_worker (gpointer data)
{
  SemIndexRun *run = data;
  g_autoptr (SemPhotoReader) reader = sem_photo_reader_new (run->self->path, run->self->backbone);
  gpointer item;

  g_cancellable_push_current (run->stop);
  while ((item = g_async_queue_pop (run->jobs)) != run)
    {
      SemIndexJob *job = item;

      sem_index_run_wait_while_paused (run, NULL);
      if (g_cancellable_is_cancelled (run->stop))
        {
          sem_index_job_free (job);
          continue;
        }
      sem_index_job_process (job, reader, run->stop);
      g_async_queue_push (run->results, job);
    }
  g_cancellable_pop_current (run->stop);
  return NULL;
}

static gboolean
choose_folders (SemIndexRun *run, GArray *wanted, GError **error)
{
  SemStoreCounts counts;

  run->folders = sem_store_list_folders (run->store, error);
  if (!run->folders)
    return FALSE;
  for (guint i = run->folders->len; wanted && i > 0; i--)
    {
      const SemStoreFolder *folder = g_ptr_array_index (run->folders, i - 1);
      gboolean found = FALSE;

      for (guint j = 0; j < wanted->len; j++)
        found |= g_array_index (wanted, gint64, j) == folder->id;
      if (!found)
        g_ptr_array_remove_index (run->folders, i - 1);
    }
  run->n_seen = sem_store_last_file (run->store, error) + 1;
  if (run->n_seen <= 0 || !sem_store_count (run->store, &counts, error))
    return FALSE;
  run->n_photos = counts.photos;
  run->seen = g_try_malloc0 (run->n_seen);
  if (run->seen)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _("There is not enough memory to compare the library with its folders. Close other "
                 "programs and index again."));
  return FALSE;
}

static void
index_files (SemIndexRun *run)
{
  g_autofree GThread **workers = g_new (GThread *, run->n_workers);
  GThread *counter = g_thread_new ("count", sem_index_run_count, run);
  GThread *scanner = g_thread_new ("scan", sem_index_run_scan, run);

  for (guint i = 0; i < run->n_workers; i++)
    workers[i] = g_thread_new ("index", index_worker, run);
  sem_index_run_store (run);
  g_thread_join (scanner);
  for (guint i = 0; i < run->n_workers; i++)
    g_thread_join (workers[i]);
  g_thread_join (counter);
  sem_index_run_store_rest (run);
  if (run->scan_error)
    sem_index_run_stop_with (run, g_steal_pointer (&run->scan_error));
}

static void
run_clear (SemIndexRun *run)
{
  gpointer item;

  while ((item = g_async_queue_try_pop (run->results)))
    sem_index_job_free (item);
  for (guint i = 0; i < SEM_INDEX_WINDOW; i++)
    g_clear_pointer (&run->waiting[i], sem_index_job_free);
  g_async_queue_unref (run->jobs);
  g_async_queue_unref (run->results);
  g_ptr_array_unref (run->batch);
  g_ptr_array_unref (run->unreadable);
  g_array_unref (run->complete);
  g_clear_pointer (&run->folders, g_ptr_array_unref);
  g_clear_pointer (&run->mounts, g_ptr_array_unref);
  g_clear_pointer (&run->away, g_hash_table_unref);
  g_clear_pointer (&run->model, sem_hash_model_free);
  g_clear_pointer (&run->store, sem_store_close);
  g_clear_object (&run->stop);
  g_free (run->seen);
}

static void
forward_cancel (GCancellable *cancellable, gpointer stop)
{
  g_cancellable_cancel (stop);
}

/* Photos are described by the network of the codes that answer, which may have changed. */
static gboolean
follow_backbone (SemIndexRun *run, GError **error)
{
  SemIndexer *self = run->self;
  SemStoreModel row = { 0 };
  gboolean ok = sem_store_get_active_row (run->store, &row, error);
  SemBackbone *active = NULL;

  run->backbone = sem_backbone_get_id (self->backbone);
  if (ok && row.backbone && strcmp (row.backbone, run->backbone) != 0)
    {
      active = sem_backbones_load (run->store, row.backbone, error);
      ok = active != NULL;
    }
  if (active)
    {
      sem_backbone_unref (self->backbone);
      self->backbone = active;
      run->backbone = sem_backbone_get_id (active);
    }
  sem_store_model_clear (&row);
  return ok;
}

static gboolean
run_locked (SemIndexRun *run, GArray *folders, GError **error)
{
  run->store = sem_store_open (run->self->path, SEM_STORE_WRITE, error);
  if (!run->store || !sem_store_sweep (run->store, error) || !follow_backbone (run, error)
      || !choose_folders (run, folders, error))
    return FALSE;
  sem_backbones_sweep (run->store);
  sem_index_run_set_stage (run, SEM_INDEX_INDEXING, 0);
  if (!sem_index_run_check_mounts (run, error))
    return FALSE;
  index_files (run);
  sem_index_run_join_trainer (run, TRUE);
  if (run->fatal)
    {
      g_propagate_error (error, g_steal_pointer (&run->fatal));
      return FALSE;
    }
  if (g_cancellable_set_error_if_cancelled (run->stop, error))
    return FALSE;
  return sem_index_run_store_missing (run, error) && sem_index_run_train_at_end (run, error);
}

gboolean
sem_indexer_run (SemIndexer *self,
                 GArray *folders,
                 GCancellable *cancellable,
                 SemIndexSummary *summary,
                 GError **error)
{
  gint64 start = g_get_monotonic_time ();
  SemIndexRun run = {
    .self = self,
    .stop = g_cancellable_new (),
    .n_workers = g_get_num_processors (),
    .summary = summary,
    .complete = g_array_new (FALSE, FALSE, sizeof (gint64)),
    .unreadable = g_ptr_array_new_with_free_func (g_free),
    .jobs = g_async_queue_new (),
    .results = g_async_queue_new (),
    .batch = g_ptr_array_new_with_free_func ((GDestroyNotify) sem_index_job_free),
  };
  int lock = sem_store_lock (self->path, error);
  gulong handler = 0;
  gboolean ok;

  memset (summary, 0, sizeof *summary);
  g_mutex_lock (&self->mutex);
  self->progress = (SemIndexProgress){ .paused = self->progress.paused };
  g_mutex_unlock (&self->mutex);
  if (cancellable)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (forward_cancel), run.stop, NULL);
  g_cancellable_push_current (run.stop);
  ok = lock >= 0 && run_locked (&run, folders, error);
  g_cancellable_pop_current (run.stop);
  if (cancellable)
    g_cancellable_disconnect (cancellable, handler);
  g_clear_error (&run.fatal);
  run_clear (&run);
  sem_store_unlock (lock);
  sem_index_run_set_stage (&run, SEM_INDEX_IDLE, 0);
  summary->seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
  return ok;
}
