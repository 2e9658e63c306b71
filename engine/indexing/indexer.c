/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/base/rest.h"
#include "engine/indexing/index-count.h"
#include "engine/indexing/index-inner.h"
#include "engine/indexing/index-metadata.h"
#include "engine/indexing/index-scan.h"
#include "engine/indexing/index-training.h"
#include "engine/indexing/index-writer.h"
#include "engine/indexing/indexer-private.h"
#include "engine/indexing/reading/readers.h"
#include "engine/indexing/refine/refine.h"
#include "engine/photos/backbones.h"
#include "engine/store/quick/quick.h"
#include "engine/store/folders.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"
#include "engine/store/sweep.h"

#include <errno.h>
#include <unistd.h>

/* A model is as good as one of whole photos where this part of them, or less, is quick. */
#define FEW 10

struct _SemIndexer
{
  char *path;
  SemBackbone *backbone;
  SemIndexStatus *status;
  gboolean trains;
  gboolean refines;
  gboolean quick; /* for tests */
  /* (nullable): for tests */
  SemDeviceFunc device;
  SemKeepsInodesFunc keeps_inodes;
};

SemIndexer *
sem_indexer_new (const char *path, SemBackbone *backbone, SemIndexNoteFunc note, gpointer user_data)
{
  SemIndexer *self = g_new0 (SemIndexer, 1);

  self->path = g_strdup (path);
  self->backbone = sem_backbone_ref (backbone);
  self->status = sem_index_status_new (note, user_data);
  self->trains = TRUE;
  self->refines = self->quick = TRUE;
  return self;
}

void
sem_indexer_free (SemIndexer *self)
{
  sem_index_status_free (self->status);
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
sem_indexer_set_refines (SemIndexer *self, gboolean refines)
{
  self->refines = refines;
}

void
sem_indexer_want (SemIndexer *self, gint64 photo)
{
  sem_index_status_want (self->status, photo);
}

void
sem_indexer_set_quick (SemIndexer *self, gboolean quick)
{
  self->quick = quick;
}

void
sem_indexer_set_device (SemIndexer *self, SemDeviceFunc device)
{
  self->device = device;
}

void
sem_indexer_set_keeps_inodes (SemIndexer *self, SemKeepsInodesFunc keeps_inodes)
{
  self->keeps_inodes = keeps_inodes;
}

void
sem_indexer_set_paused (SemIndexer *self, gboolean paused)
{
  sem_index_status_set_paused (self->status, paused);
}

void
sem_indexer_get_progress (SemIndexer *self, SemIndexProgress *progress)
{
  sem_index_status_get_progress (self->status, progress);
}

/* A run ---------------------------------------------------------------------------------------- */

/* One call of sem_indexer_run(): its parts, each of which owns its state. */
typedef struct
{
  SemIndexContext context;
  SemStore *store; /* of the calling thread */
  SemIndexPresence *presence;
  SemIndexQueue *queue;
  SemMedia *media;
  SemBuffers *buffers;
  SemIndexReaders *readers; /* while files are indexed */
  SemIndexScan *scan;
  SemIndexWriter *writer;
  SemIndexTrainer *trainer;
  guint n_workers;
  gboolean only_refines;
  GError *fatal; /* the first error that concerns all files; of the calling thread */
} Run;

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->trainer, sem_index_trainer_free);
  g_clear_pointer (&run->writer, sem_index_writer_free);
  g_clear_pointer (&run->scan, sem_index_scan_free);
  g_clear_pointer (&run->queue, sem_index_queue_free);
  g_clear_pointer (&run->media, sem_media_free);
  g_clear_pointer (&run->buffers, sem_buffers_free);
  g_clear_pointer (&run->presence, sem_index_presence_free);
  g_clear_pointer (&run->context.folders, g_ptr_array_unref);
  g_clear_pointer (&run->context.excludes, sem_excludes_free);
  g_clear_pointer (&run->store, sem_store_close);
  g_clear_object (&run->context.stop);
  g_clear_error (&run->fatal);
}

