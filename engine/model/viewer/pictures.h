/* pictures.h - photos in the sizes that a viewer needs
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/photo.h"

G_BEGIN_DECLS

/* Longest side of a picture, in pixels. */
#define SEM_PICTURES_MAX_SIDE 4096

/**
 * SemPictureWish:
 * @file: (nullable): an image file
 * @x, @y, @width, @height: the part of the upright photo, as shares of its sides, 0 to 1; all 0 for
 *   the whole
 * @side: longest side of the picture in pixels, 1 to %SEM_PICTURES_MAX_SIDE; it is never enlarged
 * @ahead: whether the picture is loaded ahead; it does not delay pictures that are to be shown now
 * @bytes: (nullable): the contents of an image file, where there is no file
 */
typedef struct
{
  GFile *file;
  double x, y, width, height;
  guint side;
  gboolean ahead;
  GBytes *bytes;
} SemPictureWish;

#define SEM_TYPE_PICTURES (sem_pictures_get_type ())

/**
 * SemPictures:
 *
 * Decodes photos in two processes of its own, one of them for pictures that are loaded ahead. The
 * processes end with it. For the main thread.
 */
G_DECLARE_FINAL_TYPE (SemPictures, sem_pictures, SEM, PICTURES, GObject)

SemPictures *sem_pictures_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_pictures_load_async:
 * @wish: copied
 * @cancellable: (nullable): ends decoding at once
 * @callback: (scope async): called in the main thread
 */
void sem_pictures_load_async (SemPictures *self,
                              const SemPictureWish *wish,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/**
 * sem_pictures_load_finish:
 * @width: (out) (optional): of the whole photo, or of its requested part, in pixels before it was
 *   made smaller
 * @height: (out) (optional): likewise
 *
 * Returns: (transfer full): the picture, upright, or %NULL with @error set
 */
SemPixels *sem_pictures_load_finish (SemPictures *self,
                                     GAsyncResult *result,
                                     guint *width,
                                     guint *height,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
