/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/library/indexer.h"
#include "engine/library/codes.h"
#include "engine/library/index-job.h"
#include "engine/library/scan.h"
#include "engine/library/trainer.h"

#include <glib/gi18n-lib.h>

/* Files between the scanner and the store at most: a file that takes its whole time limit stops
 * nobody before so many others wait behind it. */
#define WINDOW 512
/* A transaction takes this many rows or this long, whichever comes first. */
#define BATCH_ROWS 100
#define BATCH_MICROSECONDS G_USEC_PER_SEC
/* The first model is trained at this many photos, so that search works at once. */
#define FIRST_TRAINING 100

struct _SemIndexer
{
  char *path;
  SemBackbone *backbone;
  SemIndexNoteFunc note;
  gpointer user_data;

  GMutex note_mutex;

  GMutex mutex; /* of what follows */
  GCond changed;
  SemIndexProgress progress;
};

/* One call of sem_indexer_run(). */
typedef struct
{
  SemIndexer *self;
  const char *backbone;
  GCancellable *stop; /* the caller's, or a fatal error */
  SemStore *store;    /* the calling thread's */
  SemIndexSummary *summary;
  GError *fatal;

  /* Scanner. */
  GPtrArray *folders; /* SemStoreFolder to look at */
  SemStore *lookup;   /* the scanner's connection */
  gint64 folder;      /* being scanned */
  guint8 *seen;       /* one byte a file row that was there at the start */
  gint64 n_seen;
  GArray *complete;      /* gint64: folders whose scan ended */
  GPtrArray *unreadable; /* folders below them that could not be read */
  GError *scan_error;

  /* Between the threads. */
  GAsyncQueue *jobs;    /* SemIndexJob, or the run itself for "no more" */
  GAsyncQueue *results; /* SemIndexJob */
  guint64 n_jobs;       /* under the indexer's mutex, like the next two */
  guint64 n_stored;
  gboolean scanned;

  /* Storing, in the order of the scan. */
  SemIndexJob *waiting[WINDOW];
  GPtrArray *batch;
  gint64 batch_began;
  gboolean visibility_changed;
  SemHashModel *model; /* the active one, as of model_id */
  gint64 model_id;

  /* Training while files are indexed. */
  GThread *trainer;
  GCancellable *trainer_stop;
  gint trainer_done;
} Run;

