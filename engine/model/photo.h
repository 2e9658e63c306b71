/* photo.h - one photo of the library as the window sees it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SemPixels:
 * @width: pixels a row, at least 1
 * @height: rows, at least 1
 * @stride: bytes from one row to the next
 * @bytes: R G B bytes, row-major
 *
 * A small decoded image. Immutable.
 */
typedef struct
{
  guint width;
  guint height;
  gsize stride;
  GBytes *bytes;
} SemPixels;

void sem_pixels_free (SemPixels *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemPixels, sem_pixels_free)

#define SEM_TYPE_PHOTO (sem_photo_get_type ())

/**
 * SemPhoto:
 *
 * An item of a photo list or a hit, created on demand and identified by the photo's row id. A photo
 * with several files is shown by one of them; a hit may show another one than the list. Properties:
 *
 * - "file" (GFile, nullable): the photo's file that is shown
 * - "title" (string): the file's display name; "" until loaded
 * - "width", "height" (uint): of the upright photo in pixels; 0 until loaded
 *
 * sem_photo_load_thumbnail_async() sets and notifies them in the main thread.
 */
G_DECLARE_FINAL_TYPE (SemPhoto, sem_photo, SEM, PHOTO, GObject)

/**
 * sem_photo_new_outside:
 * @file: (nullable): an image file, in the library or not
 * @bytes: (nullable): its contents, where there is no file
 * @title: its display name
 *
 * Returns: (transfer full): a picture that is no photo of the library: it has no id, and no
 *   thumbnail
 */
SemPhoto *
sem_photo_new_outside (GFile *file, GBytes *bytes, const char *title) G_GNUC_WARN_UNUSED_RESULT;
/* Whether it was made by sem_photo_new_outside(). */
gboolean sem_photo_get_is_outside (SemPhoto *self);
/* Returns: (transfer none) (nullable): the contents of one without a file. */
GBytes *sem_photo_get_bytes (SemPhoto *self);

/* The photo's row id, which identifies it in the library. */
gint64 sem_photo_get_id (SemPhoto *self);
/**
 * sem_photo_get_file:
 *
 * Returns: (transfer none) (nullable): the photo's file that is shown; %NULL until loaded, unless
 *   it is a hit's that has several files
 */
GFile *sem_photo_get_file (SemPhoto *self);
/* Returns: (transfer none): the file's display name; "" until loaded */
const char *sem_photo_get_title (SemPhoto *self);
/* Of the upright photo, in pixels; 0 until loaded. */
guint sem_photo_get_width (SemPhoto *self);
/* Of the upright photo, in pixels; 0 until loaded. */
guint sem_photo_get_height (SemPhoto *self);

/**
 * sem_photo_load_thumbnail_async:
 * @cancellable: (nullable): to be cancelled when the cell is unbound: a load that has not begun is
 *   dropped
 * @callback: (scope async): called in the main thread
 *
 * Reads and decodes the thumbnail (longest side at most 256 px) on one of the engine's threads.
 */
void sem_photo_load_thumbnail_async (SemPhoto *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* Returns: (transfer full): the thumbnail, or %NULL with @error set. */
SemPixels *sem_photo_load_thumbnail_finish (SemPhoto *self,
                                            GAsyncResult *result,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of the corners of a square, in pixels of a display of scale 1. */
#define SEM_PHOTO_SQUARE_RADIUS 9

/**
 * sem_photo_load_square_async:
 * @side: of the square, in pixels
 * @scale: of the display, see sem_square_frame()
 * @sharp: whether it is made of a larger thumbnail, as large as it needs. That is read from the
 *   photo's file unless the cache has it, which takes longer, and fails where the file is missing
 * @cancellable: (nullable): a load that has not begun is dropped
 * @callback: (scope async): called in the main thread
 *
 * Makes the middle of the photo in exactly the pixels of a tile, on other threads.
 */
void sem_photo_load_square_async (SemPhoto *self,
                                  guint side,
                                  guint scale,
                                  gboolean sharp,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/**
 * sem_photo_load_square_finish:
 * @square: (out) (nullable) (transfer full): shape (side, side), as of sem_square_frame(); %NULL on
 *   failure
 *
 * Returns: (transfer full): the thumbnail that it was made of, or %NULL with @error set
 */
SemPixels *sem_photo_load_square_finish (SemPhoto *self,
                                         GAsyncResult *result,
                                         GBytes **square,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
