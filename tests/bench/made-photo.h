/* made-photo.h - photos for benchmarks, made at their start
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/* (transfer full): @width x @height pixels that compress about as a photo does; always the same. */
GdkPixbuf *made_photo_paint (int width, int height);

/* (transfer full): the pixels with their rows turned by @rows: other bytes, as hard to decode. */
GdkPixbuf *made_photo_turn (GdkPixbuf *photo, int rows);

/* Saves as a JPEG of the quality that cameras use. */
gboolean made_photo_save (GdkPixbuf *photo, const char *path, GError **error);

/* (transfer full): the same, in memory. */
char *made_photo_encode (GdkPixbuf *photo, gsize *size, GError **error);

G_END_DECLS