SemIndexer *
sem_indexer_new (const char *path, SemBackbone *backbone, SemIndexNoteFunc note,
                 gpointer user_data)
{
  SemIndexer *self = g_new0 (SemIndexer, 1);

  self->path = g_strdup (path);
  self->backbone = sem_backbone_ref (backbone);
  self->note = note;
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

static void
tell (SemIndexer *self, const char *path, const char *sentence)
{
  if (!self->note)
    return;
  g_mutex_lock (&self->note_mutex);
  self->note (path, sentence, self->user_data);
  g_mutex_unlock (&self->note_mutex);
}

static void
stop_with (Run *run, GError *error)
{
  if (run->fatal)
    g_error_free (error);
  else
    run->fatal = error;
  g_cancellable_cancel (run->stop);
}

/* Counting ----------------------------------------------------------------------------------- */

/* A scan that only counts runs ahead of the one that works, so that progress has an end. */

static gboolean
count_file (const char *path, const struct stat *st, gpointer user_data)
{
  SemIndexer *self = user_data;

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

static gpointer
count_worker (gpointer data)
{
  static const SemScanHandlers handlers = { count_file, ignore_note, ignore_folder };
  Run *run = data;

  for (guint i = 0; i < run->folders->len; i++)
    {
      const SemStoreFolder *folder = g_ptr_array_index (run->folders, i);
      sem_scan (folder->path, &handlers, run->self, run->stop, NULL);
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
count_known (Run *run, Known known)
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
admit (Run *run, SemIndexJob *job, GAsyncQueue *queue)
{
  SemIndexer *self = run->self;
  gboolean stopped;

  g_mutex_lock (&self->mutex);
  while (run->n_jobs - run->n_stored >= WINDOW && !g_cancellable_is_cancelled (run->stop))
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
is_known (Run *run, const SemStoreFile *row, const SemFileIdentity *identity)
{
  if (row->identity.size != identity->size || row->identity.mtime != identity->mtime
      || row->missing)
    return FALSE;
  switch (row->state)
    {
    case SEM_FILE_INDEXED:
      if (g_strcmp0 (row->backbone, run->backbone) != 0)
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
find_moved (Run *run, const SemStoreFile *row, const SemFileIdentity *identity, GError **error)
{
  if (row->id && row->state == SEM_FILE_INDEXED && row->identity.size == identity->size
      && row->identity.mtime == identity->mtime
      && g_strcmp0 (row->backbone, run->backbone) == 0)
    return row->photo;
  return sem_store_find_identity (run->lookup, identity, run->backbone, error);
}

static gboolean
scan_file (const char *path, const struct stat *st, gpointer user_data)
{
  Run *run = user_data;
  SemFileIdentity identity = {
    .device = st->st_dev,
    .inode = st->st_ino,
    .size = st->st_size,
    .mtime = (gint64) st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec,
  };
  SemStoreFile row = { 0 };
  GAsyncQueue *queue = run->jobs;
  SemIndexJob *job;

  if (!sem_store_find_file (run->lookup, path, &row, &run->scan_error) && run->scan_error)
    return FALSE;
  if (row.id && row.id < run->n_seen)
    run->seen[row.id] = 1;
  if (row.id && is_known (run, &row, &identity))
    {
      sem_store_file_clear (&row);
      return TRUE;
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
  tell (((Run *) user_data)->self, path, sentence);
}

static void
scan_unreadable (const char *path, gpointer user_data)
{
  g_ptr_array_add (((Run *) user_data)->unreadable, g_strdup (path));
}

static void
scan_folders (Run *run)
{
  static const SemScanHandlers handlers = { scan_file, scan_note, scan_unreadable };

  run->lookup = sem_store_open (run->self->path, SEM_STORE_READ, &run->scan_error);
  for (guint i = 0; run->lookup && i < run->folders->len; i++)
    {
      SemStoreFolder *folder = g_ptr_array_index (run->folders, i);
      g_autoptr (GError) error = NULL;

      run->folder = folder->id;
      folder->online = sem_scan (folder->path, &handlers, run, run->stop, &error);
      if (run->scan_error || g_cancellable_is_cancelled (run->stop))
        break;
      if (folder->online)
        g_array_append_val (run->complete, folder->id);
      else if (error)
        {
          g_autofree char *sentence = g_strdup_printf (
            _("%s Its photos are kept in the library until it is back."), error->message);
          tell (run->self, folder->path, sentence);
        }
    }
  g_clear_pointer (&run->lookup, sem_store_close);
}

static gpointer
scan_worker (gpointer data)
{
  Run *run = data;

  scan_folders (run);
  for (guint i = 0; i < g_get_num_processors (); i++)
    g_async_queue_push (run->jobs, run);
  g_mutex_lock (&run->self->mutex);
  run->scanned = TRUE;
  g_cond_broadcast (&run->self->changed);
  g_mutex_unlock (&run->self->mutex);
  return NULL;
}

/* Working ------------------------------------------------------------------------------------ */

static void
wait_while_paused (Run *run)
{
  SemIndexer *self = run->self;

  g_mutex_lock (&self->mutex);
  while (self->progress.paused && !g_cancellable_is_cancelled (run->stop))
    g_cond_wait_until (&self->changed, &self->mutex,
                       g_get_monotonic_time () + G_TIME_SPAN_SECOND / 10);
  g_mutex_unlock (&self->mutex);
}

static gpointer
index_worker (gpointer data)
{
  Run *run = data;
  SemIndexWorker *worker = sem_index_worker_new (run->self->path, run->self->backbone);
  gpointer item;

  while ((item = g_async_queue_pop (run->jobs)) != run)
    {
      SemIndexJob *job = item;

      wait_while_paused (run);
      if (g_cancellable_is_cancelled (run->stop))
        {
          sem_index_job_free (job);
          continue;
        }
      sem_index_worker_process (worker, job, run->stop);
      g_async_queue_push (run->results, job);
    }
  sem_index_worker_free (worker);
  return NULL;
}

/* Training while files are indexed ------------------------------------------------------------ */

static gboolean
load_active_row (SemStore *store, SemStoreModel *row, GError **error)
{
  gint64 id = sem_store_get_active_model (store, error);

  if (id < 0)
    return FALSE;
  return id == 0 || sem_store_get_model (store, id, row, error);
}

static gpointer
train_worker (gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SemStore) store = sem_store_open (run->self->path, SEM_STORE_READ, &error);
  SemStoreModel active = { 0 };
  SemTrainSummary summary = { 0 };
  SemHashOptions options;

  /* What fails here is tried again, and reported, at the end of the run. */
  if (store && load_active_row (store, &active, &error))
    {
      sem_train_choose_options (&active, &options);
      sem_train_library (run->self->path, run->backbone, &options, TRUE, NULL, NULL,
                         run->trainer_stop, &summary, &error);
    }
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("training while indexing: %s", error->message);
  sem_store_model_clear (&active);
  sem_train_summary_clear (&summary);
  g_atomic_int_set (&run->trainer_done, 1);
  return NULL;
}

static void
join_trainer (Run *run, gboolean cancel)
{
  if (!run->trainer)
    return;
  if (cancel)
    g_cancellable_cancel (run->trainer_stop);
  g_thread_join (g_steal_pointer (&run->trainer));
  g_clear_object (&run->trainer_stop);
}

/* Whether a model for @photos photos should be trained now. */
static gboolean
training_is_due (Run *run, const SemStoreModel *active, guint photos, gboolean at_end)
{
  if (!active->id || g_strcmp0 (active->backbone, run->backbone) != 0)
    return photos >= (at_end ? 1 : FIRST_TRAINING);
  if (at_end && active->provisional)
    return photos > 0;
  return photos >= 2 * MAX (active->photos, 1) && photos >= (at_end ? 1 : FIRST_TRAINING);
}

static void
train_meanwhile (Run *run)
{
  SemStoreModel active = { 0 };
  SemStoreCounts counts;

  if (run->trainer && !g_atomic_int_get (&run->trainer_done))
    return;
  join_trainer (run, FALSE);
  if (load_active_row (run->store, &active, NULL) && sem_store_count (run->store, &counts, NULL)
      && training_is_due (run, &active, counts.photos, FALSE))
    {
      run->trainer_stop = g_cancellable_new ();
      g_atomic_int_set (&run->trainer_done, 0);
      run->trainer = g_thread_new ("train", train_worker, run);
    }
  sem_store_model_clear (&active);
}

static void
set_stage (SemIndexer *self, SemIndexStage stage, double training)
{
  g_mutex_lock (&self->mutex);
  self->progress.stage = stage;
  self->progress.training = training;
  g_mutex_unlock (&self->mutex);
}

static void
training_progress (double fraction, gpointer user_data)
{
  set_stage (user_data, SEM_INDEX_TRAINING, fraction);
}

static gboolean
train_at_end (Run *run, GError **error)
{
  SemStoreModel active = { 0 };
  SemTrainSummary summary = { 0 };
  SemStoreCounts counts;
  SemHashOptions options;
  gboolean ok = load_active_row (run->store, &active, error)
                && sem_store_count (run->store, &counts, error);

  if (ok && training_is_due (run, &active, counts.photos, TRUE))
    {
      sem_train_choose_options (&active, &options);
      set_stage (run->self, SEM_INDEX_TRAINING, 0);
      ok = sem_train_library (run->self->path, run->backbone, &options, FALSE, training_progress,
                              run->self, run->stop, &summary, error);
      if (ok && summary.remark)
        tell (run->self, run->self->path, summary.remark);
    }
  sem_store_model_clear (&active);
  sem_train_summary_clear (&summary);
  return ok;
}

/* Storing ------------------------------------------------------------------------------------ */

static gboolean
store_photo (Run *run, SemIndexJob *job, GError **error)
{
  if (job->file.photo)
    {
      /* Perhaps the content was hidden until now. */
      run->visibility_changed = TRUE;
      return TRUE;
    }
  job->file.photo
    = sem_store_put_photo (run->store, job->hash, job->width, job->height, run->backbone, error);
  return job->file.photo
         && sem_store_put_thumbnail (run->store, job->hash, job->thumbnail, error)
         && sem_store_put_feature (run->store, job->hash, run->backbone, job->feature,
                                   SEM_BACKBONE_DIM, error);
}

static gboolean
store_job (Run *run, SemIndexJob *job, SemIndexSummary *counts, GError **error)
{
  if (job->file.state == SEM_FILE_INDEXED && !store_photo (run, job, error))
    return FALSE;
  if (job->file.id)
    run->visibility_changed = TRUE;
  if (!sem_store_put_file (run->store, &job->file, error))
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

static gboolean
encode_batch (Run *run, GError **error)
{
  gint64 id = sem_store_get_active_model (run->store, error);
  guint n;

  if (id <= 0)
    return id == 0;
  if (id != run->model_id)
    {
      SemStoreModel row = { 0 };

      g_clear_pointer (&run->model, sem_hash_model_unref);
      run->model = sem_codes_load_active (run->store, &row, error);
      run->model_id = id;
      /* Codes of another backbone's model would mean nothing: training follows. */
      if (run->model && g_strcmp0 (row.backbone, run->backbone) != 0)
        g_clear_pointer (&run->model, sem_hash_model_unref);
      else if (!run->model)
        {
          sem_store_model_clear (&row);
          return FALSE;
        }
      sem_store_model_clear (&row);
    }
  if (!run->model)
    return TRUE;
  do
    if (!sem_codes_fill (run->store, id, run->model, run->backbone, BATCH_ROWS, &n, error))
      return FALSE;
  while (n == BATCH_ROWS);
  return TRUE;
}

static void
add_counts (Run *run, const SemIndexSummary *counts)
{
  SemIndexer *self = run->self;
  SemIndexSummary *summary = run->summary;

  g_mutex_lock (&self->mutex);
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
store_batch (Run *run, GError **error)
{
  SemIndexSummary counts = { 0 };
  gboolean ok;

  if (run->batch->len == 0)
    return TRUE;
  ok = sem_store_begin (run->store, error);
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
        tell (run->self, job->file.path, job->file.reason);
    }
  g_ptr_array_set_size (run->batch, 0);
  return TRUE;
}

/* Moves what is next in the order of the scan into the batch. */
static void
collect (Run *run)
{
  SemIndexer *self = run->self;
  SemIndexJob **slot;

  while (*(slot = &run->waiting[run->n_stored % WINDOW]))
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
all_stored (Run *run)
{
  gboolean done;

  g_mutex_lock (&run->self->mutex);
  done = run->scanned && run->n_stored == run->n_jobs;
  g_mutex_unlock (&run->self->mutex);
  return done;
}

static void
store_results (Run *run)
{
  while (!all_stored (run) && !g_cancellable_is_cancelled (run->stop))
    {
      SemIndexJob *job = g_async_queue_timeout_pop (run->results, G_USEC_PER_SEC / 10);
      g_autoptr (GError) error = NULL;

      if (job && job->fatal)
        {
          stop_with (run, g_steal_pointer (&job->fatal));
          sem_index_job_free (job);
          break;
        }
      if (job)
        run->waiting[job->number % WINDOW] = job;
      collect (run);
      if (run->batch->len < BATCH_ROWS
          && g_get_monotonic_time () - run->batch_began < BATCH_MICROSECONDS)
        continue;
      if (!store_batch (run, &error))
        stop_with (run, g_steal_pointer (&error));
      else
        train_meanwhile (run);
    }
}

/* What was done when the run was stopped is kept: it need not be done again. */
static void
store_rest (Run *run)
{
  GError *error = NULL;

  if (!run->fatal && !store_batch (run, &error))
    stop_with (run, error);
}

static gboolean
store_missing (Run *run, GError **error)
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
      ok = sem_store_set_folder_online (run->store, folder->id, folder->online, error);
    }
  if (ok && (run->summary->removed || run->visibility_changed))
    ok = sem_store_update_hidden (run->store, error);
  ok = ok && sem_store_commit (run->store, error);
  if (!ok)
    sem_store_rollback (run->store);
  return ok;
}

/* The run ------------------------------------------------------------------------------------ */

static gboolean
choose_folders (Run *run, GArray *wanted, GError **error)
{
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
  if (run->n_seen <= 0)
    return FALSE;
  run->seen = g_malloc0 (run->n_seen);
  return TRUE;
}

static void
index_files (Run *run)
{
  guint n_workers = g_get_num_processors ();
  g_autofree GThread **workers = g_new (GThread *, n_workers);
  GThread *counter = g_thread_new ("count", count_worker, run);
  GThread *scanner = g_thread_new ("scan", scan_worker, run);

  for (guint i = 0; i < n_workers; i++)
    workers[i] = g_thread_new ("index", index_worker, run);
  store_results (run);
  g_thread_join (scanner);
  for (guint i = 0; i < n_workers; i++)
    g_thread_join (workers[i]);
  g_thread_join (counter);
  store_rest (run);
  if (run->scan_error)
    stop_with (run, g_steal_pointer (&run->scan_error));
}

static void
run_clear (Run *run)
{
  gpointer item;

  while ((item = g_async_queue_try_pop (run->results)))
    sem_index_job_free (item);
  for (guint i = 0; i < WINDOW; i++)
    g_clear_pointer (&run->waiting[i], sem_index_job_free);
  g_async_queue_unref (run->jobs);
  g_async_queue_unref (run->results);
  g_ptr_array_unref (run->batch);
  g_ptr_array_unref (run->unreadable);
  g_array_unref (run->complete);
  g_clear_pointer (&run->folders, g_ptr_array_unref);
  g_clear_pointer (&run->model, sem_hash_model_unref);
  g_clear_pointer (&run->store, sem_store_close);
  g_clear_object (&run->stop);
  g_free (run->seen);
}

static void
forward_cancel (GCancellable *cancellable, gpointer stop)
{
  g_cancellable_cancel (stop);
}

static gboolean
run_locked (Run *run, GArray *folders, GError **error)
{
  run->store = sem_store_open (run->self->path, SEM_STORE_WRITE, error);
  if (!run->store || !choose_folders (run, folders, error))
    return FALSE;
  set_stage (run->self, SEM_INDEX_INDEXING, 0);
  index_files (run);
  join_trainer (run, TRUE);
  if (run->fatal)
    {
      g_propagate_error (error, g_steal_pointer (&run->fatal));
      return FALSE;
    }
  if (g_cancellable_set_error_if_cancelled (run->stop, error))
    return FALSE;
  return store_missing (run, error) && train_at_end (run, error);
}

gboolean
sem_indexer_run (SemIndexer *self, GArray *folders, GCancellable *cancellable,
                 SemIndexSummary *summary, GError **error)
{
  gint64 start = g_get_monotonic_time ();
  Run run = {
    .self = self,
    .backbone = sem_backbone_get_id (self->backbone),
    .stop = g_cancellable_new (),
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
  self->progress = (SemIndexProgress) { .paused = self->progress.paused };
  g_mutex_unlock (&self->mutex);
  if (cancellable)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (forward_cancel), run.stop, NULL);
  ok = lock >= 0 && run_locked (&run, folders, error);
  if (cancellable)
    g_cancellable_disconnect (cancellable, handler);
  g_clear_error (&run.fatal);
  run_clear (&run);
  sem_store_unlock (lock);
  set_stage (self, SEM_INDEX_IDLE, 0);
  summary->seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
  return ok;
}
