/* bmp.h - BMP files as GdkPixbuf's loader wants them, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_bmp_make_head:
 * @data: (array length=size): the whole file, not trusted
 * @pixels: (out): where its pixels start; at most @size
 *
 * GdkPixbuf's loader shows black where the pixels do not follow the palette at once, or where the
 * palette has fewer colours than the depth allows without saying so, and refuses a palette that is
 * said to have more. Other programs read them all.
 *
 * Returns: (transfer full) (nullable): headers with a full palette, to be followed by the pixels;
 *   %NULL, and 0 in @pixels, where the file can stay as it is, or nothing can be made of it
 */
GBytes *sem_bmp_make_head (const guint8 *data, gsize size, gsize *pixels) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
