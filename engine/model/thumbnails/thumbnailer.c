/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/decode/decoder.h"
#include "engine/model/thumbnails/desktop.h"
#include "engine/model/thumbnails/large-cache.h"
#include "engine/model/thumbnails/square.h"
#include "engine/model/thumbnails/thumbnailer.h"
#include "engine/photos/content.h"
#include "engine/service/task.h"
#include "engine/store/companions.h"
#include "engine/store/photos.h"
#include "engine/store/store.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_THREADS 2
/* The decoder makes thumbnails of 256 px: a larger one is damaged. */
#define MAX_SIDE 1024

struct _SemThumbnailer
{
  char *path;
  GThreadPool *pool;
  GMutex mutex;
  GQueue stores; /* SemStore that no thread uses now; guarded by the mutex */

  GThreadPool *large_pool; /* one thread, which alone uses the decoder */
  SemDecoder *decoder;
};

void
sem_pixels_free (SemPixels *self)
{
  g_bytes_unref (self->bytes);
  g_free (self);
}

static void
check_size (GdkPixbufLoader *loader, int width, int height, gpointer too_large)
{
  if (width <= MAX_SIDE && height <= MAX_SIDE)
    return;
  *(gboolean *) too_large = TRUE;
  gdk_pixbuf_loader_set_size (loader, 1, 1);
}

SemPixels *
sem_pixels_new_from_pixbuf (GdkPixbuf *pixbuf)
{
  SemPixels *pixels = g_new (SemPixels, 1);

  *pixels = (SemPixels){
    .width = (guint) gdk_pixbuf_get_width (pixbuf),
    .height = (guint) gdk_pixbuf_get_height (pixbuf),
    .stride = (gsize) gdk_pixbuf_get_rowstride (pixbuf),
    .bytes = gdk_pixbuf_read_pixel_bytes (pixbuf),
  };
  return pixels;
}

SemPixels *
sem_pixels_new_from_jpeg (GBytes *jpeg, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("jpeg", error);
  gboolean too_large = FALSE, ok;
  GdkPixbuf *pixbuf;

  if (!loader)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (check_size), &too_large);
  ok = gdk_pixbuf_loader_write_bytes (loader, jpeg, NULL);
  ok = gdk_pixbuf_loader_close (loader, NULL) && ok && !too_large;
  pixbuf = ok ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
  if (!pixbuf || gdk_pixbuf_get_n_channels (pixbuf) != 3)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
                   _("A thumbnail in the library is damaged. Update the library."));
      return NULL;
    }
  return sem_pixels_new_from_pixbuf (pixbuf);
}

void
sem_thumbnail_free (SemThumbnail *thumbnail)
{
  g_clear_pointer (&thumbnail->pixels, sem_pixels_free);
  g_clear_pointer (&thumbnail->square, g_bytes_unref);
  g_free (thumbnail->path);
  g_free (thumbnail);
}

static SemStore *
borrow_store (SemThumbnailer *self, GError **error)
{
  SemStore *store;

  g_mutex_lock (&self->mutex);
  store = g_queue_pop_head (&self->stores);
  g_mutex_unlock (&self->mutex);
  return store ? store : sem_store_open (self->path, SEM_STORE_READ, error);
}

static void
return_store (SemThumbnailer *self, SemStore *store)
{
  g_mutex_lock (&self->mutex);
  g_queue_push_head (&self->stores, store);
  g_mutex_unlock (&self->mutex);
}

static gpointer
read_thumbnail (SemStore *store, gint64 photo, GError **error)
{
  SemStorePhoto row = { 0 };
  SemThumbnail *thumbnail;
  g_autoptr (GBytes) jpeg = NULL;
  g_autoptr (GError) local = NULL;

  if (!sem_store_get_photo (store, photo, &row, error))
    return NULL;
  if (row.id == 0)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                   _("This photo is no longer in the library."));
      return NULL;
    }
  thumbnail = g_new0 (SemThumbnail, 1);
  thumbnail->path = g_steal_pointer (&row.path);
  thumbnail->width = row.width;
  thumbnail->height = row.height;
  if (sem_store_get_thumbnail (store, photo, &jpeg, &local) && jpeg)
    thumbnail->pixels = sem_pixels_new_from_jpeg (jpeg, &local);
  if (local)
    g_debug ("thumbnail of photo %" G_GINT64_FORMAT ": %s", photo, local->message);
  return thumbnail;
}