/* @error: (transfer full) */
static void
stop_with (Run *run, GError *error)
{
  /* A worker that was cancelled does not fail the run: what the others finished is still stored. */
  if (run->fatal || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_error_free (error);
  else
    run->fatal = error;
  g_cancellable_cancel (run->context.stop);
}

/* Threads -------------------------------------------------------------------------------------- */

static gpointer
count_thread (gpointer data)
{
  const Run *run = data;

  sem_index_count (&run->context, run->presence);
  return NULL;
}

static gpointer
scan_thread (gpointer data)
{
  const Run *run = data;

  g_cancellable_push_current (run->context.stop);
  sem_index_scan_run (run->scan);
  g_cancellable_pop_current (run->context.stop);
  return NULL;
}

static gpointer
worker_thread (gpointer data)
{
  const Run *run = data;
  const SemIndexContext *context = &run->context;
  g_autoptr (SemPhotoReader) reader = sem_photo_reader_new (context->path, context->backbone);
  SemIndexJob *job;
  gint64 began;

  g_cancellable_push_current (context->stop);
  while ((job = sem_index_queue_take (run->queue)))
    {
      sem_index_status_wait_while_paused (context->status, context->stop);
      if (g_cancellable_is_cancelled (context->stop))
        {
          sem_index_job_free (job);
          continue;
        }
      job->slow = context->whole;
      began = g_get_monotonic_time ();
      sem_index_readers_decode (run->readers, job, reader);
      sem_index_queue_finish (run->queue, job);
      sem_rest (began, context->stop);
    }
  g_cancellable_pop_current (context->stop);
  return NULL;
}

/* Stores what is finished until all is, or the run is stopped. */
static void
write_results (Run *run)
{
  while (!sem_index_queue_is_done (run->queue) && !g_cancellable_is_cancelled (run->context.stop))
    {
      GError *error = NULL;
      SemIndexJob *job;

      if (!sem_index_queue_wait (run->queue, &error))
        {
          stop_with (run, error);
          break;
        }
      while ((job = sem_index_queue_pop (run->queue)))
        sem_index_writer_add (run->writer, job);
      if (!sem_index_writer_is_due (run->writer))
        continue;
      if (sem_index_writer_flush (run->writer, &error))
        sem_index_trainer_poll (run->trainer, run->store,
                                sem_index_writer_get_n_photos (run->writer));
      else
        stop_with (run, error);
    }
}

static void
index_files (Run *run)
{
  g_autofree GThread **workers = g_new (GThread *, run->n_workers);
  GThread *counter = g_thread_new ("count", count_thread, run);
  GThread *scanner = g_thread_new ("scan", scan_thread, run);
  GError *error = NULL;

  run->readers =
    sem_index_readers_new (&run->context, run->queue, run->media, run->buffers, run->n_workers);
  for (guint i = 0; i < run->n_workers; i++)
    workers[i] = g_thread_new ("index", worker_thread, run);
  write_results (run);
  g_thread_join (scanner);
  for (guint i = 0; i < run->n_workers; i++)
    g_thread_join (workers[i]);
  g_clear_pointer (&run->readers, sem_index_readers_free);
  g_thread_join (counter);
  /* What was finished before the run was stopped is kept. */
  if (!run->fatal && !sem_index_writer_finish (run->writer, &error))
    stop_with (run, g_steal_pointer (&error));
  error = sem_index_scan_steal_error (run->scan);
  if (error)
    stop_with (run, error);
  sem_index_trainer_cancel (run->trainer);
}

/* Before and after ----------------------------------------------------------------------------- */

/* Whether a folder that was there before does not exist any more. */
static gboolean
has_gone (const SemStoreFolder *folder)
{
  return folder->online && access (folder->path, F_OK) != 0
         && (errno == ENOENT || errno == ENOTDIR);
}

/* Keeps those of @folders whose ids are @wanted, or all where it is NULL. One that was renamed is
 * looked at as well, so that its photos are not answered with where they were. */
static void
choose_folders (GPtrArray *folders, GArray *wanted)
{
  for (guint i = folders->len; wanted && i > 0; i--)
    {
      const SemStoreFolder *folder = g_ptr_array_index (folders, i - 1);
      gboolean found = FALSE;

      for (guint j = 0; j < wanted->len; j++)
        found |= g_array_index (wanted, gint64, j) == folder->id;
      if (!found && !has_gone (folder))
        g_ptr_array_remove_index (folders, i - 1);
    }
}

/* Photos are described by the backbone of the active model, which may have changed. */
static gboolean
follow_backbone (SemIndexer *self, SemStore *store, GError **error)
{
  SemStoreModel row = { 0 };
  gboolean ok = sem_store_get_active_row (store, &row, error);

  if (ok && row.backbone && strcmp (row.backbone, sem_backbone_get_id (self->backbone)) != 0)
    {
      SemBackbone *active = sem_backbones_load (store, row.backbone, error);

      ok = active != NULL;
      if (ok)
        {
          sem_backbone_unref (self->backbone);
          self->backbone = active;
        }
    }
  sem_store_model_clear (&row);
  return ok;
}

static gboolean
prepare (Run *run, SemIndexer *self, GArray *wanted, GError **error)
{
  SemIndexContext *context = &run->context;
  SemStoreCounts counts;

  run->store = sem_store_open (self->path, SEM_STORE_WRITE, error);
  if (!run->store || !sem_store_sweep (run->store, error)
      || !follow_backbone (self, run->store, error))
    return FALSE;
  context->backbone = self->backbone;
  context->folders = sem_store_list_folders (run->store, error);
  context->excludes = context->folders ? sem_excludes_read (run->store, error) : NULL;
  if (!context->excludes || !sem_store_count (run->store, &counts, error))
    return FALSE;
  choose_folders (context->folders, wanted);
  run->presence = sem_index_presence_new (context);
  run->queue = sem_index_queue_new (run->n_workers, context->stop);
  run->media = sem_media_new ();
  run->buffers = sem_buffers_new ();
  run->writer = sem_index_writer_new (context, run->media, run->store, counts.photos);
  run->trainer = sem_index_trainer_new (context, self->trains);
  run->scan =
    sem_index_scan_new (context, run->presence, run->media, run->queue, run->store, error);
  return run->scan != NULL;
}

/* What @n_left quick photos of @photos are for training, after @n_refined were refined. */
static SemIndexRest
describe_rest (gint64 n_left, guint n_refined, guint photos)
{
  if (n_left * FEW <= photos)
    return SEM_INDEX_REST_NONE;
  return 2 * (gint64) n_refined >= photos ? SEM_INDEX_REST_CHANGED : SEM_INDEX_REST_STAYS;
}

/* Decodes quick photos in full. A training follows also where there are none, as one that was
 * stopped may be due. */
static gboolean
refine (Run *run, GError **error)
{
  SemStoreCounts counts;
  gint64 n_left;
  guint n_refined;

  if (!sem_refine_run (&run->context, run->store, run->n_workers, &n_refined, error))
    return FALSE;
  n_left = sem_store_count_quick (run->store, error);
  return n_left >= 0 && sem_store_count (run->store, &counts, error)
         && sem_index_trainer_finish (run->trainer, run->store,
                                      describe_rest (n_left, n_refined, counts.photos), error);
}

/* What follows when all files are known. */
static gboolean
complete (Run *run, SemIndexer *self, GError **error)
{
  gint64 n_quick;

  if (!sem_index_scan_store (run->scan, run->store, error)
      || !sem_index_metadata_run (&run->context, run->store, run->n_workers, error)
      || !sem_index_inner_run (&run->context, run->store, run->n_workers, error))
    return FALSE;
  n_quick = sem_store_count_quick (run->store, error);
  if (n_quick <= 0)
    return n_quick == 0
           && sem_index_trainer_finish (run->trainer, run->store, SEM_INDEX_REST_NONE, error);
  return sem_index_trainer_finish (run->trainer, run->store, SEM_INDEX_REST_COMES, error)
         && (!self->refines || refine (run, error));
}

static gboolean
run_locked (Run *run, SemIndexer *self, GArray *wanted, GError **error)
{
  if (!prepare (run, self, wanted, error))
    return FALSE;
  if (run->only_refines)
    return refine (run, error);
  sem_backbones_sweep (run->store);
  sem_index_status_set_stage (self->status, SEM_INDEX_INDEXING, 0);
  if (!sem_index_presence_check (run->presence, run->store, error))
    return FALSE;
  index_files (run);
  if (run->fatal)
    {
      g_propagate_error (error, g_steal_pointer (&run->fatal));
      return FALSE;
    }
  if (g_cancellable_set_error_if_cancelled (run->context.stop, error))
    return FALSE;
  return complete (run, self, error);
}

static void
forward_cancel (GCancellable *cancellable, gpointer stop)
{
  g_cancellable_cancel (stop);
}

static gboolean
run_all (SemIndexer *self,
         Run *run,
         GArray *folders,
         GCancellable *cancellable,
         SemIndexSummary *summary,
         GError **error)
{
  gint64 start = g_get_monotonic_time ();
  GCancellable *stop = g_cancellable_new ();
  int lock = sem_store_lock (self->path, error);
  gulong handler = 0;
  gboolean ok;

  run->context = (SemIndexContext){ .path = self->path,
                                    .stop = stop,
                                    .status = self->status,
                                    .device = self->device,
                                    .keeps_inodes = self->keeps_inodes,
                                    .whole = !self->quick };
  run->n_workers = g_get_num_processors ();
  sem_index_status_begin (self->status);
  if (cancellable)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (forward_cancel), stop, NULL);
  g_cancellable_push_current (stop);
  ok = lock >= 0 && run_locked (run, self, folders, error);
  g_cancellable_pop_current (stop);
  if (cancellable)
    g_cancellable_disconnect (cancellable, handler);
  run_clear (run);
  sem_store_unlock (lock);
  sem_index_status_set_stage (self->status, SEM_INDEX_IDLE, 0);
  sem_index_status_get_summary (self->status, summary);
  summary->seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
  return ok;
}

gboolean
sem_indexer_run (SemIndexer *self,
                 GArray *folders,
                 GCancellable *cancellable,
                 SemIndexSummary *summary,
                 GError **error)
{
  Run run = { .only_refines = FALSE };

  return run_all (self, &run, folders, cancellable, summary, error);
}

gboolean
sem_indexer_refine (SemIndexer *self,
                    GCancellable *cancellable,
                    SemIndexSummary *summary,
                    GError **error)
{
  Run run = { .only_refines = TRUE };

  return run_all (self, &run, NULL, cancellable, summary, error);
}
