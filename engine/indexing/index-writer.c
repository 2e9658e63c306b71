/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/indexing/index-writer.h"
#include "engine/indexing/reading/readers.h"
#include "engine/indexing/refine/store-job.h"
#include "engine/learn/encoding.h"
#include "engine/photos/codes.h"
#include "engine/store/codes.h"
#include "engine/store/companions.h"
#include "engine/store/files.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"

#include <string.h>

/* A transaction takes this many rows or this long, whichever comes first. */
#define BATCH_ROWS 100
#define BATCH_MICROSECONDS G_USEC_PER_SEC

/* What is to be stored of a file that could not be read, as where its disk fails: there may be as
 * many of them as files, and a job is large. */
typedef struct
{
  SemStoreFile file;
  gint64 old_photo;
} Doubtful;

struct _SemIndexWriter
{
  const SemIndexContext *context;
  SemMedia *media;
  SemStore *store;
  GPtrArray *batch; /* SemIndexJob */
  GQueue doubtful;  /* Doubtful */
  gint64 batch_began;
  guint n_photos;
  SemHashModel *model; /* the active one, as of model_id; NULL where photos get no codes */
  gint64 model_id;
};

SemIndexWriter *
sem_index_writer_new (const SemIndexContext *context,
                      SemMedia *media,
                      SemStore *store,
                      guint n_photos)
{
  SemIndexWriter *self = g_new0 (SemIndexWriter, 1);

  self->context = context;
  self->media = media;
  self->store = store;
  self->n_photos = n_photos;
  self->batch = g_ptr_array_new_with_free_func ((GDestroyNotify) sem_index_job_free);
  return self;
}

static void
doubtful_free (gpointer data)
{
  Doubtful *doubtful = data;

  sem_store_file_clear (&doubtful->file);
  g_free (doubtful);
}

void
sem_index_writer_free (SemIndexWriter *self)
{
  g_ptr_array_unref (self->batch);
  g_queue_clear_full (&self->doubtful, doubtful_free);
  g_clear_pointer (&self->model, sem_hash_model_free);
  g_free (self);
}

static void
add_to_batch (SemIndexWriter *self, SemIndexJob *job)
{
  if (self->batch->len == 0)
    self->batch_began = g_get_monotonic_time ();
  g_ptr_array_add (self->batch, job);
}

/* @job: (transfer full) */
static void
add_doubtful (SemIndexWriter *self, SemIndexJob *job)
{
  Doubtful *doubtful = g_new0 (Doubtful, 1);

  doubtful->file = job->file;
  doubtful->old_photo = job->old_photo;
  job->file = (SemStoreFile){ 0 };
  sem_index_job_free (job);
  g_queue_push_tail (&self->doubtful, doubtful);
}

/* (transfer full): as it was. */
static SemIndexJob *
restore_job (Doubtful *doubtful)
{
  SemIndexJob *job = sem_index_job_new (NULL, 0, &doubtful->file.identity);

  job->file = doubtful->file;
  job->old_photo = doubtful->old_photo;
  job->unreadable = job->told = TRUE;
  doubtful->file = (SemStoreFile){ 0 };
  doubtful_free (doubtful);
  return job;
}

void
sem_index_writer_add (SemIndexWriter *self, SemIndexJob *job)
{
  if (job->lost)
    sem_index_job_free (job);
  else if (sem_media_is_failure (job->code))
    add_doubtful (self, job);
  else
    add_to_batch (self, job);
}

gboolean
sem_index_writer_is_due (SemIndexWriter *self)
{
  return self->batch->len >= BATCH_ROWS
         || g_get_monotonic_time () - self->batch_began >= BATCH_MICROSECONDS;
}

guint
sem_index_writer_get_n_photos (SemIndexWriter *self)
{
  return self->n_photos;
}

/* A photo that was decoded again may have an id below the last one with a code: only training gives
 * it a code then. */
static gboolean
expire_where_passed (SemIndexWriter *self, gint64 photo, GError **error)
{
  gint64 model = sem_store_get_active_model (self->store, error);
  gint64 last = model >= 0 ? sem_store_last_code (self->store, model, error) : -1;

  return last >= 0 && (photo > last || sem_store_expire_models (self->store, error));
}

/* Whether the photo has this feature already: what was decoded again is mostly the same. */
static gboolean
has_this_feature (SemIndexWriter *self, const SemIndexJob *job, gboolean *same, GError **error)
{
  guint16 feature[SEM_BACKBONE_DIM];
  gboolean found = FALSE;

  if (!sem_store_get_feature (self->store, job->old_photo,
                              sem_backbone_get_id (self->context->backbone), feature,
                              SEM_BACKBONE_DIM, &found, error))
    return FALSE;
  *same = found && memcmp (feature, job->feature, sizeof feature) == 0;
  return TRUE;
}

/* A file of a known photo has what was noted when that was decoded. */
static gboolean
copy_notes (SemIndexWriter *self, SemIndexJob *job, GError **error)
{
  g_autofree char *decoder = NULL;

  if (job->kept)
    return TRUE;
  if (!sem_store_dup_notes (self->store, job->file.photo, &job->file.reason, &decoder, error))
    return FALSE;
  if (!job->file.decoder)
    job->file.decoder = g_steal_pointer (&decoder);
  return TRUE;
}

