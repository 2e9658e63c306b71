/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/indexing/index-inner.h"
#include "engine/base/work.h"
#include "engine/photos/photo-reader.h"
#include "engine/search/copies/inner-pictures.h"
#include "engine/store/companions.h"
#include "engine/store/details/inner.h"

#include <sys/mman.h>
#include <unistd.h>

/* Photos in a transaction. */
#define BATCH 200

/* What was found in one photo. */
typedef struct
{
  SemInnerPicture pictures[SEM_MAX_INNER_PICTURES];
  guint n;
} Found;

/* @thumbnails, @found: of each photo of the batch; @no_decoder: nothing can be decoded */
typedef struct
{
  const SemIndexContext *context;
  GAsyncQueue *readers;
  GBytes *thumbnails[BATCH];
  Found found[BATCH];
  gint no_decoder;
} Pass;

/* A file with these bytes; -1 where there is no memory. */
static int
open_bytes (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  const int fd = memfd_create ("thumbnail", MFD_CLOEXEC);

  if (fd < 0 || write (fd, data, size) == (gssize) size)
    return fd;
  close (fd);
  return -1;
}

static void
look_task (gsize task, gpointer data)
{
  Pass *pass = data;
  g_autoptr (SemDecodedPhoto) photo = NULL;
  g_autoptr (GError) error = NULL;
  SemPhotoReader *reader;
  int fd;

  sem_index_status_wait_while_paused (pass->context->status, pass->context->stop);
  fd = pass->thumbnails[task] ? open_bytes (pass->thumbnails[task]) : -1;
  if (fd < 0)
    return;
  reader = g_async_queue_pop (pass->readers);
  photo =
    sem_photo_reader_decode (reader, fd, "thumbnail", NULL, NULL, pass->context->stop, &error);
  g_async_queue_push (pass->readers, reader);
  close (fd);
  if (photo)
    pass->found[task].n = sem_inner_pictures_find (photo->input, pass->found[task].pictures);
  else if (g_error_matches (error, SEM_ERROR, SEM_ERROR_NO_DECODER))
    g_atomic_int_set (&pass->no_decoder, 1);
}

static gboolean
load (Pass *pass, SemStore *store, const gint64 *photos, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      pass->found[i].n = 0;
      if (!sem_store_get_thumbnail (store, photos[i], &pass->thumbnails[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
save (const Pass *pass, SemStore *store, const gint64 *photos, guint n, GError **error)
{
  gboolean ok = sem_store_begin (store, error);

  for (guint i = 0; ok && i < n; i++)
    {
      guint8 bytes[SEM_MAX_INNER_PICTURES * SEM_INNER_PICTURE_SIZE];

      sem_inner_pictures_pack (pass->found[i].pictures, pass->found[i].n, bytes);
      ok = sem_store_put_inner (store, photos[i], bytes,
                                (gsize) pass->found[i].n * SEM_INNER_PICTURE_SIZE, error);
    }
  ok = ok && sem_store_commit (store, error);
  if (!ok)
    sem_store_rollback (store);
  return ok;
}

static gboolean
look_at_batch (Pass *pass,
               SemStore *store,
               const gint64 *photos,
               guint n,
               SemWork *work,
               GError **error)
{
  gboolean ok = load (pass, store, photos, n, error);

  if (ok && !sem_work_parallel (work, n, look_task, pass))
    ok = !g_cancellable_set_error_if_cancelled (pass->context->stop, error);
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&pass->thumbnails[i], g_bytes_unref);
  return ok && (pass->no_decoder || save (pass, store, photos, n, error));
}

gboolean
sem_index_inner_run (const SemIndexContext *context,
                     SemStore *store,
                     guint n_workers,
                     GError **error)
{
  const SemProgress progress = { .cancellable = context->stop };
  g_autoptr (GArray) photos = sem_store_list_without_inner (store, error);
  g_autofree Pass *pass = NULL;
  gboolean ok = TRUE;
  SemWork work;

  if (!photos || photos->len == 0)
    return photos != NULL;
  pass = g_new0 (Pass, 1);
  pass->context = context;
  pass->readers = g_async_queue_new_full ((GDestroyNotify) sem_photo_reader_free);
  sem_work_init (&work, n_workers, &progress);
  for (guint i = 0; i < work.n_threads; i++)
    g_async_queue_push (pass->readers, sem_photo_reader_new (context->path, context->backbone));
  for (guint first = 0; ok && first < photos->len && !pass->no_decoder; first += BATCH)
    {
      sem_index_status_set_stage (context->status, SEM_INDEX_INNER, (double) first / photos->len);
      ok = look_at_batch (pass, store, &g_array_index (photos, gint64, first),
                          MIN (BATCH, photos->len - first), &work, error);
    }
  g_async_queue_unref (pass->readers);
  return ok;
}
