/* texture.h - converts between the engine's images and GTK's textures
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/photo.h"

G_BEGIN_DECLS

/* Returns: (transfer full): shares the bytes of @pixels. */
GdkTexture *sem_texture_new_for_pixels (const SemPixels *pixels) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_texture_encode_async:
 * @texture: a picture that was dropped or pasted
 * @callback: (scope async): called in the main thread
 *
 * Encodes a PNG of at most 2048 pixels on the longest side, in a worker thread.
 */
void sem_texture_encode_async (GdkTexture *texture,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* Returns: (transfer full): the PNG, or %NULL with @error set. */
GBytes *sem_texture_encode_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/**
 * sem_texture_fit:
 * @texture: (nullable)
 * @side: the largest width and height, in pixels
 *
 * Returns: (transfer full) (nullable): @texture in a size of its own that fits, never enlarged
 */
GdkPaintable *sem_texture_fit (GdkTexture *texture, int side) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
