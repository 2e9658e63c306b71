/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/indexing/index-metadata.h"
#include "engine/photos/content.h"
#include "engine/photos/photo-reader.h"
#include "engine/store/files.h"
#include "engine/store/details/metadata.h"
#include "engine/store/photos.h"

#include <string.h>
#include <unistd.h>

/* Photos in a transaction. */
#define BATCH 200

typedef struct _Pass Pass;

typedef struct
{
  Pass *pass;
  SemPhotoReader *reader;
} Worker;

/* @next: the first photo of the batch that no worker has taken
 * @found: of each photo of the batch; unread where its file is not there */
struct _Pass
{
  const SemIndexContext *context;
  const gint64 *photos;
  gint n;
  gint next;
  gint no_decoder;
  SemMetadata found[BATCH];
};

/* A descriptor of a file that still has the content that the library knows, or -1. */
static int
open_unchanged (SemStore *store, const char *path)
{
  SemFileIdentity identity;
  SemStoreFile row = { 0 };
  int fd = sem_content_open (path, &identity, NULL);

  if (fd < 0)
    return -1;
  if (!sem_store_find_file (store, path, &row, NULL)
      || !sem_content_is_unchanged (&row.identity, &identity, sem_store_keeps_inodes (path)))
    {
      close (fd);
      fd = -1;
    }
  sem_store_file_clear (&row);
  return fd;
}

/* Whatever is wrong with a photo leaves it unread: the store's errors come back when the batch is
 * written. */
static void
read_photo (Worker *worker, gint64 id, SemMetadata *metadata)
{
  Pass *pass = worker->pass;
  SemStore *store = sem_photo_reader_open (worker->reader, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  SemStorePhoto photo = { 0 };
  int fd = -1;

  if (store && sem_store_get_photo (store, id, &photo, NULL) && photo.path)
    fd = open_unchanged (store, photo.path);
  if (fd >= 0)
    {
      name = g_filename_display_name (photo.path);
      if (!sem_photo_reader_read_metadata (worker->reader, fd, name, metadata, pass->context->stop,
                                           &error))
        *metadata = (SemMetadata){ 0 };
      if (g_error_matches (error, SEM_ERROR, SEM_ERROR_NO_DECODER))
        g_atomic_int_set (&pass->no_decoder, 1);
      close (fd);
    }
  sem_store_photo_clear (&photo);
}

static gpointer
read_thread (gpointer data)
{
  Worker *worker = data;
  Pass *pass = worker->pass;
  GCancellable *stop = pass->context->stop;

  g_cancellable_push_current (stop);
  while (!g_cancellable_is_cancelled (stop) && !g_atomic_int_get (&pass->no_decoder))
    {
      const gint index = g_atomic_int_add (&pass->next, 1);

      if (index >= pass->n)
        break;
      sem_index_status_wait_while_paused (pass->context->status, stop);
      read_photo (worker, pass->photos[index], &pass->found[index]);
    }
  g_cancellable_pop_current (stop);
  return NULL;
}

static void
read_batch (Pass *pass, Worker *workers, guint n_workers)
{
  g_autofree GThread **threads = g_new (GThread *, n_workers);

  memset (pass->found, 0, sizeof pass->found);
  pass->next = 0;
  for (guint i = 0; i < n_workers; i++)
    threads[i] = g_thread_new ("metadata", read_thread, &workers[i]);
  for (guint i = 0; i < n_workers; i++)
    g_thread_join (threads[i]);
}

static gboolean
store_batch (const Pass *pass, SemStore *store, GError **error)
{
  gboolean ok = sem_store_begin (store, error);

  for (gint i = 0; ok && i < pass->n; i++)
    ok = sem_store_put_metadata (store, pass->photos[i], &pass->found[i],
                                 sem_decoder_get_version (), error);
  ok = ok && sem_store_commit (store, error);
  if (!ok)
    sem_store_rollback (store);
  return ok;
}

static gboolean
read_all (Pass *pass,
          SemStore *store,
          const GArray *photos,
          Worker *workers,
          guint n_workers,
          GError **error)
{
  for (guint first = 0; first < photos->len && !pass->no_decoder; first += BATCH)
    {
      sem_index_status_set_stage (pass->context->status, SEM_INDEX_METADATA,
                                  (double) first / photos->len);
      pass->photos = &g_array_index (photos, gint64, first);
      pass->n = (gint) MIN (BATCH, photos->len - first);
      read_batch (pass, workers, n_workers);
      if (g_cancellable_set_error_if_cancelled (pass->context->stop, error)
          || !store_batch (pass, store, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
sem_index_metadata_run (const SemIndexContext *context,
                        SemStore *store,
                        guint n_workers,
                        GError **error)
{
  g_autoptr (GArray) any = sem_store_list_unread (store, NULL, error);
  g_autoptr (GArray) photos = NULL;
  g_autofree Worker *workers = g_new (Worker, n_workers);
  g_autofree Pass *pass = NULL;
  gboolean ok;

  if (!any || any->len == 0)
    return any != NULL;
  /* The decoder is started to be asked for its version. */
  photos = sem_store_list_unread (store, sem_decoder_get_version (), error);
  if (!photos || photos->len == 0)
    return photos != NULL;
  pass = g_new0 (Pass, 1);
  pass->context = context;
  for (guint i = 0; i < n_workers; i++)
    workers[i] = (Worker){ pass, sem_photo_reader_new (context->path, context->backbone) };
  ok = read_all (pass, store, photos, workers, n_workers, error);
  for (guint i = 0; i < n_workers; i++)
    sem_photo_reader_free (workers[i].reader);
  return ok;
}
