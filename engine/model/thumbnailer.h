/* thumbnailer.h - small pictures from the store; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/photo.h"

G_BEGIN_DECLS

/**
 * SemThumbnailer:
 *
 * A few threads that read thumbnails, and what is shown beside them, each with a connection of its
 * own. Immutable but for its queue; shared by all photos of a library.
 */
typedef struct _SemThumbnailer SemThumbnailer;

SemThumbnailer *sem_thumbnailer_new (const char *path);
SemThumbnailer *sem_thumbnailer_ref (SemThumbnailer *self);
void sem_thumbnailer_unref (SemThumbnailer *self);

/**
 * SemThumbnail:
 * @pixels: (nullable): the picture
 * @path: (nullable) (type filename): a file with the photo
 */
typedef struct
{
  SemPixels *pixels;
  char *path;
  guint width;
  guint height;
} SemThumbnail;

void sem_thumbnail_free (SemThumbnail *thumbnail);

/* @task's result is a SemThumbnail. */
void sem_thumbnailer_load (SemThumbnailer *self, gint64 photo, GTask *task);

/* Decodes a JPEG of the store; NULL with SEM_ERROR_DAMAGED. Blocks. */
SemPixels *sem_pixels_new_from_jpeg (GBytes *jpeg, GError **error);

G_END_DECLS
