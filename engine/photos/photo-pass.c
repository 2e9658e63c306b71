/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/photos/photo-pass.h"
#include "engine/base/rest.h"
#include "engine/photos/content.h"
#include "engine/store/files.h"
#include "engine/store/photos.h"

#include <string.h>
#include <unistd.h>

#define TICK (G_TIME_SPAN_SECOND / 10)

typedef struct
{
  SemPhotoPass *pass;
  SemPhotoReader *reader;
} Worker;

/* The second half belongs to the current run; @mutex protects what follows it. */
struct _SemPhotoPass
{
  Worker *workers;
  guint n_workers;

  const gint64 *photos;
  gsize n;
  SemPhotoPassFunc func;
  gpointer func_data;
  GCancellable *stop;
  GMutex mutex;
  GCond changed;
  gsize next;
  gsize n_done;
  guint n_running;
  GError *error;
};

SemPhotoPass *
sem_photo_pass_new (const char *library, SemBackbone *backbone)
{
  SemPhotoPass *self = g_new0 (SemPhotoPass, 1);

  self->n_workers = g_get_num_processors ();
  self->workers = g_new0 (Worker, self->n_workers);
  for (guint i = 0; i < self->n_workers; i++)
    {
      self->workers[i].pass = self;
      self->workers[i].reader = sem_photo_reader_new (library, backbone);
    }
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  return self;
}

void
sem_photo_pass_free (SemPhotoPass *self)
{
  if (!self)
    return;
  for (guint i = 0; i < self->n_workers; i++)
    sem_photo_reader_free (self->workers[i].reader);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self->workers);
  g_free (self);
}

/* NULL, also without @error, where the file has another content than the library stores for it. */
static SemDecodedPhoto *
decode (Worker *worker, const SemStorePhoto *photo, int fd, GError **error)
{
  g_autofree char *name = g_filename_display_name (photo->path);
  GCancellable *stop = worker->pass->stop;
  guint8 hash[SEM_STORE_HASH_SIZE];

  if (!sem_content_hash (fd, name, hash, stop, error)
      || memcmp (hash, photo->hash, sizeof hash) != 0)
    return NULL;
  return sem_photo_reader_decode (worker->reader, fd, name, NULL, NULL, stop, error);
}

/* A photo that cannot be decoded is left out; @error is set where no photo can be. */
static void
process (Worker *worker, SemStore *store, gsize index, GError **error)
{
  SemPhotoPass *self = worker->pass;
  g_autoptr (SemDecodedPhoto) decoded = NULL;
  g_autoptr (GError) local = NULL;
  SemStorePhoto photo = { 0 };
  SemFileIdentity identity;
  int fd = -1;

  if (!sem_store_get_photo (store, self->photos[index], &photo, error))
    return;
  if (photo.path)
    fd = sem_content_open (photo.path, &identity, &local);
  if (fd >= 0)
    {
      decoded = decode (worker, &photo, fd, &local);
      close (fd);
    }
  if (decoded)
    self->func (index, decoded->input, worker->reader, self->func_data, error);
  else if (g_error_matches (local, SEM_ERROR, SEM_ERROR_NO_DECODER))
    g_propagate_error (error, g_steal_pointer (&local));
  else if (local)
    g_debug ("left out: %s", local->message);
  sem_store_photo_clear (&photo);
}

static gboolean
take (SemPhotoPass *self, gsize *index)
{
  gboolean taken;

  g_mutex_lock (&self->mutex);
  taken = self->next < self->n && !self->error && !g_cancellable_is_cancelled (self->stop);
  if (taken)
    *index = self->next++;
  g_mutex_unlock (&self->mutex);
  return taken;
}

static gpointer
pass_worker (gpointer data)
{
  Worker *worker = data;
  SemPhotoPass *self = worker->pass;
  GError *error = NULL;
  SemStore *store = sem_photo_reader_open (worker->reader, &error);
  gsize index;

  while (!error && take (self, &index))
    {
      const gint64 began = g_get_monotonic_time ();

      process (worker, store, index, &error);
      g_mutex_lock (&self->mutex);
      self->n_done++;
      g_mutex_unlock (&self->mutex);
      sem_rest (began, self->stop);
    }
  g_mutex_lock (&self->mutex);
  if (error && !self->error)
    self->error = g_steal_pointer (&error);
  self->n_running--;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
  g_clear_error (&error);
  return NULL;
}

static void
wait_for_workers (SemPhotoPass *self, const SemProgress *progress)
{
  gboolean running = TRUE;

  while (running)
    {
      double done;

      g_mutex_lock (&self->mutex);
      if (self->n_running > 0)
        g_cond_wait_until (&self->changed, &self->mutex, g_get_monotonic_time () + TICK);
      running = self->n_running > 0;
      done = (double) self->n_done / (double) MAX (self->n, 1);
      g_mutex_unlock (&self->mutex);
      sem_progress_report (progress, done);
    }
}

gboolean
sem_photo_pass_run (SemPhotoPass *self,
                    const gint64 *photos,
                    gsize n,
                    SemPhotoPassFunc func,
                    gpointer func_data,
                    const SemProgress *progress,
                    GError **error)
{
  g_autofree GThread **threads = g_new (GThread *, self->n_workers);

  self->photos = photos;
  self->n = n;
  self->func = func;
  self->func_data = func_data;
  self->stop = sem_progress_get_cancellable (progress);
  self->next = self->n_done = 0;
  self->n_running = self->n_workers;
  for (guint i = 0; i < self->n_workers; i++)
    threads[i] = g_thread_new ("photos", pass_worker, &self->workers[i]);
  wait_for_workers (self, progress);
  for (guint i = 0; i < self->n_workers; i++)
    g_thread_join (threads[i]);
  if (g_cancellable_set_error_if_cancelled (self->stop, error))
    {
      g_clear_error (&self->error);
      return FALSE;
    }
  if (!self->error)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}
