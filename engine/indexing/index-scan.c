/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/indexing/index-run.h"
#include "engine/photos/content.h"
#include "engine/photos/scan.h"
#include "engine/store/backbones.h"
#include "engine/store/files.h"

#include <glib/gi18n-lib.h>

/* Counting ----------------------------------------------------------------------------------- */

/* A scan that only counts runs ahead of the one that works, so that progress has an end. */

static gboolean
count_file (const char *path, const struct stat *st, gpointer user_data)
{
  SemIndexer *self = ((SemIndexRun *) user_data)->self;

  g_mutex_lock (&self->mutex);
  self->progress.total++;
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static void
ignore_note (const char *path, const char *sentence, gpointer user_data)
{
}

static void
ignore_folder (const char *path, gpointer user_data)
{
}

static gboolean
count_folder (const char *path, gpointer user_data)
{
  return !sem_index_run_is_away (user_data, path);
}

gpointer
sem_index_run_count (gpointer data)
{
  static const SemScanHandlers handlers = { count_file, ignore_note, ignore_folder, count_folder };
  SemIndexRun *run = data;

  for (guint i = 0; i < run->folders->len; i++)
    {
      const SemStoreFolder *folder = g_ptr_array_index (run->folders, i);

      if (!sem_index_run_is_away (run, folder->path))
        sem_scan (folder->path, &handlers, run, run->stop, NULL);
    }
  g_mutex_lock (&run->self->mutex);
  run->self->progress.counted = TRUE;
  g_mutex_unlock (&run->self->mutex);
  return NULL;
}

/* Scanning ----------------------------------------------------------------------------------- */

typedef enum
{
  COUNT_UNCHANGED,
  COUNT_FAILED,
  COUNT_SKIPPED,
} Known;

static void
count_known (SemIndexRun *run, Known known)
{
  SemIndexer *self = run->self;

  g_mutex_lock (&self->mutex);
  self->progress.done++;
  if (known == COUNT_UNCHANGED)
    {
      run->summary->unchanged++;
      self->progress.photos++;
    }
  else if (known == COUNT_FAILED)
    run->summary->failed++;
  else
    run->summary->skipped++;
  g_mutex_unlock (&self->mutex);
}

/* Gives the job its number once there is room for it, and hands it on. FALSE: the run stops. */
static gboolean
admit (SemIndexRun *run, SemIndexJob *job, GAsyncQueue *queue)
{
  SemIndexer *self = run->self;
  gboolean stopped;

  g_mutex_lock (&self->mutex);
  while (run->n_jobs - run->n_stored >= SEM_INDEX_WINDOW && !g_cancellable_is_cancelled (run->stop))
    g_cond_wait_until (&self->changed, &self->mutex,
                       g_get_monotonic_time () + G_TIME_SPAN_SECOND / 10);
  stopped = g_cancellable_is_cancelled (run->stop);
  if (!stopped)
    job->number = run->n_jobs++;
  g_mutex_unlock (&self->mutex);

  if (stopped)
    sem_index_job_free (job);
  else
    g_async_queue_push (queue, job);
  return !stopped;
}

/* Whether the row still describes the file, and nothing has to be done. */
static gboolean
is_known (SemIndexRun *run, const SemStoreFile *row, const SemFileIdentity *identity)
{
  gboolean found;

  if (row->identity.size != identity->size || row->identity.mtime != identity->mtime
      || row->missing)
    return FALSE;
  switch (row->state)
    {
    case SEM_FILE_INDEXED:
      if (!sem_store_has_feature (run->lookup, row->photo, run->backbone, &found, &run->scan_error)
          || !found)
        return FALSE;
      count_known (run, COUNT_UNCHANGED);
      return TRUE;
    case SEM_FILE_FAILED:
      if (g_strcmp0 (row->decoder, sem_decoder_get_version ()) != 0)
        return FALSE;
      count_known (run, COUNT_FAILED);
      return TRUE;
    case SEM_FILE_SKIPPED:
      count_known (run, COUNT_SKIPPED);
      return TRUE;
    default:
      return FALSE;
    }
}

/* The photo of a file that came back or was moved: it needs no reading. */
static gint64
find_moved (SemIndexRun *run,
            const SemStoreFile *row,
            const SemFileIdentity *identity,
            GError **error)
{
  gboolean found = FALSE;

  if (row->id && row->state == SEM_FILE_INDEXED && row->identity.size == identity->size
      && row->identity.mtime == identity->mtime
      && !sem_store_has_feature (run->lookup, row->photo, run->backbone, &found, error))
    return -1;
  if (found)
    return row->photo;
  return sem_store_find_identity (run->lookup, identity, run->backbone, error);
}

static gboolean
scan_file (const char *path, const struct stat *st, gpointer user_data)
{
  SemIndexRun *run = user_data;
  SemFileIdentity identity;
  SemStoreFile row = { 0 };
  GAsyncQueue *queue = run->jobs;
  SemIndexJob *job;

  run->met = TRUE;
  sem_content_identify (st, &identity);
  if (!sem_store_find_file (run->lookup, path, &row, &run->scan_error))
    return FALSE;
  if (row.id && row.id < run->n_seen)
    run->seen[row.id] = 1;
  if (row.id && is_known (run, &row, &identity))
    {
      sem_store_file_clear (&row);
      return TRUE;
    }
  if (run->scan_error)
    {
      sem_store_file_clear (&row);
      return FALSE;
    }

  job = sem_index_job_new (path, run->folder, &identity);
  job->file.id = row.id;
  job->old_photo = row.missing ? 0 : row.photo;
  job->file.photo = find_moved (run, &row, &identity, &run->scan_error);
  sem_store_file_clear (&row);
  if (run->scan_error)
    {
      sem_index_job_free (job);
      return FALSE;
    }
  if (job->file.photo)
    {
      job->file.state = SEM_FILE_INDEXED;
      queue = run->results;
    }
  return admit (run, job, queue);
}

static void
scan_note (const char *path, const char *sentence, gpointer user_data)
{
  sem_index_run_tell (user_data, path, sentence);
}

static void
scan_unreadable (const char *path, gpointer user_data)
{
  g_ptr_array_add (((SemIndexRun *) user_data)->unreadable, g_strdup (path));
}

static gboolean
scan_enter (const char *path, gpointer user_data)
{
  return sem_index_run_enter (user_data, path);
}

/* TRUE where all that the folder holds is known now. */
static gboolean
scan_folder (SemIndexRun *run, const SemStoreFolder *folder)
{
  static const SemScanHandlers handlers = { scan_file, scan_note, scan_unreadable, scan_enter };
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  run->folder = folder->id;
  run->met = FALSE;
  if (sem_index_run_is_gone (run, folder->path))
    return TRUE;
  if (sem_index_run_is_away (run, folder->path))
    return FALSE;
  if (sem_scan (folder->path, &handlers, run, run->stop, &error))
    return sem_index_run_is_still_there (run, folder);
  if (!g_error_matches (error, SEM_ERROR, SEM_ERROR_UNREADABLE))
    return FALSE;
  sem_index_run_lose_folder (run, folder->path);
  sentence =
    g_strdup_printf (_("%s Its photos are kept in the library until it is back."), error->message);
  sem_index_run_tell (run, folder->path, sentence);
  return FALSE;
}

static void
scan_folders (SemIndexRun *run)
{

  run->lookup = sem_store_open (run->self->path, SEM_STORE_READ, &run->scan_error);
  for (guint i = 0; run->lookup && i < run->folders->len; i++)
    {
      SemStoreFolder *folder = g_ptr_array_index (run->folders, i);

      gboolean complete = scan_folder (run, folder);

      if (run->scan_error || g_cancellable_is_cancelled (run->stop))
        break;
      if (complete)
        g_array_append_val (run->complete, folder->id);
      folder->online = complete && !sem_index_run_is_gone (run, folder->path)
                       && (run->met || !sem_index_run_is_all_inside (run, folder->path));
    }
  g_clear_pointer (&run->lookup, sem_store_close);
}

gpointer
sem_index_run_scan (gpointer data)
{
  SemIndexRun *run = data;

  g_cancellable_push_current (run->stop);
  scan_folders (run);
  g_cancellable_pop_current (run->stop);
  for (guint i = 0; i < run->n_workers; i++)
    g_async_queue_push (run->jobs, run);
  g_mutex_lock (&run->self->mutex);
  run->scanned = TRUE;
  g_cond_broadcast (&run->self->changed);
  g_mutex_unlock (&run->self->mutex);
  return NULL;
}
