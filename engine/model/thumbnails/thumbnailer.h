/* thumbnailer.h - loads thumbnails from the store; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/photo.h"
#include "engine/store/store.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/**
 * SemThumbnailer:
 *
 * A pool of threads that read thumbnails and the facts shown beside them, each with its own
 * database connection. Shared by all photos of a library; may be used from any thread.
 */
typedef struct _SemThumbnailer SemThumbnailer;

/* @path: (type filename): the library; each thread opens it with the first thumbnail that it loads.
 * Returns: (transfer full) */
SemThumbnailer *sem_thumbnailer_new (const char *path);
/* Returns: (transfer full): @self */
SemThumbnailer *sem_thumbnailer_ref (SemThumbnailer *self);
/* With the last reference, waits until the requested loads are done. */
void sem_thumbnailer_unref (SemThumbnailer *self);

/**
 * SemThumbnail:
 * @pixels: (nullable): the decoded thumbnail
 * @square: (nullable): its middle, where a square was requested, see sem_square_frame()
 * @path: (nullable) (type filename): a file that holds the photo
 */
typedef struct
{
  SemPixels *pixels;
  GBytes *square;
  char *path;
  guint width;
  guint height;
} SemThumbnail;

void sem_thumbnail_free (SemThumbnail *thumbnail);

/* Called in a thread of the pool; the task's cancellable is the current one. Returns: (transfer
 * full): a result, or NULL with @error set. */
typedef gpointer (*SemThumbnailerFunc) (SemStore *store, gint64 photo, GError **error);

/* Runs @func, whose result, to be freed with @free, is that of @task. */
void sem_thumbnailer_run (SemThumbnailer *self,
                          gint64 photo,
                          SemThumbnailerFunc func,
                          GDestroyNotify free,
                          GTask *task);
/* @task's result is a SemThumbnail. @side: of the requested square, in pixels; 0 for none. @scale:
 * see sem_square_frame(). */
void
sem_thumbnailer_load (SemThumbnailer *self, gint64 photo, guint side, guint scale, GTask *task);
/* The same with a larger thumbnail, see large-cache.h. It is made of the photo's file, in the
 * decoder's process and on other threads, unless the cache or that of the desktop has it. */
void sem_thumbnailer_load_large (SemThumbnailer *self,
                                 gint64 photo,
                                 guint side,
                                 guint scale,
                                 GTask *task);

/* @pixbuf: R G B, whose pixels are shared where they can be. */
SemPixels *sem_pixels_new_from_pixbuf (GdkPixbuf *pixbuf);
/* Decodes a JPEG of the store; NULL with SEM_ERROR_DAMAGED. Blocks. */
SemPixels *sem_pixels_new_from_jpeg (GBytes *jpeg, GError **error);

G_END_DECLS