typedef struct
{
  gint64 photo;
  SemThumbnailerFunc func;
  GDestroyNotify free;
  guint side; /* of the square to make of a thumbnail; 0 for none */
  guint scale;
} Job;

static void
make_square (SemThumbnail *thumbnail, const Job *job)
{
  if (job->side && thumbnail->pixels)
    thumbnail->square =
      sem_square_frame (sem_square_new (thumbnail->pixels, job->side), job->side, job->scale);
}

static gpointer
run (SemThumbnailer *self, GTask *task, GError **error)
{
  const Job *job = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  gpointer result;
  SemStore *store;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  store = borrow_store (self, error);
  if (!store)
    return NULL;
  if (cancellable)
    g_cancellable_push_current (cancellable);
  result = job->func (store, job->photo, error);
  if (cancellable)
    g_cancellable_pop_current (cancellable);
  return_store (self, store);
  if (result && job->side)
    make_square (result, job);
  return result;
}

static void
run_worker (gpointer data, gpointer user_data)
{
  GTask *task = data;
  const Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer result = run (user_data, task, &error);

  if (result)
    g_task_return_pointer (task, result, job->free);
  else
    g_task_return_error (task, error);
  sem_task_release (task);
}

/* Larger thumbnails ---------------------------------------------------------------------------- */

static SemPixels *
take_pixels (SemDecodedPhoto *photo)
{
  SemPixels *pixels = g_new0 (SemPixels, 1);

  pixels->width = photo->colour_width;
  pixels->height = photo->colour_height;
  pixels->stride = (gsize) pixels->width * 3;
  pixels->bytes = g_bytes_ref (photo->colour);
  return pixels;
}

static SemPixels *
decode (SemDecoder *decoder,
        const char *path,
        guint side,
        GCancellable *cancellable,
        GError **error)
{
  const SemDecodeView view = { .colour_side = side };
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (SemDecodedPhoto) photo = NULL;
  SemFileIdentity identity;
  int fd = sem_content_open (path, &identity, error);

  if (fd < 0)
    return NULL;
  photo = sem_decoder_decode_view (decoder, fd, name, &view, cancellable, error);
  close (fd);
  return photo ? take_pixels (photo) : NULL;
}

/* What the desktop has made of a file of @longest pixels, which is decoded like any other file. */
static SemPixels *
decode_desktop (SemDecoder *decoder,
                const char *path,
                guint longest,
                guint side,
                GCancellable *cancellable)
{
  const SemDecodeView view = { .colour_side = side };
  g_autoptr (SemDecodedPhoto) photo = NULL;
  struct stat info;
  int fd = stat (path, &info) == 0
             ? sem_desktop_thumbnail_open (path, (gint64) info.st_mtim.tv_sec, side)
             : -1;

  if (fd < 0)
    return NULL;
  photo = sem_decoder_decode_view (decoder, fd, "thumbnail", &view, cancellable, NULL);
  close (fd);
  return photo && MAX (photo->colour_width, photo->colour_height) >= MIN (side, longest)
           ? take_pixels (photo)
           : NULL;
}

static SemPixels *
read_cached (const guint8 *hash, guint side)
{
  SemPixels *pixels = NULL;

  for (; !pixels && side <= SEM_LARGE_MOST_SIDE; side += SEM_LARGE_SIDE_STEP)
    {
      g_autoptr (GBytes) jpeg = sem_large_cache_read (hash, side);

      pixels = jpeg ? sem_pixels_new_from_jpeg (jpeg, NULL) : NULL;
    }
  return pixels;
}

/* From the cache, which may have a larger one, from that of the desktop, or from the file that the
 * photo had when it was indexed. */