static gboolean
store_photo (SemIndexWriter *self, SemIndexJob *job, GError **error)
{
  gboolean same = FALSE;

  if (job->file.photo)
    return copy_notes (self, job, error);
  if (job->again && job->old_photo && !has_this_feature (self, job, &same, error))
    return FALSE;
  if (same)
    {
      job->file.photo = job->old_photo;
      return TRUE;
    }
  return sem_store_job_photo (job, self->store, sem_backbone_get_id (self->context->backbone),
                              error)
         && expire_where_passed (self, job->file.photo, error);
}

/* The file may have been the last of its old photo, or be the first of a hidden one. */
static gboolean
show_or_hide (SemIndexWriter *self, const SemIndexJob *job, GError **error)
{
  if (job->old_photo && job->old_photo != job->file.photo
      && !sem_store_update_photo_hidden (self->store, job->old_photo, error))
    return FALSE;
  return !job->file.photo || job->file.photo == job->old_photo
         || sem_store_update_photo_hidden (self->store, job->file.photo, error);
}

static gboolean
store_job (SemIndexWriter *self, SemIndexJob *job, SemIndexSummary *counts, GError **error)
{
  /* The disk may have been removed: a file that cannot be read now keeps its photo. */
  if (job->unreadable && job->old_photo)
    {
      counts->failed++;
      return TRUE;
    }
  if (job->file.state == SEM_FILE_INDEXED && !store_photo (self, job, error))
    return FALSE;
  if (!sem_store_put_file (self->store, &job->file, error) || !show_or_hide (self, job, error))
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

/* Loads the active model, or none where it is damaged or of another backbone: training follows. */
static gboolean
load_model (SemIndexWriter *self, gint64 id, GError **error)
{
  g_autoptr (GError) local = NULL;
  SemStoreModel row = { 0 };
  gboolean ok;

  g_clear_pointer (&self->model, sem_hash_model_free);
  ok = sem_codes_load_active (self->store, &row, &self->model, &local);
  if (g_error_matches (local, SEM_ERROR, SEM_ERROR_DAMAGED))
    ok = sem_store_expire_models (self->store, error);
  else if (!ok)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (g_strcmp0 (row.backbone, sem_backbone_get_id (self->context->backbone)) != 0)
    g_clear_pointer (&self->model, sem_hash_model_free);
  if (ok)
    self->model_id = id;
  sem_store_model_clear (&row);
  return ok;
}

/* Loads the active model where it has changed. */
static gboolean
follow_model (SemIndexWriter *self, GError **error)
{
  gint64 id = sem_store_get_active_model (self->store, error);

  if (id < 0)
    return FALSE;
  if (id == 0)
    {
      g_clear_pointer (&self->model, sem_hash_model_free);
      self->model_id = 0;
    }
  return id == self->model_id || load_model (self, id, error);
}

/* Encodes photos of earlier runs that have no code yet, before the transaction, in which reading
 * their features would take too long. A run that is stopped leaves them to the next one. */
static gboolean
catch_up (SemIndexWriter *self, GError **error)
{
  const SemProgress progress = { .cancellable = self->context->stop };
  SemEncoding encoding = { .backbone = sem_backbone_get_id (self->context->backbone) };
  g_autoptr (GError) local = NULL;

  if (g_cancellable_is_cancelled (self->context->stop))
    return TRUE;
  if (!follow_model (self, error))
    return FALSE;
  encoding.id = self->model_id;
  encoding.model = self->model;
  if (!self->model || sem_encode_photos (self->store, &encoding, &progress, &local)
      || g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
encode_batch (SemIndexWriter *self, GError **error)
{
  guint n = BATCH_ROWS;

  if (!follow_model (self, error))
    return FALSE;
  for (guint done = 0; self->model && n == BATCH_ROWS && done <= self->batch->len; done += n)
    if (!sem_codes_fill (self->store, self->model_id, self->model,
                         sem_backbone_get_id (self->context->backbone), BATCH_ROWS, &n, error))
      return FALSE;
  return TRUE;
}

gboolean
sem_index_writer_flush (SemIndexWriter *self, GError **error)
{
  SemIndexSummary counts = { 0 };
  gboolean ok;

  if (self->batch->len == 0)
    return TRUE;
  ok = catch_up (self, error) && sem_store_begin (self->store, error);
  for (guint i = 0; ok && i < self->batch->len; i++)
    ok = store_job (self, g_ptr_array_index (self->batch, i), &counts, error);
  ok = ok && encode_batch (self, error) && sem_store_commit (self->store, error);
  if (!ok)
    {
      sem_store_rollback (self->store);
      return FALSE;
    }
  self->n_photos += counts.added;
  sem_index_status_add (self->context->status, &counts);
  for (guint i = 0; i < self->batch->len; i++)
    {
      const SemIndexJob *job = g_ptr_array_index (self->batch, i);

      if (job->file.state == SEM_FILE_FAILED && !job->kept)
        sem_index_status_tell (self->context->status, job->file.path, job->file.reason);
    }
  g_ptr_array_set_size (self->batch, 0);
  return TRUE;
}

gboolean
sem_index_writer_finish (SemIndexWriter *self, GError **error)
{
  Doubtful *doubtful;

  while ((doubtful = g_queue_pop_head (&self->doubtful)))
    {
      SemIndexJob *job = restore_job (doubtful);
      SemMediaPlace place;

      sem_index_job_locate (self->context, job, &place);
      if (sem_media_is_lost (self->media, &place))
        sem_index_job_free (job);
      else
        add_to_batch (self, job);
      if (self->batch->len >= BATCH_ROWS && !sem_index_writer_flush (self, error))
        return FALSE;
    }
  return sem_index_writer_flush (self, error);
}
