/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/decode/decoder.h"
#include "engine/model/viewer/pictures.h"
#include "engine/photos/content.h"
#include "engine/service/task.h"

#include <unistd.h>

#include <glib/gi18n-lib.h>

#define SHARE 65536

enum
{
  NOW,
  AHEAD,
  N_LANES,
};

/* One thread at a time, which alone uses the decoder. */
typedef struct
{
  GThreadPool *pool;
  SemDecoder *decoder;
} Lane;

struct _SemPictures
{
  GObject parent_instance;

  Lane lanes[N_LANES];
};

G_DEFINE_FINAL_TYPE (SemPictures, sem_pictures, G_TYPE_OBJECT)

typedef struct
{
  char *path; /* (nullable) */
  GBytes *bytes;
  SemDecodeView view;
  SemDecodedPhoto *photo;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_clear_pointer (&load->photo, sem_decoded_photo_free);
  g_free (load->path);
  g_clear_pointer (&load->bytes, g_bytes_unref);
  g_free (load);
}

static gboolean
decode (const Lane *lane, Load *load, GCancellable *cancellable, GError **error)
{
  g_autofree char *name =
    load->path ? g_filename_display_name (load->path) : g_strdup (_("Picture"));
  SemFileIdentity identity;
  int fd = load->path ? sem_content_open (load->path, &identity, error)
                      : sem_content_open_bytes (load->bytes, error);

  if (fd < 0)
    return FALSE;
  load->photo = sem_decoder_decode_view (lane->decoder, fd, name, &load->view, cancellable, error);
  close (fd);
  return load->photo != NULL;
}

static void
load_worker (gpointer data, gpointer user_data)
{
  GTask *task = data;
  Load *load = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error)
      || !decode (user_data, load, g_task_get_cancellable (task), &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  sem_task_release (task);
}

static void
sem_pictures_finalize (GObject *object)
{
  SemPictures *self = SEM_PICTURES (object);

  for (guint i = 0; i < N_LANES; i++)
    {
      g_thread_pool_free (self->lanes[i].pool, FALSE, TRUE);
      sem_decoder_free (self->lanes[i].decoder);
    }
  G_OBJECT_CLASS (sem_pictures_parent_class)->finalize (object);
}

static void
sem_pictures_class_init (SemPicturesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_pictures_finalize;
}

static void
sem_pictures_init (SemPictures *self)
{
  for (guint i = 0; i < N_LANES; i++)
    {
      self->lanes[i].decoder = sem_decoder_new (NULL);
      self->lanes[i].pool = g_thread_pool_new (load_worker, &self->lanes[i], 1, FALSE, NULL);
    }
}

SemPictures *
sem_pictures_new (void)
{
  return g_object_new (SEM_TYPE_PICTURES, NULL);
}

static guint32
to_share (double part)
{
  return (guint32) (CLAMP (part, 0, 1) * SHARE + .5);
}

void
sem_pictures_load_async (SemPictures *self,
                         const SemPictureWish *wish,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Load *load;

  g_return_if_fail (SEM_IS_PICTURES (self));
  g_return_if_fail (wish->side >= 1 && (wish->file || wish->bytes));
  g_task_set_source_tag (task, sem_pictures_load_async);
  load = g_new0 (Load, 1);
  load->path = wish->file ? g_file_get_path (wish->file) : NULL;
  load->bytes = wish->bytes ? g_bytes_ref (wish->bytes) : NULL;
  load->view = (SemDecodeView){
    .x = to_share (wish->x),
    .y = to_share (wish->y),
    .width = to_share (wish->width),
    .height = to_share (wish->height),
    .colour_side = MIN (wish->side, SEM_PICTURES_MAX_SIDE),
  };
  g_task_set_task_data (task, load, load_free);
  g_thread_pool_push (self->lanes[wish->ahead ? AHEAD : NOW].pool, g_object_ref (task), NULL);
}

SemPixels *
sem_pictures_load_finish (SemPictures *self,
                          GAsyncResult *result,
                          guint *width,
                          guint *height,
                          GError **error)
{
  const Load *load = g_task_get_task_data (G_TASK (result));
  SemPixels *pixels;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  if (width)
    *width = load->photo->width;
  if (height)
    *height = load->photo->height;
  pixels = g_new0 (SemPixels, 1);
  pixels->width = load->photo->colour_width;
  pixels->height = load->photo->colour_height;
  pixels->stride = (gsize) pixels->width * 3;
  pixels->bytes = g_bytes_ref (load->photo->colour);
  return pixels;
}