static SemPixels *
read_large (SemThumbnailer *self,
            const SemStorePhoto *row,
            guint square,
            GCancellable *cancellable,
            GError **error)
{
  const guint side = sem_large_cache_choose_side (row->width, row->height, square);
  SemPixels *pixels = read_cached (row->hash, side);

  if (pixels)
    return pixels;
  if (!row->path)
    {
      g_set_error_literal (error, SEM_ERROR, SEM_ERROR_NOT_FOUND, "no file");
      return NULL;
    }
  pixels =
    decode_desktop (self->decoder, row->path, MAX (row->width, row->height), side, cancellable);
  if (pixels)
    return pixels;
  pixels = decode (self->decoder, row->path, side, cancellable, error);
  if (pixels)
    sem_large_cache_write (row->hash, side, pixels);
  return pixels;
}

static SemThumbnail *
load_large (SemThumbnailer *self, GTask *task, GError **error)
{
  const Job *job = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  SemThumbnail *thumbnail = NULL;
  SemStorePhoto row = { 0 };
  SemPixels *pixels;
  SemStore *store;
  gboolean found;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  store = borrow_store (self, error);
  if (!store)
    return NULL;
  found = sem_store_get_photo (store, job->photo, &row, error);
  return_store (self, store);
  pixels = found ? read_large (self, &row, job->side, cancellable, error) : NULL;
  if (pixels)
    {
      thumbnail = g_new0 (SemThumbnail, 1);
      thumbnail->pixels = pixels;
      make_square (thumbnail, job);
    }
  sem_store_photo_clear (&row);
  return thumbnail;
}

static void
large_worker (gpointer data, gpointer user_data)
{
  GTask *task = data;
  GError *error = NULL;
  SemThumbnail *thumbnail = load_large (user_data, task, &error);

  if (thumbnail)
    g_task_return_pointer (task, thumbnail, (GDestroyNotify) sem_thumbnail_free);
  else
    g_task_return_error (task, error);
  sem_task_release (task);
}

SemThumbnailer *
sem_thumbnailer_new (const char *path)
{
  SemThumbnailer *self = g_atomic_rc_box_new0 (SemThumbnailer);

  self->path = g_strdup (path);
  g_mutex_init (&self->mutex);
  g_queue_init (&self->stores);
  self->pool = g_thread_pool_new (run_worker, self, N_THREADS, FALSE, NULL);
  self->decoder = sem_decoder_new (NULL);
  self->large_pool = g_thread_pool_new (large_worker, self, 1, FALSE, NULL);
  return self;
}

SemThumbnailer *
sem_thumbnailer_ref (SemThumbnailer *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
thumbnailer_clear (gpointer data)
{
  SemThumbnailer *self = data;

  g_thread_pool_free (self->large_pool, FALSE, TRUE);
  g_thread_pool_free (self->pool, FALSE, TRUE);
  sem_decoder_free (self->decoder);
  g_queue_clear_full (&self->stores, (GDestroyNotify) sem_store_close);
  g_mutex_clear (&self->mutex);
  g_free (self->path);
}

void
sem_thumbnailer_unref (SemThumbnailer *self)
{
  g_atomic_rc_box_release_full (self, thumbnailer_clear);
}

void
sem_thumbnailer_run (SemThumbnailer *self,
                     gint64 photo,
                     SemThumbnailerFunc func,
                     GDestroyNotify free,
                     GTask *task)
{
  const Job job = { photo, func, free, 0, 1 };

  g_task_set_task_data (task, g_memdup2 (&job, sizeof job), g_free);
  g_thread_pool_push (self->pool, g_object_ref (task), NULL);
}

void
sem_thumbnailer_load (SemThumbnailer *self, gint64 photo, guint side, guint scale, GTask *task)
{
  const Job job = { photo, read_thumbnail, (GDestroyNotify) sem_thumbnail_free, side, scale };

  g_task_set_task_data (task, g_memdup2 (&job, sizeof job), g_free);
  g_thread_pool_push (self->pool, g_object_ref (task), NULL);
}

void
sem_thumbnailer_load_large (SemThumbnailer *self,
                            gint64 photo,
                            guint side,
                            guint scale,
                            GTask *task)
{
  const Job job = { photo, NULL, (GDestroyNotify) sem_thumbnail_free, side, scale };

  g_task_set_task_data (task, g_memdup2 (&job, sizeof job), g_free);
  g_thread_pool_push (self->large_pool, g_object_ref (task), NULL);
}
