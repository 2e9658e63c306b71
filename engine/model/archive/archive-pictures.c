/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/archive/search/thumbnails.h"
#include "engine/decode/decoder.h"
#include "engine/model/archive/archive-pictures.h"
#include "engine/photos/content.h"

#include <unistd.h>

/* Of the picture, in pixels: that of a thumbnail, on whatever display. */
#define SIDE 256

/* @pictures: (nullable elements): of each item */
typedef struct
{
  char *uri;
  guint n;
  SemArchiveItem *items[SEM_ARCHIVE_PICTURES_AT_ONCE];
  gint64 photos[SEM_ARCHIVE_PICTURES_AT_ONCE];
  SemPixels *pictures[SEM_ARCHIVE_PICTURES_AT_ONCE];
} Fetch;

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  for (guint i = 0; i < fetch->n; i++)
    {
      g_object_unref (fetch->items[i]);
      g_clear_pointer (&fetch->pictures[i], sem_pixels_free);
    }
  g_free (fetch->uri);
  g_free (fetch);
}

/* (transfer full) (nullable) */
static SemPixels *
decode (SemDecoder *decoder, GBytes *jpeg, GCancellable *cancellable)
{
  const SemDecodeView view = { .colour_side = SIDE };
  const int fd = sem_content_open_bytes (jpeg, NULL);
  g_autoptr (SemDecodedPhoto) photo =
    fd >= 0 ? sem_decoder_decode_view (decoder, fd, "", &view, cancellable, NULL) : NULL;
  SemPixels *pixels = NULL;

  if (photo && photo->colour)
    {
      pixels = g_new0 (SemPixels, 1);
      pixels->width = photo->colour_width;
      pixels->height = photo->colour_height;
      pixels->stride = (gsize) pixels->width * 3;
      pixels->bytes = g_bytes_ref (photo->colour);
    }
  if (fd >= 0)
    close (fd);
  return pixels;
}

static gpointer
fetch_worker (const char *path, gpointer data, GCancellable *cancellable, GError **error)
{
  Fetch *fetch = data;
  GBytes *thumbnails[SEM_ARCHIVE_PICTURES_AT_ONCE];
  g_autoptr (SemDecoder) decoder = NULL;

  if (!sem_archive_read_thumbnails (fetch->uri, fetch->photos, fetch->n, thumbnails, cancellable,
                                    error))
    return NULL;
  decoder = sem_decoder_new (NULL);
  for (guint i = 0; i < fetch->n; i++)
    if (thumbnails[i])
      {
        if (!g_cancellable_is_cancelled (cancellable))
          fetch->pictures[i] = decode (decoder, thumbnails[i], cancellable);
        g_bytes_unref (thumbnails[i]);
      }
  return fetch;
}

void
sem_archive_pictures_start (SemEngine *engine, const char *uri, const GPtrArray *items, GTask *task)
{
  Fetch *fetch = g_new0 (Fetch, 1);

  g_return_if_fail (items->len <= SEM_ARCHIVE_PICTURES_AT_ONCE);

  fetch->uri = g_strdup (uri);
  fetch->n = items->len;
  for (guint i = 0; i < items->len; i++)
    {
      fetch->items[i] = g_object_ref (g_ptr_array_index (items, i));
      fetch->photos[i] = sem_archive_item_get_photo (fetch->items[i]);
    }
  g_task_set_source_tag (task, sem_archive_pictures_start);
  g_task_set_task_data (task, fetch, fetch_free);
  /* The result is the task's data, which frees it. */
  sem_engine_work (engine, fetch_worker, NULL, task);
}

void
sem_archive_pictures_finish (GAsyncResult *result)
{
  Fetch *fetch = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_pointer (G_TASK (result), &error))
    g_debug ("thumbnails of an archive: %s", error->message);
  for (guint i = 0; i < fetch->n; i++)
    sem_archive_item_take_picture (fetch->items[i], g_steal_pointer (&fetch->pictures[i]));
}
