/* made-photo.h - photos that benchmarks generate
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/* (transfer full): @width x @height pixels that compress like a photo; always the same. */
GdkPixbuf *made_photo_paint (int width, int height);

/* (transfer full): the pixels with their rows rotated by @rows: different bytes that are as hard to
 * decode. */
GdkPixbuf *made_photo_turn (GdkPixbuf *photo, int rows);

/* Saves a JPEG with the quality that cameras use. */
gboolean made_photo_save (GdkPixbuf *photo, const char *path, GError **error);

/* (transfer full): the same JPEG in memory. */
char *made_photo_encode (GdkPixbuf *photo, gsize *size, GError **error);

G_END_DECLS
